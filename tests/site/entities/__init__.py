"""Tests of ``csgraph.site.entities``, one file per module; the facts in them are read off the report."""
