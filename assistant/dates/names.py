"""Names of months and weekdays in some fifty languages, from Unicode's CLDR (names.txt; tools/calendar_words.py)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assistant.dates.vocabulary import MONTHS, WEEKDAYS

# Forms that CLDR lacks: without accents, of the Levant, and other spellings.
_FURTHER = (
    "", "fevrier شباط", "maerz mrz آذار", "ابريل إبريل نيسان", "أيار", "حزيران", "تموز", "aout اغسطس آب", "أيلول",
    "اكتوبر تشرين_الأول", "تشرين_الثاني", "decembre كانون_الأول",
)  # fmt: skip
_WORD = re.compile(r"[^\s\d.,;:/|()\[\]·•–—،-]+(?:\.[^\s\d.,;:/|()\[\]·•–—،-]+)*")


class Names(NamedTuple):
    """Months from 1 and weekdays from 0 by their names in small letters; some mean two months, by the language."""

    months: Mapping[str, tuple[int, ...]]
    weekdays: Mapping[str, int]
    first_words: Mapping[str, tuple[str, ...]]


@cache
def all_names() -> Names:
    """The names, read from the file once."""
    months: dict[str, tuple[int, ...]] = {}
    weekdays: dict[str, int] = {}
    for line in (Path(__file__).with_name("names.txt")).read_text(encoding="utf-8").splitlines()[1:]:
        row, *names = line.split("\t")
        for name in names:
            if row[0] == "m":
                months[name] = (*months.get(name, ()), int(row[1:]))
            else:
                weekdays.setdefault(name, int(row[1:]))
    for number, row in enumerate(_FURTHER, 1):
        months |= {name.replace("_", " "): (number,) for name in row.split()}
    months |= {name: (number,) for name, number in MONTHS.items()}
    weekdays |= WEEKDAYS
    first_words: dict[str, tuple[str, ...]] = {}
    for name in sorted({*months, *weekdays}, key=len, reverse=True):
        first = _WORD.findall(name)[0]
        first_words[first] = (*first_words.get(first, ()), name)
    return Names(months, weekdays, first_words)


def names_in(text: str) -> tuple[str, ...]:
    """The names of months and weekdays that may stand in a text, the longest first."""
    lowered = text.lower()
    first_words = all_names().first_words
    words = {word.rstrip(".") for word in _WORD.findall(lowered)}
    found = {name for word in words for name in first_words.get(word, ()) if name in lowered}
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def pattern_of(names: Iterable[str]) -> str:
    """A pattern of names, each with or without its full stop."""
    return rf"(?:{'|'.join(map(re.escape, names)) or '(?!)'})(?!\w)\.?"
