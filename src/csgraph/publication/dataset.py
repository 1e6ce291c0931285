"""Maps files to named graphs, and loads the publication.

``data/NAME.ttl`` and every ``data/NAME/*.ttl`` are the graph ``https://w3id.org/csgraph/graph/NAME``. The ontology
belongs to the graph ``vocabulary``, except for ``ontology/alignments.ttl``, which is a graph of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph import paths
from csgraph.errors import InputError
from csgraph.rdf.namespaces import GRAPH

if TYPE_CHECKING:
    import rdflib

DEFAULT_GRAPHS = ("dataset", "passages", "report", "vocabulary")
"""The graphs that are loaded by default: the statements of the report, and its vocabulary."""


VOCABULARY = "vocabulary"
ALIGNMENTS = "alignments"


def graph_files(*, data: Path | None = None, ontology: Path | None = None) -> dict[str, list[Path]]:
    """Return the files of each named graph, graphs and files in the order of their names.

    Args:
        data: The folder of the data; by default that of the publication.
        ontology: The folder of the ontology; by default that of the publication.

    Raises:
        InputError: A default is needed, and the folder of the publication is not one.
    """
    if data is None or ontology is None:
        paths.check()
    source = data / paths.SOURCE.name if data else paths.SOURCE
    data, ontology = data or paths.DATA, ontology or paths.ONTOLOGY
    files: dict[str, list[Path]] = {}
    for path in sorted(data.glob("*.ttl")):
        files.setdefault(path.stem, []).append(path)
    for path in sorted(data.glob("*/*.ttl")):
        if path.parent != source:
            files.setdefault(path.parent.name, []).append(path)
    for path in sorted(ontology.glob("*.ttl")):
        files.setdefault(ALIGNMENTS if path.stem == ALIGNMENTS else VOCABULARY, []).append(path)
    return dict(sorted(files.items()))


def choose_files(graphs: Iterable[str] = ()) -> list[tuple[ox.NamedNode, Path]]:
    """Return the files of the default graphs and of further ones, each with its graph.

    Args:
        graphs: Names of further graphs.

    Raises:
        InputError: There is no graph of such a name.
    """
    files = graph_files()
    for name in graphs:
        if name not in files:
            raise _unknown_graph(name, list(files))
    chosen = {*DEFAULT_GRAPHS, *graphs}
    return [(ox.NamedNode(GRAPH + name), path) for name in files if name in chosen for path in files[name]]


def _unknown_graph(name: str, known: list[str]) -> InputError:
    from csgraph.util.suggest import did_you_mean, similar

    hint = f"{did_you_mean(similar(name, known))} ".lstrip()
    return InputError(f"no such graph; {hint}the graphs are: {', '.join(known) or 'none'}", place=name)


def load_store(graphs: Iterable[str] = (), data: Iterable[str | Path] = ()) -> ox.Store:
    """Load the publication, with files beside it if any are named, as a pyoxigraph store for querying.

    Args:
        graphs: Names of graphs to load besides the default ones.
        data: RDF files to add: triples go to the default graph, without those that a named graph has already; quads to
            the graphs they name.

    Raises:
        InputError: A graph does not exist, or a file is not usable.

    Example:
        >>> store = csgraph.load_store()
        >>> for name in ("pillars", "sections"):
        ...     print(len(csgraph.query(name, store=store)))
        6
        16
    """
    store = ox.Store()
    for graph, path in choose_files(graphs):
        try:
            store.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=graph)
        except (SyntaxError, ValueError, OSError):
            # Parsed again for a better message; a file with a byte order mark is then accepted.
            store.extend(_in_graph(path, graph))
    for path in map(Path, data):
        store.extend([quad for quad in _given(path) if not _is_in_named_graph(quad, store)])
    return store


def _is_in_named_graph(quad: ox.Quad, store: ox.Store) -> bool:
    """Whether a triple of the default graph is also in a named graph; in the union of the graphs it would count twice."""
    if not isinstance(quad.graph_name, ox.DefaultGraph):
        return False
    return any(True for _ in store.quads_for_pattern(quad.subject, quad.predicate, quad.object))


def load_others(graphs: Iterable[str]) -> ox.Store:
    """Load the graphs of the publication that ``load_store`` does not load.

    Args:
        graphs: Names of the graphs that ``load_store`` loads besides the default ones.

    Raises:
        InputError: A graph does not exist, or a file is not usable.
    """
    store = ox.Store()
    loaded = {graph for graph, _ in choose_files(graphs)}
    for graph, path in choose_files(graph_files()):
        if graph not in loaded:
            store.extend(_in_graph(path, graph))
    return store


def load_quads(graphs: Iterable[str] = (), data: Iterable[str | Path] = ()) -> Iterator[ox.Quad]:
    """Yield the quads of the publication, and of files beside it, with literals as written.

    The arguments and errors are those of ``load_store``.
    """
    for graph, path in choose_files(graphs):
        yield from _in_graph(path, graph)
    for path in map(Path, data):
        yield from _given(path)


def _in_graph(path: Path, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    from csgraph.rdf import turtle

    # Blank nodes are local to their file (RDF 1.1 Concepts, section 3.4), so two files may use one label.
    for quad in turtle.parse(path, rename_blank_nodes=True):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _given(path: Path) -> list[ox.Quad]:
    from csgraph.rdf import turtle

    return turtle.parse(path, rename_blank_nodes=True)


def load(graphs: Iterable[str] = (), data: Iterable[str | Path] = ()) -> rdflib.Dataset:
    """Load the publication, with files beside it if any are named, as an rdflib dataset with its named graphs.

    The files are parsed by pyoxigraph; rdflib's own parsers alter literals and accept invalid RDF. Plain patterns
    see all graphs (``default_union``). ``rdflib.NORMALIZE_LITERALS`` is switched off, so that literals stay as written.
    The arguments and errors are those of ``load_store``.

    Example:
        >>> from rdflib import RDFS, URIRef
        >>> str(csgraph.load().value(URIRef("https://w3id.org/csgraph/scheme/pillar/norms"), RDFS.label))
        'norms'
    """
    import rdflib

    from csgraph.rdf.rdflib_terms import Converter, bind_prefixes

    rdflib.NORMALIZE_LITERALS = False
    dataset = rdflib.Dataset(default_union=True)
    bind_prefixes(dataset)
    to_rdflib = Converter()
    for quad in load_quads(graphs, data):
        named = isinstance(quad.graph_name, ox.NamedNode | ox.BlankNode)
        graph = dataset.graph(to_rdflib(quad.graph_name)) if named else dataset.default_graph
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return dataset
