"""What a sentence states of the kind that a question asks for: an amount, a date, or a name, comparable with others.

Only what stands beside the words of the question counts: of "Built in 1861, it was sold in 1958" the first year says
when it was built. What stands nowhere near them states nothing: a difference that is missed is better than a false one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.dates.vocabulary import CALENDAR_WORDS
from assistant.dates.written.phrases import BARE_YEAR, written_dates
from assistant.text.name_forms import same_name, same_word
from assistant.text.numbers import CURRENCY, CURRENCY_SIGN, stated_numbers, without
from assistant.text.words import STOP_WORDS, WORD, stem, word_set
from assistant.types import Comparison, Mention

# Ordinals, years and pronouns count nothing.
_NO_COUNT = re.compile(
    r"\b(?:first|second|third|fourth|fifth|\d+(?:st|nd|rd|th)|(?:1[5-9]|20)\d\ds?|one of|no one|one another|the two"
    r"|between two|both|zero)\b",
    re.IGNORECASE,
)
_PAIR = re.compile(r"\b(?:a pair|a couple) of\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|rather than|instead of|and not|previously|originally|earlier|initially)\b[\w\s,]{0,12}$"
)
# Shares and spans of time count something else, unless they are asked for; the time of day counts nothing.
_UNIT = re.compile(
    r"\s*(?:%|percent\b|per cent\b|[- ](?:years?|months?|weeks?|days?|hours?|minutes?)\b)", re.IGNORECASE
)
# A sum of money is not a number of things, unless these are asked for.
_LARGE = 100_000  # a number that may be a sum though its currency is not named
_SIGN, _CURRENCY = re.compile(rf"{CURRENCY_SIGN}\s?$"), re.compile(rf"\s*{CURRENCY}\b", re.IGNORECASE)
_CLOCK = re.compile(r"(?::\d\d)?\s*(?:[ap]\.m\.|[ap]m\b|o['’]clock\b)|:\d\d\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|nearly|almost|some|an estimated|close to|circa|c\.)\s*$", re.IGNORECASE
)
_AT_LEAST = re.compile(r"\b(?:more than|over|at least|above|no fewer than|no less than)\s*$", re.IGNORECASE)
_AT_MOST = re.compile(r"\b(?:less than|fewer than|under|at most|up to|as many as|below)\s*$", re.IGNORECASE)
_LIFE = re.compile(r"\((?:born\s+)?(?P<born>[^()–—]{4,24}?)(?:\s*[-–—]\s*(?P<died>[^()–—]{4,24}))?\)")
_NEAR = 9  # words between what is asked and what is stated
_NOUN_NEAR = 5
_MOST_NAMES = 3  # a sentence that binds more than these is a list
_LIFE_OF = 6  # words before a lifespan in brackets among which the name is
_JOINED = re.compile(r"\s*(?:[-–—/]|to|and)\s*")  # 1861–1862
_JOINED_BY = re.compile(r"\s*(?:[-–—/,]|to|and|or)\s*[\w.,]+\s*", re.IGNORECASE)  # two or three
_CLAUSE_END = re.compile(r"[;:]|\.\s|,\s+(?:but|while|whereas|although)\b")
_RUN = re.compile(
    r"[A-Z][\w’'.-]*(?:\s+(?:(?:of|the|de|da|del|della|la|le|al|bin|van|von|der|den|y)\s+)*[A-Z][\w’'-]*)*"
)
_DEMONYM = re.compile(r"(?:an|ese|ish|i|French|Dutch|Greek|Swiss|Czech|Thai)$")  # "American" names nobody
# What may stand between a part or deed and its name, and the other way round.
_BY_OR_TITLE = re.compile(
    r"(?:\s+(?:and|or|then|also|&)\s+\w+(?:ed|en)?)?\s+by\s+(?:(?:[a-z][\w-]*|[A-Z]\w*(?:an|ese|ish|ch|li))\s+){0,5}|,?\s+|\s+(?:is|was)\s+|\s+of\s+(?:the\s+)?(?:[A-Z][\w’'-]*\s*){1,4}(?:,|\bis|\bwas)\s+"
)
_PLACED = re.compile(r"\s+(?:[a-z]+\s+){0,3}?(?:in|at|near|on|from)\s+(?:the\s+)?(?:[a-z]+ of\s+)?")
_APPOSED = re.compile(
    r"\s*(?:,\s+|\s+(?:is|was|as|became|remains|has been|serves as|served as|appointed|elected|named)\s+)?"
    r"(?:(?:the|a|an|its|their|his|her|current|new|then|former|also|later|first|who|has|had|have|was|is|as|"
    r"(?:[A-Z][\w’'-]*|U\.?S\.?)(?:['’]s)?)\s+){0,5}"
)
_NO_NAMES = (
    STOP_WORDS
    | CALENDAR_WORDS
    | word_set("mr mrs ms dr sir lord lady st university college school company inc ltd today yesterday tomorrow")
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number; `low` and `high` bound what it may mean ("about", "more than", rounded to thousands)."""

    words: str
    low: float
    high: float

    def agrees(self, other: Stated) -> bool:
        """Whether both can be the same number."""
        return isinstance(other, Amount) and self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as far as it is stated."""

    words: str
    year: int | None
    month: int | None = None
    day: int | None = None

    def agrees(self, other: Stated) -> bool:
        """Whether both can be the same day: nothing that both state differs."""
        if not isinstance(other, Moment):
            return False
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(ours is None or theirs is None or ours == theirs for ours, theirs in pairs)


@dataclass(frozen=True, slots=True)
class Name:
    """A name; `parts` are its words in small letters."""

    words: str
    parts: frozenset[str]

    def agrees(self, other: Stated) -> bool:
        """Whether both can be one: a part in common, such as the surname."""
        if not isinstance(other, Name):
            return False
        return any(same_name(ours, theirs) for ours in self.parts for theirs in other.parts)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no."""

    words: str

    def agrees(self, other: Stated) -> bool:
        """Whether both say yes, or both say no."""
        return self == other


_Span = tuple[int, int]
Stated = Amount | Moment | Name | Verdict


def stated(compared: Comparison, text: str, mentions: Sequence[Mention] = ()) -> tuple[Stated, ...]:
    """What `text`, a sentence, states of the kind that is compared, without what the question says itself.

    `mentions` are date phrases with offsets into `text`; those of a single day are dates.
    """
    if compared.kind == "amount":
        return tuple(_amounts(compared, text))
    if compared.kind == "moment":
        return tuple(_moments(compared, text, mentions))
    return tuple(_names(compared, text)) if compared.kind == "name" else ()


def _amounts(compared: Comparison, text: str) -> Iterator[Amount]:
    """The numbers before the counted noun; where the text has not got the noun, the only number that it has."""
    plain = _PAIR.sub(lambda match: "two".ljust(len(match.group())), text)
    plain = _blank(_NO_COUNT, without(plain, written_dates(plain)))
    found = [
        one
        for one in stated_numbers(plain)
        if one.value not in compared.known
        and not _DENIED.search(plain[: one.start].lower())
        and not (_UNIT.match(plain, one.end) and not compared.spans)
        and not _CLOCK.match(plain, one.end)
        and not (compared.things and _is_money(plain, one.start, one.end))
    ]
    if compared.money:
        found = [one for one in found if one.value >= _LARGE or _is_money(plain, one.start, one.end)]
    places = _places(text, compared.deed, same_word)
    if places:
        found = [one for one in found if _words_between(text, one.end, places, _NOUN_NEAR, after=compared.counted)]
        if compared.counted:  # "all 46 precincts counted, he had 14,902 votes": the nearer one counts them
            found = [one for one in found if not any(_closer(text, other.end, one.end, places) for other in found)]
    elif len({one.value for one in found}) > 1:
        return
    if places and not compared.counted:
        found = [found[index] for index in _nearest(text, [(one.start, one.end) for one in found], places)]
    for one in found:
        yield _amount(plain, one.value, one.start, one.end)


def _is_money(text: str, start: int, end: int) -> bool:
    return bool(_SIGN.search(text[:start]) or _CURRENCY.match(text, end))


def _amount(text: str, value: float, start: int, end: int) -> Amount:
    low = high = value
    before = text[:start]
    if value >= 1000:  # rounded as far as its zeros go
        unit = 10.0
        while value % unit == 0:
            unit *= 10
        rounding = unit / 20 if unit > 1000 else 0.0
        low, high = value - rounding, value + rounding
    if _ABOUT.search(before):
        low, high = value * 0.9, value * 1.1
    elif _AT_LEAST.search(before):
        high = value * 2
    elif _AT_MOST.search(before):
        low = value / 2
    return Amount(" ".join(text[start:end].split()).rstrip(","), low, high)


def _moments(compared: Comparison, text: str, mentions: Sequence[Mention]) -> Iterator[Moment]:
    """The date nearest to what happened, with those that stand directly beside it (“1861–1862”)."""
    dates: list[tuple[_Span, Moment]] = []

    def add(start: int, end: int, year: int | None, month: int | None = None, day: int | None = None) -> None:
        if not any(first < end and start < last for (first, last), _ in dates):
            dates.append(((start, end), Moment(" ".join(text[start:end].split()), year, month, day)))

    for one in written_dates(text):
        add(one.start, one.end, one.year, one.month, one.day)
    for mention in mentions:
        if single := mention.days.only_day:
            add(mention.start, mention.end, single.year, single.month, single.day)
    for match in BARE_YEAR.finditer(text):
        if int(match.group()) not in compared.known:
            add(*match.span(), int(match.group()))
    dates.sort(key=lambda one: one[0])
    if life := _life(compared, text):
        nearest = [moment for (start, _), moment in dates if life[0] <= start < life[1]][:1]
    else:
        spans = [span for span, _ in dates]
        found = _nearest(text, spans, _places(text, compared.deed, _same_stem))
        nearest = [dates[index][1] for index in found]
    yield from nearest


def _life(compared: Comparison, text: str) -> _Span | None:
    """Where dates of birth or death stand in brackets behind a name, and the question asks for the one."""
    match = _LIFE.search(text) if compared.life else None
    if match is None or not BARE_YEAR.search(match["born"]):
        return None
    before = WORD.findall(text[: match.start()])[-_LIFE_OF:]
    if not {word.lower() for word in before} & set(compared.terms):
        return None
    if compared.life == "died":
        return match.span("died") if match["died"] else None
    return match.span("born")


def _names(compared: Comparison, text: str) -> Iterator[Name]:
    """Names that the text binds to the part or deed asked for: “directed by N”, “the director N”, “N, its director”."""
    places = _places(text, compared.deed, same_word)
    found: dict[frozenset[str], Name] = {}
    for match in _RUN.finditer(text):
        parts = [word for word in WORD.findall(match.group()) if word.lower() not in _NO_NAMES and len(word) > 1]
        if not parts or (len(parts) == 1 and (_DEMONYM.search(parts[0]) or match.start() == 0)):
            continue
        if any(same_name(part, term) for part in parts for term in compared.terms):
            continue
        if any(_bound(text, match.span(), place, where=compared.place) for place in places):
            own = frozenset(part.lower().removesuffix("'s").removesuffix("’s") for part in parts)
            found[own] = Name(" ".join(match.group().split()).rstrip("."), own)
    if len(found) <= _MOST_NAMES:
        yield from found.values()


def _bound(text: str, name: _Span, place: _Span, *, where: bool) -> bool:
    if name[0] >= place[1]:
        between = text[place[1] : name[0]]
        return bool((_PLACED if where else _BY_OR_TITLE).fullmatch(between))
    return not where and bool(_APPOSED.fullmatch(text[name[1] : place[0]]))


def _places(text: str, terms: Sequence[str], alike: Callable[[str, str], bool]) -> list[_Span]:
    """Where `text` has a form of one of the terms."""
    found = WORD.finditer(text)
    return [one.span() for one in found if any(alike(one.group().lower(), term.lower()) for term in terms)]


def _same_stem(word: str, term: str) -> bool:
    return stem(word) == stem(term)


def _nearest(text: str, found: Sequence[_Span], places: Sequence[_Span]) -> list[int]:
    """Which of what was found is nearest to any of the places, if near, and what is joined to it ("1861–1862")."""

    def distance(index: int) -> int:
        return min((_gap(text, found[index], place) for place in places), default=_NEAR + 1)

    ranked = sorted(range(len(found)), key=lambda index: (distance(index), index))
    if not ranked or distance(ranked[0]) > _NEAR:
        return []
    best = ranked[0]
    return [best, *(index for index in ranked[1:] if _JOINED.fullmatch(_between(text, found[index], found[best])))]


def _between(text: str, one: _Span, other: _Span) -> str:
    return text[min(one[1], other[1]) : max(one[0], other[0])]


def _gap(text: str, one: _Span, other: _Span) -> int:
    """Words between two stretches; far when a clause ends between them."""
    between = _between(text, one, other)
    return len(between.split()) + (_NEAR if _CLAUSE_END.search(between) else 0)


def _words_between(text: str, end: int, places: Sequence[_Span], most: int, *, after: bool) -> bool:
    """Whether one of the places is at most that many words away; `after`: behind `end`."""
    return any(
        (start >= end and len(text[end:start].split()) <= most)
        or (not after and stop <= end and len(text[stop:end].split()) <= most + 4)
        for start, stop in places
    )


def _closer(text: str, end: int, other: int, places: Sequence[_Span]) -> bool:
    """Whether `end` lies between `other` and the first place behind that, and not joined to it ("two or three")."""
    place = min((start for start, _ in places if start >= other), default=other)
    return other < end <= place and not _JOINED_BY.fullmatch(text[other:end])


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match.group()), text)
