"""Writes the files of a site, each once and inside its folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from csgraph.errors import OutputError
from csgraph.site.graph import SiteGraph
from csgraph.site.templating import environment, is_web
from csgraph.site.urls import relative_link
from csgraph.version import RELEASED, __version__


class Here:
    """The page that a template renders, as the start of links to other pages.

    Args:
        path: Its path from the root of the site, such as ``id/person/a.html``.
        publication: The publication of the site.
        base: The path of the site on its host, with a slash at both ends, for a page that is shown under any address; None
            for relative links.
    """

    def __init__(self, path: str, publication: SiteGraph, base: str | None = None) -> None:
        self.path, self._publication, self._base = path, publication, base

    @property
    def root(self) -> str:
        """The link to the root of the site, with a slash at the end."""
        return self._base or "../" * self.path.count("/") or "./"

    def to(self, path: str) -> str:
        """Return the link to a file of the site."""
        start, _, fragment = path.partition("#")
        link = relative_link(self.path, start) if self._base is None else self._base + start
        return link + (f"#{fragment}" if fragment else "")

    def href(self, iri: str) -> str | None:
        """Return the link to the page of an IRI, or else the IRI itself if it is a web address, or None."""
        if iri in self._publication.addresses:
            return self._publication.addresses.href(iri, self.path)
        return iri if is_web(iri) else None


class Site:
    """A site that is being written.

    Args:
        folder: The folder of the site.
        publication: The publication that it shows.
        tell: Called with the name of each step.
        base: The path of the site on its host, with a slash at both ends; None if it is not known.
    """

    def __init__(
        self, folder: Path, publication: SiteGraph, tell: Callable[[str], None], base: str | None = None
    ) -> None:
        self.folder, self.publication, self.tell, self.base = folder, publication, tell, base
        self._made: set[Path] = set()

    def page(self, path: str, template: str, *, title: str, base: str | None = None, **context: Any) -> None:
        """Write a page.

        Args:
            path: Its path from the root of the site.
            template: The file name of its template.
            title: The content of its ``<title>``.
            base: The prefix of its links, if it is shown under other addresses than its own.
            context: The variables of the template.

        Raises:
            OutputError: The file exists, or the path is outside the site.
        """
        here = Here(path, self.publication, base)
        text = environment().get_template(template).render(
            here=here, title=title, publication=self.publication, version=__version__, released=RELEASED, **context
        )  # fmt: skip
        self.file(path, text)

    def file(self, path: str, content: str | bytes) -> None:
        """Write a file.

        Args:
            path: Its path from the root of the site.
            content: Its content; text is encoded as UTF-8.

        Raises:
            OutputError: The file exists, or the path is outside the site.
        """
        target = self.folder / path
        if ".." in Path(path).parts or Path(path).is_absolute():
            raise OutputError(f"{path}: outside the site")
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        try:
            with target.open("xb") as file:
                file.write(content.encode() if isinstance(content, str) else content)
        except FileExistsError:
            raise OutputError(f"{path}: the site already has this file") from None
