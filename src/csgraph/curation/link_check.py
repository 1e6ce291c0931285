"""Checks that linked records exist on the Web: one request at a time, with a pause, and only on request.

By HEAD, and by GET if the server does not support HEAD (405 or 501; RFC 9110, sections 9.3.2, 15.5.6 and 15.6.2). Requests
identify this program and nothing else; redirects are followed, cookies are not kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

import httpx

from csgraph.curation.links import Link, finding
from csgraph.sparql.http import failure, system_certificates
from csgraph.validation.findings import Finding
from csgraph.version import __version__

USER_AGENT = f"csgraph/{__version__} (link check; https://w3id.org/csgraph)"
"""Identifies this program to servers (RFC 9110, section 10.1.5)."""

PAUSE = 1.0
"""Seconds between two requests to one host."""

_NO_HEAD = (405, 501)
_MESSAGE = "A linked record must exist."


def check(
    links: Iterable[Link],
    *,
    timeout: float = 30,
    pause: float = PAUSE,
    tell: Callable[[str], None] = lambda text: None,
) -> list[Finding]:
    """Return findings for linked records that do not exist or cannot be retrieved.

    A record that is gone (404 or 410) is a violation; what may be transient, such as a timeout, is a warning.

    Args:
        links: The links. Each record is requested once; objects that are not http or https are skipped.
        timeout: Seconds to wait for a response.
        pause: Seconds between two requests to one host.
        tell: Called with each record before it is requested.
    """
    findings: list[Finding] = []
    last: dict[str, float] = {}
    known: dict[str, tuple[str, str] | None] = {}
    headers = {"User-Agent": USER_AGENT, "Accept": "*/*"}
    certificates = system_certificates()
    with httpx.Client(follow_redirects=True, timeout=timeout, headers=headers, verify=certificates) as client:
        for link in links:
            if not link.object.startswith(("http://", "https://")):
                continue
            if link.object not in known:
                host = urlsplit(link.object).netloc
                if host in last:
                    time.sleep(max(0.0, last[host] + pause - time.monotonic()))
                tell(link.object)
                known[link.object] = _request(link.object, client)
                last[host] = time.monotonic()
            if problem := known[link.object]:
                severity, hint = problem
                findings.append(finding(link, "link-answer", _MESSAGE, hint=hint, severity=severity))
    return findings


def _request(iri: str, client: httpx.Client) -> tuple[str, str] | None:
    """Return severity and description of what is wrong with a record; None if it exists."""
    for method in ("HEAD", "GET"):
        client.cookies.clear()
        try:
            with client.stream(method, iri) as response:
                status, reason = response.status_code, response.reason_phrase
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            return "Warning", failure(error)
        if response.is_success:
            return None
        if method == "GET" or status not in _NO_HEAD:
            return "Violation" if status in (404, 410) else "Warning", f"HTTP {status} {reason}".rstrip()
    return None
