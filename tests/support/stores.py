"""Starts real stores for tests, each empty, in a folder of its own, on ports that are free, and ended afterwards.

``oxigraph`` and ``virtuoso`` are fixtures (see ``conftest.py``), one server for each file of tests; ``start_oxigraph``
and ``start_virtuoso`` give further ones. What is not installed is skipped, by name.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_MEDIA = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
}

# As Debian's, but smaller, and with a greater limit of rows.
_VIRTUOSO = """\
[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = /
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = {rows}
"""


@dataclass(frozen=True)
class Oxigraph:
    """A server of Oxigraph.

    Attributes:
        url: Its URL, without a slash at the end.
    """

    url: str
    user = password = None

    @property
    def query(self) -> str:
        """The URL for queries."""
        return f"{self.url}/query"

    @property
    def update(self) -> str:
        """The URL for updates."""
        return f"{self.url}/update"

    @property
    def graphs(self) -> str:
        """The URL of the Graph Store Protocol."""
        return f"{self.url}/store"

    def load(self, path: Path, graph: str | None = None) -> None:
        """Add a file to a named graph, or to the default graph, or quads to the graphs they name."""
        target = (
            self.graphs
            if path.suffix in (".nq", ".trig")
            else f"{self.graphs}?{f'graph={graph}' if graph else 'default'}"
        )
        request = urllib.request.Request(
            target, data=path.read_bytes(), headers={"Content-Type": _MEDIA[path.suffix]}, method="POST"
        )
        urllib.request.urlopen(request, timeout=60).close()


@dataclass(frozen=True)
class Virtuoso:
    """A server of Virtuoso, which has no default graph: queries that name none see the union of all its graphs.

    Attributes:
        url: Its URL, without a slash at the end.
        sql: Host and port of its SQL.
        folder: Where it keeps its files.
    """

    url: str
    sql: str
    folder: Path
    user = password = "dba"

    @property
    def query(self) -> str:
        """The URL for queries, which requires no password."""
        return f"{self.url}/sparql"

    @property
    def update(self) -> str:
        """The URL for queries and updates, which requires a password (HTTP Digest)."""
        return f"{self.url}/sparql-auth"

    @property
    def graphs(self) -> str:
        """The URL of the Graph Store Protocol, which requires a password (HTTP Digest)."""
        return f"{self.url}/sparql-graph-crud-auth"

    def load(self, path: Path, graph: str = "urn:default") -> None:
        """Add a file of triples to a named graph, or quads to the graphs they name."""
        if path.suffix == ".rdf":
            self.run(f"DB.DBA.RDF_LOAD_RDFXML(file_to_string_output('{path}'), '', '{graph}');\ncheckpoint;\n")
            return
        # 512: N-Quads; 256: TriG (documentation of DB.DBA.TTLP).
        flags = {".nq": 512, ".trig": 256}.get(path.suffix, 0)
        self.run(f"DB.DBA.TTLP(file_to_string_output('{path}'), '', '{graph}', {flags});\ncheckpoint;\n")

    def run(self, statements: str) -> str:
        """Run SQL statements, and return their output."""
        file = self.folder / "statements.sql"
        file.write_text(statements, encoding="utf-8")
        command = [_program("isql-vt"), self.sql, "dba", "dba", file]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder)
        # The client ends with 0 where a statement has failed.
        output = done.stdout + done.stderr
        assert (done.returncode, "*** Error" in output) == (0, False), output
        return done.stdout


@contextmanager
def start_oxigraph(folder: Path, *options: str) -> Iterator[Oxigraph]:
    """Start a server of Oxigraph, with a folder for its store and options of ``oxigraph serve``."""
    program = _program("oxigraph", "the package oxigraph")
    port = free_port()
    command = [program, "serve", "--location", folder / "oxigraph", "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, f"http://127.0.0.1:{port}/", folder):
        yield Oxigraph(f"http://127.0.0.1:{port}")


@contextmanager
def start_virtuoso(folder: Path, *, rows: int = 1_000_000) -> Iterator[Virtuoso]:
    """Start a server of Virtuoso, with a folder for its files and how many rows it answers at most."""
    program = _program("virtuoso-t")
    _program("isql-vt")
    sql, http = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(_VIRTUOSO.format(folder=folder, sql=sql, http=http, rows=rows), encoding="utf-8")
    with _running([program, "-f", "-c", settings], f"http://127.0.0.1:{http}/sparql", folder):
        yield Virtuoso(f"http://127.0.0.1:{http}", f"127.0.0.1:{sql}", folder)


@contextmanager
def _running(command: list[Any], url: str, folder: Path) -> Iterator[None]:
    log = folder / "log"
    with log.open("wb") as said, subprocess.Popen(command, cwd=folder, stdout=said, stderr=said) as process:
        try:
            wait_for(url, process, log)
            yield
        finally:
            # Nothing of it is kept, so it need not tidy up, which takes Virtuoso seconds.
            process.kill()


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path | None = None) -> None:
    """Wait for up to a minute until a process answers at an address; it may write to a log what keeps it from that."""
    for _ in range(600):
        assert process.poll() is None, f"the server has ended: {_last(log)}"
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{url} does not answer: {_last(log)}")


def _last(log: Path | None) -> str:
    return log.read_text(errors="replace")[-2000:] if log else ""


def _program(name: str, package: str = "Debian's virtuoso-opensource") -> str:
    found = shutil.which(name, path=sysconfig.get_path("scripts")) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name}, of {package}, is not installed")
    return found


def free_port() -> int:
    """Return a port that nothing listened at a moment ago."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
