"""How the generated part of ``data/`` is made: passages, annotation, anchors, links, agreement.

Read in this order:

* ``passages``     the text of the report, cut into passages and sentences
* ``annotation``   the annotation tables, and the statements they make
* ``agreement``    how far two annotators agree
* ``authorities``, ``links``, ``sssom``   links to other datasets, their findings and their tables
* ``link_check``   requests the records that links lead to
* ``geo_areas``    codes, names and regions of States
* ``extract``      writes the generated files
"""
