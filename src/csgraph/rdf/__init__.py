"""RDF: terms, prefixes, strict reading, deterministic writing, formatting and source locations.

Read in this order:

* ``namespaces``, ``vocab``   namespaces and prefixes; the terms of RDF, RDFS and XSD as nodes
* ``terms``, ``rdflib_terms``   terms as text, as Python values and as those of rdflib
* ``turtle``         reads every syntax, writes Turtle
* ``turtle_writer``  Turtle with nested blank nodes
* ``blank_nodes``    stable labels, and which blank nodes need none
* ``location``, ``source_index``, ``turtle_tokens``   the line and column of a triple in its file
* ``fmt``            formats Turtle and keeps comments
"""
