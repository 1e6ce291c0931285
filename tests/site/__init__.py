"""Tests of the site, one file per module of ``csgraph.site``, and of the whole in a browser."""
