"""Describes each resource on its page by its class, in sentences and tables rather than triples."""
