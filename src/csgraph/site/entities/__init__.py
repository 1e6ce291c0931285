"""What the page of a resource says of it, by its class: sentences and tables rather than triples."""
