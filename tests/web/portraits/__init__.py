"""Tests of ``csgraph.site.portraits``, one file per module; the facts in them are read off the report."""
