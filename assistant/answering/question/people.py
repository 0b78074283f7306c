"""Whose words, or the holder of which office, a question asks for."""

from __future__ import annotations

import re

from assistant.text.numbers import any_of
from assistant.text.speech import SAYING
from assistant.text.words import STOP_WORDS, stem, word_set, words

_OFFICES = word_set(
    "president minister secretary ambassador chancellor governor mayor senator king queen prince pope chief chairman "
    "chairwoman chair ceo commander general admiral adviser advisor envoy spokesman spokeswoman "
    "spokesperson premier prime vice deputy treasurer coach captain manager judge attorney"
)
_OFFICE_STEMS = frozenset(stem(word) for word in _OFFICES)
_WHO = r"\b(?:who(?:['’]s| is| was| are| were)|name)"
_WHO_IS = re.compile(rf"{_WHO}\b(?P<rest>.*)", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?:when|while|after|before|who|that|during|at the time|whom|whose)\b|[,;]", re.IGNORECASE)
_HOLDER = re.compile(
    rf"{_WHO}\s+(?:the\s+)?(?:(?P<owner>[^?,;]+?)['’]s\s+)?(?P<office>[^?,;]+?)"
    r"(?:\s+(?:of|in|from)\s+(?:the\s+)?(?P<of>[^?,;]+?))?\s*(?:[?,;]|$)",
    re.IGNORECASE,
)
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
_SELF = word_set("himself herself itself themselves")


def office_asked(question: str) -> tuple[str, ...]:
    """The stems of the words that name an office of which the holder is asked."""
    found = _WHO_IS.search(question)
    title = _CLAUSE.split(found["rest"])[0] if found else ""
    return tuple(dict.fromkeys(stem(word) for word in words(title) if word.lower() in _OFFICES))


def asks_for_words(question: str) -> bool:
    """Whether a question asks what somebody said, or how somebody reacted."""
    return bool(_SPEAKER.search(question) or _REACTION.search(question))


def speaker_asked(question: str) -> str | None:
    """The last word, in small letters, of who spoke or reacted; None where nobody is named ("What did they say?")."""
    found = _SPEAKER.search(question) or _REACTION.search(question)
    named = _told(next(name for name in found.groups() if name)) if found else []
    return named[-1] if named else None


def role_asked(question: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stems of an office of which the holder is asked, and the words of whose office it is; both may be empty."""
    found = _HOLDER.search(question)
    if not found:
        return (), ()
    owner, office = _told(found["owner"] or found["of"] or ""), words(found["office"])
    while not owner[:1] and len(office) > 1 and office[0][:1].isupper() and office[1].islower():
        owner = [office.pop(0).lower()]  # "the Korean foreign minister"
    role = tuple(stem(word) for word in office)
    return (role, tuple(owner)) if role and role[-1] in _OFFICE_STEMS else ((), ())


def _told(text: str) -> list[str]:
    return [word.lower() for word in words(text) if word.lower() not in STOP_WORDS | _SELF]
