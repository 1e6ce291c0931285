"""Sends HTTP requests to one address: the one place where anything leaves this machine for a store.

Only http and https; with a time limit; no redirect is followed, since credentials would go along to wherever it leads and
a POST would become a GET (RFC 9110, section 15.4); credentials go only where ``csgraph.sparql.auth`` says; an answer has a
greatest length. A request is sent again only where its caller says that this does no harm, or if it has not been sent.
"""

from __future__ import annotations

import http.client
import json
import re
import select
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from csgraph.errors import InputError
from csgraph.sparql import auth
from csgraph.version import __version__

MAX_BYTES = 1 << 28
"""How long an answer may be that is read as a whole: 256 MiB."""

AGENT = f"csgraph/{__version__}"
"""What the requests say that they come from."""

_CONNECT_SECONDS = 10.0
_LONGEST_PAUSE = 120.0
_PIECE = 1 << 16
_HEAD = 4096
_SAID = 200
_TRANSIENT = frozenset({408, 425, 429, 502, 503, 504})


class RefusedError(InputError):
    """A server answers that it does not do what it was asked.

    Attributes:
        status: The status of its answer.
    """

    def __init__(self, problem: str, *, place: str, status: int) -> None:
        super().__init__(problem, place=place)
        self.status = status


class UnansweredError(InputError):
    """A request was sent and no whole answer came: whether it was done is not known.

    Attributes:
        is_late: Whether that is because there was no more time.
    """

    def __init__(self, problem: str, *, place: str, is_late: bool = False) -> None:
        super().__init__(problem, place=place)
        self.is_late = is_late


@dataclass(frozen=True)
class Retries:
    """When a request is sent again that may be.

    Attributes:
        tries: How often it is sent at most.
        statuses: Answers after which it is sent again.
        pause: Waits for so many seconds.
        is_patient: Whether it is sent again also when the connection to a server that has answered before is cut or
            refused. Where time was too short, it will be so again.
    """

    tries: int = 1
    statuses: frozenset[int] = frozenset()
    is_patient: bool = False
    pause: Callable[[float], None] = time.sleep


WHEN_ASKED = Retries(3, frozenset({429, 503}))
"""For questions: once more when a server says that it is busy just now."""

PATIENTLY = Retries(5, _TRANSIENT | {500}, is_patient=True)
"""For long work of which each step may be done again."""


@dataclass(frozen=True)
class Body:
    """What a request carries, to be sent as often as needed.

    Attributes:
        media: Its media type.
        length: How many bytes it has.
        pieces: Gives the bytes from the beginning.
    """

    media: str
    length: int
    pieces: Callable[[], Iterable[bytes]]

    @classmethod
    def of(cls, content: bytes, media: str) -> Body:
        """Return a body of bytes that are in memory."""
        return cls(media, len(content), lambda: (content,))


class Connection:
    """Sends requests to one address.

    Args:
        url: The address: http or https.
        timeout: Seconds to wait for an answer, and for each part of one that is read in parts.
        meant_for: The address of the endpoint that credentials in the environment are for; None for ``url``.
        retries: When a request is sent again that may be.

    Raises:
        InputError: The address is none of http or https, or has credentials in it, or those given are not usable.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 60,
        meant_for: str | None = None,
        retries: Retries = WHEN_ASKED,
    ) -> None:
        self.url = checked(url)
        self.timeout, self._retries = timeout, retries
        self._has_answered = False
        self._credentials = auth.find(self.url, meant_for=meant_for)
        is_sent = self._credentials is not None and auth.may_go(self.url)
        self._authorization = auth.Authorization(self._credentials) if self._credentials and is_sent else None

    def send(
        self,
        method: str,
        *,
        parameters: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Body | None = None,
        is_repeatable: bool = False,
    ) -> Response:
        """Send a request, and return the answer once its head is there and says that it is one.

        Args:
            method: The method, such as GET.
            parameters: What to add to the address after its question mark.
            headers: Headers of the request.
            body: What it carries.
            is_repeatable: Whether it does no harm to send it again when it may have been done.

        Raises:
            RefusedError: The server answers anything but 2xx.
            UnansweredError: The request was sent, and no answer came.
            InputError: The server cannot be reached.
        """
        target = _target(self.url, parameters or {})
        attempt = 1

        while True:
            wait, is_over = None, attempt >= self._retries.tries
            try:
                response = self._send_authorized(method, target, dict(headers or {}), body)
            except UnansweredError as error:
                if is_over or error.is_late or not self._is_patient() or not is_repeatable:
                    raise
            except _UnreachedError as error:
                # Nothing has been sent, so that nothing can be done twice.
                if is_over or not self._is_patient():
                    raise InputError(error.problem, place=self.url) from None
            else:
                self._has_answered = True
                if 200 <= response.status < 300:
                    return response
                wait = _retry_after(response.header("Retry-After"))
                with response:
                    refusal = self._refusal(response, wait)
                is_over = is_over or response.status not in self._retries.statuses or (wait or 0) > _LONGEST_PAUSE
                if is_over or not is_repeatable:
                    raise refusal
            self._retries.pause(2.0 ** (attempt - 1) if wait is None else wait)
            attempt += 1

    def hidden(self, text: str, *, is_cut: bool = False) -> str:
        """Return what a server says, without the credentials that it may have been told.

        Args:
            text: What it says.
            is_cut: Whether it said more.
        """
        return self._credentials.hidden(text, is_cut=is_cut) if self._credentials else text

    def beginning(self, content: bytes, length: int = _SAID, *, media: str = "") -> str:
        """Return the beginning of what a server says, as one line of plain text without credentials.

        Args:
            content: What it says.
            length: How many characters are wanted.
            media: Its media type.
        """
        limit = self._enough
        text = self.hidden(content[:limit].decode(errors="replace"), is_cut=len(content) > limit)
        # What was escaped there may only now be seen.
        return _shortened(self.hidden(_plain(text, media)), length)

    @property
    def _enough(self) -> int:
        """How many bytes there must be for a beginning."""
        return _HEAD + (self._credentials.reach if self._credentials else 0)

    def _is_patient(self) -> bool:
        return self._retries.is_patient and self._has_answered

    def _send_authorized(self, method: str, target: str, headers: dict[str, str], body: Body | None) -> Response:
        """Send a request, and once more with credentials if the server asks for them."""
        while True:
            if self._authorization and (value := self._authorization.header(method, target)):
                headers["Authorization"] = value
            response = self._send(method, target, headers, body)
            challenges = response.headers.get_all("WWW-Authenticate") or []
            if self._authorization is None or not self._authorization.is_asked_anew(response.status, challenges):
                return response
            response.close()

    def _send(self, method: str, target: str, headers: Mapping[str, str], body: Body | None) -> Response:
        connection = self._connected()
        whole = {"User-Agent": AGENT, "Connection": "close", **connection.told, **headers}
        if body is not None:
            whole |= {"Content-Type": body.media, "Content-Length": str(body.length)}
        sent = {name: value.encode() for name, value in whole.items()}
        try:
            with suppress(_AnsweredError, BrokenPipeError, ConnectionResetError):
                # A server that refuses an upload answers before it has read all of it, and may then close.
                pieces = None if body is None else _until_answered(body.pieces(), connection.sock)
                connection.request(method, connection.origin + target, body=pieces, headers=sent)
            return Response(connection, connection.getresponse(), self)
        except BaseException as error:
            connection.close()
            if isinstance(error, (OSError, http.client.HTTPException)):
                raise self.unanswered(error) from None
            raise

    def unanswered(self, error: Exception) -> UnansweredError:
        """Return what is said where an error takes the place of an answer."""
        if isinstance(error, TimeoutError):
            return UnansweredError(_too_late("no answer", self.timeout), place=self.url, is_late=True)
        if isinstance(error, http.client.IncompleteRead):
            problem = "the answer breaks off"
        elif isinstance(error, (ConnectionError, ssl.SSLError)):
            problem = "the connection was cut before there was an answer"
        else:
            said = self.beginning(str(error).encode()) or type(error).__name__
            problem = f"it does not answer as HTTP has it: {said}"
        return UnansweredError(problem, place=self.url)

    def _connected(self) -> _Wire:
        connection = _wire(self.url, min(self.timeout, _CONNECT_SECONDS))
        try:
            connection.connect()
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            connection.close()
            raise _UnreachedError(_unreached(error, connection.timeout or 0)) from None
        connection.sock.settimeout(self.timeout)
        return connection

    def _refusal(self, response: Response, wait: float | None) -> RefusedError:
        """Return in one line what a server says that does not do what it was asked."""
        status = response.status
        if 300 <= status < 400:
            there = self.url
            with suppress(ValueError):
                there = urljoin(self.url, response.header("Location") or "")
            target = "elsewhere" if there == self.url else self.hidden(_without_credentials(there))
            return RefusedError(
                f"it sends on to {target}; if you trust that address, name it", place=self.url, status=status
            )
        said = self.beginning(response.begin(self._enough + 1), media=response.media)
        problem = f"it answers {status} {self.hidden(response.reason)}".rstrip() + (f": {said}" if said else "")
        if wait is not None:
            problem += f"; it asks to come again after {wait:g} seconds"
        if status == 401:
            problem += f"; {self._about_credentials()}"
        return RefusedError(problem, place=self.url, status=status)

    def _about_credentials(self) -> str:
        if self._credentials is None:
            return f"give credentials by {auth.WHERE}"
        if self._authorization is None:
            host = auth.host_of(self.url)
            return (
                f"credentials are not sent unencrypted: name its https address, or allow it by {auth.PLAIN_HTTP}={host}"
            )
        return f"it does not take the credentials from {self._credentials.source}"


class Response:
    """An answer, of which the head has been read.

    Attributes:
        status: Its status.
        reason: The words that go with it.
        headers: Its headers.
    """

    def __init__(self, wire: _Wire, answer: http.client.HTTPResponse, connection: Connection) -> None:
        self._wire, self._answer, self._connection = wire, answer, connection
        self.status, self.headers = answer.status, answer.headers
        self.reason = " ".join(answer.reason.split())

    def header(self, name: str) -> str | None:
        """Return a header."""
        return self.headers.get(name)

    @property
    def media(self) -> str:
        """The media type, without its parameters."""
        return (self.header("Content-Type") or "").partition(";")[0].strip().lower()

    def pieces(self) -> Iterator[bytes]:
        """Yield the content in pieces, which are together whole.

        Raises:
            UnansweredError: It breaks off, or does not come in time.
        """
        try:
            while piece := self._answer.read1(_PIECE):
                yield piece
            # Python tells of an answer that ends too early only where it is read at once.
            if self._answer.length:
                raise http.client.IncompleteRead(b"", self._answer.length)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._connection.unanswered(error) from None

    def read(self, limit: int = MAX_BYTES) -> bytes:
        """Return the whole content, and close.

        Args:
            limit: How many bytes it may have.

        Raises:
            InputError: It is longer.
            UnansweredError: It breaks off, or is not whole in time.
        """
        found = bytearray()
        url, timeout = self._connection.url, self._connection.timeout
        until = time.monotonic() + timeout
        with self:
            for piece in self.pieces():
                found += piece
                if len(found) > limit:
                    raise InputError(f"the answer is longer than {limit >> 20} MiB", place=url)
                # A server that sends a little now and then keeps within the limit of each wait.
                if time.monotonic() > until:
                    raise UnansweredError(_too_late("no whole answer", timeout), place=url, is_late=True)
        return bytes(found)

    def begin(self, length: int) -> bytes:
        """Return what the content begins with, as far as it can be had."""
        found = b""
        with suppress(InputError):
            for piece in self.pieces():
                found += piece
                if len(found) >= length:
                    break
        return found[:length]

    def close(self) -> None:
        """Let go of the connection."""
        self._answer.close()
        self._wire.close()

    def __enter__(self) -> Response:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


# -- Addresses ---------------------------------------------------------------------------------------------------------


def checked(url: str) -> str:
    """Return an address with all letters beyond ASCII escaped, and without a fragment.

    Raises:
        InputError: It is none of http or https, or has credentials in it, which are then not repeated.
    """
    if not url.lower().startswith(("http://", "https://")):
        raise InputError("an endpoint's address begins with http:// or https://", place=refused(url))
    try:
        parts = urlsplit(url)
        is_usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_usable = False
    # Before all else, since any other message would repeat them.
    if "@" in re.split(r"[/?#]", url.split("://", 1)[1], maxsplit=1)[0]:
        problem = f"an address holds no user or password; take them out and give them by {auth.WHERE}"
        raise InputError(problem, place=refused(url))
    if not is_usable or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise InputError("this is not an address; it has the form https://HOST/PATH", place=refused(url))
    safe = "%/:=&?~+!$,;'@()*[]"
    return urlunsplit((parts.scheme, parts.netloc, quote(parts.path, safe), quote(parts.query, safe), ""))


def refused(url: str) -> str:
    """Return how an address is named that is not usable: not at all where it may have a password in it.

    A password with a slash in it ends the host before its ``@``.
    """
    return "the address" if "@" in url else url


def _without_credentials(url: str) -> str:
    return re.sub(r"(?<=//)[^/?#]*@", "", url)


def _target(url: str, parameters: Mapping[str, str]) -> str:
    """Return the target of a request: path and query."""
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode(parameters, quote_via=quote, safe=""))))
    return urlunsplit(("", "", parts.path or "/", query, ""))


# -- Below HTTP --------------------------------------------------------------------------------------------------------


class _UnreachedError(Exception):
    """There is no connection, so that nothing was sent."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class _AnsweredError(Exception):
    """The server has answered before it was sent all."""


class _Wire(http.client.HTTPConnection):
    """A connection, maybe to a proxy, which takes whole addresses.

    Attributes:
        origin: What to put before the path to make it a whole address.
        told: Headers for the proxy.
    """

    origin = ""
    told: Mapping[str, str] = {}


class _SecureWire(http.client.HTTPSConnection, _Wire):
    """An encrypted connection."""


def _wire(url: str, timeout: float) -> _Wire:
    """Return a connection to the host of an address, by the proxy that the environment names for it."""
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    make = _SecureWire if parts.scheme == "https" else _Wire
    proxy = None if auth.is_this_machine(host) or proxy_bypass(host) else getproxies().get(parts.scheme)
    if not proxy:
        return make(host, port, timeout=timeout)
    through = urlsplit(proxy if "//" in proxy else f"//{proxy}")
    told = {}
    if through.username is not None:
        user = f"{unquote(through.username)}:{unquote(through.password or '')}"
        told["Proxy-Authorization"] = f"Basic {b64encode(user.encode()).decode()}"
    wire = make(through.hostname or "", through.port or 8080, timeout=timeout)
    if parts.scheme == "https":
        wire.set_tunnel(host, port, told)
    else:
        wire.origin, wire.told = f"http://{parts.netloc}", told
    return wire


def _until_answered(pieces: Iterable[bytes], wire: socket.socket) -> Iterator[bytes]:
    """Yield pieces while the server says nothing. TLS has talk of its own, so that nothing can be told there."""
    for piece in pieces:
        if not isinstance(wire, ssl.SSLSocket) and select.select([wire], [], [], 0)[0]:
            raise _AnsweredError
        yield piece


def _retry_after(value: str | None) -> float | None:
    """Return the seconds that a server asks to wait for (RFC 9110, section 10.2.3)."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, round(parsedate_to_datetime(value).timestamp() - time.time()))
    except ValueError:
        return None


# -- What is said of trouble -------------------------------------------------------------------------------------------


def _too_late(what: str, timeout: float) -> str:
    return f"{what} within {timeout:g} seconds; raise --timeout"


def _unreached(error: Exception, timeout: float) -> str:
    if isinstance(error, TimeoutError):
        return f"cannot be reached: no connection within {timeout:g} seconds"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return "it does not speak https; is it an http address?"
    text = getattr(error, "strerror", None) or str(error)
    return f"cannot be reached: {text.lower().rstrip('.')}"


def _plain(text: str, media: str) -> str:
    """Return what a server says, without what is around it in HTML or JSON."""
    if "html" in media.lower():
        text = re.sub(r"(?is)<(style|script|title)\b.*?</\1\s*>|<[^>]*>", " ", text)
    elif "json" in media.lower():
        with suppress(ValueError, RecursionError):
            said = json.loads(text)
            names = ("exception", "detail", "message", "error", "title")
            text = next((said[name] for name in names if isinstance(said.get(name), str)), text)
    return text


def _shortened(text: str, length: int) -> str:
    words = " ".join(text.split())
    return words if len(words) <= length else f"{words[:length]}…"
