"""What can be checked of a sentence in another language than its evidence: numbers, and names of several words.

Neither closeness nor shared words tell anything there, and capitals little: German nouns have them, and countries have
other names. So a translation passes that shares a name or a number with its quote and has none that is not there. A
false one that only turns the deed round passes, too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import dropwhile

from rapidfuzz import fuzz

from assistant.text.numbers import numbers
from assistant.text.spelling import plain_name
from assistant.text.words import STOP_WORDS, foreign_names, is_foreign, words

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_ALIKE = 75  # of 100, that spellings of one name in two languages have in common: "Selenskyj", "Zelensky"
_COMPOUND = 5  # letters of a name with which a longer word may begin: "Øresundbrücke"


def in_two_languages(sentence: str, evidence: str) -> bool:
    """Whether one of the two is in English and the other is not."""
    return is_foreign(sentence) != is_foreign(evidence)


def shares_a_fact(sentence: str, evidence: str) -> bool:
    """Whether a sentence has a number or a name of its evidence."""
    known = _names_in(evidence)
    return not _digits(sentence).isdisjoint(_all_numbers(evidence)) or any(
        _is_one_of(name, known) for name in _names_in(sentence)
    )


def foreign_details(sentence: str, evidence: str, years: Iterable[float]) -> list[str]:
    """The numbers and the names of several words that neither the evidence has nor, of years and days, `years`."""
    there = _all_numbers(evidence) | {f"{year:g}" for year in years}
    missing = sorted(_digits(sentence) - there)
    known = _names_in(evidence)
    strange = [name for name in foreign_names(sentence) if _is_strange(name.split(), known)]
    return [
        *(f"the number {number} is not in the quote" for number in missing),
        *(f"the name {name!r} is not in the quote" for name in strange),
    ]


def _digits(text: str) -> set[str]:
    """The numbers in digits, without the marks that languages set differently: of "1,3" and "1.3" the "13"."""
    return {re.sub("[.,]", "", number).lstrip("0") for number in _DIGITS.findall(text)}


def _all_numbers(text: str) -> set[str]:
    return _digits(text) | {f"{value:.0f}" for value in numbers(text)}


def _names_in(text: str) -> set[str]:
    typed = (part for word in words(text) if word[:1].isupper() for part in (word, *word.split("-")))
    return {plain_name(part) for part in typed if len(part) > 2 and part.lower() not in STOP_WORDS}


def _is_strange(name: Sequence[str], known: Collection[str]) -> bool:
    """Whether of a name, without the known words that it begins with, several words are left and the last is unknown.

    A single word that is left may be a noun: "Washington Vertreter".
    """
    left = list(dropwhile(lambda word: _is_one_of(plain_name(word), known), name))
    return len(left) > 1 and not _is_one_of(plain_name(left[-1]), known)


def _is_one_of(name: str, known: Iterable[str]) -> bool:
    return any(
        fuzz.ratio(name, other) >= _ALIKE or (len(other) >= _COMPOUND and name.startswith(other)) for other in known
    )
