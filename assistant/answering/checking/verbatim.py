"""Whether a sentence says in the source's own words, and in their order, what a whole clause of the source says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.dates.vocabulary import CALENDAR_WORDS
from assistant.dates.written.phrases import written_dates, written_months, written_weekdays
from assistant.text.numbers import numbers, without
from assistant.text.sentences import sentence_spans
from assistant.text.words import stem, word_set, words

# Words that may be missing or added on either side without a change of what is said.
_HARMLESS = word_set(
    """a an the that which who of is was are were be been being has have had it its his her their he she they this these
    those there also and then on in at by for to as with mr mrs ms dr about"""
)
_MAY_BE_LEFT_OUT = frozenset(
    map(stem, "morning afternoon evening night noon midday early late later also still".split())
)
_CLAUSE = re.compile(r"[;:,]\s+|(?<!\s)\s++(?:and|but|while|whereas|which|who|although)\s+|\s[–—-]{1,2}\s")
_FEWEST = 3  # content words without which a sentence says too little to be compared


def nearly_verbatim(sentence: str, said: str) -> bool:
    """Whether every content word of `sentence` stands, in order, in whole clauses of a sentence of `said`.

    A day that the answer names may be the source's "Monday"; another day of the week, month or year is not.
    """
    ours = _kept(sentence)
    return (
        _same_times(sentence, said)
        and len(ours) >= _FEWEST
        and any(_tells(ours, said[start:end]) for start, end in sentence_spans(said))
    )


def _same_times(sentence: str, said: str) -> bool:
    days, months = written_weekdays(said), written_months(said)
    if (days and written_weekdays(sentence) - days) or (months and written_months(sentence) - months):
        return False
    there = numbers(said)
    return all(
        (one.year is None or one.year in there or one.day is not None)
        and (one.day is None or bool(days) or one.day in there)
        for one in written_dates(sentence)
    )


def _kept(text: str) -> list[str]:
    dated = without(text, written_dates(text))
    return [_form(word) for word in words(dated) if word.lower() not in _HARMLESS | CALENDAR_WORDS]


def _form(word: str) -> str:
    values = numbers(word)
    return f"{values.pop():g}" if len(values) == 1 and not word.isdigit() else stem(word)


def _tells(ours: Sequence[str], source: str) -> bool:
    clauses = [_kept(clause) for clause in _CLAUSE.split(source)]
    theirs = [(at, word) for at, clause in enumerate(clauses) for word in clause]
    place, used = 0, []
    for word in ours:
        found = next((at for at in range(place, len(theirs)) if theirs[at][1] == word), None)
        if found is None:
            return False
        used.append(found)
        place = found + 1
    first, last = theirs[used[0]][0], theirs[used[-1]][0]
    told = set(used)
    left = {word for at, (clause, word) in enumerate(theirs) if first <= clause <= last and at not in told}
    return left <= _MAY_BE_LEFT_OUT
