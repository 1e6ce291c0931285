"""The files of data beside a page are those that the page announces."""

from __future__ import annotations

import json

import pytest

from csgraph.site import data_files
from csgraph.site.serializations import Documents
from csgraph.site.writer import Site
from tests.support.entities import entity

NORMS = "https://w3id.org/csgraph/scheme/pillar/norms"


@pytest.fixture
def made(corpus, tmp_path) -> Site:
    return Site(tmp_path, corpus.publication, lambda text: None)


def test_each_file_that_is_announced_is_there(made, corpus, tmp_path):
    found = data_files.write_data(made, Documents(corpus.publication), NORMS, {"@type": "DefinedTerm", "name": "norms"})

    assert ["norms.ttl", "norms.jsonld", "norms.nt", "norms.rdf"] == [each.href for each in found.alternates]
    assert all((tmp_path / "scheme" / "pillar" / each.href).is_file() for each in found.alternates)
    assert found.turtle == (tmp_path / "scheme" / "pillar" / "norms.ttl").read_text(encoding="utf-8")
    assert {"@context": "https://schema.org/", "@id": NORMS, "@type": "DefinedTerm", "name": "norms"} == json.loads(
        found.island
    )


def test_too_much_turtle_stays_in_its_file(made, corpus, monkeypatch):
    monkeypatch.setattr(data_files, "MAX_SHOWN", 10)

    assert "" == data_files.write_data(made, Documents(corpus.publication), NORMS, {}).turtle


def test_triples_and_label_can_be_given(made, corpus, tmp_path):
    triples = Documents(corpus.publication).triples(entity("pillar:law", corpus).node.value)
    data_files.write_data(made, Documents(corpus.publication), NORMS, {}, label="of ours", triples=triples)

    assert "# of ours" in (tmp_path / "scheme" / "pillar" / "norms.ttl").read_text(encoding="utf-8").splitlines()[0]
