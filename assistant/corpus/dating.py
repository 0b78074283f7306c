"""Weighs the evidence for a document's date. The strongest clear statement wins; doubts are reported, not guessed away.

Strength: sidecar > front matter > record field > metadata > header line > file name. A statement is clear when it
has one reading that is not in the future. Ambiguous, impossible and future ones are reported with all their readings,
and so are statements that disagree. Two clear statements of the same strength that disagree cancel each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.dates.how_known import how_known
from assistant.dates.vocabulary import WEEKDAY_NAMES
from assistant.dates.written.date_evidence import DateEvidence
from assistant.types import Day, DocumentDate, Precision, Provenance

_STRENGTH: tuple[Provenance, ...] = (
    "sidecar",
    "front_matter",
    "json_field",
    "html_metadata",
    "header_line",
    "filename",
)
FUTURE = "lies in the future"  # said of a day that has not come yet, which stands before it as 2022-01-31
_PREFIX: dict[Precision, int] = {"day": 10, "month": 7, "year": 4}


@dataclass(frozen=True, slots=True)
class Dated:
    """The outcome: a date (perhaps none), the last update, and every doubt in plain words."""

    date: DocumentDate
    updated: Day | None
    problems: tuple[str, ...]


def weigh(evidence: Sequence[DateEvidence], *, today: date, year_hint: int | None = None) -> Dated:
    """Decide on a document's date.

    Args:
        evidence: all statements found.
        today: no later day is believed.
        year_hint: a year that the path names without saying that it is the document's; completes a dateline.
    """
    evidence = _complete(evidence, year_hint)
    problems = [problem for each in evidence if (problem := _fault(each, today))]
    published = [each for each in evidence if each.role == "published"]
    winner: DateEvidence | None = None
    contested = False
    for provenance in _STRENGTH:
        level = [each for each in published if each.provenance == provenance]
        clear = [each for each in level if _is_clear(each, today)]
        finest = min(clear, key=lambda each: "day month year".split().index(each.precision), default=None)
        if finest and not all(_agree(finest, each) for each in clear):
            problems.append(f"{_listed(clear)} disagree")
            contested = True
        elif finest and winner is None and not contested:
            winner = finest
        elif finest and winner and winner.provenance != "sidecar" and not _agree(winner, finest):
            problems.append(f"{_listed([winner, finest])} disagree")
    if winner and winner.provenance == "sidecar":  # it settles what the file leaves in doubt
        problems = [problem for each in evidence if each.provenance == "sidecar" and (problem := _fault(each, today))]
    winner = _refined(winner, published, today)
    if winner and _contradicted(winner, published, today):
        winner = None
    updated = max(
        (each.readings[0] for each in evidence if each.role == "updated" and _is_clear(each, today)), default=None
    )
    if winner is None:
        return Dated(DocumentDate(not_before=updated), updated, tuple(dict.fromkeys(problems)))
    day = winner.readings[0]
    if updated and updated < day:
        problems.append(f"updated {updated} lies before published {day}")
    return Dated(DocumentDate(day, winner.precision, winner.provenance), updated, tuple(dict.fromkeys(problems)))


def _complete(evidence: Sequence[DateEvidence], year_hint: int | None) -> list[DateEvidence]:
    """Give dates without a year the year that other evidence names, if only one is possible."""
    dated = [each for each in evidence if len(each.readings) == 1]
    years = {each.readings[0].year for each in dated if each.role == "published"} or {
        each.readings[0].year for each in dated
    }
    if not years and year_hint:
        years = {year_hint}
    completed = []
    for each in evidence:
        if each.without_year and len(years) == 1:
            day = each.without_year.in_year(next(iter(years)))
            completed.append(replace(each, readings=(day,) if day else (), without_year=None, completed=True))
        else:
            completed.append(each)
    return completed


def _refined(winner: DateEvidence | None, published: Iterable[DateEvidence], today: date) -> DateEvidence | None:
    """Take a dateline's day where the strongest evidence gave it its year and holds it."""
    for each in published:
        if winner and winner.precision != "day" and each.completed and _is_clear(each, today) and _agree(winner, each):
            return each
    return winner


def _is_clear(each: DateEvidence, today: date) -> bool:
    return len(each.readings) == 1 and each.readings[0] <= today


def _agree(one: DateEvidence, other: DateEvidence) -> bool:
    """Whether the coarser of two clear statements holds the finer one."""
    length = min(_PREFIX[one.precision], _PREFIX[other.precision])
    return one.readings[0].isoformat()[:length] == other.readings[0].isoformat()[:length]


def _contradicted(winner: DateEvidence, published: Iterable[DateEvidence], today: date) -> bool:
    """Whether stronger, ambiguous evidence rules the winner out: then nobody knows."""
    rank = _STRENGTH.index(winner.provenance)
    for each in published:
        ambiguous = len([day for day in each.readings if day <= today]) > 1
        if ambiguous and _STRENGTH.index(each.provenance) < rank:
            length = _PREFIX[winner.precision]
            if winner.readings[0].isoformat()[:length] not in {day.isoformat()[:length] for day in each.readings}:
                return True
    return False


def _fault(each: DateEvidence, today: date) -> str | None:
    where = f"{how_known(each.provenance)} {each.shown!r}"
    if each.not_understood:
        return f"{where} looks like a date and is not understood"
    if each.without_year:
        return f"{where} has no year"
    if not each.readings:
        return f"{where} is not a possible date"
    if len(each.readings) > 1:
        return f"{where} can mean {' or '.join(day.isoformat() for day in each.readings)}"
    if each.readings[0] > today:
        day = each.readings[0].isoformat()
        return f"{where} {FUTURE}" if each.shown == day else f"{where} ({day}) {FUTURE}"
    weekday = each.readings[0].weekday()
    if each.precision == "day" and each.weekday not in (None, weekday) and not each.shown.startswith("Sun "):
        return f"{where} names the wrong day of the week: {each.readings[0]} is a {WEEKDAY_NAMES[weekday].title()}"
    return None


def _listed(evidence: Iterable[DateEvidence]) -> str:
    shown = list(
        dict.fromkeys(
            f"{how_known(each.provenance)} {each.readings[0].isoformat()[: _PREFIX[each.precision]]}"
            for each in evidence
        )
    )
    return " and ".join(shown if len(shown) <= 3 else [*shown[:2], f"{len(shown) - 2} others"])
