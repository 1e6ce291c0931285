"""Lists the charts that a view may declare, with the columns that each needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Chart:
    """A chart that can be drawn from rows.

    Attributes:
        columns: The variables that must be bound in each row.
        optional: The variables that it needs, and that may be unbound.
    """

    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """All variables that it needs."""
        return (*self.columns, *self.optional)


CHARTS: Mapping[str, Chart] = {
    "balance": Chart(("session", "title", "slots", "state", "unidir", "other", "affiliations")),
    "functions": Chart(("function", "text", "modality", "voice", "statement"), ("form",)),
    "pillars": Chart(("order", "pillar", "place", "section", "aboutPillar", "aboutCoreIssue")),
    "sessions": Chart(("session", "title", "slot", "name", "affiliation")),
    "timeline": Chart(("when", "what", "passage"), ("date", "fromYear", "toYear")),
}
"""The charts by name; each is drawn by the module of ``csgraph.publication.charts`` of its name."""
