"""Whether the clause around a date phrase speaks of what has been or of what is to come, if it says so at all."""

from __future__ import annotations

import re
from typing import Literal

Direction = Literal["past", "future"] | None

_FUTURE = re.compile(
    r"\b(?:will|won['’]t|would|shall|going to|plan(?:s|ned|ning)? (?:to|for|an?|the)|must|ha(?:s|ve) until|deadline"
    r"|(?:is|are|was|were) (?:to|set|due|scheduled|expected|slated)|expected (?:to|on|in|for|by)|expects?"
    r"|scheduled|upcoming|intends?|forecast(?:ed)? (?:for|on|to)|(?:planned|predicted|set|due) (?:for|on)"
    r"|sets? an? [\w ]{1,20} for|ahead of)\b|['’]ll\b",
    re.IGNORECASE,
)
# Verbs in the past, "said" and "told" left out: they tell of the speaking. "-ed" stands for most; "is closed" is none.
_PAST = re.compile(
    r"\b(?:was|were|had|did|been|became|began|broke|brought|built|came|cut|died|fell|felt|fought|found|gave|got|held"
    r"|hit|kept|killed|knew|led|left|lost|made|met|paid|put|ran|resigned|rose|sank|sat|saw|sent|shot|shut|sold|spent"
    r"|spoke|stood|struck|swore|took|went|won|wrote|(?<!is )(?<!are )(?<!be )[a-z]{3,}(?<!ne)ed)\b",
)
# What somebody "asked them to do on Friday" or was "adjourned until Friday" may lie on either side.
_OPEN = re.compile(
    r"\b(?:to (?!the\b|an?\b|his\b|her\b|its\b|their\b|[a-z]+s\b)[a-z]+(?: \S+){0,4} (?:on|in|by)|until|till|through) $"
)
_SPEAKING = re.compile(r"\b(?:said|told \S+|announced|added|wrote)\s+(?:(?:on|in|late|early|last|this)\s+)*$")
# Verbs in the present that tell of a programme: what "opens on Thursday" lies ahead, or is told as in a headline.
_PROGRAMME = re.compile(
    r"\b(?:is|are|can|could|may|might|meets|begins|(?:re)?opens|reopen|closes|faces|goes|go|takes|follows|hosts|travels|arrives|decides"
    r"|expires|starts (?:on|in)|ends (?:on|in))\b"
)
_BREAK = re.compile(r"[.!?;:“”\"](?:\s|$)|\n[ \t]*\n|\n[-*•#|]|\b(?:said|told|says)\b")
_BEFORE, _AFTER = 160, 100  # characters of a clause
_FEW_WORDS = 4  # in front of a phrase with which its sentence begins


def clause_before(text: str, start: int) -> str:
    """The clause that leads up to a place."""
    clause = text[max(0, start - _BEFORE) : start]
    breaks = [each.end() for each in _BREAK.finditer(clause)]
    return clause[breaks[-1] :] if breaks else clause


def is_future(text: str, start: int, end: int) -> bool:
    """Whether a clause puts a phrase into the future."""
    return direction(text, start, end) == "future"


def direction(text: str, start: int, end: int) -> Direction:
    """What the words in front of a phrase say; where it begins its sentence, the words behind."""
    if _SPEAKING.search(text, max(0, start - _BEFORE), start):
        return "past"
    before = clause_before(text, start)
    if found := _said(before):
        return None if found == "past" and _OPEN.search(before) else found
    if len(before.split()) < _FEW_WORDS:
        behind = text[end : end + _AFTER]
        stop = _BREAK.search(behind)
        return _said(behind[: stop.start()] if stop else behind)
    return None


def _said(clause: str) -> Direction:
    if _FUTURE.search(clause):
        return "future"
    return "past" if _PAST.search(clause) else None


def leaves_open(text: str, start: int) -> bool:
    """Whether words stand in front that leave the side open: a verb of the present, "asked them to meet on"."""
    before = clause_before(text, start)
    return bool(_PROGRAMME.search(before) or _OPEN.search(before))
