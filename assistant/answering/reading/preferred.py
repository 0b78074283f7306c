"""Whose words, whose office, which kind of thing a question asks for: sentences that say so come before all others.

Unlike `required`, this only ranks: if no sentence qualifies, none is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from assistant.answering.reading.absent_names import is_among
from assistant.asked import Asked
from assistant.text.numbers import numbers
from assistant.text.speech import SAYING, SPEAKER_MAY_FOLLOW
from assistant.text.words import STOP_WORDS, stem, word_set, words

_SAYING, _MAY_FOLLOW = SAYING | {"according"}, SPEAKER_MAY_FOLLOW | {"according"}
_NEAR = 7  # words between a verb of saying and the name of who says it
_LESSER = word_set("vice deputy former ex acting assistant")
_UNQUALIFIED = word_set("several new first second last latest next")
_BESIDE = 4  # words between an office and whose it is

Prefers = Callable[[str], bool]


def preference_of(asked: Asked) -> Prefers | None:
    """A test for sentences: do they give the words or the office of whom the question names, or a sort of the thing?

    None where the question asks for nothing of the sort.
    """
    if thing := asked.sort_of:
        return lambda text: _qualifies(thing, text)
    if speaker := asked.speaker:
        return lambda text: _speaks(speaker, text)
    return (lambda text: _holds(asked.role, asked.role_of, text)) if asked.role else None


def _qualifies(thing: str, text: str) -> bool:
    """Whether a word, not a number or grammar, stands before the thing: "cruise missiles", not "two missiles"."""
    typed = words(text)
    return any(
        stem(word) == thing and not numbers(before) and before.lower() not in STOP_WORDS and before not in _UNQUALIFIED
        for before, word in pairwise(typed)
    )


def _speaks(speaker: str, text: str) -> bool:
    """Whether a verb of saying stands near the speaker's name."""
    typed = [word.lower() for word in words(text)]
    return any(
        word in _SAYING
        and is_among(speaker, typed[max(0, place - _NEAR) : place + (_NEAR + 1 if word in _MAY_FOLLOW else 0)])
        for place, word in enumerate(typed)
    )


def _holds(office: Sequence[str], owner: Sequence[str], text: str) -> bool:
    """Whether the text has that very office ("vice minister" is another one), beside the words of whose it is."""
    typed = [word.lower() for word in words(text)]
    stems = [stem(word) for word in typed]
    for place in range(len(stems) - len(office) + 1):
        if tuple(stems[place : place + len(office)]) != office or (typed[place - 1] if place else "") in _LESSER:
            continue
        end = place + len(office)
        around = [*typed[max(0, place - _BESIDE) : place], *typed[end : end + _BESIDE]]
        if all(is_among(word, around) for word in owner):
            return True
    return False
