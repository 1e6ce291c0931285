"""What is wrong with data: SHACL, checks in SPARQL and the reasoner give findings, and reports show them."""
