"""The site's views of the report and of the ontology."""
