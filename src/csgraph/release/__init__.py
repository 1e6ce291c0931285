"""Builds a release: the publication in every form that others load, described, checked and written whole or not at all.

* ``build``        what a release consists of, and how it is made
* ``contents``     by which files a release is known, their checksums, and the graphs read back
* ``sorting``      triples in one order, in memory that does not grow with them
* ``nesting``      blank nodes, written where they stand
* ``turtle``, ``jsonld``, ``forms``   the syntaxes
* ``ontology``     the ontology with version, dates and ``rdfs:isDefinedBy``
* ``catalogue``    the views in RDF
* ``readme``       what a person reads first
* ``description``  DCAT, VoID and PROV, counted in what was written
"""
