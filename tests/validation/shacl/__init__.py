"""Tests of ``csgraph.validation.shacl``, one file per module."""
