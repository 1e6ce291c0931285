"""Credentials for stores: where they are read, which host they are for, and how they are sent.

They come from the environment, or from a netrc file that it names, never from the command line, where other users of the
machine and the shell's history would see them:

* ``CSGRAPH_CREDENTIALS``                     a file: ``machine HOST login USER password WORD``; without ``login``, the
  word is a token
* ``CSGRAPH_USER`` and ``CSGRAPH_PASSWORD``   a user name and its password
* ``CSGRAPH_TOKEN``                           a bearer token
* ``CSGRAPH_PLAIN_HTTP``                      hosts to which they may go unencrypted, separated by spaces

Credentials of the file are for the host they name; those of the environment, for the host of the endpoint given with them.
They go to no other host, and over plain http only to this machine or to a host in ``CSGRAPH_PLAIN_HTTP``. A password is
sent only after the server has asked for it, by the scheme it offers (Digest if possible, else Basic); a token at once
(RFC 6750, section 2.1). ``httpx`` computes both headers.
"""

from __future__ import annotations

import ipaddress
import os
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from csgraph.errors import InputError, reason

FILE, USER, PASSWORD, TOKEN = "CSGRAPH_CREDENTIALS", "CSGRAPH_USER", "CSGRAPH_PASSWORD", "CSGRAPH_TOKEN"
PLAIN_HTTP = "CSGRAPH_PLAIN_HTTP"

HOW_TO_SET = f"set {USER} and {PASSWORD}, or {TOKEN}, or {FILE} to the name of a file"
"""How to give credentials, for messages."""

_CONTROL = re.compile("[\x00-\x1f\x7f]")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750, section 2.1
_ITEM = re.compile(
    r'\s*(?:(?P<scheme>[\w-]+)(?=\s+[\w-]+\s*=|\s*$|\s*,)\s*)?(?:(?P<name>[\w-]+)\s*=\s*(?P<value>"(?:[^"\\]|\\.)*"|[^\s,]*))?\s*,?'
)
_BASE64 = (b64encode, urlsafe_b64encode)
_MAX_EXPANSION = 16
"""Characters that one character of a secret may become: four bytes of UTF-8 in Base64, with each + and / escaped."""
_DIGEST_ALGORITHMS = frozenset({"MD5", "MD5-SESS", "SHA-256", "SHA-256-SESS", "SHA-512", "SHA-512-SESS"})


def host_of(url: str) -> str:
    """Return the host of a URL, in lower case; empty if it has none."""
    return urlsplit(url).hostname or ""


def is_loopback(host: str) -> bool:
    """Whether a host name or IP address is that of this machine (RFC 6761, section 6.3)."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@dataclass(frozen=True)
class Credentials:
    """A user name and a password, or a token.

    Attributes:
        source: Where they were read, for messages.
        user: The user name; None with a token.
        secret: The password or the token; never shown.
    """

    source: str
    user: str | None
    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        if _CONTROL.search(f"{self.user or ''}{self.secret}"):
            raise InputError("credentials must not contain control characters such as line feeds", place=self.source)
        if self.user is None and not _TOKEN.fullmatch(self.secret):
            raise InputError(
                "a token consists of letters, digits and - . _ ~ + /, with = at its end", place=self.source
            )

    def redact(self, text: str, *, is_cut: bool = False) -> str:
        """Return a text of a server with everything that reveals the credentials replaced by ``***``.

        They are found verbatim, in Base64, and with characters escaped as in URLs, JSON, HTML or Python.

        Args:
            text: The text.
            is_cut: Whether the text goes on, so that its end may be the beginning of a secret; the last ``reach``
                characters are then left out.
        """
        text = self._revealing.sub("***", text)
        return text[: -self.reach] if is_cut else text

    @property
    def reach(self) -> int:
        """The greatest number of characters in which a server can repeat a secret."""
        return _MAX_EXPANSION * len(f"{self.user or ''}:{self.secret}")

    @cached_property
    def _revealing(self) -> re.Pattern[str]:
        plain = [self.secret] if self.user is None else [self.secret, f"{self.user}:{self.secret}"]
        encoded = [encode(text.encode()).decode().rstrip("=") for text in plain for encode in _BASE64]
        # The longest first, so that none is found within another.
        forms = sorted({self.secret, *encoded}, key=len, reverse=True)
        return re.compile("|".join("".join(map(_escapes, form)) for form in forms), re.IGNORECASE)


def _escapes(character: str) -> str:
    """Return a pattern for the ways to write a character: verbatim, or escaped."""
    if re.fullmatch(r"[A-Za-z0-9._~-]", character):
        return re.escape(character)  # Never escaped (RFC 3986, section 2.3).
    code = ord(character)
    # Headers may be decoded as Latin-1, byte by byte.
    single = (f"(?:{re.escape(chr(byte))}|%{byte:02x}|\\\\x{byte:02x})" for byte in character.encode())
    units = character.encode("utf-16-be")
    in_json = "".join(f"\\\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
    in_html = f"&#0?{code};|&#x0?{code:x};|{re.escape(escape(character))}"
    ways = ["".join(single), in_json, in_html, re.escape(character)]
    if character in "\\/\"'":
        ways.append(re.escape(f"\\{character}"))
    if character == " ":
        ways.append(r"\+")
    return f"(?:{'|'.join(ways)})"


def find(url: str, *, meant_for: str | None = None, environment: Mapping[str, str] = os.environ) -> Credentials | None:
    """Return the credentials for a URL, or None if there are none.

    Args:
        url: The URL.
        meant_for: The URL of the endpoint that the credentials of the environment are for; None for ``url``.
        environment: The variables listed above.

    Raises:
        InputError: The file is not usable, or others may read it, or the variables contradict each other.
    """
    host = host_of(url)
    if (name := environment.get(FILE)) and (found := _from_file(Path(name), host)):
        return found
    user, password, token = (environment.get(name) for name in (USER, PASSWORD, TOKEN))
    if token and (user or password):
        raise InputError(f"set either {USER} and {PASSWORD}, or {TOKEN}, not both", place=TOKEN)
    if bool(user) != bool(password):
        missing, other = (PASSWORD, USER) if user else (USER, PASSWORD)
        raise InputError(f"{other} is set but {missing} is not; set both", place=missing)
    if host != host_of(meant_for or url):
        return None
    if token:
        return Credentials(TOKEN, None, token)
    return Credentials(f"{USER} and {PASSWORD}", user, password) if user and password else None


def _from_file(path: Path, host: str) -> Credentials | None:
    """Return the credentials of a netrc file for a host; its ``default`` entry is ignored."""
    import netrc

    place = f"{FILE}={path}"
    try:
        with path.open(encoding="utf-8") as file:
            # As ssh does with keys: what all users of the machine may read is no secret.
            if os.name == "posix" and (mode := os.fstat(file.fileno()).st_mode) & 0o077:
                problem = f"others may read or write this file (its mode is {mode & 0o777:o}); run chmod 600"
                raise InputError(problem, place=place)
        hosts = netrc.netrc(str(path)).hosts
    except netrc.NetrcParseError as error:
        problem = "invalid line; expected: machine HOST login USER password WORD"
        raise InputError(problem, place=place, line=error.lineno) from None
    except UnicodeDecodeError:
        raise InputError("the file is not UTF-8", place=place) from None
    except OSError as error:
        raise InputError(f"cannot be read: {reason(error)}", place=place) from None
    found = hosts.get(host) if host != "default" else None
    if found is None:
        return None
    login, _, secret = found
    if not secret:
        raise InputError(f"there is no password for {host}", place=place)
    return Credentials(place, login or None, secret)


def may_send(url: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether credentials may be sent to a URL: over https, to this machine, or to a host that the user allows."""
    host = host_of(url)
    is_allowed = host in environment.get(PLAIN_HTTP, "").lower().split()
    return url.lower().startswith("https:") or is_loopback(host) or is_allowed


# -- Sending them ------------------------------------------------------------------------------------------------------


class Authorization(httpx.Auth):
    """Sends credentials by the strongest scheme that the server offers: Digest, then Basic.

    Args:
        credentials: The credentials.
    """

    def __init__(self, credentials: Credentials) -> None:
        user, secret = credentials.user, credentials.secret
        self._token = secret if user is None else None
        self._digest, self._basic = httpx.DigestAuth(user or "", secret), httpx.BasicAuth(user or "", secret)
        self._is_basic_possible = ":" not in (user or "")  # RFC 7617, section 2
        self._is_basic = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Yield the request as it is to be sent, and once more if the response asks for credentials."""
        if self._token is not None:
            request.headers["Authorization"] = f"Bearer {self._token}"
            yield request
            return
        if self._is_basic:
            yield from self._basic.auth_flow(request)
            return
        request.headers.encoding = "utf-8"  # RFC 7616, section 3.3
        # Without credentials until the first challenge, then with those for the last one.
        digest = self._digest.auth_flow(request)
        response = yield next(digest)
        if response.status_code != 401:
            return
        challenges = [each for header in response.headers.get_list("WWW-Authenticate") for each in _challenges(header)]
        for scheme, values in challenges:
            if scheme == "digest" and _is_usable(values):
                challenge = httpx.Headers({"WWW-Authenticate": _digest(values)}, encoding="utf-8")
                yield digest.send(httpx.Response(401, headers=challenge, request=request))
                return
        if self._is_basic_possible and any(scheme == "basic" for scheme, _ in challenges):
            self._is_basic = True
            yield from self._basic.auth_flow(request)


def _is_usable(values: Mapping[str, str]) -> bool:
    """Whether a Digest challenge can be answered."""
    is_known = values.get("algorithm", "MD5").upper() in _DIGEST_ALGORITHMS
    return is_known and {"realm", "nonce"} <= values.keys() and "auth" in re.split(r"[\s,]+", values.get("qop", "auth"))


def _digest(values: Mapping[str, str]) -> str:
    """Return a Digest challenge as ``httpx`` reads it: alone in its header, all values quoted, one ``qop``."""
    names = ("realm", "nonce", "opaque", "algorithm", "qop")
    known = {name: "auth" if name == "qop" else values[name] for name in names if name in values}
    escaped = {name: re.sub(r'(["\\])', r"\\\1", value) for name, value in known.items()}
    return "Digest " + ", ".join(f'{name}="{value}"' for name, value in escaped.items())


def _challenges(header: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each challenge of a header: its scheme in lower case, and its values (RFC 9110, section 11.6.1)."""
    scheme, values = "", dict[str, str]()
    at = 0
    while at < len(header) and (found := _ITEM.match(header, at)) and found.end() > at:
        if found["scheme"]:
            if scheme:
                yield scheme, values
            scheme, values = found["scheme"].lower(), {}
        if found["name"]:
            value = found["value"]
            values[found["name"].lower()] = re.sub(r"\\(.)", r"\1", value[1:-1]) if value[:1] == '"' else value
        at = found.end()
    if scheme:
        yield scheme, values
