"""Starts web servers for tests: Apache with rules of ours, and one that does as GitHub Pages does; and asks them much.

Each listens on a port of 127.0.0.1 that is free, and is ended afterwards. Where Apache is not installed, what needs it is
skipped, by name.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from tests.support.stores import free_port

_MODULES = Path("/usr/lib/apache2/modules")

# As a host that knows nothing of us: what Debian has enabled at first (mime, dir, autoindex, alias, negotiation), and the two
# modules that our rules ask for; a folder of which .htaccess may set what FileInfo allows.
_APACHE = """\
ServerName localhost
ServerRoot {folder}
PidFile {folder}/pid
ErrorLog {folder}/errors
LogLevel error
Listen 127.0.0.1:{port}
MaxKeepAliveRequests 0
KeepAliveTimeout 30
StartServers 1
ServerLimit 2
ThreadsPerChild 16
MaxRequestWorkers 32
{modules}
{user}
<IfModule mod_mime.c>
    TypesConfig {folder}/types
</IfModule>
DocumentRoot {root}
<Directory />
    Options FollowSymLinks
    AllowOverride None
    Require all denied
</Directory>
<Directory {root}>
    Options Indexes FollowSymLinks
    AllowOverride FileInfo
    Require all granted
</Directory>
<FilesMatch "^\\.ht">
    Require all denied
</FilesMatch>
{more}
"""
# What every host knows.
_TYPES = "text/html html\ntext/css css\ntext/javascript js\nimage/svg+xml svg\ntext/plain txt\n"
_LOADED = ("mpm_event", "authz_core", "mime", "dir", "autoindex", "alias", "negotiation", "rewrite", "headers")


@contextmanager
def start_apache(folder: Path, root: Path, *, more: str = "", without: Sequence[str] = ()) -> Iterator[str]:
    """Start Apache, and give its address, without a slash at the end.

    Args:
        folder: An empty folder for what it writes; others must be able to read it, as the server is not run by root.
        root: What it serves.
        more: More lines of its settings.
        without: Modules not to load.
    """
    program = shutil.which("apache2") or shutil.which("apache2", path="/usr/sbin")
    if program is None or not _MODULES.is_dir():
        pytest.skip("apache2, of Debian's apache2-bin, is not installed")
    folder.mkdir(exist_ok=True)
    (folder / "types").write_text(_TYPES, encoding="utf-8")
    port, log, settings = free_port(), folder / "said", folder / "apache.conf"
    text = _APACHE.format(
        folder=folder,
        port=port,
        root=root,
        more=more,
        modules="\n".join(
            f"LoadModule {name}_module {_MODULES}/mod_{name}.so" for name in _LOADED if name not in without
        ),
        user="User nobody\nGroup nogroup" if os.geteuid() == 0 else "",
    )
    settings.write_text(text, encoding="utf-8")
    command = [program, "-DFOREGROUND", "-f", settings]
    with log.open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said) as process:
        try:
            wait_for_port(port, process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for up to ten seconds until a process listens at a port."""
    for _ in range(500):
        assert process.poll() is None, f"the server has ended: {log.read_text(errors='replace')[-2000:]}"
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"nothing listens: {log.read_text(errors='replace')[-2000:]}")


@dataclass(frozen=True)
class Answer:
    """What a server has answered.

    Attributes:
        status: Its status.
        headers: Its headers, by their names in small letters; of several of a name, the last.
        body: What it holds; nothing where only the head was asked for.
    """

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def location(self) -> str | None:
        """Where it redirects to."""
        return self.headers.get("location")


Request = tuple[str, str, str | None]
"""A method, a path with its query, and the header Accept or None."""


def ask(url: str, requests: Sequence[Request], *, connections: int = 4) -> list[Answer]:
    """Ask a server all this, over a few connections that are kept, many at a time on each (RFC 9112, section 9.3.2)."""
    size = -(-len(requests) // connections)
    parts = [requests[start : start + size] for start in range(0, len(requests), size)]
    with ThreadPoolExecutor(connections) as pool:
        return [answer for part in pool.map(lambda part: _ask(url, part), parts) for answer in part]


def get(url: str, path: str, accept: str | None = None, method: str = "GET") -> Answer:
    """Ask a server for one path, as it is written."""
    return ask(url, [(method, path, accept)])[0]


def _ask(url: str, requests: Sequence[Request], window: int = 40) -> list[Answer]:
    host = urllib.parse.urlsplit(url)
    answers: list[Answer] = []
    with (
        socket.create_connection((host.hostname, host.port), timeout=60) as connection,
        connection.makefile("rb") as file,
    ):
        for start in range(0, len(requests), window):
            part = requests[start : start + window]
            connection.sendall(b"".join(_bytes(request, host.netloc) for request in part))
            answers += [_read(file, is_head=request[0] == "HEAD") for request in part]
    return answers


def _bytes(request: Request, host: str) -> bytes:
    method, path, accept = request
    accepted = "" if accept is None else f"Accept: {accept}\r\n"
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{accepted}\r\n".encode("latin-1")


def _read(file, *, is_head: bool) -> Answer:
    status = int(file.readline().split(b" ", 2)[1])
    headers: dict[str, str] = {}
    while line := file.readline().strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    body = b""
    if not is_head and status not in (204, 304):
        if headers.get("transfer-encoding") == "chunked":
            while size := int(file.readline(), 16):
                body += file.read(size)
                file.readline()
            file.readline()
        else:
            body = file.read(int(headers.get("content-length", 0)))
    return Answer(status, headers, body)


class Pages:
    """What GitHub Pages makes of a folder, as far as it matters here.

    Nothing is negotiated, and no file .htaccess is read. A path without ending gives the page of that name; what is not there,
    the page 404.html; media types are those of the list mime-db
    (https://docs.github.com/pages, "MIME types on GitHub Pages"; https://github.com/jshttp/mime-db).

    Args:
        root: The folder of what a host has.
        name: The folder in it that is published.
    """

    MEDIA: ClassVar = {
        ".css": "text/css",
        ".csv": "text/csv",
        ".html": "text/html",
        ".js": "application/javascript",
        ".json": "application/json",
        ".jsonld": "application/ld+json",
        ".md": "text/markdown",
        ".nq": "application/n-quads",
        ".nt": "application/n-triples",
        ".rdf": "application/rdf+xml",
        ".rq": "application/sparql-query",
        ".svg": "image/svg+xml",
        ".trig": "application/trig",
        ".tsv": "text/tab-separated-values",
        ".ttl": "text/turtle",
        ".txt": "text/plain",
        ".wasm": "application/wasm",
    }

    def __init__(self, root: Path, name: str) -> None:
        self.root, self.name = root, name

    def find(self, path: str) -> tuple[int, Path, str]:
        """Return the status, the file and its media type that a path gives."""
        name = urllib.parse.unquote(urllib.parse.urlsplit(path).path).strip("/")
        tried = [self.root / name, self.root / f"{name}.html", self.root / name / "index.html"]
        found = next((file for file in tried if ".." not in file.parts and file.is_file()), None)
        status, file = (200, found) if found else (404, self.root / self.name / "404.html")
        return status, file, self.MEDIA.get(file.suffix, "application/octet-stream")


@contextmanager
def start_pages(root: Path, name: str) -> Iterator[str]:
    """Start a server that does as GitHub Pages does, and give its address, without a slash at the end."""
    pages = Pages(root, name)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, file, media = pages.find(self.path)
            body = file.read_bytes()
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - the names are Python's

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
