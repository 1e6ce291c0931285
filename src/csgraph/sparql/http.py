"""Sends HTTP requests to one URL and bounds what comes back; all traffic to stores passes through here.

``httpx`` speaks HTTP, TLS and to proxies. Its transport is used without its client, so that one request is one response:
no redirect is followed, since credentials would go along to wherever it leads and a POST would become a GET (RFC 9110,
section 15.4), and no cookie is kept. Added here are a deadline for the whole response, a greatest length of it, retries
where they do no harm, the rules of ``csgraph.sparql.auth`` on where credentials go, and messages without them.
"""

from __future__ import annotations

import json
import math
import re
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from urllib.parse import quote, urlencode, urljoin, urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from csgraph.errors import AccessError, InputError, RefusedError, StoreError, reason
from csgraph.sparql import auth
from csgraph.version import __version__

MAX_BYTES = 1 << 28
"""Greatest length of a response that is read as a whole, in bytes: 256 MiB."""

USER_AGENT = f"csgraph/{__version__}"
"""Value of the header ``User-Agent``."""

_CONNECT_SECONDS = 10.0
_MAX_PAUSE = 120.0
_ERROR_BYTES = 4096
_EXCERPT = 200
_TRANSIENT = frozenset({408, 425, 429, 502, 503, 504})


class NoResponseError(StoreError):
    """A request was sent and no complete response came: whether it was carried out is not known.

    Attributes:
        is_timeout: Whether the reason is the time limit.
    """

    def __init__(self, problem: str, *, place: str, is_timeout: bool = False) -> None:
        super().__init__(problem, place=place)
        self.is_timeout = is_timeout


@dataclass(frozen=True)
class Retries:
    """When a request that may be repeated is repeated.

    Attributes:
        attempts: How often it is sent at most.
        statuses: HTTP statuses after which it is repeated.
        on_disconnect: Whether it is also repeated when the connection to a server that has responded before is lost or
            refused. It never is after a timeout, which would only be the same again.
        pause: Waits for a number of seconds.
    """

    attempts: int = 1
    statuses: frozenset[int] = frozenset()
    on_disconnect: bool = False
    pause: Callable[[float], None] = time.sleep


QUERY_RETRIES = Retries(3, frozenset({429, 503}))
"""For queries: repeated when the server is busy."""

UPLOAD_RETRIES = Retries(5, _TRANSIENT | {500}, on_disconnect=True)
"""For long work in idempotent steps."""


@dataclass(frozen=True)
class Body:
    """The content of a request, which can be sent more than once.

    Attributes:
        media_type: Its media type.
        length: Its length in bytes.
        chunks: Returns the bytes from the beginning.
    """

    media_type: str
    length: int
    chunks: Callable[[], Iterable[bytes]]

    @classmethod
    def of(cls, content: bytes, media_type: str) -> Body:
        """Return a body of bytes in memory."""
        return cls(media_type, len(content), lambda: (content,))

    @classmethod
    def form(cls, *fields: tuple[str, str]) -> Body:
        """Return a body of form fields."""
        return cls.of(urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def __iter__(self) -> Iterator[bytes]:
        """Yield the bytes.

        Raises:
            InputError: They cannot be read, or are not as many as announced since a file was written to meanwhile.
        """
        remaining = self.length
        try:
            for chunk in self.chunks():
                remaining -= len(chunk)
                if remaining < 0:
                    break
                yield chunk
        except OSError as error:
            raise InputError(f"the content of the request cannot be read: {reason(error)}") from None
        if remaining:
            raise InputError("the content of the request has changed while it was sent; try again")


class Connection:
    """Sends requests to one URL.

    Args:
        url: The URL: http or https.
        timeout: Seconds to wait for a response, and for each chunk of one that is streamed.
        meant_for: URL of the endpoint that credentials in the environment are for; None for ``url``.
        retries: When a request is repeated.

    Raises:
        InputError: The URL is not http or https, or contains credentials; or credentials or a proxy of the environment
            are not usable.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 60,
        meant_for: str | None = None,
        retries: Retries = QUERY_RETRIES,
    ) -> None:
        self.url = checked_url(url)
        self.timeout, self._retries = timeout, retries
        self._has_responded = False
        self._credentials = auth.find(self.url, meant_for=meant_for)
        self._may_send = auth.may_send(self.url)
        is_sent = self._credentials is not None and self._may_send
        self._auth = auth.Authorization(self._credentials) if self._credentials and is_sent else httpx.Auth()
        self._transport = _transport(self.url)

    def send(
        self,
        method: str,
        *,
        parameters: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Body | None = None,
        is_repeatable: bool = False,
    ) -> Response:
        """Send a request, and return the response once its head is there, if its status is 2xx.

        Args:
            method: The method, such as GET.
            parameters: Parameters to add to the query component of the URL.
            headers: Headers of the request.
            body: Its content.
            is_repeatable: Whether it does no harm to repeat the request when it may have been carried out.

        Raises:
            RefusedError: The status is not 2xx; ``AccessError`` for 401 and 403.
            NoResponseError: The request was sent, and no response came.
            StoreError: The server cannot be reached.
        """
        attempt = 1
        while True:
            wait, is_last = None, attempt >= self._retries.attempts
            try:
                response = self._exchange(method, parameters or {}, headers or {}, body)
            except NoResponseError as error:
                if is_last or error.is_timeout or not is_repeatable or not self._survives_disconnect:
                    raise
            except _UnreachableError as error:
                # Nothing has been sent, so that nothing can be done twice.
                if is_last or not self._survives_disconnect:
                    raise StoreError(error.problem, place=self.url) from None
            else:
                self._has_responded = True
                if 200 <= response.status < 300:
                    return self._uncompressed(response)
                wait = _retry_after(response.header("Retry-After"))
                with response:
                    refusal = self._refusal(response, wait)
                is_last = is_last or response.status not in self._retries.statuses or (wait or 0) > _MAX_PAUSE
                if is_last or not is_repeatable:
                    raise refusal
            self._retries.pause(2.0 ** (attempt - 1) if wait is None else wait)
            attempt += 1

    def redact(self, text: str, *, is_cut: bool = False) -> str:
        """Return a text of the server without the credentials that it may repeat (``Credentials.redact``)."""
        return self._credentials.redact(text, is_cut=is_cut) if self._credentials else text

    def excerpt(self, content: bytes, length: int = _EXCERPT, *, media_type: str = "") -> str:
        """Return the beginning of a response as one line of plain text without credentials.

        Args:
            content: The content.
            length: The greatest number of characters.
            media_type: Its media type.
        """
        limit = self._excerpt_bytes
        text = self.redact(content[:limit].decode(errors="replace"), is_cut=len(content) > limit)
        # What was escaped in the text may only now be found.
        words = " ".join(self.redact(_plain_text(text, media_type)).split())
        return words if len(words) <= length else f"{words[:length]}…"

    @property
    def _excerpt_bytes(self) -> int:
        """How many bytes are needed for an excerpt."""
        return _ERROR_BYTES + (self._credentials.reach if self._credentials else 0)

    @property
    def _survives_disconnect(self) -> bool:
        return self._retries.on_disconnect and self._has_responded

    def _exchange(
        self, method: str, parameters: Mapping[str, str], headers: Mapping[str, str], body: Body | None
    ) -> Response:
        """Send a request, and again with credentials if the server asks for them."""
        fixed = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Connection": "close"}
        if body is not None:
            fixed |= {"Content-Type": body.media_type, "Content-Length": str(body.length)}
        seconds = httpx.Timeout(self.timeout, connect=min(self.timeout, _CONNECT_SECONDS)).as_dict()
        try:
            request = httpx.Request(
                method,
                _with_parameters(self.url, parameters),
                headers={"Accept": "*/*", **headers, **fixed},
                content=body,
                extensions={"timeout": seconds},
            )
            exchange = self._auth.auth_flow(request)
            request = next(exchange)
            while True:
                response = self._transport.handle_request(request)
                try:
                    request = exchange.send(response)
                except StopIteration:
                    return Response(response, self)
                # Its content is of no interest, and may have no end.
                response.close()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, UnicodeError) as error:
            raise _UnreachableError(failure(error)) from None
        except httpx.InvalidURL as error:
            raise InputError(f"this is not a URL: {error}", place=quoted(self.url)) from None
        except httpx.TransportError as error:
            raise self.no_response(error) from None

    def no_response(self, error: Exception) -> NoResponseError:
        """Return the error for a request that was sent and has no complete response."""
        if isinstance(error, httpx.TimeoutException):
            return self.timed_out("no response")
        is_quoting = isinstance(error, httpx.ProtocolError)
        problem = f"invalid HTTP response: {self.excerpt(str(error).encode())}" if is_quoting else failure(error)
        return NoResponseError(problem, place=self.url)

    def timed_out(self, what: str) -> NoResponseError:
        """Return the error for a response that is not there in time."""
        return NoResponseError(
            f"{what} within {self.timeout:g} seconds; raise --timeout", place=self.url, is_timeout=True
        )

    def _uncompressed(self, response: Response) -> Response:
        # A small response could become one that fills the memory.
        if (coding := response.header("Content-Encoding") or "identity").lower() != "identity":
            response.close()
            problem = f"the response is compressed ({self.redact(coding)}), although that was not requested"
            raise StoreError(problem, place=self.url)
        return response

    def _refusal(self, response: Response, wait: float | None) -> RefusedError:
        """Return the error for a response whose status is not 2xx."""
        status = response.status
        if 300 <= status < 400:
            target = self.url
            with suppress(ValueError):
                target = urljoin(self.url, response.header("Location") or "")
            there = "another URL" if target == self.url else self.redact(_without_credentials(target))
            problem = f"the server redirects to {there}; redirects are not followed: use that URL if you trust it"
            return RefusedError(problem, place=self.url, status=status)
        message = self.excerpt(response.begin(self._excerpt_bytes + 1), media_type=response.media_type)
        problem = f"HTTP {status} {self.redact(response.reason)}".rstrip() + (f": {message}" if message else "")
        if wait is not None:
            problem += f"; Retry-After: {wait:g} s"
        if status == 401:
            problem += f"; {self._about_credentials()}"
        return (AccessError if status in (401, 403) else RefusedError)(problem, place=self.url, status=status)

    def _about_credentials(self) -> str:
        if self._credentials is None:
            return auth.HOW_TO_SET
        if not self._may_send:
            host = auth.host_of(self.url)
            return f"credentials are not sent over plain http: use the https URL, or set {auth.PLAIN_HTTP}={host}"
        return f"the credentials from {self._credentials.source} were rejected"


class Response:
    """A response whose head has been read.

    Attributes:
        status: Its status code.
        reason: The reason phrase of its status line.
    """

    def __init__(self, response: httpx.Response, connection: Connection) -> None:
        self._response, self._connection = response, connection
        self.status, self.reason = response.status_code, response.reason_phrase

    def header(self, name: str) -> str | None:
        """Return the value of a header; None if there is none."""
        value: str | None = self._response.headers.get(name)
        return value

    @property
    def media_type(self) -> str:
        """The media type, without its parameters; empty if there is none."""
        return (self.header("Content-Type") or "").partition(";")[0].strip().lower()

    def chunks(self, seconds: float = math.inf) -> Iterator[bytes]:
        """Yield the content in chunks.

        Args:
            seconds: The time limit for all of them; each has that of the connection as well.

        Raises:
            NoResponseError: The content is incomplete, or late.
        """
        deadline = time.monotonic() + seconds
        try:
            for chunk in self._response.iter_raw():
                yield chunk
                # A server that sends a byte now and then keeps within the limit of each read.
                if time.monotonic() > deadline:
                    raise self._connection.timed_out("no complete response")
        except httpx.TransportError as error:
            raise self._connection.no_response(error) from None

    def read(self, limit: int = MAX_BYTES) -> bytes:
        """Return the whole content, and close the connection.

        Args:
            limit: Its greatest length in bytes.

        Raises:
            StoreError: It is longer.
            NoResponseError: It is incomplete, or late.
        """
        content = bytearray()
        with self:
            for chunk in self.chunks(self._connection.timeout):
                content += chunk
                if len(content) > limit:
                    problem = f"the response is longer than {limit >> 20} MiB"
                    raise StoreError(problem, place=self._connection.url)
        return bytes(content)

    def begin(self, length: int) -> bytes:
        """Return the beginning of the content, as far as it arrives."""
        content = b""
        with suppress(StoreError):
            for chunk in self.chunks(self._connection.timeout):
                content += chunk
                if len(content) >= length:
                    break
        return content[:length]

    def close(self) -> None:
        """Close the connection."""
        self._response.close()

    def __enter__(self) -> Response:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


# -- URLs --------------------------------------------------------------------------------------------------------------


def checked_url(url: str) -> str:
    """Return a URL with all characters beyond ASCII percent-encoded, and without a fragment.

    Raises:
        InputError: It is not http or https, or contains credentials, which are then not repeated in the message.
    """
    if not url.lower().startswith(("http://", "https://")):
        raise InputError("an endpoint's URL begins with http:// or https://", place=quoted(url))
    try:
        parts = urlsplit(url)
        is_usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_usable = False
    # Before all else, since any other message would repeat them.
    if "@" in re.split(r"[/?#]", url.split("://", 1)[1], maxsplit=1)[0]:
        problem = f"a URL must not contain a user or password; remove them, and {auth.HOW_TO_SET}"
        raise InputError(problem, place=quoted(url))
    if not is_usable or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise InputError("this is not a URL; expected https://HOST/PATH", place=quoted(url))
    safe = "%/:=&?~+!$,;'@()*[]"
    return urlunsplit((parts.scheme, parts.netloc, quote(parts.path, safe), quote(parts.query, safe), ""))


def quoted(url: str) -> str:
    """Return how a message names a URL that is not usable: not by its text if that may contain a password.

    A password with a slash in it ends the host before its ``@``.
    """
    return "the URL" if "@" in url else url


def _without_credentials(url: str) -> str:
    return re.sub(r"(?<=//)[^/?#]*@", "", url)


def _with_parameters(url: str, parameters: Mapping[str, str]) -> str:
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode(parameters, quote_via=quote, safe=""))))
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, ""))


# -- Transport ---------------------------------------------------------------------------------------------------------


@cache
def system_certificates() -> ssl.SSLContext:
    """Return a TLS context that trusts what the system trusts, and not what comes with ``httpx``."""
    return ssl.create_default_context()


def _transport(url: str) -> httpx.HTTPTransport:
    """Return the transport for a URL, by the proxy that the environment or the system names for it.

    No proxy gets what is for this machine.
    """
    parts = urlsplit(url)
    host, proxy = parts.hostname or "", None
    if not auth.is_loopback(host) and not proxy_bypass(host):
        proxies = getproxies()
        proxy = proxies.get(parts.scheme.lower()) or proxies.get("all")
    try:
        proxy = f"http://{proxy}" if proxy and "://" not in proxy else proxy
        # Over http no certificate is needed, and to load those of the system takes longer than a small request.
        context = system_certificates() if parts.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return httpx.HTTPTransport(verify=context, proxy=proxy)
    except ImportError:
        raise InputError("for a SOCKS proxy install httpx[socks], or unset all_proxy", place="all_proxy") from None
    except (ValueError, httpx.InvalidURL):
        # Not repeated, since it may contain a password.
        raise InputError("the proxy is not usable; expected http://HOST:PORT", place=f"{parts.scheme}_proxy") from None


class _UnreachableError(Exception):
    """There is no connection, so that nothing was sent."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def _retry_after(value: str | None) -> float | None:
    """Return the number of seconds in a header ``Retry-After`` (RFC 9110, section 10.2.3)."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, round(parsedate_to_datetime(value).timestamp() - time.time()))
    except ValueError:
        return None


# -- Messages ----------------------------------------------------------------------------------------------------------


def failure(error: Exception) -> str:
    """Return a description of an error of ``httpx``."""
    root: BaseException = error
    # httpcore, below httpx, cuts the chain of causes, but not that of contexts.
    while (inner := root.__cause__ or root.__context__) is not None:
        root = inner
    message = (getattr(root, "strerror", None) or str(root) or type(root).__name__).rstrip(".")
    if isinstance(error, httpx.ConnectTimeout):
        return "cannot connect: timed out"
    if isinstance(error, httpx.TimeoutException):
        return "no response in time"
    if isinstance(root, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {root.verify_message}"
    if isinstance(error, httpx.ConnectError) and isinstance(root, ssl.SSLError):
        return "cannot connect by https; is it an http URL?"
    if isinstance(error, httpx.ProxyError):
        return f"cannot connect: the proxy responds {message}"
    if isinstance(error, (httpx.ConnectError, UnicodeError)):
        return f"cannot connect: {message.lower()}"
    if isinstance(error, httpx.NetworkError):
        return f"connection lost: {message.lower()}"
    return f"invalid HTTP response: {message}"


def _plain_text(text: str, media_type: str) -> str:
    """Return the message in an HTML page or a JSON object."""
    if "html" in media_type:
        text = re.sub(r"(?is)<(style|script|title)\b.*?</\1\s*>|<[^>]*>", " ", text)
    elif "json" in media_type:
        with suppress(ValueError, RecursionError):
            found = json.loads(text)
            names = ("exception", "detail", "message", "error", "title")
            text = next((found[name] for name in names if isinstance(found.get(name), str)), text)
    return text
