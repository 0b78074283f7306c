"""How many of the date phrases of Recognizers-Text the question grammar reads right.

    python -m bench.recognizers --data FOLDER [--wrong]

FOLDER holds DatePeriodParser.jsonl, DateParser.jsonl and DateTimeModel.jsonl (English specs of Recognizers-Text, MIT,
https://github.com/microsoft/Recognizers-Text). A case counts when start and end of the past reading are right. The
specs write ends in two ways without saying which: whole calendar units end before the day given, ranges with two named
ends and counted stretches on it or before it; so the first must match exactly, the others on either of the two days.
Where a range ends with a month or year ("between 2014 and 2018") the specs leave that out; here it belongs to the
range, as readers of news mean it, and such cases count as wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from assistant.dates.asked.phrases import DatePhrase, asked_dates

_UNIT = re.compile(r"[\dX]{4}(-W\d\d(-WE)?|-\d\d|-\d\d-W\d\d)?$|[\dX]{4}-[\dX]{2}-W\d\d$")


@dataclass(frozen=True)
class Case:
    kind: str
    text: str
    as_of: date
    start: date | None
    ends: frozenset[date | None]
    excluded: str | None = None


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", default=os.environ.get("RECOGNIZERS_DATA"), help="folder of the .jsonl files")
    arguments.add_argument("--wrong", action="store_true", help="list the cases that are read wrong")
    options = arguments.parse_args()
    if not options.data or not Path(options.data).is_dir():
        print("skipped: name the folder of the specs with --data or RECOGNIZERS_DATA")
        return
    folder = Path(options.data)
    total = right_in_all = 0
    for name in ("DatePeriodParser", "DateParser"):
        cases = list(_dated_cases(folder / f"{name}.jsonl"))
        excluded = Counter(case.excluded for case in cases if case.excluded)
        scored = [case for case in cases if not case.excluded]
        wrong = [case for case in scored if not _is_right(case)]
        total, right_in_all = total + len(scored), right_in_all + len(scored) - len(wrong)
        print(f"{name}: {len(scored) - len(wrong)} of {len(scored)} right ({1 - len(wrong) / len(scored):.1%})")
        for reason, count in sorted(excluded.items()):
            print(f"  left out: {count} {reason}")
        for case in wrong if options.wrong else ():
            read = [(p.text, str(p.days.start), str(p.days.end)) for p in asked_dates(case.text, as_of=case.as_of)]
            print(f"  {case.as_of} {case.text!r}: {case.start} – {sorted(map(str, case.ends))}, read {read}")
    print(f"both: {right_in_all} of {total} right ({right_in_all / total:.1%})")
    plain = list(_dateless(folder / "DateTimeModel.jsonl"))
    filtered = [(text, found) for text, as_of in plain if (found := asked_dates(text, as_of=as_of))]
    kept = len(plain) - len(filtered)
    print(f"DateTimeModel without a date: {kept} of {len(plain)} give no phrase ({kept / len(plain):.1%})")
    for text, found in filtered if options.wrong else ():
        print(f"  {text!r}: {[phrase.text for phrase in found]}")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig") as lines:
        for line in lines:
            yield json.loads(line)


def _reference(spec: dict[str, Any]) -> date:
    # A spec without a reference day names its year itself; any later day will do.
    written = (spec.get("Context") or {}).get("ReferenceDateTime", "2019-12-31")
    return date.fromisoformat(written[:10])


def _dated_cases(path: Path) -> Iterator[Case]:
    for spec in _lines(path):
        text, as_of = spec["Input"], _reference(spec)
        if len(spec["Results"]) != 1:
            yield Case("", text, as_of, None, frozenset(), "no result, or several")
            continue
        result = spec["Results"][0]
        value = result.get("Value") or {}
        past, timex = value.get("PastResolution") or {}, value.get("Timex") or ""
        if not past:
            yield Case("", text, as_of, None, frozenset(), "season without days")
        elif "." in timex.rpartition("P")[2]:
            yield Case("", text, as_of, None, frozenset(), "not whole days")
        elif "date" in past:
            day = _day(past["date"])
            reason = None if day else "a day that does not exist"
            yield Case("date", text, as_of, day, frozenset({day}), reason)
        else:
            start, end = _day(past.get("startDate")), _day(past.get("endDate"))
            ends: set[date | None] = {end - timedelta(days=1)} if end else {None}
            if end and not _UNIT.match(timex):
                ends.add(end)
            if end is None and start is None:
                yield Case("", text, as_of, None, frozenset(), "a day that does not exist")
                continue
            yield Case("range", text, as_of, start, frozenset(ends))


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return None if day == date.min else day


def _is_right(case: Case) -> bool:
    return any(_covers(case, phrase) for phrase in asked_dates(case.text, as_of=case.as_of))


def _covers(case: Case, phrase: DatePhrase) -> bool:
    return phrase.days.start == case.start and phrase.days.end in case.ends


def _dateless(path: Path) -> Iterator[tuple[str, date]]:
    """Inputs in which the specs find nothing, or only times of day, durations and time zones."""
    dated = ("date", "set")
    for spec in _lines(path):
        if not any(result["TypeName"].removeprefix("datetimeV2.").startswith(dated) for result in spec["Results"]):
            yield spec["Input"], _reference(spec)


if __name__ == "__main__":
    main()
