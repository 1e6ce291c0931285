"""Asks the authorities whether the records that we link to are there: politely, and only when told to.

One request at a time, with a pause between two to the same host; by HEAD, and by GET where a server does not know that
(RFC 9110, section 9.3.2, which lets it answer 405 or 501). Nothing is sent along but the name of this program.
"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from http.client import HTTPException
from urllib.parse import urlsplit

from csgraph.curation.links import Link, finding
from csgraph.validation.findings import Finding
from csgraph.version import __version__

USER_AGENT = f"csgraph/{__version__} (link check; https://w3id.org/csgraph)"
"""What a server is told of who asks (RFC 9110, section 10.1.5)."""

PAUSE = 1.0
"""Seconds between two requests to one host."""

_NO_HEAD = (405, 501)
_MESSAGE = "A record that is linked to is there."


def check(
    links: Iterable[Link],
    *,
    timeout: float = 30,
    pause: float = PAUSE,
    tell: Callable[[str], None] = lambda text: None,
) -> list[Finding]:
    """Return what is wrong with the records that links lead to: those that are not there, or cannot be asked for.

    A record that is gone (404 or 410) is a violation; what may be different tomorrow, such as no answer, is a warning.

    Args:
        links: The links; each record is asked for once, and those not on the Web never.
        timeout: Seconds to wait for an answer.
        pause: Seconds between two requests to one host.
        tell: Is told of each record as it is asked for.
    """
    found: list[Finding] = []
    asked: dict[str, float] = {}
    known: dict[str, tuple[str, str] | None] = {}
    for link in links:
        # urllib would open what is on this machine, too.
        if not link.object.startswith(("http://", "https://")):
            continue
        if link.object not in known:
            host = urlsplit(link.object).netloc
            if host in asked:
                time.sleep(max(0.0, asked[host] + pause - time.monotonic()))
            tell(link.object)
            known[link.object] = _ask(link.object, timeout)
            asked[host] = time.monotonic()
        if answer := known[link.object]:
            severity, hint = answer
            found.append(finding(link, "link-answer", _MESSAGE, hint=hint, severity=severity))
    return found


def _ask(iri: str, timeout: float) -> tuple[str, str] | None:
    """Return how grave it is that a record is not there, and why; None where it is there."""
    for method in ("HEAD", "GET"):
        request = urllib.request.Request(iri, method=method, headers={"User-Agent": USER_AGENT, "Accept": "*/*"})
        try:
            with urllib.request.urlopen(request, timeout=timeout):
                return None
        except urllib.error.HTTPError as error:
            with error:
                if method == "HEAD" and error.code in _NO_HEAD:
                    continue
                severity = "Violation" if error.code in (404, 410) else "Warning"
                return severity, f"it answers {error.code} {error.reason}".rstrip()
        except (urllib.error.URLError, HTTPException, OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            text = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
            return "Warning", f"it cannot be reached: {text.lower()}"
    return "Warning", "it answers neither HEAD nor GET"
