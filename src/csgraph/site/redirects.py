"""Writes the rules by which web servers redirect our IRIs to files: for w3id.org, and for an Apache that hosts the site.

Both are ``.htaccess`` files of Apache 2.4 with the usual content negotiation of w3id.org: the formats that ``Accept`` names
are tried in a fixed order, qualities are not compared, and everybody else gets the page. w3id.org has none of our files and
redirects each name to a file with its extension, so any static host will do. Decision 34 gives the reasons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from ipaddress import IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from csgraph.errors import InputError
from csgraph.rdf.namespaces import BASE
from csgraph.release import build as release
from csgraph.site.templating import CSP
from csgraph.site.urls import PARTS

if TYPE_CHECKING:
    from csgraph.site.writer import Site

MEDIA = {
    **{ending: media for ending, media in release.MEDIA.items() if ending != release.LICENCE},
    "csv": "text/csv",
    "htaccess": "text/plain",
    "json": "application/json",
    "wasm": "application/wasm",
}
"""Extensions of our files to their media types, for servers that do not know them."""

HOST = "https://host.invalid/csgraph"
"""Placeholder for the address of the host where none is given; no such host can exist (RFC 2606, section 2)."""

FORMATS = (
    ("rdf", r"application/rdf\+xml"),
    # rdflib requests N-Triples as text/plain, its media type of 2004 (RDF Test Cases, section 3).
    ("nt", "(application/n-triples|^text/plain)"),
    ("jsonld", r"application/(ld\+)?json"),
    # Each Turtle document is also an N3 document.
    ("ttl", "text/(turtle|n3)"),
)
"""Extensions of the formats beside HTML, each with the pattern that ``Accept`` matches; a later one takes precedence."""

_FILES = "html|ttl|jsonld|nt|rdf|rq|csv|json"
_SEGMENT, _PATH, _VERSION = "[A-Za-z0-9_.-]+", "[A-Za-z0-9_./-]+", r"[0-9]+\.[0-9]+\.[0-9]+"
_FORMAT = "%{ENV:FORMAT}"
_TARGET = re.compile(r"[A-Za-z0-9_.~-]+(?:/[A-Za-z0-9_.~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_ADDRESS = re.compile(r"(?P<scheme>https?)://(?P<host>[^/]*?)(?::(?P<port>[0-9]{1,5}))?(?P<path>/[^?#]*)?")
_PORTS = {"http": 80, "https": 443}

_W3ID = """\
# # /csgraph/
#
# Linked data of the report of UNIDIR's 2020 Cyber Stability Conference. Contact: README.md.
{note}
Header always set Access-Control-Allow-Origin "*"
Header always merge Vary Accept

RewriteEngine on
"""

_README = """\
# /csgraph/

Permanent identifiers of the report of UNIDIR's 2020 Cyber Stability Conference as linked data: its ontology, concepts,
people, passages and statements.

<{base}> redirects to <{host}/>.

`Accept` selects the format: HTML, Turtle, JSON-LD, N-Triples or RDF/XML.

- <{base}ontology>
- <{base}scheme/pillar/norms>
- <{base}dataset>

## Contact

- Name, <name@example.org>, GitHub: [@username](https://github.com/username)
"""

_OWN = """\
# For Apache 2.4 with `AllowOverride FileInfo`; other servers ignore this file.

<IfModule mod_mime.c>
{types}
    AddCharset utf-8 .css .csv .html .js .md .tsv .ttl .txt
</IfModule>
<FilesMatch "^[^.]+$">
    ForceType text/plain
</FilesMatch>

<IfModule mod_headers.c>
    Header always set Content-Security-Policy "{policy}; frame-ancestors 'none'"
    Header always set X-Content-Type-Options "nosniff"
    Header always set Referrer-Policy "no-referrer"
    # Scripts of other sites may read the data.
    <FilesMatch "\\.({endings})$">
        Header set Access-Control-Allow-Origin "*"
    </FilesMatch>
    Header always merge Vary Accept env=FORMAT
    Header always merge Vary Accept env=REDIRECT_FORMAT
</IfModule>

ErrorDocument 404 "/%{{reqenv:BASE}}404.html"

<IfModule mod_rewrite.c>
RewriteEngine on

# The path of this folder on the host: the request's path less what the rules below match.
RewriteCond %{{REQUEST_URI}}#$0 '^/((?:[A-Za-z0-9_.~-]+/)*)(.*)#\\2$'
RewriteRule ^.*$ - [E=BASE:%1]

# Hidden files are not served, except for /.well-known/ (RFC 8615); other files are served as they are.
RewriteRule (^|/)\\.(?!well-known/) - [R=404,L]
RewriteCond %{{REQUEST_FILENAME}} -f
RewriteRule ^ - [L]
"""


def write(site: Site, host: str | None = None) -> None:
    """Write ``.htaccess``, and the files for w3id.org: ``redirects/w3id.htaccess`` and ``redirects/w3id-README.md``.

    Args:
        site: The site that is being written.
        host: The address of the site on the web; None if it is not known.

    Raises:
        InputError: ``host`` is not a usable address.
    """
    addresses = site.publication.addresses
    exceptions = addresses.exceptions()
    exceptions += [(part, file) for iri, file in exceptions for part in addresses.parts(iri)]
    site.file(".htaccess", own(exceptions))
    site.file("redirects/w3id.htaccess", w3id(host, exceptions))
    site.file("redirects/w3id-README.md", readme(host))


def w3id(host: str | None = None, exceptions: Iterable[tuple[str, str]] = ()) -> str:
    """Return the ``.htaccess`` of the folder ``csgraph`` of w3id.org.

    Args:
        host: The address of the site on the web; None for the placeholder ``HOST``.
        exceptions: IRIs whose file does not have their path, with the path of the file less its extension
            (``PageUrls.exceptions``).

    Raises:
        InputError: ``host`` is not a usable address.
    """
    address = HOST if host is None else normalized(host)
    note = f"#\n# Replace {HOST} by the address of the host.\n" if host is None else ""
    rules = [
        *_rules(f"{address}/", f"RewriteRule ^({_PATH}\\.({_FILES}))$ {address}/$1 [R=303,L]", exceptions),
        f"RewriteRule ^$ {address}/index.html [R=303,L]",
    ]
    return _W3ID.format(note=note) + "\n".join(rules) + "\n"


def readme(host: str | None = None) -> str:
    """Return the ``README.md`` of the folder ``csgraph`` of w3id.org, in which the contact is to be filled in.

    Args:
        host: As in ``w3id``.

    Raises:
        InputError: ``host`` is not a usable address.
    """
    return _README.format(base=BASE, host=HOST if host is None else normalized(host))


def own(exceptions: Iterable[tuple[str, str]] = ()) -> str:
    """Return the ``.htaccess`` of the site itself, for an Apache that hosts it, under any address.

    Args:
        exceptions: As in ``w3id``.
    """
    start = _OWN.format(
        types="\n".join(f"    AddType {media} .{ending}" for ending, media in sorted(MEDIA.items())),
        policy=CSP,
        endings="|".join(sorted(MEDIA)),
    )
    rules = _rules("/%{ENV:BASE}", f"RewriteRule \\.({_FILES})$ - [L]", exceptions)
    return start + "\n".join([*rules, "</IfModule>"]) + "\n"


def normalized(host: str) -> str:
    """Return the address of a host in its normal form: lower case, no default port, no slash at the end.

    Args:
        host: The address of the site on the web, such as ``https://example.org/csgraph/``.

    Raises:
        InputError: It is not an address of a host, or contains characters that have a meaning in a rule.

    Source:
        RFC 3986, section 6.2.
    """
    match = _ADDRESS.fullmatch(host)
    if match is None or not _is_host(match["host"]) or not 0 < int(match["port"] or 80) < 65536:
        problem = (
            "not the address of a host; give one like https://example.org/csgraph, without user, query or fragment"
        )
        raise InputError(problem, place="--host")
    path = (match["path"] or "").rstrip("/")
    if path and not (_TARGET.fullmatch(path[1:]) and not {".", ".."} & {*path.split("/")}):
        raise InputError("the path may contain only ASCII letters, digits and - _ . ~ between slashes", place="--host")
    name = match["host"].lower()
    port = None if match["port"] is None or int(match["port"]) == _PORTS[match["scheme"]] else int(match["port"])
    if name == "w3id.org" and port in (None, *_PORTS.values()):
        raise InputError("w3id.org would redirect to itself; give the address of the host of the files", place="--host")
    return f"{match['scheme']}://{name}{'' if port is None else f':{port}'}{path}"


def _is_host(name: str) -> bool:
    """Whether this is a host name or an IP address."""
    if name.startswith("[") and name.endswith("]"):
        try:
            return "%" not in name and bool(IPv6Address(name[1:-1]))
        except ValueError:
            return False
    return len(name) <= 253 and all(_LABEL.fullmatch(label) for label in name.split("."))


def _rules(start: str, files: str, exceptions: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the rules that choose a format and redirect a name to its file.

    Args:
        start: What precedes the path of a file, with a slash at its end.
        files: The rule for paths that have the extension of a file.
        exceptions: As in ``w3id``.
    """
    yield from ("", "# The format: the last of these that Accept names, or HTML.", "RewriteRule ^ - [E=FORMAT:html]")
    for ending, pattern in FORMATS:
        yield f"RewriteCond %{{HTTP_ACCEPT}} {pattern} [NC]"
        yield f"RewriteRule ^ - [E=FORMAT:{ending}]"
    yield from (
        "",
        "# Releases: their files, and the page or the data of a version. A dataset is described in Turtle only.",
    )
    yield f"RewriteRule ^dataset/({_VERSION})/({_PATH})$ {start}release/$1/$2 [R=303,L]"
    yield f"RewriteCond {_FORMAT} =html"
    yield f"RewriteRule ^(ontology|dataset)/{_VERSION}/?$ {start}$1.html [R=303,L]"
    yield f"RewriteRule ^ontology/({_VERSION})/?$ {start}release/$1/ontology.{_FORMAT} [R=303,L]"
    yield f"RewriteRule ^dataset/({_VERSION})/?$ {start}release/$1/description.ttl [R=303,L]"
    yield from ("", "# Names whose file has another path.")
    for part, whole in sorted(PARTS.items()):
        yield f"RewriteRule ^id/cs2020/{part}/({_SEGMENT})/?$ {start}id/cs2020/{whole}/$1.{_FORMAT} [R=303,L]"
    for iri, file in sorted(exceptions):
        if (expression := _pattern(iri)) is not None and _TARGET.fullmatch(file):
            yield f"RewriteRule '^{expression}/?$' {start}{file}.{_FORMAT} [R=303,L]"
    yield from ("", "# Files by their own names, and all other names.", files)
    yield f"RewriteRule ^({_PATH}?)/?$ {start}$1.{_FORMAT} [R=303,L]"
    yield from ("", "# The whole: the data of the dataset, or the first page.", f"RewriteCond {_FORMAT} !=html")
    yield f"RewriteRule ^$ {start}dataset.{_FORMAT} [R=303,L]"


def _pattern(iri: str) -> str | None:
    """Return a regular expression for the path of an IRI as Apache matches it, or None if no request can have that path.

    Apache matches the decoded bytes of a path, without the query, and refuses an escaped slash.
    """
    path = iri.removeprefix(BASE)
    if path == iri or "?" in path or "%2f" in path.lower():
        return None
    text = unquote_to_bytes(path).decode("latin-1")
    return "".join(each if re.fullmatch("[A-Za-z0-9_/-]", each) else f"\\x{ord(each):02x}" for each in text)
