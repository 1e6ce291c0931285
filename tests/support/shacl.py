"""Runs the SHACL compiler on small graphs in Turtle."""

from __future__ import annotations

import re

import pyoxigraph as ox

from csgraph.rdf.turtle import to_turtle
from csgraph.validation.shacl import engine
from csgraph.validation.shacl.graph import ShapesGraph
from csgraph.validation.shacl.report import Result

HEAD = """
@prefix : <urn:x#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def parse(text: str) -> list[ox.Quad]:
    """Return what Turtle says, with the prefixes above."""
    return list(ox.parse((HEAD + text).encode(), format=ox.RdfFormat.TURTLE))


def validate(data: str, shapes: str) -> list[Result]:
    """Return the results for data and shapes in Turtle."""
    return engine.validate(engine.DataGraph(parse(data)), ShapesGraph(parse(shapes)))


def show(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Return a term as the tests write it: ``:a``, ``"x"@en``, ``01``."""
    return re.sub(r"<urn:x#(\w+)>", r":\1", to_turtle(term))


def line(result: Result) -> str:
    """Return a result as the tests write it: component, focus node and, where there is one, value."""
    component = show(result.component).removeprefix("sh:").removesuffix("ConstraintComponent")
    value = "" if result.value is None else f" {show(result.value)}"
    return f"{component} {show(result.focus)}{value}"


def found(data: str, shapes: str) -> list[str]:
    """Return the results for data and shapes in Turtle, as lines, sorted."""
    return sorted(map(line, validate(data, shapes)))
