"""The namespaces and the prefix table: ours and those that we reuse.

Each SKOS scheme and each kind of resource has a prefix of its own, named like the scheme or kind,
because a local name in Turtle and SPARQL cannot hold a slash.
"""

from __future__ import annotations

import re

BASE = "https://w3id.org/csgraph/"
ONTOLOGY = f"{BASE}ontology"
CSG = f"{ONTOLOGY}#"
CSGS = f"{BASE}shapes#"
GRAPH = f"{BASE}graph/"

OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
XSD = "http://www.w3.org/2001/XMLSchema#"

SCHEMES = (
    "acronym",
    "actor-category",
    "attack-target",
    "authority",
    "barrier",
    "capacity",
    "confidence",
    "core-issue",
    "design-attribute",
    "dialogue-form",
    "dialogue-function",
    "dialogue-kind",
    "divide",
    "effectiveness-criterion",
    "engagement-mode",
    "engagement-status",
    "erratum-kind",
    "harm-object",
    "inclusivity-factor",
    "instrument-type",
    "modality",
    "passage-kind",
    "pillar",
    "process-outcome",
    "question-kind",
    "quotation-kind",
    "representation-dimension",
    "role",
    "statement-type",
    "topic",
    "voice",
)
"""The SKOS schemes; each is ``scheme/NAME``, its concepts ``scheme/NAME/CODE``, its file ``data/vocabulary/NAME.ttl``."""

REPORT_KINDS = (
    "account",
    "anchor",
    "contribution",
    "date",
    "engagement",
    "erratum",
    "event",
    "participation",
    "passage",
    "quotation",
    "quote",
    "restatement",
    "section",
    "span",
    "statement",
)
"""Kinds of resource that belong to this one report: ``id/cs2020/KIND/KEY``."""

SHARED_KINDS = (
    "dialogue",
    "document",
    "framework",
    "group",
    "link",
    "membership",
    "organization",
    "person",
    "place",
    "procedure",
    "process",
    "state",
)
"""Kinds of resource that other reports may refer to as well: ``id/KIND/KEY``."""

_FOREIGN = {
    "cito": "http://purl.org/spar/cito/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "doco": "http://purl.org/spar/doco/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": "https://schema.org/",
    "sh": SH,
    "spdx": "http://spdx.org/rdf/terms#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD,
}

PREFIXES: dict[str, str] = dict(
    sorted(
        {
            **_FOREIGN,
            "csg": CSG,
            "csgs": CSGS,
            "graph": GRAPH,
            "scheme": f"{BASE}scheme/",
            **{name: f"{BASE}scheme/{name}/" for name in SCHEMES},
            **{kind: f"{BASE}id/cs2020/{kind}/" for kind in REPORT_KINDS},
            **{kind: f"{BASE}id/{kind}/" for kind in SHARED_KINDS},
        }.items()
    )
)
"""Prefix to namespace, in the order of the prefixes."""

# What may follow a prefix without escapes: PN_LOCAL of Turtle 1.1 (section 6.5), less its colons, escapes and
# letters beyond ASCII, none of which our identifiers have.
LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
"""A local name that needs no escapes."""

# Each namespace ends in a slash or a hash, of which a local name has none: so the last one in an IRI ends its namespace.
_BY_NAMESPACE = {namespace: prefix for prefix, namespace in PREFIXES.items()}


def compress(iri: str) -> str | None:
    """Return the CURIE of ``iri``, or None where no prefix of the table fits."""
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _BY_NAMESPACE.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix and LOCAL_NAME.fullmatch(iri, cut) else None


def shorten(iri: str) -> str:
    """Return the CURIE of ``iri``, or ``iri`` itself where no prefix of the table fits."""
    return compress(iri) or iri


def expand(curie: str) -> str | None:
    """Return the IRI of ``curie``, or None where its prefix is not in the table."""
    prefix, colon, local = curie.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else None
