"""What in particular a question asks for, where its words say: a thing, a person."""

from __future__ import annotations

import re

from assistant.asked import Detail
from assistant.text.numbers import MONEY, UNIT_OF_SIZE, any_of
from assistant.text.speech import SAYING
from assistant.text.words import AUXILIARIES, STOP_WORDS, content_terms, stem, word_set, words

_AUXILIARY = any_of(AUXILIARIES)
_DETAILS: dict[Detail, re.Pattern[str]] = {
    "age": re.compile(r"\bhow old\b|\bwhat (?:is|was|are|were) \S+ ages?\b|\b(?:what|which) age\b"),
    "extent": re.compile(rf"\bhow (?:far|tall|heavy|deep|wide|high)\b|\bhow many {UNIT_OF_SIZE}\b"),
    "sum": re.compile(rf"\bhow many {MONEY}"),
    "price": re.compile(r"\bhow much\b.*\b(?:money|pay|paid|cost|costs|spend|spent|earn|worth|price)\b"),
    "population": re.compile(r"\b(?:what|which|how (?:big|large)) (?:is|was) .*\bpopulation\b"),
    "birthplace": re.compile(r"\bwhere (?:was|were|is) .*\bborn\b"),
    "casualties": re.compile(
        r"\b(?:was|were) (?:anyone|anybody|somebody|someone|people)\b.*\b(?:killed|injured|hurt|wounded)\b"
    ),
}
_WHAT_IS = re.compile(
    r"\b(?:what|which) (?:is|was|are|were) (?:the )?(?P<thing>[a-z][a-z -]*?) (?:of|in|at|on|for|rate|today)\b"
)
# Measured or named things: a sentence that gives one nearly always says what it gives.
_SAID_BY_NAME = word_set(
    "capital designation temperature weather rate unemployment inflation salary budget currency religion "
    "nickname motto anthem password gdp"
)
_HOW_MANY = re.compile(rf"\bhow many (?P<thing>[\w -]+?) {_AUXILIARY}\b")
# What follows tells where or of what: "workers on strike at the mill" counts workers.
_OF_THE_THING = re.compile(r" (?:of|on|in|at|for|from|with|to|by|under|near|who|that|which)\b")
_SORT = re.compile(
    r"\b(?:what|which) (?:types?|kinds?|sorts?|classe?s?|makes?) of (?:a |the )?(?P<thing>[\w-]+)", re.IGNORECASE
)


def detail_asked(question: str) -> Detail | None:
    """What a sentence that answers must hold; None where the question does not say."""
    lowered = question.lower()
    return next((detail for detail, pattern in _DETAILS.items() if pattern.search(lowered)), None)


def thing_asked(question: str) -> tuple[str, ...]:
    """The words, in small letters, of a measured or named thing that is asked for ("capital"); empty for any other."""
    found = _WHAT_IS.search(question.lower())
    return tuple(word for word in words(found.group()) if word in _SAID_BY_NAME) if found else ()


def counted(question: str) -> str | None:
    """The stem of the noun of which a number is asked, "" where it is not said which; None where nothing is counted."""
    found = _HOW_MANY.search(question.lower())
    if not found:
        return None
    return next((stem(term) for term in reversed(content_terms(_OF_THE_THING.split(found["thing"])[0]))), "")


def sort_asked(question: str) -> str | None:
    """The stem of the thing of which a question asks what sort it is."""
    found = _SORT.search(question)
    return stem(found["thing"]) if found else None


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
