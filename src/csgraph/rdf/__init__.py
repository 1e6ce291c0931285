"""RDF: terms, prefixes, strict reading, deterministic writing, formatting and source locations."""
