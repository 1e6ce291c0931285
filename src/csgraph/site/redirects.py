"""Writes the rules by which web servers lead from our IRIs to our files: for w3id.org, and for a host of the publication.

Both are files ``.htaccess`` of Apache, and the same rules but for their ends: w3id.org has none of our files and redirects to
a host that has, always to a file with its ending, so that any host will do. A host that is Apache itself knows our names too,
and which files there are.

What a client accepts is reckoned by RFC 9110, section 12.5.1, with mod_rewrite alone: of each form that we have, its quality
in thousandths and, as a fifth digit, how exactly the client has named it, which settles ties. Decision 28 tells why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from csgraph.errors import InputError
from csgraph.rdf.namespaces import BASE
from csgraph.release import build as release
from csgraph.site.templating import CSP
from csgraph.site.urls import PARTS
from csgraph.version import __version__

if TYPE_CHECKING:
    from csgraph.site.writer import Site

MEDIA = {
    **{ending: media for ending, media in release.MEDIA.items() if ending != release.LICENCE},
    "csv": "text/csv",
    "htaccess": "text/plain",
    "json": "application/json",
    "wasm": "application/wasm",
}
"""The media types of our files that a server may not know, by their endings."""

HOST = "https://host.invalid/csgraph"
"""What stands for the address of a host where none is known: no such host can be (RFC 2606, section 2)."""


@dataclass(frozen=True)
class Form:
    """A form that what we publish has.

    Attributes:
        ending: The ending of its files.
        media: Its media type.
        others: Media types that it is a good answer to as well, unless the client names its own.
    """

    ending: str
    media: str
    others: tuple[str, ...] = ()


FORMS = (
    Form("html", "text/html", ("application/xhtml+xml",)),
    # Turtle had the second before it was registered, and each Turtle document is one of N3.
    Form("ttl", MEDIA["ttl"], ("application/x-turtle", "text/n3")),
    Form("jsonld", MEDIA["jsonld"], ("application/json",)),
    # The type of N-Triples in 2004 (RDF Test Cases, section 3).
    Form("nt", MEDIA["nt"], ("text/plain",)),
    # Not application/xml: browsers of old asked for that before HTML.
    Form("rdf", MEDIA["rdf"]),
)
"""The forms of a document, in the order in which they are preferred where a client has no preference."""

FILES = (*(form.ending for form in FORMS), "rq", "csv", "json")
"""The endings of files that may be asked for by their own names."""

# A segment of a path of ours. None begins with a full stop, so that none is ``..`` or a hidden file.
_SEGMENT = r"[A-Za-z0-9_-][A-Za-z0-9_.-]*"
_PATH = rf"{_SEGMENT}(?:/{_SEGMENT})*"
_VERSION = r"[0-9]+\.[0-9]+\.[0-9]+"
_TARGET = re.compile(r"[A-Za-z0-9_.~-]+(?:/[A-Za-z0-9_.~-]+)*")

# A header Accept, as far as the rules tell its parts (RFC 9110, sections 5.6 and 12.4.2): what is before a range, and what may
# follow it, which is parameters that do not matter here, the quality as its digits one by one, and extensions.
_INNER = r'(?:[^",;]++|"[^"]*+")*+'
_BEFORE = r'^(?:(?:[^",]++|"[^"]*+")*+,)*?\s*'
_AFTER = rf"\s*(?:;(?!\s*q\s*=){_INNER})*+(?:;\s*q=(0|1(?!\.0*[1-9]))(?:\.(\d?)(\d?)(\d?))?\s*(?:;{_INNER})*+)?(?:,|$)"
_RANGE = r'[^\s,;="/]+/[^\s,;="/]+'

_NONE = (
    'ErrorDocument 406 "<!doctype html><html lang=en><title>Not Acceptable</title><p>There is nothing here of the media types '
    f'that were asked for; there are {", ".join(form.media for form in FORMS)}."'
)
"""What is said to a client that accepts none of our forms: which there are (RFC 9110, section 15.5.7)."""

_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_ADDRESS = re.compile(r"(?P<scheme>https?)://(?P<host>[^/]*?)(?::(?P<port>[0-9]{1,5}))?(?P<path>/[^?#]*)?")
_PORTS = {"http": 80, "https": 443}


def write(site: Site, host: str | None = None) -> None:
    """Write both files: ``.htaccess``, and ``redirects/w3id.htaccess`` for w3id.org.

    Args:
        site: The site that is being written.
        host: Where it will be on the web, if that is known.

    Raises:
        InputError: ``host`` is no address that could be redirected to.
    """
    addresses = site.publication.addresses
    exceptions = addresses.exceptions()
    exceptions += [(part, file) for iri, file in exceptions for part in addresses.parts(iri)]
    site.file(".htaccess", own(exceptions=exceptions))
    site.file("redirects/w3id.htaccess", w3id(host, exceptions=exceptions))


def w3id(host: str | None = None, *, exceptions: Iterable[tuple[str, str]] = (), version: str = __version__) -> str:
    """Return the file ``csgraph/.htaccess`` of w3id.org.

    Args:
        host: Where the publication is on the web; None where that is not known, for ``HOST``, which is to be replaced.
        exceptions: IRIs whose file is not simply their path, with that path less its ending (``Addresses.exceptions``).
        version: The version that the pages of ontology and dataset show.

    Raises:
        InputError: ``host`` is no address that could be redirected to.
    """
    address = HOST if host is None else checked(host)
    edit = "" if host is not None else " Put the address of the host in the place of this one, which leads nowhere."
    lines = [
        f"# {BASE}: linked data of the report of UNIDIR's 2020 Cyber Stability Conference.",
        "# Contact: the csgraph project; see README.md in this folder.",
        "# Made by `csgraph site`, and replayed by its tests. It needs mod_rewrite, and mod_headers for scripts in browsers.",
        "",
        "RewriteEngine on",
        "",
        f"# Where the publication is; the only line that knows.{edit}",
        _set(csg_host=address),
        "",
        *_headers("Header always merge Vary Accept", 'Header always set Access-Control-Allow-Origin "*"'),
        _NONE,
        "",
        *_rules(exceptions, version, is_host=False),
    ]
    return "\n".join(lines) + "\n"


def own(*, exceptions: Iterable[tuple[str, str]] = (), version: str = __version__) -> str:
    """Return the file ``.htaccess`` of the publication itself, for a host that is Apache, under whatever address.

    Args:
        exceptions: IRIs whose file is not simply their path, with that path less its ending (``Addresses.exceptions``).
        version: The version that the pages of ontology and dataset show.
    """
    lines = [
        "# For Apache 2.4 with `AllowOverride FileInfo`; other hosts need none of this, and do not read it.",
        "# Made by `csgraph site`, and replayed by its tests.",
        "",
        "<IfModule mod_mime.c>",
        *(f"    AddType {media} .{ending}" for ending, media in sorted(MEDIA.items())),
        "    AddCharset utf-8 .css .csv .html .js .md .tsv .ttl .txt",
        "</IfModule>",
        '<FilesMatch "^[^.]+$">',
        "    ForceType text/plain",
        "</FilesMatch>",
        "",
        *_headers(
            f"Header always set Content-Security-Policy \"{CSP}; frame-ancestors 'none'\"",
            'Header always set X-Content-Type-Options "nosniff"',
            'Header always set Referrer-Policy "no-referrer"',
            "# Scripts of other sites may read our data.",
            f'<FilesMatch "\\.(?:{"|".join(sorted(MEDIA))})$">',
            '    Header set Access-Control-Allow-Origin "*"',
            "</FilesMatch>",
            "Header always merge Vary Accept env=csg_form",
            "Header always merge Vary Accept env=REDIRECT_csg_form",
        ),
        "",
        'ErrorDocument 404 "/%{reqenv:csg_base}404.html"',
        _NONE,
        "",
        "<IfModule mod_rewrite.c>",
        "RewriteEngine on",
        "",
        "# Under which address this folder is: what is before the path that rules see.",
        r"RewriteCond %{REQUEST_URI}#$0 '^/((?:[A-Za-z0-9_.~-]+/)*)(.*)#\2$'",
        "RewriteRule ^.*$ - [E=csg_base:%1,E=csg_host:/%1]",
        "# Without the slash at its end.",
        "RewriteCond %{ENV:csg_host} ^(.*)/$",
        "RewriteRule ^ - [E=csg_host:%1]",
        "",
        "# What is hidden is not there, but for what proves who has the host (RFC 8615); files are as they are.",
        r"RewriteRule (?:^|/)\.(?!well-known/) - [R=404,L]",
        "RewriteCond %{REQUEST_FILENAME} -f",
        "RewriteRule ^ - [L]",
        "",
        *_rules(exceptions, version, is_host=True),
        "</IfModule>",
    ]
    return "\n".join(lines) + "\n"


def checked(host: str) -> str:
    """Return the address of a host as rules have it: in small letters, without a port that goes without saying or a last slash.

    Args:
        host: The address under which the publication is on the web, such as ``https://example.org/csgraph/``.

    Raises:
        InputError: It is no such address, or has something in it that no rule could carry.
    """
    match = _ADDRESS.fullmatch(host)
    if match is None or not _is_host(match["host"]) or not 0 < int(match["port"] or 80) < 65536:
        problem = (
            "this is no address of a host; it is like https://example.org/csgraph, without name, password, ? and #"
        )
        raise InputError(problem, place="--host")
    path = (match["path"] or "").rstrip("/")
    if path and not (_TARGET.fullmatch(path[1:]) and not {".", ".."} & {*path.split("/")}):
        problem = (
            "the path of this address has more in it than letters of ASCII, digits, and any of - _ . ~ between slashes"
        )
        raise InputError(problem, place="--host")
    name = match["host"].lower()
    # As RFC 3986, section 6.2, puts addresses into one form: a port that goes without saying is left out.
    port = None if match["port"] is None or int(match["port"]) == _PORTS[match["scheme"]] else int(match["port"])
    if name == "w3id.org" and port in (None, *_PORTS.values()):
        raise InputError(
            "w3id.org would redirect to itself; give the address of the host with the files", place="--host"
        )
    return f"{match['scheme']}://{name}{'' if port is None else f':{port}'}{path}"


def _is_host(name: str) -> bool:
    """Tell whether this is the name of a host, or an address of IP."""
    if name.startswith("[") and name.endswith("]"):
        try:
            return "%" not in name and bool(IPv6Address(name[1:-1]))
        except ValueError:
            return False
    return len(name) <= 253 and all(_LABEL.fullmatch(label) for label in name.split("."))


def _headers(*lines: str) -> list[str]:
    return ["<IfModule mod_headers.c>", *(f"    {line}" for line in lines), "</IfModule>"]


def _set(**values: str) -> str:
    return f"RewriteRule ^ - [{','.join(f'E={name}:{value}' for name, value in values.items())}]"


def _rules(exceptions: Iterable[tuple[str, str]], version: str, *, is_host: bool) -> Iterator[str]:
    """Yield the rules from a name to the redirect; what is no name of ours ends with 404.

    A rule that puts a path in the place of another has DPI: the rest of a path whose folder is not there, which Apache keeps
    apart, would be put behind it again.
    """
    redirect = "[R=303,L]"
    yield "# The files of a release."
    if is_host:
        yield f"RewriteRule ^dataset/({_VERSION})/({_PATH})$ release/$1/$2 [DPI]"
        yield "RewriteCond %{REQUEST_FILENAME} -f"
        yield f"RewriteRule ^(.+)$ %{{ENV:csg_host}}/$1 {redirect}"
    else:
        yield f"RewriteRule ^dataset/({_VERSION})/({_PATH})$ %{{ENV:csg_host}}/release/$1/$2 {redirect}"
    yield ""
    ending = "" if is_host else " What has the ending of a file is one."
    yield f"# From a name to the path of its files, less their ending.{ending} A slash at the end is one too many."
    names = [
        f"RewriteRule !^(?:{_PATH}/?)?$ - [R=404,L]",
        "RewriteRule ^$ dataset [DPI,E=csg_home:1]",
        "RewriteRule ^(.+?)/?$ $1 [DPI]",
        *(f"RewriteRule ^id/cs2020/{part}/(.+)$ id/cs2020/{whole}/$1 [DPI]" for part, whole in sorted(PARTS.items())),
        f"RewriteRule ^ontology/({_VERSION})$ release/$1/ontology [DPI,E=csg_version:$1]",
        f"RewriteRule ^dataset/({_VERSION})$ release/$1/description [DPI,E=csg_version:$1]",
    ]
    if not is_host:
        names.insert(0, f"RewriteRule ^({_PATH}\\.(?:{'|'.join(FILES)}))$ %{{ENV:csg_host}}/$1 {redirect}")
    found = [(_pattern(iri), file) for iri, file in sorted(exceptions) if _TARGET.fullmatch(file)]
    special = [(pattern, file) for pattern, file in found if pattern is not None]
    for number, (pattern, file) in enumerate(special, 1):
        yield f"RewriteRule '^{pattern}/?$' {file} [DPI,S={len(special) - number + len(names)}]"
    yield from names
    if is_host:
        yield from ("", "# What has no file is not there.")
        yield "RewriteCond %{REQUEST_FILENAME}.html !-f"
        yield "RewriteCond %{REQUEST_FILENAME}.ttl !-f"
        yield "RewriteRule ^ - [R=404,L]"
    yield from ("", "# How good each form is to the client: its quality (0000 to 1000), and how it was named (0 to 3).")
    yield from _qualities()
    yield from ("", "# Not every form is there.")
    yield from _missing(version, is_host=is_host)
    yield from ("", "# The best, and the first of those that are equally good; none that has the quality 0.")
    yield f"RewriteRule ^ - [E=csg_form:{FORMS[0].ending},E=csg_best:%{{ENV:csg_{FORMS[0].ending}}}]"
    for form in FORMS[1:]:
        yield f"RewriteCond expr \"reqenv('csg_{form.ending}') -gt reqenv('csg_best')\""
        yield f"RewriteRule ^ - [E=csg_form:{form.ending},E=csg_best:%{{ENV:csg_{form.ending}}}]"
    yield "RewriteCond expr \"reqenv('csg_best') -lt 10\""
    yield "RewriteRule ^ - [R=406,L]"
    yield from ("", "# The page of a version is that of what it is a version of.")
    for file, page in (("ontology", "ontology"), ("description", "dataset")):
        yield "RewriteCond %{ENV:csg_form} =html"
        yield f"RewriteRule ^release/{re.escape(version)}/{file}$ %{{ENV:csg_host}}/{page}.html {redirect}"
    yield from ("", "# What has no name of its own is the whole, whose page is the first.")
    yield "RewriteCond %{ENV:csg_home}%{ENV:csg_form} =1html"
    yield f"RewriteRule ^ {'index.html [L]' if is_host else f'%{{ENV:csg_host}}/index.html {redirect}'}"
    yield ""
    yield f"RewriteRule ^(.+)$ %{{ENV:csg_host}}/$1.%{{ENV:csg_form}} {redirect}"


def _qualities() -> Iterator[str]:
    """Yield the rules that reckon the quality of each form, from what names it least to what names it most exactly."""
    yield _set(**{f"csg_{form.ending}": "0" for form in FORMS})
    yield "# No header, or none with anything in it that can be read, is no wish: anything will do."
    yield f"RewriteCond %{{HTTP_ACCEPT}} '!{_BEFORE}{_RANGE}{_AFTER}' [NC]"
    yield _set(**{f"csg_{form.ending}": "10000" for form in FORMS})
    yield from _range(["*/*"], FORMS, 0)
    for kind in sorted({form.media.partition("/")[0] for form in FORMS}):
        yield from _range([f"{kind}/*"], [form for form in FORMS if form.media.startswith(f"{kind}/")], 1)
    for form in FORMS:
        if form.others:
            yield from _range(form.others, [form], 2)
        yield from _range([form.media], [form], 3)


def _range(media: Sequence[str], forms: Sequence[Form], rank: int) -> Iterator[str]:
    """Yield the rule that gives forms the quality of a range of media types, or of the first of several, where it is named.

    The digits of the quality are followed by zeros, of which four are taken; without a quality there are but three, and the
    four after the sign are.
    """
    names = "|".join(map(re.escape, media))
    yield f"RewriteCond %{{HTTP_ACCEPT}} '{_BEFORE}{f'(?:{names})' if len(media) > 1 else names}{_AFTER}' [NC]"
    yield r"RewriteCond %1%2%3%4000#1000 ^(?:000#)?(\d{4})"
    yield _set(**{f"csg_{form.ending}": f"%1{rank}" for form in forms})


def _missing(version: str, *, is_host: bool) -> Iterator[str]:
    """Yield the rules that rule out forms that a document does not have."""
    if is_host:
        for form in FORMS[1:]:
            yield f"RewriteCond %{{REQUEST_FILENAME}}.{form.ending} !-f"
            yield _set(**{f"csg_{form.ending}": "0"})
        yield "RewriteCond %{REQUEST_FILENAME}.html !-f"
        yield f"RewriteCond %{{ENV:csg_version}} !={version}"
        yield _set(csg_html="0")
        return
    yield "# Of a dataset there is Turtle."
    others = {f"csg_{form.ending}": "0" for form in FORMS if form.ending not in ("html", "ttl")}
    yield _set(**others).replace("^", "^release/.*/description$", 1)
    yield "# Of another version than the one that the pages show there is a page only where nothing else will do."
    yield "RewriteCond %{ENV:csg_version} ."
    yield f"RewriteCond %{{ENV:csg_version}} !={version}"
    yield "RewriteCond expr \"reqenv('csg_html') -ge 10\""
    yield _set(csg_html="10")


def _pattern(iri: str) -> str | None:
    """Return an expression for the path of an IRI as a server sees it, or None where none leads there.

    A server sees a path without its escapes, as bytes, and nothing of what follows a question mark; Apache refuses an escaped
    slash.
    """
    path = iri.removeprefix(BASE)
    if path == iri or "?" in path or "%2f" in path.lower():
        return None
    return _literal(unquote_to_bytes(path).decode("latin-1"))


def _literal(text: str) -> str:
    """Return an expression for a text of bytes, with nothing in it that the form of the file gives a meaning."""
    return "".join(each if re.fullmatch("[A-Za-z0-9_/-]", each) else f"\\x{ord(each):02x}" for each in text)
