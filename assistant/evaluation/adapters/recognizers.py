"""Date phrases of Microsoft's Recognizers-Text (its specs ``DateParser`` and ``DatePeriodParser``).

Format: JSONL with a BOM, ``{Input, Context: {ReferenceDateTime}, Results: [{Value: {Timex, PastResolution: {date} or
{startDate, endDate}}}]}``. Of the two resolutions the past one is taken, since news is about the past. The specs write
ends without saying whether the last day belongs to the range: whole calendar units end before the day given; of other
ranges both readings are right.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from assistant.evaluation.adapters.folder import case_of, files_in, gold_set, json_lines
from assistant.evaluation.gold.cases import Case, Header
from assistant.evaluation.gold.files import GoldSet

_WHOLE_UNIT = re.compile(r"[\dX]{4}(-W\d\d(-WE)?|-[\dX]{2}|-[\dX]{2}-W\d\d)?$")
_NO_REFERENCE = "2019-12-31"  # such a spec names its year itself; any later day will do


def read(path: Path, workspace: Path) -> GoldSet:  # noqa: ARG001  (no documents are needed)
    """Read the specs with exactly one result that is a day or whole days; seasons and times of day are left out."""
    cases: list[Case] = []
    for file in files_in(path, "Date*Parser.jsonl"):
        for number, spec in json_lines(file):
            results = spec["Results"]
            readings = _readings(results[0].get("Value") or {}) if len(results) == 1 else []
            if not readings:
                continue
            reference = (spec.get("Context") or {}).get("ReferenceDateTime", _NO_REFERENCE)
            cases.append(
                case_of(
                    file,
                    number,
                    id=f"{file.stem}-{number}",
                    question=spec["Input"],
                    category=file.stem,
                    as_of=reference[:10],
                    days=readings,
                )
            )
    return gold_set(Header(set="recognizers", task="dates"), cases, None)


def _readings(value: dict[str, Any]) -> list[dict[str, date | None]]:
    past, timex = value.get("PastResolution") or {}, value.get("Timex") or ""
    if "." in timex.rpartition("P")[2]:
        return []  # a fraction of a unit is not a number of days
    if "date" in past:
        day = _day(past["date"])
        return [{"start": day, "end": day}] if day else []
    start, end = _day(past.get("startDate")), _day(past.get("endDate"))
    if start is None and end is None:
        return []
    ends: list[date | None] = [end - timedelta(days=1)] if end else [None]
    if end and not _WHOLE_UNIT.match(timex):
        ends.append(end)
    return [{"start": start, "end": one} for one in ends]


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return None if day == date.min else day
