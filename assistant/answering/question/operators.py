"""Filters written into a question: ``after:2021-03-01 before:2021-03-31 source:npr author:Doe path:*.txt``.

``since:`` and ``until:`` are other names of the first two, ``on:`` is both. They mean the same as the flags of the
same names: both ends are inclusive, and a month or year stands for its first day after ``after:`` and for its last
one after ``before:``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.dates.asked.phrases import asked_dates
from assistant.errors import SettingsError
from assistant.types import DateRange

_OPERATOR = re.compile(
    r"(?<![\w/])(?P<name>after|since|before|until|on|source|author|path|as-?of):(?P<value>\"[^\"]+\"|[^\s\"]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Operators:
    """What the operators of a question say, and the question without them."""

    text: str
    published: DateRange = DateRange()
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    as_of: date | None = None
    written: tuple[str, ...] = ()


def read_operators(question: str, *, as_of: date) -> Operators:
    """Take the operators out of a question. Raises SettingsError when one of them needs a date and has none."""
    published, asked_as_of = DateRange(), None
    names: dict[str, list[str]] = {"source": [], "author": [], "path": []}
    written: list[str] = []
    for match in _OPERATOR.finditer(question):
        name, value = match["name"].lower(), match["value"].strip('"').rstrip(",;?")
        written.append(match[0].rstrip(",;?"))
        if name in names:
            names[name].append(value)
        else:
            days = _days(name, value, as_of)
            if name in ("asof", "as-of"):
                asked_as_of = days.end
            else:
                start = days.start if name in ("after", "since", "on") else None
                end = days.end if name in ("before", "until", "on") else None
                published &= DateRange(start, end)
    text = " ".join(_OPERATOR.sub(" ", question).split()) if written else question
    sources, authors, paths = map(tuple, names.values())
    return Operators(text, published, sources, authors, paths, asked_as_of, tuple(written))


def _days(name: str, value: str, as_of: date) -> DateRange:
    # A bare year or month needs a preposition to be a date in running text; here it is one.
    for lead in ("in ", ""):
        for phrase in asked_dates(lead + value, as_of=as_of):
            if phrase.text == value and phrase.kind != "open":
                return phrase.days
    raise SettingsError(f"{name}:{value} is not a valid date; use the form {name}:2021-03-01")
