"""Writes the files of the publication, each once and inside its folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from csgraph.errors import OutputError
from csgraph.site.graph import SiteGraph
from csgraph.site.templating import environment, is_web
from csgraph.site.urls import between
from csgraph.version import RELEASED, __version__


class Here:
    """A page as its template knows it: links from it to others.

    Args:
        path: Its path from the root, such as ``id/person/a.html``.
        publication: What it is a page of.
        base: The path of the site on its host, with a slash at both ends, for links that hold wherever the page is shown;
            None for links from where it stands.
    """

    def __init__(self, path: str, publication: SiteGraph, base: str | None = None) -> None:
        self.path, self._publication, self._base = path, publication, base

    @property
    def root(self) -> str:
        """The link to the root of the site, with a slash at its end."""
        return self._base or "../" * self.path.count("/") or "./"

    def to(self, path: str) -> str:
        """Return the link to a file of the site."""
        start, _, fragment = path.partition("#")
        link = between(self.path, start) if self._base is None else self._base + start
        return link + (f"#{fragment}" if fragment else "")

    def href(self, iri: str) -> str | None:
        """Return the link to the page of an IRI, or to the IRI itself; None where it is not one to link to."""
        if iri in self._publication.addresses:
            return self._publication.addresses.href(iri, self.path)
        return iri if is_web(iri) else None


class Site:
    """A site that is being written.

    Args:
        folder: The folder to write it in.
        publication: What it is to show.
        tell: Is told what is being done.
        base: The path of the site on its host, with a slash at both ends; None where that is not known.
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
            template: The file of its template.
            title: What it is called in the browser.
            base: What its links begin with, where it is shown in other places than its own.
            context: What the template shows.

        Raises:
            OutputError: There is such a file already, or the path leads out of the site.
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
            content: What it holds; text is written as UTF-8 with line feeds.

        Raises:
            OutputError: There is such a file already, or the path leads out of the site.
        """
        target = self.folder / path
        if ".." in Path(path).parts or Path(path).is_absolute():
            raise OutputError(f"{path}: this leads out of the site")
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        try:
            with target.open("xb") as file:
                file.write(content.encode() if isinstance(content, str) else content)
        except FileExistsError:
            raise OutputError(f"{path}: the site has such a file already") from None
