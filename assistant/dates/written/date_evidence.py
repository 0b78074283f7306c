"""What speaks for a document's date, before it is weighed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from assistant.dates.written.in_line import date_at
from assistant.dates.written.phrases import EARLIEST_YEAR, WrittenDate
from assistant.types import Precision, Provenance

Role = Literal["published", "updated"]


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """One statement about when a document was published or updated.

    `shown` is the statement as it is written. `readings` are the days it can mean: one when it is clear, two for
    ``03/04/2024``, none for ``2024-13-45``. `without_year` is set for a day and month alone, as in a dateline;
    `completed` says that other evidence has given such a one its year. `weekday` is the one that is written beside it.
    `not_understood` says that it looks like a date and could not be read.
    """

    provenance: Provenance
    shown: str
    readings: tuple[date, ...]
    precision: Precision = "day"
    role: Role = "published"
    without_year: WrittenDate | None = None
    completed: bool = False
    weekday: int | None = None
    not_understood: bool = False


def from_written(written: WrittenDate, provenance: Provenance, role: Role = "published") -> DateEvidence:
    """Turn a date found in a text into evidence."""
    return DateEvidence(
        provenance,
        written.text,
        written.readings,
        written.precision,
        role,
        without_year=None if written.has_year else written,
        weekday=written.weekday,
    )


def from_unread(shown: str, provenance: Provenance) -> DateEvidence:
    """What looks like a date and cannot be read."""
    return DateEvidence(provenance, shown, (), not_understood=True)


def from_value(value: object, provenance: Provenance, role: Role = "published") -> DateEvidence:
    """Turn the value of a date field (YAML, TOML or JSON) into evidence; what is not a date has no reading."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return DateEvidence(provenance, value.isoformat(), (value,) if value.year >= EARLIEST_YEAR else (), "day", role)
    shown = str(value).strip()
    written = date_at(shown)
    if written is None or written.end < len(shown):
        return DateEvidence(provenance, shown, (), "day", role)
    return from_written(written, provenance, role)
