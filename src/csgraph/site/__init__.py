"""Makes the publication: a folder of static pages for people and files for machines, with a query workbench.

``build.site`` makes it; ``addresses`` knows which IRI is in which file, ``publication`` what pages ask of the graph,
``pages`` has one module for each kind of page, each with a function ``write(site)``.
"""
