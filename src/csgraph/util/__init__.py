"""Text, terminal and files: suggestions, markup, escaping, atomic writes. Nothing here depends on RDF."""
