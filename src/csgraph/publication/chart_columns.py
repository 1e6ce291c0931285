"""The charts that a view may declare, and the columns that each needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Chart:
    """A picture that rows may make.

    Attributes:
        columns: The variables that it needs a value of in each row.
        optional: The variables that it needs, and that a row may leave empty.
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
"""The pictures by name. Each is drawn by the module of its name."""
