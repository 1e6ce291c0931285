"""Uploads a release to a store."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from csgraph.cli.options import FOUND_PROBLEMS, timeout_option


@click.command()
@click.argument("release", required=False, type=click.Path(path_type=Path))
@click.option("--endpoint", required=True, metavar="URL", help="URL of the store for queries.")
@click.option("--update", metavar="URL", help="URL for updates. [default: that of well-known stores]")
@click.option(
    "--graph-store", metavar="URL", help="URL of the Graph Store Protocol. [default: that of well-known stores]"
)
@click.option("names", "--graph", multiple=True, metavar="NAME", help="Push only this graph. [default: all]")
@click.option("--dry-run", is_flag=True, help="List what would be replaced; replace nothing.")
@click.option("--verify", is_flag=True, help="Compare the store with the release; exit 1 if they differ.")
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
    """Upload a release to a store, and replace its named graphs there.

    RELEASE is a folder made by `csgraph build`; without it one is built. The graphs are uploaded under other names,
    counted, and copied over the old ones in one request. If anything fails, each graph in the store is the old one or
    the new one, and the same command again completes the work. Graphs that the store already has are not uploaded. Run
    one push at a time.

    Credentials are read from CSGRAPH_USER and CSGRAPH_PASSWORD, from CSGRAPH_TOKEN, or from the file named by
    CSGRAPH_CREDENTIALS, with lines "machine HOST login USER password WORD". Over plain http they are sent only to this
    machine and to hosts in CSGRAPH_PLAIN_HTTP.

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
    urls = StoreUrls.of(endpoint, update, graph_store)
    store = GraphStore(urls, timeout=timeout)
    if urls.guess:
        notice = f"assuming {urls.guess}: updates to {urls.update}, graphs to {urls.graphs}"
        click.echo(terminal_safe(notice), err=True)
    with _release(release) as folder, progress("uploading") as on_progress:
        parts = choose(read(folder), names)
        is_read_only = dry_run or verify
        run = compare if is_read_only else push
        differences = run(parts, store, on_progress=on_progress)
    write("".join(f"{each.compared() if is_read_only else each.pushed()}\n" for each in differences))
    if verify and not all(difference.is_same for difference in differences):
        ctx.exit(FOUND_PROBLEMS)


@contextmanager
def _release(folder: Path | None) -> Iterator[Path]:
    """Give the folder of a release; if none is named, that of one built for the purpose and then deleted."""
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
