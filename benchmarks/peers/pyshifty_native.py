"""Validates with pyshifty: ``pyshifty_native.py DATA SHAPES`` prints its report as N-Triples.

The data alone, without rules, as for the others; by default pyshifty adds the shapes to the data and runs rules first.
"""

import sys
from pathlib import Path

import shifty

_, report, _ = shifty.validate(Path(sys.argv[1]), Path(sys.argv[2]), graph_mode="data", infer=False)
sys.stdout.buffer.write(report.serialize(format="nt", encoding="utf-8"))
