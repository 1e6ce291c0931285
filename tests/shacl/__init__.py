"""Tests of ``csgraph.shacl``, one file per module."""
