"""Releases: build, describe, verify, compare and push the publication in every serialization.

Read in this order:

* ``build``          the steps and files of a release
* ``manifest``       the files and checksums of a release, and its named graphs read back
* ``sorting``        triples in one order, in bounded memory
* ``serialize``, ``jsonld``   the syntaxes
* ``ontology``       the ontology with version, dates and ``rdfs:isDefinedBy``
* ``inference``      the rules of ``queries/derive/``
* ``query_catalog``  the views in RDF
* ``description``    DCAT, VoID and PROV-O, counted in the files of the release
* ``readme``         the README of a release
* ``diff``           comparison of two editions
* ``push``           to a graph store
"""
