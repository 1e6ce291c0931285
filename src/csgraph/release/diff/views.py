"""Reports changes of views: names, columns, parameters, graphs and queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from csgraph.publication import views
from csgraph.release.diff.change import ADDED, CHANGED, MAJOR, MINOR, PATCH, REMOVED, Change
from csgraph.release.diff.edition import Edition
from csgraph.release.diff.labels import QUERIES
from csgraph.sparql import header
from csgraph.sparql.outline import projection
from csgraph.sparql.tokens import tokenize

if TYPE_CHECKING:
    from csgraph.publication.parameters import Parameter


def view_changes(old: Edition, new: Edition) -> Iterator[Change]:
    """Yield the changes of views.

    Raises:
        InputError: The header of a view that changed is not right.
    """
    before, after = old.views, new.views
    gone, came = before.keys() - after.keys(), after.keys() - before.keys()
    renamed = {name: others[0] for name in sorted(gone) if len(others := _like(before[name], after, came)) == 1}
    for name in sorted(gone):
        if name in renamed:
            yield _change(MAJOR, CHANGED, "renamed", name, f"is called {renamed[name]} now")
        else:
            yield _change(MAJOR, REMOVED, "removed", name, "is gone")
    for name in sorted(came - set(renamed.values())):
        yield _change(MINOR, ADDED, "added", name, f"is new{_question(after[name], f'{new.place}/queries/{name}.rq')}")
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            places = [f"{edition.place}/queries/{name}.rq" for edition in (old, new)]
            yield from _changed(name, (before[name], after[name]), places)


def _like(text: str, views: Mapping[str, str], names: set[str]) -> list[str]:
    return sorted(name for name in names if views[name] == text)


def _question(text: str, place: str) -> str:
    content = header.read(text, place).content if header.exists(text) else {}
    return f": {' '.join(str(content['summary']).split())}" if "summary" in content else ""


def _change(level: str, heading: str, action: str, name: str, text: str) -> Change:
    return Change(level, QUERIES, heading, action, "view", name, "", text)


def _changed(name: str, texts: tuple[str, str], places: list[str]) -> Iterator[Change]:
    one, other = map(projection, texts)
    found = [
        *_columns(name, one, other),
        *_parameters(name, *(_declared(text, place) for text, place in zip(texts, places, strict=True))),
    ]
    graphs = [header.named_graphs(text) for text in texts]
    if set(graphs[0]) != set(graphs[1]):
        found.append(_change(MINOR, CHANGED, "run on other graphs", name, _graphs(*graphs)))
    queries = [[token.text for token in tokenize(text)] for text in texts]
    if queries[0] != queries[1] and not found:
        found.append(_change(MINOR, CHANGED, "rewritten", name, "has another query; its columns are the same"))
    elif not found:
        found.append(_change(PATCH, CHANGED, "described differently", name, "is described differently"))
    yield from found


def _graphs(old: list[str], new: list[str]) -> str:
    """Return which graphs the header of a view declares now, and which before."""
    if not new:
        return f"no longer declares its graphs, which were {', '.join(old)}"
    if not old:
        return f"declares the graphs {', '.join(new)}, and declared none before"
    gone, came = ([one for one in names if one not in others] for names, others in ((old, new), (new, old)))
    if not came:
        return f"no longer queries the graphs {', '.join(gone)}"
    ending = f", and no longer {', '.join(gone)}" if gone else " too"
    return f"queries the graphs {', '.join(came)}{ending}"


def _columns(name: str, old: list[str], new: list[str]) -> Iterator[Change]:
    """Yield the changes of columns; programs may rely on their names or their order."""
    if old == new:
        return
    gone, came = [one for one in old if one not in new], [one for one in new if one not in old]
    swapped = [(one, other) for one, other in zip(old, new, strict=False) if one != other]
    if len(old) == len(new) and all(one in gone and other in came for one, other in swapped):
        for one, other in swapped:
            yield _change(MAJOR, CHANGED, "given other columns", name, f"calls its column {one} {other} now")
        return
    for one in gone:
        yield _change(MAJOR, REMOVED, "given other columns", name, f"has no column {one} any more")
    kept = [one for one in new if one in old]
    if kept != [one for one in old if one in new]:
        text = f"has its columns in another order: {', '.join(kept)}"
        yield _change(MAJOR, CHANGED, "given other columns", name, text)
    for one in came:
        is_last = new.index(one) >= len(kept)
        text = f"has a new column {one}" if is_last else f"has a new column {one} before others, whose place changes"
        yield _change(MINOR if is_last else MAJOR, ADDED, "given other columns", name, text)


def _declared(text: str, place: str) -> tuple[Parameter, ...]:
    return views.read_parameters(text, place) if header.declares_parameters(text) else ()


def _parameters(name: str, old: tuple[Parameter, ...], new: tuple[Parameter, ...]) -> Iterator[Change]:
    before, after = ({each.name: each for each in known} for known in (old, new))
    for one in sorted(before.keys() - after.keys()):
        yield _change(MAJOR, REMOVED, "given other parameters", name, f"takes no parameter {one} any more")
    for one in sorted(after.keys() - before.keys()):
        yield _change(MINOR, ADDED, "given other parameters", name, f"takes a parameter {one}")
    for one in sorted(before.keys() & after.keys()):
        if before[one].default != after[one].default:
            defaults = [str(each.default) if each.default is not None else "none" for each in (after[one], before[one])]
            text = f"has {defaults[0]} as the default of its parameter {one}, was {defaults[1]}"
            yield _change(MAJOR, CHANGED, "given other parameters", name, text)
        if before[one].type != after[one].type:
            text = f"takes {after[one].takes} as its parameter {one}, and no longer {before[one].takes}"
            yield _change(MAJOR, CHANGED, "given other parameters", name, text)
