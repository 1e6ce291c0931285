"""Says in words what changed between two editions of the publication, and what version that asks for.

* ``edition``   what a release, a checkout or a file says: terms, things, rules, views
* ``change``    what a change is, and how much it asks of those who use the publication
* ``naming``    nodes and values in the words people read
* ``terms``, ``things``, ``rules``, ``questions``   what changed in ontology, data, shapes and views
* ``comparison``   all of it, in order
* ``telling``   as text, Markdown and JSON, and the next version
"""
