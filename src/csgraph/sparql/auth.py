"""Knows the credentials of stores: where they come from, whom they are for, and how a server is told them.

They come from the environment, or from a file in the form of netrc that it names, and never from the command line, where
other users of the machine and the shell's history would see them:

* ``CSGRAPH_CREDENTIALS``                 a file: ``machine HOST login USER password WORD``; without login, the word is
  a token
* ``CSGRAPH_USER`` and ``CSGRAPH_PASSWORD``   a name and its password
* ``CSGRAPH_TOKEN``                       a bearer token
* ``CSGRAPH_PLAIN_HTTP``                  hosts to which they may go unencrypted, separated by spaces

Those of the file are for the host they name; those of the environment, for the host of the endpoint that is named with
them. They go to no other host, and over http, where anyone on the way reads them, only to this machine or to a host that
``CSGRAPH_PLAIN_HTTP`` names. A password is told only to a server that asks for it, in the way it asks (Digest where it
knows that, else Basic); a token at once (RFC 6750, section 2.1).
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import re
import secrets
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from csgraph.errors import InputError, reason

FILE, USER, PASSWORD, TOKEN = "CSGRAPH_CREDENTIALS", "CSGRAPH_USER", "CSGRAPH_PASSWORD", "CSGRAPH_TOKEN"
PLAIN_HTTP = "CSGRAPH_PLAIN_HTTP"

WHERE = f"{USER} and {PASSWORD}, {TOKEN}, or a file that {FILE} names"
"""Where credentials come from, in words for messages."""

_CONTROL = re.compile("[\x00-\x1f\x7f]")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750, section 2.1
_ITEM = re.compile(
    r'\s*(?:(?P<scheme>[\w-]+)(?=\s+[\w-]+\s*=|\s*$|\s*,)\s*)?(?:(?P<name>[\w-]+)\s*=\s*(?P<value>"(?:[^"\\]|\\.)*"|[^\s,]*))?\s*,?'
)
_BASE64 = (b64encode, urlsafe_b64encode)
_MOST_FOR_ONE = 16
"""How many characters one may become: four bytes of UTF-8 in Base64, with each + and / escaped."""
_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


def host_of(url: str) -> str:
    """Return the host of an address, in small letters; empty where it has none."""
    return urlsplit(url).hostname or ""


def is_this_machine(host: str) -> bool:
    """Tell whether a host's name or number is that of the machine itself (RFC 6761, section 6.3)."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@dataclass(frozen=True)
class Credentials:
    """What a server is told to know who asks: a name and a password, or a token.

    Attributes:
        source: Where they come from, in words for messages.
        user: The name; None with a token.
        secret: The password or the token; never shown.
    """

    source: str
    user: str | None
    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        if _CONTROL.search(f"{self.user or ''}{self.secret}"):
            raise InputError("credentials hold no line feed or other control character", place=self.source)
        if self.user is None and not _TOKEN.fullmatch(self.secret):
            raise InputError("a token has letters, digits and - . _ ~ + / only, and = at its end", place=self.source)

    def hidden(self, text: str, *, is_cut: bool = False) -> str:
        """Return what a server says, with whatever of it gives the credentials away replaced by ``***``.

        They are found as they are, in Base64, and with characters escaped as in addresses, JSON, HTML or Python.

        Args:
            text: What it says.
            is_cut: Whether it said more, so that the end may be a piece of a secret. So much is then left out there.
        """
        text = self._given_away.sub("***", text)
        return text[: -self.reach] if is_cut else text

    @property
    def reach(self) -> int:
        """The greatest number of characters that a server can take to repeat a secret."""
        return _MOST_FOR_ONE * len(f"{self.user or ''}:{self.secret}")

    @cached_property
    def _given_away(self) -> re.Pattern[str]:
        plain = [self.secret] if self.user is None else [self.secret, f"{self.user}:{self.secret}"]
        encoded = [encode(text.encode()).decode().rstrip("=") for text in plain for encode in _BASE64]
        # The longest first, so that none is found within another.
        given = sorted({self.secret, *encoded}, key=len, reverse=True)
        return re.compile("|".join("".join(map(_written, secret)) for secret in given), re.IGNORECASE)


def _written(character: str) -> str:
    """Return a pattern for the ways to write a character: as it is, or escaped."""
    if re.fullmatch(r"[A-Za-z0-9._~-]", character):
        return re.escape(character)  # Nobody escapes these (RFC 3986, section 2.3).
    code = ord(character)
    # What is said in a head is read as Latin-1, byte by byte.
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
    """Return the credentials for an address, or None where there are none.

    Args:
        url: The address.
        meant_for: The address of the endpoint that the credentials of the environment are for; None for ``url``.
        environment: The variables named above.

    Raises:
        InputError: The file is not usable, or others may read it, or the variables do not belong together.
    """
    host = host_of(url)
    if (name := environment.get(FILE)) and (found := _of_file(Path(name), host)):
        return found
    user, password, token = (environment.get(name) for name in (USER, PASSWORD, TOKEN))
    if token and (user or password):
        raise InputError(f"give either {USER} and {PASSWORD}, or {TOKEN}", place=TOKEN)
    if bool(user) != bool(password):
        missing, other = (PASSWORD, USER) if user else (USER, PASSWORD)
        raise InputError(f"{other} is nothing without it", place=missing)
    if host != host_of(meant_for or url):
        return None
    if token:
        return Credentials(TOKEN, None, token)
    return Credentials(f"{USER} and {PASSWORD}", user, password) if user and password else None


def _of_file(path: Path, host: str) -> Credentials | None:
    """Return what a file says for a host; an entry for all hosts (``default``) is for none."""
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
        problem = "a line has the form: machine HOST login USER password WORD"
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


def may_go(url: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether credentials may be sent to an address: over https, to this machine, or where the user says so."""
    host = host_of(url)
    is_allowed = host in environment.get(PLAIN_HTTP, "").lower().split()
    return url.lower().startswith("https:") or is_this_machine(host) or is_allowed


# -- Telling them to a server ------------------------------------------------------------------------------------------


class Authorization:
    """Tells a server the credentials, in the way that it asks for them.

    Args:
        credentials: The credentials.
    """

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._digest: Mapping[str, str] | None = None
        self._is_basic = self._is_accepted = False
        self._count = 0

    def header(self, method: str, target: str) -> str | None:
        """Return the header ``Authorization`` of a request; None while the server has not said how it wants it.

        Args:
            method: The method of the request.
            target: Its target, as in its first line.
        """
        secret, user = self._credentials.secret, self._credentials.user
        if user is None:
            return f"Bearer {secret}"
        if self._digest is not None:
            return self._digested(self._digest, method, target)
        # RFC 7617, section 2.1: UTF-8, which servers that know only ASCII read alike where it is ASCII.
        return f"Basic {b64encode(f'{user}:{secret}'.encode()).decode()}" if self._is_basic else None

    def is_asked_anew(self, status: int, challenges: Iterable[str]) -> bool:
        """Take note of an answer, and tell whether it gives a reason to ask once more.

        Args:
            status: Its status.
            challenges: Its headers ``WWW-Authenticate``.
        """
        was_accepted, self._is_accepted = self._is_accepted, status != 401
        if status != 401 or self._credentials.user is None:
            return False
        known = [challenge for header in challenges for challenge in _challenges(header)]
        for scheme, values in known:
            if scheme == "digest" and self._is_usable(values):
                # The same question again means that the credentials are wrong, unless only the nonce was too old, which
                # not all servers say.
                is_old = was_accepted or values.get("stale", "").lower() == "true"
                is_new = self._digest is None or is_old
                self._digest, self._count = values, 0
                return is_new
        if any(scheme == "basic" for scheme, _ in known) and ":" not in self._credentials.user:
            is_new, self._is_basic = not self._is_basic, True
            return is_new
        return False

    @staticmethod
    def _is_usable(values: Mapping[str, str]) -> bool:
        algorithm = values.get("algorithm", "MD5").upper().removesuffix("-SESS")
        is_known = algorithm in _HASHES and ("qop" not in values or "auth" in re.split(r"[\s,]+", values["qop"]))
        return is_known and {"realm", "nonce"} <= values.keys()

    def _digested(self, values: Mapping[str, str], method: str, target: str) -> str:
        """Return the header of Digest (RFC 7616, section 3.4)."""
        algorithm = values.get("algorithm", "MD5").upper()
        hashed = _HASHES[algorithm.removesuffix("-SESS")]

        def digest(*parts: str) -> str:
            return hashed(":".join(parts).encode()).hexdigest()

        self._count += 1
        user, realm, nonce = self._credentials.user or "", values["realm"], values["nonce"]
        count, own = f"{self._count:08x}", secrets.token_hex(16)
        first = digest(user, realm, self._credentials.secret)
        if algorithm.endswith("-SESS"):
            first = digest(first, nonce, own)
        second = digest(method, target)
        if "qop" in values:
            response = digest(first, nonce, count, own, "auth", second)
        else:
            response = digest(first, nonce, second)
        quoted = {"username": user, "realm": realm, "nonce": nonce, "uri": target, "response": response}
        bare = {"algorithm": algorithm} if "algorithm" in values else {}
        if "qop" in values:
            quoted["cnonce"] = own
            bare |= {"qop": "auth", "nc": count}
        if "opaque" in values:
            quoted["opaque"] = values["opaque"]
        escaped = {name: re.sub(r'(["\\])', r"\\\1", value) for name, value in quoted.items()}
        parts = [f'{name}="{value}"' for name, value in escaped.items()]
        return f"Digest {', '.join([*parts, *(f'{name}={value}' for name, value in bare.items())])}"


def _challenges(header: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each challenge of a header: its scheme in small letters, and its values (RFC 9110, section 11.6.1)."""
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
