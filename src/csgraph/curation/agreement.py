"""Measures how far two annotations of the same sentences and parts agree.

Cohen's kappa is agreement beyond chance: (observed - expected) / (1 - expected), where expected is the agreement that
two annotators with the same shares of each choice would reach by chance.

Source:
    J. Cohen, A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20 (1960),
    37-46, https://doi.org/10.1177/001316446002000104; tests/curation/test_agreement.py works an example by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from csgraph import paths
from csgraph.curation import annotation
from csgraph.errors import InputError
from csgraph.rdf import turtle

CAVEAT = (
    "both annotators are language models of one family, so that they share habits of reading that two people would not; "
    "and the guide gives the reading of some fifty sentences as its examples. Take the figures as an upper bound of what "
    "two people would reach with this guide."
)
"""The limits of the figures, to be printed wherever they are."""

CHOICES = ("modality", "voice", "negated")
"""The fields in which a statement has exactly one value; parts have no voice of their own, so that it is empty."""

LISTS = ("forms", "functions", "about", "addressees")
"""The fields in which a statement has any number of values, besides its types."""

_Readings = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Agreement:
    """How far two annotators agree on one set of choices.

    Attributes:
        name: What was chosen: a field, or one type given or not given.
        first: How often the first annotator gave it; for a field of one value, the number of statements.
        second: How often the second gave it.
        observed: The share of choices that are alike, 0 to 1.
        kappa: Cohen's kappa, at most 1; None where it is not defined, because both made one choice throughout.
    """

    name: str
    first: int
    second: int
    observed: float
    kappa: float | None


@dataclass(frozen=True)
class Annotations:
    """The annotations of the report, each with the readings by sentence or part.

    Attributes:
        first: The first annotator's.
        second: The second's.
        settled: What was settled where they differ; the graph has these.
    """

    first: _Readings
    second: _Readings
    settled: _Readings

    def only(self, *, parts: bool) -> Annotations:
        """Return the annotations of the parts, or those of the sentences."""
        return Annotations(
            *(
                {key: row for key, row in readings.items() if annotation.is_part(key) == parts}
                for readings in (self.first, self.second, self.settled)
            )
        )


def read() -> Annotations:
    """Return the annotations of the report.

    Raises:
        InputError: A table is missing or not well formed.
    """
    return Annotations(
        *(
            annotation.read_readings(turtle.read(paths.ANNOTATION / f"{name}.tsv").decode(), place=f"{name}.tsv")
            for name in ("first", "second", "adjudicated")
        )
    )


def overruled() -> list[dict[str, str]]:
    """Return where the adjudication differs from both annotators: statement, field, and the reason given.

    Raises:
        InputError: The table is missing or not well formed.
    """
    text = turtle.read(paths.ANNOTATION / "overruled.tsv").decode()
    return [row for _, row in annotation.read_table(text, annotation.OVERRULED_COLUMNS, place="overruled.tsv")]


def cohen(first: Sequence[Hashable], second: Sequence[Hashable]) -> tuple[float, float | None]:
    """Return observed agreement and Cohen's kappa of two annotators' choices, same items, same order.

    Raises:
        InputError: They have no item, or differ in length.
    """
    if len(first) != len(second) or not first:
        raise InputError("two annotations can be compared only if they have the same items, and at least one")
    total = len(first)
    observed = sum(one == other for one, other in zip(first, second, strict=True)) / total
    shares, others = Counter(first), Counter(second)
    expected = sum(count * others[choice] for choice, count in shares.items()) / total**2
    return observed, None if expected == 1 else (observed - expected) / (1 - expected)


def compare(first: Mapping[str, Mapping[str, str]], second: Mapping[str, Mapping[str, str]]) -> list[Agreement]:
    """Return the agreement on each field, then on each type, in the order of the names.

    Modality, voice and negation are one choice for each statement. Of the fields that hold any number of values, each
    statement and each value that either annotator used anywhere is one choice, given or not given; so is each type.

    Args:
        first: Readings by statement, with the columns of an annotation table.
        second: The other annotator's readings of the same statements.

    Raises:
        InputError: They do not read the same statements.
    """
    if first.keys() != second.keys():
        raise InputError(f"only one annotation has {min(first.keys() ^ second.keys())}")
    second = {key: second[key] for key in first}
    results = []
    for field in CHOICES:
        observed, kappa = cohen([first[key][field] for key in first], [second[key][field] for key in first])
        results.append(Agreement(field, len(first), len(second), observed, kappa))
    for field in LISTS:
        one, other = given(first, field), given(second, field)
        values = sorted(set().union(*one, *other))
        results.append(
            _agreed(field, *([value in each for each in answers for value in values] for answers in (one, other)))
        )
    types = [given(annotation, "types") for annotation in (first, second)]
    for name in sorted(set().union(*types[0], *types[1])):
        results.append(_agreed(name, *([name in each for each in answers] for answers in types)))
    return results


def _agreed(name: str, first: list[bool], second: list[bool]) -> Agreement:
    """Return how far two annotators agree on what is given or not given; fully where there is nothing to give."""
    observed, kappa = cohen(first, second) if first else (1.0, None)
    return Agreement(name, sum(first), sum(second), observed, kappa)


def given(annotation: Mapping[str, Mapping[str, str]], field: str) -> list[set[str]]:
    """Return the values that each statement got in a field that holds any number of them."""
    return [set(filter(None, row[field].split(","))) for row in annotation.values()]


def differences(first: Mapping[str, Mapping[str, str]], second: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return the statements whose types, modality, voice or negation differ, in their order.

    The order of types does not matter. Differences in what a statement is about are counted by ``compare``, not listed.
    """

    def reading(row: Mapping[str, str]) -> tuple[frozenset[str], *tuple[str, ...]]:
        return frozenset(row["types"].split(",")), *(row[field] for field in CHOICES)

    return [key for key in first if reading(first[key]) != reading(second[key])]


def in_words(row: Mapping[str, str]) -> str:
    """Return one reading in a line: its types, modality and voice, and whether it is negated."""
    shown = [row["types"].replace(",", ", "), row["modality"], row["voice"], "negated" if row["negated"] else ""]
    return "; ".join(filter(None, shown))
