"""What in particular a question asks for, where its words say: a thing, a person, what may differ between answers."""

from __future__ import annotations

import re

from assistant.asked import AnswerKind, Comparison, Detail, Measure
from assistant.dates.written.phrases import BARE_YEAR, written_dates
from assistant.text.numbers import CURRENCY, MONEY, UNIT_OF_SIZE, any_of, stated_numbers
from assistant.text.speech import MAKING_KNOWN, SAYING
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


_COUNTED = re.compile(
    rf"\bhow (?:many|much) (?P<thing>[\w -]+?) {_AUXILIARY}\b|\bhow many (?P<noun>\w+)", re.IGNORECASE
)
_WHAT = re.compile(r"\W*what\b", re.IGNORECASE)
_MEASURE = re.compile(
    r"\b(?:population|number|toll|price|cost|age|length|height|size|amount|total|share|percentage)\b", re.IGNORECASE
)
_BIRTHDAY = re.compile(r"\bdates? of (?:birth|death)\b|\b(?:birth|death) ?dates?\b|\bbirthday\b", re.IGNORECASE)
_BORN, _DIED = re.compile(r"\b(?:born|birth)", re.IGNORECASE), re.compile(r"\b(?:die|died|death)\b", re.IGNORECASE)
_TIMES = re.compile(r"\bhow (?:many times|often)\b", re.IGNORECASE)
_SPANS = re.compile(
    r"\b(?:percent\w*|share|rate|age)\b|\bhow (?:old|long)\b"
    r"|\bhow (?:many|much)(?: \w+){0,2} (?:years?|months?|weeks?|days?|hours?|minutes?)\b",
    re.IGNORECASE,
)
_THINGS = re.compile(rf"\bhow many\b(?! (?:\w+ ){{0,2}}{CURRENCY}\b)", re.IGNORECASE)
_WHERE = re.compile(r"\bwhere\b", re.IGNORECASE)
# "Who did Biden meet?", "whose car": the name asked for is not that of who did it.
_OBJECT = re.compile(
    r"\b[Ww]ho(?:m|se)?\s+(?:did|do|does|will|would|can|could|has|have|had|should)\s+(?:the\s+)?[A-Z]|\bwhom\b|\bwhose\b"
)
# Of "when did she serve in the senate", "when was he confirmed by the senate" the deed stands before these.
_DID = re.compile(r"\b(?:did|does|do|will)\b", re.IGNORECASE)
_BEHIND_DID, _BEHIND_WAS = re.compile(r"\s(?:in|on|at|to|for|from|with|into|by)\s"), re.compile(r"\sby\s")
_LEAD = r"\W*(?:(?:and|but|so|then|well)\b\W*)?"
_YES_OR_NO = re.compile(rf"{_LEAD}{_AUXILIARY}(?:n['’]t)?\b", re.IGNORECASE)
_WHETHER_SAID = re.compile(
    rf"{_LEAD}{_AUXILIARY}(?:n['’]t)?\s+(?P<who>.+?)\s+(?:\w+ly\s+|ever\s+|already\s+|yet\s+)?"
    rf"(?P<verb>{any_of(MAKING_KNOWN)})\b",
    re.IGNORECASE,
)


def compared(question: str, kind: AnswerKind | None, measure: Measure | None, *, sentence: bool) -> Comparison | None:
    """What can be compared of the answers to a question of this kind and measure; None for any other question.

    `sentence`: the question is written as a sentence, so that its capitals tell names.
    """
    if _BIRTHDAY.search(question):
        kind = "time"
    if kind == "number" or (kind is None and _WHAT.match(question) and _MEASURE.search(question)):
        return _amount(question, measure)
    if kind == "time":
        return _moment(question)
    if kind in {"person", "place"}:
        return None if _OBJECT.search(question) else _name(question, sentence=sentence)
    return _verdict(question) if _YES_OR_NO.match(question) else None


def _amount(question: str, measure: Measure | None) -> Comparison:
    counted = _COUNTED.search(question)
    thing = counted["thing"] or counted["noun"] if counted else ""
    nouns = content_terms(_OF_THE_THING.split(thing)[0])[-1:]
    nouns += [found.group() for found in [_MEASURE.search(question)] if found]
    return Comparison(
        "amount",
        deed=() if _TIMES.search(question) else tuple(nouns),
        known=frozenset(one.value for one in stated_numbers(question)),
        counted=counted is not None,
        spans=_SPANS.search(question) is not None,
        money=measure == "money",
        things=_THINGS.search(question) is not None,
    )


def _moment(question: str) -> Comparison:
    before = (_BEHIND_DID if _DID.search(question) else _BEHIND_WAS).split(question)[0]
    years = {one.year for one in written_dates(question) if one.year} | {
        int(year) for year in BARE_YEAR.findall(question)
    }
    died = _DIED.search(question)
    return Comparison(
        "moment",
        deed=_plain_terms(before)[-1:],
        terms=_terms(question),
        known=frozenset(map(float, years)),
        life="died" if died else "born" if _BORN.search(question) else None,
    )


def _name(question: str, *, sentence: bool) -> Comparison:
    terms = content_terms(question)
    return Comparison(
        "name",
        deed=_plain_terms(question),
        names=frozenset(stem(term) for term in terms if not term.islower() or not sentence),
        terms=_terms(question),
        place=_WHERE.search(question) is not None,
    )


def _verdict(question: str) -> Comparison:
    said = _WHETHER_SAID.match(question)
    terms = content_terms(question)
    deed = [stem(term) for term in terms if not term[:1].isupper()] or [stem(term) for term in terms]
    who = [word for word in words(said["who"]) if word.lower() not in STOP_WORDS] if said else []
    return Comparison("verdict", deed=tuple(deed), speaker=tuple(who), verb=stem(said["verb"]) if said else None)


def _plain_terms(text: str) -> tuple[str, ...]:
    """The content words that are neither names nor numbers."""
    return tuple(term for term in content_terms(text) if not term[:1].isupper() and not term[:1].isdigit())


def _terms(question: str) -> tuple[str, ...]:
    return tuple(term.lower() for term in content_terms(question))
