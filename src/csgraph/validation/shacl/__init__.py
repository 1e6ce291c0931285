"""Validates RDF graphs with SHACL: compiles each constraint to a SPARQL query that finds all failing nodes at once.

Read in this order: ``model`` (shapes and constraints, and the patterns of failing nodes), one module for each family of
constraints along the sections of the recommendation (``value_type`` 4.1, ``cardinality`` 4.2, ``value_range`` 4.3,
``strings`` 4.4, ``property_pairs`` 4.5, ``logical`` 4.6, ``shape_based`` 4.7, ``other`` 4.8, ``sparql`` 5,
``components`` 6), ``targets`` and ``paths`` (2), ``reader`` (from a shapes graph to shapes), ``engine`` (from shapes to
results) and ``report`` (from results to RDF).

The recommendation is "Shapes Constraint Language (SHACL)", W3C, 20 July 2017; sections named here are its own.
"""
