"""The publication as a folder of pages: the report to read, a page for every IRI and view, and a query workbench."""
