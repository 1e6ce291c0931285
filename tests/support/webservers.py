"""Starts web servers for tests: Apache with our rules, and a server that behaves like GitHub Pages; sends requests to them.

Each server listens on a free port of 127.0.0.1. Without Apache the tests that need it are skipped.
"""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from tests.support.stores import free_port

_MODULES = Path("/usr/lib/apache2/modules")

# A host without any settings for this site: the modules that Debian enables by default (mime, dir, autoindex, alias,
# negotiation), the two that our rules need, and a folder in which .htaccess may set what FileInfo allows.
_APACHE = """\
ServerName localhost
ServerRoot {folder}
PidFile {folder}/pid
ErrorLog {folder}/errors
LogLevel error
Listen 127.0.0.1:{port}
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
"""
# The media types that every host knows.
_TYPES = "text/html html\ntext/css css\ntext/javascript js\nimage/svg+xml svg\ntext/plain txt\n"
_LOADED = ("mpm_event", "authz_core", "mime", "dir", "autoindex", "alias", "negotiation", "rewrite", "headers")


@contextmanager
def start_apache(folder: Path, root: Path, *, without: tuple[str, ...] = ()) -> Iterator[str]:
    """Start Apache, and yield its address, without a slash at the end.

    Args:
        folder: An empty folder for its own files; readable by all, as root does not run the server.
        root: The folder that it serves.
        without: Modules not to load.
    """
    program = shutil.which("apache2") or shutil.which("apache2", path="/usr/sbin")
    if program is None or not _MODULES.is_dir():
        pytest.skip("apache2, of Debian's apache2-bin, is not installed")
    folder.mkdir(exist_ok=True)
    (folder / "types").write_text(_TYPES, encoding="utf-8")
    port, log, settings = free_port(), folder / "output", folder / "apache.conf"
    modules = [f"LoadModule {name}_module {_MODULES}/mod_{name}.so" for name in _LOADED if name not in without]
    user = "User nobody\nGroup nogroup" if os.geteuid() == 0 else ""
    text = _APACHE.format(folder=folder, port=port, root=root, modules="\n".join(modules), user=user)
    settings.write_text(text, encoding="utf-8")
    command = [program, "-DFOREGROUND", "-f", settings]
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:
            _wait_for_port(port, process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
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
class Response:
    """A response of a server.

    Attributes:
        status: Its status code.
        headers: Its headers, by their names in lower case; the last of several with one name.
        body: Its body; empty for HEAD.
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
        """The target of a redirect."""
        return self.headers.get("location")


def get(url: str, path: str, accept: str | None = None, method: str = "GET") -> Response:
    """Send one request, with the path and the header ``Accept`` byte by byte as given, which HTTP clients do not allow."""
    host = urllib.parse.urlsplit(url)
    header = "" if accept is None else f"Accept: {accept}\r\n"
    text = f"{method} {path} HTTP/1.1\r\nHost: {host.netloc}\r\nConnection: close\r\n{header}\r\n"
    with socket.create_connection((host.hostname, host.port), timeout=60) as connection:
        connection.sendall(text.encode("latin-1"))
        response = http.client.HTTPResponse(connection, method=method)
        response.begin()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Response(response.status, headers, response.read())


class Pages:
    """What GitHub Pages serves of a folder, as far as it matters here.

    Nothing is negotiated, and ``.htaccess`` is ignored. A path without extension gives the page of that name, a missing file
    the page 404.html; media types are those of the list mime-db
    (https://docs.github.com/pages, "MIME types on GitHub Pages"; https://github.com/jshttp/mime-db).

    Args:
        root: The folder of the host.
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
        """Return status, file and media type for a path."""
        name = urllib.parse.unquote(urllib.parse.urlsplit(path).path).strip("/")
        tried = [self.root / name, self.root / f"{name}.html", self.root / name / "index.html"]
        found = next((file for file in tried if ".." not in file.parts and file.is_file()), None)
        status, file = (200, found) if found else (404, self.root / self.name / "404.html")
        return status, file, self.MEDIA.get(file.suffix, "application/octet-stream")


@contextmanager
def start_pages(root: Path, name: str) -> Iterator[str]:
    """Start a server that behaves like GitHub Pages, and yield its address, without a slash at the end."""
    pages = Pages(root, name)

    class Handler(BaseHTTPRequestHandler):
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
