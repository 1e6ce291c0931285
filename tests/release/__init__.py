"""Tests of the release, one file per module of ``csgraph.release``."""
