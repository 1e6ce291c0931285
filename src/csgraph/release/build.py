"""Builds a release: its files, verified against what was to be written, in the place of the old one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from csgraph import paths
from csgraph.curation import authorities, links
from csgraph.errors import InputError
from csgraph.publication import dataset, views
from csgraph.rdf import turtle
from csgraph.rdf.blank_nodes import canonical, has_blank_node
from csgraph.rdf.namespaces import GRAPH
from csgraph.rdf.vocab import RDFS_LABEL
from csgraph.release import description, inference, jsonld, manifest, ontology, query_catalog, readme, serialize
from csgraph.release.description import Content, Counts, File
from csgraph.release.manifest import DESCRIPTION, is_release
from csgraph.release.serialize import Graph
from csgraph.release.sorting import Sorted
from csgraph.util import atomic
from csgraph.version import __version__

LICENCE = "LICENSE-DATA"
DERIVED = "derived"
"""The graph of the inferred triples."""

MEDIA = {
    **{ending: syntax.media_type for ending, syntax in serialize.SYNTAXES.items()},
    "rq": "application/sparql-query",
    "tsv": "text/tab-separated-values",
    "md": "text/markdown",
    LICENCE: "text/plain",
}
"""The media types of the files of a release, by their endings, or by the name of one that has none."""
_TITLE = f"csgraph {__version__}: the report of the 2020 Cyber Stability Conference as linked data."


def build(folder: Path, *, tell: Callable[[str], None] = lambda text: None) -> list[File]:
    """Build a release of the publication.

    The same publication gives the same bytes. Every file is read again before the release takes its place.

    Args:
        folder: The release; one that is there is replaced once the new one is whole.
        tell: Called with a line for each step.

    Returns:
        The files of the release, but for ``SHA256SUMS``.

    Raises:
        InputError: A file of the publication is not usable, or the description of it does not meet our rules.
        OutputError: The folder has other content, or cannot be written, or another build is at work there.
    """
    with atomic.replaced(folder, is_ours=_is_nothing_but_release, kind="a release") as new:
        builder = _Builder(new, tell)
        builder.build()
        return builder.files


def _is_nothing_but_release(folder: Path) -> bool:
    """Whether nothing would be lost that somebody has put beside the files of a release."""
    return is_release(folder) and manifest.holds_nothing_else(folder)


class _Builder:
    """Makes a release in a folder."""

    def __init__(self, folder: Path, tell: Callable[[str], None]) -> None:
        self._folder, self._tell = folder, tell
        self._work = folder / ".work"
        self.files: list[File] = []
        self._linksets: Mapping[tuple[str, ox.NamedNode], int] = {}

    def build(self) -> None:
        self._work.mkdir()
        self._tell("reading")
        graphs = self._read()
        self._tell("deriving")
        derived = self._derive(graphs)
        if any(part.path.stat().st_size for part in derived.parts):
            graphs[DERIVED] = derived
        whole = Graph(
            tuple(part for name in dataset.DEFAULT_GRAPHS if name in graphs for part in graphs[name].parts),
            [triple for name in dataset.DEFAULT_GRAPHS if name in graphs for triple in graphs[name].anonymous],
        )
        context = jsonld.read_context(paths.ONTOLOGY / jsonld.CONTEXT)
        self._write_whole(whole, context)
        self._write_graphs(graphs)
        self._write_terms(context)
        self._write_queries()
        self._write_links()
        self._write_texts()
        self._tell("describing")
        self._describe(graphs)
        shutil.rmtree(self._work)
        manifest.write_sums(self._folder)

    @cached_property
    def _views(self) -> list[views.View]:
        return views.list_views()

    def _sorted(self, name: str, triples: Iterable[ox.Triple]) -> Sorted:
        return Sorted(self._work / name).write(triples)

    def _read(self) -> dict[str, Graph]:
        """Return each named graph; blank nodes have names that no two graphs share."""
        anonymous: list[ox.Quad] = []
        parts: dict[str, Sorted] = {}

        def plain(files: Iterable[Path], graph: ox.NamedNode) -> Iterator[ox.Triple]:
            for path in files:
                content, syntax = turtle.read(path), turtle.syntax_of(path)
                for quad in turtle.stream_bytes(content, syntax, place=paths.shown(path), rename_blank_nodes=True):
                    if has_blank_node(quad):
                        anonymous.append(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
                    else:
                        yield quad.triple

        for name, files in dataset.graph_files().items():
            parts[name] = self._sorted(name, plain(files, ox.NamedNode(GRAPH + name)))
        if not parts:
            raise InputError(
                "there is nothing to build from: no files of data or ontology", place=paths.shown(paths.ROOT)
            )
        found: dict[str, list[ox.Triple]] = {name: [] for name in parts}
        for quad in canonical(anonymous):
            found[str(getattr(quad.graph_name, "value", "")).removeprefix(GRAPH)].append(quad.triple)
        return {
            name: Graph((part, self._sorted(f"{name}.blank", found[name])) if found[name] else (part,), found[name])
            for name, part in parts.items()
        }

    def _derive(self, graphs: dict[str, Graph]) -> Graph:
        """Return the triples inferred from the graphs that are loaded by default."""
        loaded = [graphs[name] for name in dataset.DEFAULT_GRAPHS if name in graphs]
        terms = graphs.get(dataset.VOCABULARY, Graph(()))
        premises = inference.premises(_parsed(terms.lines()))

        def quads() -> Iterator[ox.Quad]:
            for graph in loaded:
                # The predicate is known from the text, and most triples are no premise.
                lines = (line for line in graph.lines() if line.split(" ", 2)[1][1:-1] in premises)
                yield from _parsed(lines)

        derived = (triple for triple in inference.derive(quads()) if not has_blank_node(triple))
        return Graph((self._sorted(DERIVED, derived),))

    # -- The files ----------------------------------------------------------------------------------------------------

    def _add(self, name: str, title: str, graphs: Sequence[str] = (), triples: int | None = None) -> None:
        media = MEDIA[name.rpartition(".")[2]]
        self.files.append(File(name, title, media, tuple(graphs), triples))

    def _write_whole(self, whole: Graph, context: jsonld.Context) -> None:
        graphs = dataset.DEFAULT_GRAPHS
        heading = [
            _TITLE,
            f"The graphs {', '.join(graphs)} as one, which is what the queries ask; made by `csgraph build`.",
        ]
        self._write("csgraph", whole, heading, context, "What the report says, and the words to say it", graphs)

    def _write(
        self,
        stem: str,
        graph: Graph,
        heading: Sequence[str],
        context: jsonld.Context,
        title: str,
        graphs: Sequence[str] = (),
    ) -> None:
        expected = serialize.digest({None: graph})
        for ending in serialize.TRIPLES:
            name = f"{stem}.{ending}"
            self._tell(name)
            serialize.write(graph, self._folder / name, heading, context)
            count = serialize.verify(self._folder / name, expected)
            self._add(name, f"{title}, as {serialize.SYNTAXES[ending].name}", graphs, count)

    def _write_graphs(self, graphs: dict[str, Graph]) -> None:
        """Write the named graphs together, and each in a file of its own."""
        by_iri: dict[str | None, Graph] = {GRAPH + name: graph for name, graph in sorted(graphs.items())}
        expected = serialize.digest(by_iri)
        heading = [_TITLE, "Every named graph, also those that are not asked unless named; made by `csgraph build`."]
        for ending in serialize.QUADS:
            name = f"csgraph.{ending}"
            self._tell(name)
            serialize.write_graphs(by_iri, self._folder / name, heading)
            count = serialize.verify(self._folder / name, expected)
            self._add(name, f"All named graphs, as {serialize.SYNTAXES[ending].name}", sorted(graphs), count)
        (self._folder / "graphs").mkdir()
        self._tell("graphs/")
        labels = _labels(graphs.get("dataset", Graph(())))
        for name, graph in sorted(graphs.items()):
            label = labels.get(GRAPH + name, name)
            title = f"The named graph {name}{'' if label == name else f': {label}'}."
            self._write_turtle(f"graphs/{name}.ttl", graph, title, [name])

    def _write_turtle(self, name: str, graph: Graph, title: str, graphs: Sequence[str] = ()) -> None:
        path = self._folder / name
        serialize.write(graph, path, [_TITLE, f"{title} Made by `csgraph build`."], jsonld.Context({}))
        self._add(name, title.rstrip("."), graphs, serialize.verify(path, serialize.digest({None: graph})))

    def _write_terms(self, context: jsonld.Context) -> None:
        """Write the ontology, the shapes and the JSON-LD context."""
        files = [path for path in sorted(paths.ONTOLOGY.glob("*.ttl")) if path.stem != dataset.ALIGNMENTS]
        terms = self._merged("ontology", ontology.complete(_quads(files)))
        heading = [f"csgraph {__version__}: the ontology, all its files as one. Made by `csgraph build`."]
        self._write("ontology", terms, heading, context, "The ontology")
        shapes = self._merged("shapes", _quads(sorted(paths.SHAPES.glob("*.ttl"))))
        self._write_turtle("shapes.ttl", shapes, "The rules that the data meet, in SHACL.")
        shutil.copyfile(paths.ONTOLOGY / jsonld.CONTEXT, self._folder / jsonld.CONTEXT)
        self._add(jsonld.CONTEXT, "The names of the JSON-LD files")

    def _write_queries(self) -> None:
        """Write the views: their texts, and their description in RDF."""
        (self._folder / "queries").mkdir()
        for view in self._views:
            shutil.copyfile(view.path, self._folder / "queries" / view.path.name)
            self._add(f"queries/{view.path.name}", view.summary)
        triples = self._sorted("queries", query_catalog.triples(self._views))
        self._write_turtle("queries.ttl", Graph((triples,)), "The queries, each with the question that it answers.")

    def _write_links(self) -> None:
        """Write the links in the forms that are no graph of ours; without a table of links there are none."""
        if not links.SOURCE.is_file():
            return
        known, found = authorities.known(), links.read(links.SOURCE)
        links.refuse_wrong(found, known)
        self._linksets = links.linksets(found, known)
        triples = self._sorted("same-as", (ox.Triple(*triple) for triple in links.same_as(found, known)))
        title = "Links as owl:sameAs, for those who want to reason with them; no other file repeats them."
        self._write_turtle("same-as.ttl", Graph((triples,)), title)
        name = links.SOURCE.name
        (self._folder / name).write_text(links.published("sssom"), encoding="utf-8", newline="\n")
        self._add(name, "The links as mappings in SSSOM/TSV, with labels")

    def _write_texts(self) -> None:
        """Write the files for people: README and licence."""
        if paths.LICENCE.is_file():
            shutil.copyfile(paths.LICENCE, self._folder / LICENCE)
            self._add(LICENCE, "Which rights there are in what")
        self._add(readme.NAME, "Which file is for what")
        needy = [view.name for view in self._views if {*view.graphs} - {*dataset.DEFAULT_GRAPHS}]
        (self._folder / readme.NAME).write_text(readme.readme(self.files, needy), encoding="utf-8", newline="\n")

    def _merged(self, name: str, quads: Iterable[ox.Quad]) -> Graph:
        """Return a small graph with blank nodes."""
        plain, anonymous = list[ox.Triple](), list[ox.Quad]()
        for quad in quads:
            if has_blank_node(quad):
                anonymous.append(ox.Quad(*quad.triple))
            else:
                plain.append(quad.triple)
        found = [quad.triple for quad in canonical(anonymous)]
        return Graph((self._sorted(f"{name}.terms", [*plain, *found]),), found)

    def _describe(self, graphs: dict[str, Graph]) -> None:
        """Write the description."""
        whole = Graph(tuple(part for graph in graphs.values() for part in graph.parts))
        about = graphs.get("dataset", Graph(()))
        content = Content(
            folder=self._folder,
            files=tuple(self.files),
            whole=Counts.of(whole.subjects()),
            graphs={name: Counts.of(graph.subjects()) for name, graph in sorted(graphs.items())},
            said=tuple(triple for _, triples in about.subjects() for triple in triples),
            links=self._linksets,
        )
        described = Graph((self._sorted("description", description.describe(content)),))
        self._write_turtle(DESCRIPTION, described, "What the release holds, and where it comes from.")
        self._check()

    def _check(self) -> None:
        """Validate the description against ``shapes/release.ttl``."""
        from csgraph.validation import inputs, validate

        path = self._folder / DESCRIPTION
        rules = paths.SHAPES / f"{inputs.RELEASE}.ttl"
        for finding in validate.check([path], shapes=[rules], alone=True, is_located=False).findings:
            if finding.is_violation:
                raise InputError(f"the description is wrong: {finding.label}: {finding.message}", place=DESCRIPTION)


def _labels(about: Graph) -> dict[str, str]:
    """Return the label of each named graph, by its IRI."""
    said = (triple for _, triples in about.subjects() for triple in triples if triple.predicate == RDFS_LABEL)
    return {str(getattr(one.subject, "value", "")): str(getattr(one.object, "value", "")) for one in said}


def _quads(files: Iterable[Path]) -> Iterator[ox.Quad]:
    for path in files:
        yield from turtle.parse(path, rename_blank_nodes=True)


def _parsed(lines: Iterable[str]) -> Iterator[ox.Quad]:
    yield from ox.parse("".join(lines), format=ox.RdfFormat.N_TRIPLES)
