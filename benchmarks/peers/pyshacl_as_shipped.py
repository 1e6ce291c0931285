"""Validates with pySHACL as it is: ``pyshacl_as_shipped.py DATA SHAPES`` prints its report as N-Triples."""

import sys

import pyshacl

_, report, _ = pyshacl.validate(sys.argv[1], shacl_graph=sys.argv[2], advanced=False, inference="none")
sys.stdout.buffer.write(report.serialize(format="nt", encoding="utf-8"))
