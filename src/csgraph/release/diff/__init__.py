"""Compares two editions of the publication: the changes in words, their level, and the version that must follow.

Read in this order:

* ``edition``   reads a release, a checkout or a file: its terms, resources, shapes and views
* ``change``    one change and its level
* ``labels``    nodes and values as messages show them
* ``ontology``, ``data``, ``shapes``, ``views``   the changes of each part
* ``compare``   all changes in order, and the next version
* ``report``    changes as text, Markdown and JSON
"""
