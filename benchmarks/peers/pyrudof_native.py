"""Validates with the native engine of pyrudof: ``pyrudof_native.py DATA SHAPES`` prints its report as N-Triples."""

import sys
from pathlib import Path

from pyrudof import ResultShaclValidationFormat, Rudof, RudofConfig, ShaclValidationMode

rudof = Rudof(RudofConfig())
rudof.read_data(Path(sys.argv[1]))
rudof.read_shacl(Path(sys.argv[2]))
rudof.validate_shacl(ShaclValidationMode.Native)
print(rudof.serialize_shacl_validation_results(ResultShaclValidationFormat.NTriples))
