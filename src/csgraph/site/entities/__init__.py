"""What the page of a thing says of it, by its class: sentences and tables rather than triples."""
