"""Pushes a release into a store."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from csgraph.cli.options import FOUND_PROBLEMS, timeout_option


@click.command()
@click.argument("release", required=False, type=click.Path(path_type=Path))
@click.option("--endpoint", required=True, metavar="URL", help="Where the store takes queries.")
@click.option("--update", metavar="URL", help="Where it takes updates. [default: as in well-known stores]")
@click.option("--graph-store", metavar="URL", help="Where it takes graphs. [default: as in well-known stores]")
@click.option("names", "--graph", multiple=True, metavar="NAME", help="Push only this graph. [default: all]")
@click.option("--dry-run", is_flag=True, help="Say what would be replaced, and replace nothing.")
@click.option("--verify", is_flag=True, help="Compare what the store has, and fail if it differs.")
@timeout_option(300)
@click.pass_context
def push(
    ctx: click.Context,
    release: Path | None,
    endpoint: str,
    update: str | None,
    graph_store: str | None,
    names: tuple[str, ...],
    dry_run: bool,
    verify: bool,
    timeout: int,
) -> None:
    """Push RELEASE, a folder that `csgraph build` made, into a store: each of its named graphs in the place of the old.

    Without RELEASE one is built. The graphs are sent under other names, counted, and put in their places by one
    request; should anything go wrong, the store has of each graph the old one or the new one, and the same command
    again does the rest. Graphs that the store has already are left alone. One push at a time.

    Credentials come from CSGRAPH_USER and CSGRAPH_PASSWORD, from CSGRAPH_TOKEN, or from a file that CSGRAPH_CREDENTIALS
    names, with lines "machine HOST login USER password WORD". Over http they go to this machine, or to hosts that
    CSGRAPH_PLAIN_HTTP names.

    \b
    csgraph push release --endpoint http://localhost:7878/query
    csgraph push release --endpoint https://e.org/sparql --dry-run
    csgraph push --endpoint https://e.org/q --update https://e.org/u --graph-store https://e.org/g
    csgraph push release --endpoint https://e.org/sparql --verify
    """
    from csgraph.release.manifest import choose, read
    from csgraph.release.push import compare, push
    from csgraph.sparql.graph_store import GraphStore, StoreUrls
    from csgraph.util.terminal import progress, terminal_safe, write

    if dry_run and verify:
        raise click.UsageError("give --dry-run or --verify; neither writes anything")
    addresses = StoreUrls.of(endpoint, update, graph_store)
    store = GraphStore(addresses, timeout=timeout)
    if addresses.guess:
        told = f"as in {addresses.guess}: updates to {addresses.update}, graphs to {addresses.graphs}"
        click.echo(terminal_safe(told), err=True)
    with _release(release) as folder, progress("pushing") as tell:
        parts = choose(read(folder), names)
        is_told_only = dry_run or verify
        findings = compare(parts, store, tell=tell) if is_told_only else push(parts, store, tell=tell)
    write("".join(f"{finding.compared() if is_told_only else finding.pushed()}\n" for finding in findings))
    if verify and not all(finding.is_same for finding in findings):
        ctx.exit(FOUND_PROBLEMS)


@contextmanager
def _release(folder: Path | None) -> Iterator[Path]:
    """Give the folder of a release, which is made and thrown away where none is named."""
    if folder is not None:
        yield folder
        return
    import tempfile

    from csgraph.release.build import build
    from csgraph.util.terminal import progress

    with tempfile.TemporaryDirectory() as work:
        made = Path(work, "release")
        with progress("building") as tell:
            build(made, tell=tell)
        yield made
