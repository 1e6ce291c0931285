"""What is wrong with data: SHACL, checks in SPARQL and the reasoner give findings, and reports show them.

Read in this order:

* ``findings``   a finding: rule, node, severity, location
* ``inputs``     the data, shapes and checks that are validated
* ``validate``   runs shapes and checks
* ``shacl``      compiles shapes to SPARQL; needs nothing of this publication
* ``checks``     SPARQL queries whose every row is a mistake
* ``reasoner``   consistency and satisfiability in OWL 2 DL
* ``results``    from results to findings
* ``locate``     the line and column of a finding
* ``reports``    findings as text, JSON, SARIF, GitHub annotations and JUnit XML
* ``rules``      the rules of the shapes in words
"""
