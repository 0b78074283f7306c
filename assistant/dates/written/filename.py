"""Dates in a path: ``2021-03-24-title.txt``, ``20210324_x.txt``, ``2021-03.md``, ``2021/03/24/x.txt``."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath

from assistant.dates.vocabulary import MONTHS, YEAR
from assistant.dates.written.date_evidence import DateEvidence, from_value
from assistant.text.numbers import any_of

_MONTH = f"(?P<m>{any_of(MONTHS)})"
_Y = f"(?P<y>{YEAR})"
_SEP = r"[-._ ]"
# A number glued to other letters or digits, as in a checksum or a serial number, is not a date.
_START, _END = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_TIME = r"(?:[T_ -]?\d{4}(?:\d\d)?Z?|T\d\d[-_.:]\d\d(?:[-_.:]\d\d)?Z?)?"
_FORMS = [
    (re.compile(_START + form + _END, re.IGNORECASE), written)
    for form, written in (
        (rf"{_Y}(?P<s>{_SEP})(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?:T[\d-]+Z?)?", "{y}-{m}-{d}"),
        (rf"{_Y}(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01]){_TIME}", "{y}-{m}-{d}"),
        (rf"(?P<d>\d{{1,2}}){_SEP}?{_MONTH}{_SEP}?,?{_SEP}?{_Y}", "{d} {m} {y}"),
        (rf"{_MONTH}{_SEP}?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?{_SEP}+{_Y}", "{m} {d}, {y}"),
        (rf"{_Y}{_SEP}?{_MONTH}{_SEP}?(?P<d>\d{{1,2}})", "{d} {m} {y}"),
        (rf"(?P<d>\d{{1,2}})(?P<s>{_SEP})(?P<m>\d{{1,2}})(?P=s){_Y}", "{d}/{m}/{y}"),
        (rf"{_Y}{_SEP}(?P<m>0[1-9]|1[0-2])(?!{_SEP}?\d)", "{y}-{m}"),
        (rf"{_MONTH}{_SEP}?{_Y}", "{m} {y}"),
        (rf"{_Y}{_SEP}?{_MONTH}", "{m} {y}"),
    )
]
# Six digits are a year and a month only where they cannot be a day of a two-digit year: from 2013 on.
_COMPACT_MONTH = re.compile(r"(20(?:1[3-9]|[2-9]\d))(0[1-9]|1[0-2])(?![0-9A-Za-z])")
_NUMBERED_FOLDERS = re.compile(rf"(?:^|/){_Y}/(?P<m>\d\d)(?:/(?P<d>\d\d))?(?=/|$)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def dates_in_path(path: str) -> list[DateEvidence]:
    """Return what the file's name says of its date, and what its folders say."""
    place = PurePosixPath(path)
    found = _in_name(place.name.removesuffix(place.suffix))
    folders = place.parent.as_posix()
    numbered = _NUMBERED_FOLDERS.search(folders)
    if numbered:
        return [
            *found,
            _evidence("-".join(part for part in numbered.group("y", "m", "d") if part), numbered[0].strip("/")),
        ]
    for part in place.parts[:-1]:
        found += _in_name(part)
    return found


def year_in_path(path: str) -> int | None:
    """Return the one year that a path names anywhere, as ``report-2021.txt`` does: a hint, not a date."""
    years = set(_YEAR.findall(path))
    return int(years.pop()) if len(years) == 1 else None


def _in_name(name: str) -> list[DateEvidence]:
    if _YEAR.fullmatch(name):
        return [_evidence(name, name)]
    name = name.replace("_", " ")
    found = []
    for form, written in _FORMS:
        while match := form.search(name):
            found.append(_evidence(written.format(**match.groupdict()), match[0]))
            name = name[: match.start()] + " " * len(match[0]) + name[match.end() :]
    compact = _COMPACT_MONTH.match(name)
    if compact:
        found.append(_evidence(f"{compact[1]}-{compact[2]}", compact[0]))
    return found


def _evidence(written: str, shown: str) -> DateEvidence:
    return replace(from_value(written, "filename"), shown=shown)
