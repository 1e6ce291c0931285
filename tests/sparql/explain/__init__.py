"""Tests of how queries that find nothing are explained, one file per module of ``csgraph.sparql.explain``.

What is said of which query, and so what looks for reasons, is in ``fixtures/explanations.yaml``.
"""
