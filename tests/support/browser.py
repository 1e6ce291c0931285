"""Opens pages in a real browser: the system's Chromium, driven by Playwright; tests that need it skip without either."""

from __future__ import annotations

import functools
import http.server
import importlib.util
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

_MISSING = [
    *(["chromium, Debian's package of that name"] if CHROMIUM is None else []),
    *(["playwright, of PyPI"] if importlib.util.find_spec("playwright") is None else []),
]
needs_browser = pytest.mark.skipif(bool(_MISSING), reason=f"not installed: {'; '.join(_MISSING)}")


class Visit:
    """A page of the browser, with what went wrong in it.

    Attributes:
        page: Playwright's page.
        problems: What the console said of errors and warnings, and exceptions that nothing caught.
        requests: The addresses that were asked for.
    """

    def __init__(self, page: Any) -> None:
        self.page = page
        self.problems: list[str] = []
        self.requests: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    def open(self, address: str) -> Any:
        """Go to an address; return Playwright's page."""
        self.page.goto(address)
        return self.page

    def outside(self, *starts: str) -> list[str]:
        """Return the addresses that were asked for and begin with none of these; data and blobs are inside the page."""
        return [url for url in self.requests if not url.startswith((*starts, "data:", "blob:"))]


def until(page: Any, condition: str, seconds: float = 10) -> None:
    """Wait until an expression is true in a page; what Playwright has for it is not allowed by our policy for scripts."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(20)


@contextmanager
def browsing(**options: Any) -> Iterator[Any]:
    """Give a browser; each ``browser.new_context(...)`` is a reader of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS), **options)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Give the address at which a folder is served as any plain web host would."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
