"""The static site: a page and data files for every IRI, and a SPARQL workbench, in a folder that needs no server.

Reading order: ``build.site`` builds it; ``graph`` gives the pages access to the publication; ``model`` and ``entities`` prepare
what they show; ``urls`` maps IRIs to files; ``pages`` has a module for each kind of page, each with a function ``write(site)``;
``writer`` writes the files; ``lint`` checks a built site.
"""
