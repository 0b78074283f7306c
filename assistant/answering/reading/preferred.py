"""Whose words, whose office, which kind of thing a question asks for: sentences that say so come before all others.

Unlike `asked_thing`, this only ranks: if no sentence qualifies, none is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from assistant.answering.reading.absent_names import is_among
from assistant.answering.reading.asked_thing import OFFICES
from assistant.text.numbers import any_of, numbers
from assistant.text.speech import SAYING, SPEAKER_MAY_FOLLOW
from assistant.text.words import STOP_WORDS, stem, word_set, words

_SAYING, _MAY_FOLLOW = SAYING | {"according"}, SPEAKER_MAY_FOLLOW | {"according"}
_SPEAKER = re.compile(
    rf"\bwhat (?:else )?(?:did|does|do|has|have|had) (?P<who>[^?,;]{{2,60}}?) {any_of(SAYING)}\b",
    re.IGNORECASE,
)
_REACTION = re.compile(
    r"\bhow (?:did|does|do|has|have|had) (?P<who>[^?,;]{2,60}?) (?:react|respond|reply|answer|comment)(?:ed|ied)?\b"
    r"|\bwhat (?:is|was|were|has been) (?P<whose>[^?,;]{2,60}?)(?:['’]s?)? "
    r"(?:reaction|response|reply|answer|comment)s?\b",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:what|which) (?:types?|kinds?|sorts?|classe?s?|makes?) of (?:a |the )?(?P<thing>[\w-]+)", re.IGNORECASE
)
_SELF = word_set("himself herself itself themselves")
_NEAR = 7  # words between a verb of saying and the name of who says it
_WHO_IS = re.compile(
    r"\b(?:who(?:['’]s| is| was| are| were)|name)\s+(?:the\s+)?"
    r"(?:(?P<owner>[^?,;]+?)['’]s\s+)?(?P<office>[^?,;]+?)(?:\s+(?:of|in|from)\s+(?:the\s+)?(?P<of>[^?,;]+?))?\s*(?:[?,;]|$)",
    re.IGNORECASE,
)
_LESSER = word_set("vice deputy former ex acting assistant")
_UNQUALIFIED = word_set("several new first second last latest next")
_BESIDE = 4  # words between an office and whose it is

Prefers = Callable[[str], bool]


def preference_of(question: str) -> Prefers | None:
    """A test for sentences: do they give the words or the office of whom the question names, or a kind of the thing?

    None where the question asks for nothing of the sort.
    """
    if asked := _KIND.search(question):
        thing = stem(asked["thing"])
        return lambda text: _qualifies(thing, text)
    if asked := _SPEAKER.search(question) or _REACTION.search(question):
        speaker = _told(next(name for name in asked.groups() if name))
        return (lambda text: _speaks(speaker[-1], text)) if speaker else None
    if asked := _WHO_IS.search(question):
        owner, office = _told(asked["owner"] or asked["of"] or ""), words(asked["office"])
        while not owner[:1] and len(office) > 1 and office[0][:1].isupper() and office[1].islower():
            owner = [office.pop(0).lower()]  # "the Korean foreign minister"
        wanted = [stem(word) for word in office]
        if wanted and wanted[-1] in _OFFICE_STEMS:
            return lambda text: _holds(wanted, owner, text)
    return None


_OFFICE_STEMS = frozenset(stem(word) for word in OFFICES)


def _qualifies(thing: str, text: str) -> bool:
    """Whether a word, not a number or grammar, stands before the thing: "cruise missiles", not "two missiles"."""
    typed = words(text)
    return any(
        stem(word) == thing and not numbers(before) and before.lower() not in STOP_WORDS and before not in _UNQUALIFIED
        for before, word in pairwise(typed)
    )


def _told(text: str) -> list[str]:
    return [word.lower() for word in words(text) if word.lower() not in STOP_WORDS | _SELF]


def _speaks(speaker: str, text: str) -> bool:
    """Whether a verb of saying stands near the speaker's name."""
    typed = [word.lower() for word in words(text)]
    return any(
        word in _SAYING
        and is_among(speaker, typed[max(0, place - _NEAR) : place + (_NEAR + 1 if word in _MAY_FOLLOW else 0)])
        for place, word in enumerate(typed)
    )


def _holds(office: list[str], owner: list[str], text: str) -> bool:
    """Whether the text has that very office ("vice minister" is another one), beside the words of whose it is."""
    typed = [word.lower() for word in words(text)]
    stems = [stem(word) for word in typed]
    for place in range(len(stems) - len(office) + 1):
        if stems[place : place + len(office)] != office or (typed[place - 1] if place else "") in _LESSER:
            continue
        end = place + len(office)
        around = [*typed[max(0, place - _BESIDE) : place], *typed[end : end + _BESIDE]]
        if all(is_among(word, around) for word in owner):
            return True
    return False
