"""SPARQL: grammar, diagnostics, the local engine and its limits, results, explanations, endpoints and graph stores."""
