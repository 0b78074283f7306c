"""Two confident readings of one question that give values of a kind which cannot both be true, or which follow
one another: a later count, price or plan, a correction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answering.disagreement.comparable import Value, value_of
from assistant.answering.disagreement.corrections import correction_about, what_stands
from assistant.answering.reading.reading import Candidate, Reading
from assistant.answering.reading.selection import absent_names, in_context
from assistant.dates.vocabulary import CALENDAR_WORDS
from assistant.text.speech import MADE_KNOWN
from assistant.text.spelling import is_among
from assistant.text.words import content_terms, names, words
from assistant.types import Asked, DateRange, Document

_ANSWERS, _PASSAGE = 3.0, 2.0  # the reader's log odds from which a sentence, and its passage, surely answer
# Cosine of two sentences from which they may speak of the same thing; less will do where the question names it.
_ALIKE, _ALIKE_NAMED = 0.5, 0.4
_SHOWN = 2  # articles of a side that are quoted
_ONE_EVENT = 60  # days between articles within which a later figure is that of the same event
_ONE_STATE = 14  # days in which what is told of a state, not of an event that runs on, does not change
_ONE_YEAR = 366
_YES_OR_NO = re.compile(
    r"\W*(?:(?:and|but|so|then)\s+)?(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should|may)\b",
    re.IGNORECASE,
)
# What is counted, priced or expected anew while an event runs on; and what is measured once.
_RUNS_ON = re.compile(
    r"\b(?:kill\w*|dead|died?|deaths?|toll|injur\w+|wounded|hurt|missing|casualt\w+|victims?|infect\w+|cases|sick\w*"
    r"|arrest\w*|detain\w*|evacuat\w+|homeless|displaced|rescued|damage\w*|losses|votes?|counted|leads?|polls?|collected"
    r"|raised|prices?|costs?|rates?|shares?|traded?|employ\w*|expect\w*|forecast\w*|estimat\w+|predict\w*|so far|now"
    r"|latest|currently|still|will|going to)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(r"\bhow (?:old|tall|long|far|high|wide|deep|big|large|heavy)\b|\bwhat age\b", re.IGNORECASE)
_REVISED = re.compile(
    r"\b(?:now (?:\w+ ){0,3}(?:says?|expect\w*|estimat\w+|puts?|stands?|costs?|at)|revis\w+|rose to|risen to|raised to"
    r"|climbed to|fell to|fallen to|lowered|cut to|up from|down from|instead of|final|delayed|postponed|brought forward"
    r"|updated?|so far|ha(?:s|ve) put)\b",
    re.IGNORECASE,
)
# Deeds and places of which there is one: another name is another answer. Many may have spoken, met or voted.
_ONE_NAME = re.compile(
    r"\b(?:wrote|write|written|author|found(?:ed|er)|design(?:ed|er)|architect|directed|compos(?:ed|er)|painted"
    r"|painter|invent(?:ed|or)|discover(?:ed|er)|won|win|winner|winning|born|buried|signed|succeeded|replaced)\b",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:is|are|runs|leads|now|current(?:ly)?)\b|['’]s\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:did|was|were)\b", re.IGNORECASE)
_SAID_ON = re.compile(rf"\b(?:{MADE_KNOWN}|told|statement|briefing|report\w*|conference|published)\b[^,;.]{{0,40}}$")
_SPEAKER = re.compile(
    rf"[^,;|]{{0,80}}\b(?:{MADE_KNOWN}|puts?|estimate[sd]?)\b[^,;|]{{0,60}}|\b(?:according to|told)\b[^,;|]{{0,80}}"
)


@dataclass(frozen=True, slots=True)
class Side:
    """Articles that say the same: rows of candidates, oldest first, and what is said, in the words of the best of them.

    `corrections` are where some of these articles, by row, correct what is asked about.
    """

    rows: tuple[int, ...]
    says: str
    corrections: Mapping[int, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """Sides, that with the newest article last. `contradict`: they cannot both be true; else each replaces the last."""

    sides: tuple[Side, ...]
    contradict: bool


@dataclass(frozen=True, slots=True)
class _Statement:
    row: int
    candidate: Candidate
    span: tuple[int, int]
    value: Value

    @property
    def document(self) -> Document:
        return self.candidate.hit.document

    @property
    def date(self) -> int:
        return self.document.date.ordinal


def differences(reading: Reading, rows: NDArray[np.intp]) -> Difference | None:
    """What surely answers in different stories, and cannot both be true, or replaces what was said before.

    None when all agree, when what answers cannot be compared, and wherever that is in doubt.
    """
    if _YES_OR_NO.match(reading.asked.text):
        return None
    groups = _groups(reading, rows)
    if len(groups) < 2:
        return None
    related = [groups[0], *(group for group in groups[1:] if _relation(reading.asked, groups[0], group) is not None)]
    # Of two articles of one day that which corrects has the last word.
    related.sort(key=lambda group: max((one.date, _corrected(reading.asked, one)) for one in group))
    against = [_relation(reading.asked, group, related[-1]) for group in related[:-1]]
    sides = [group for group, relation in zip(related, against, strict=False) if relation is not None]
    if not sides:
        return None
    contradict = all(relation is not False for relation in against)
    return Difference(tuple(_side(reading, group) for group in (*sides, related[-1])), contradict)


def in_words(difference: Difference, candidates: Sequence[Candidate]) -> str:
    """What each side says, and of which day it is; the newest last."""
    sides = difference.sides
    dates = [{candidates[row].hit.document.date.label for row in side.rows} for side in sides]
    alike = len(set().union(*dates)) < sum(map(len, dates))  # the dates alone do not tell the sides apart
    said = [_in_words(side, candidates, named=alike) for side in sides]
    if difference.contradict:
        return f"The articles differ: {'; '.join(said)}."
    return f"Earlier reports said {'; '.join(said[:-1])}; the newest says {said[-1]}."


def _in_words(side: Side, candidates: Sequence[Candidate], *, named: bool) -> str:
    articles: dict[str, None] = {}
    for row in side.rows:
        document = candidates[row].hit.document
        label = f"{document.path}, {document.date.label}" if named else document.date.label
        articles[f"{label}, corrected" if row in side.corrections else label] = None
    return f"{side.says} ({'; '.join(articles)})"


def _groups(reading: Reading, rows: NDArray[np.intp]) -> list[list[_Statement]]:
    """Sure answers that state the same, best first: those of a kind with the best, and of the same thing."""
    statements = _statements(reading, rows)
    if all(one.value.agrees(statements[0].value) for one in statements):
        return []
    groups: list[list[_Statement]] = []
    for one in filter(_stands, statements):
        agreeing = [group for group in groups if group[0].value.agrees(one.value)]
        if agreeing:
            agreeing[0].append(one)
        elif all(one.value.comparable(group[0].value) and _same_thing(reading, one, group[0]) for group in groups):
            groups.append([one])
    stories = [frozenset().union(*(one.document.story for one in group)) for group in groups]
    # An article that tells both tells why.
    told_twice = any(ours & theirs for at, ours in enumerate(stories) for theirs in stories[at + 1 :])
    return [] if told_twice else groups


def _statements(reading: Reading, rows: NDArray[np.intp]) -> list[_Statement]:
    """What sure answers state, best first; none where they are of one story."""
    question = frozenset(word.lower() for word in words(reading.asked.text))
    sure = [
        (row, span)
        for row in sorted(map(int, rows), key=lambda row: -reading.scores[row])
        if (span := reading.words[row]) and reading.answers[row] >= _ANSWERS and reading.passages[row] >= _PASSAGE
    ]
    if len({reading.candidates[row].hit.document.story for row, _ in sure}) < 2:
        return []
    valued = ((row, span, value_of(reading.candidates[row], span, question)) for row, span in sure)
    return [_Statement(row, reading.candidates[row], span, value) for row, span, value in valued if value]


def _stands(one: _Statement) -> bool:
    """Whether a statement is not what a correction takes back."""
    return one.document.text[slice(*one.span)] in what_stands(one.candidate.text)


def _same_thing(reading: Reading, one: _Statement, other: _Statement) -> bool:
    """Whether two sentences may speak of one thing on one day: nothing in them says otherwise."""
    asked = reading.asked
    if any(absent_names(asked.names, (_in_context(each),)) for each in (one, other)):
        return False
    if float(reading.vectors[one.row] @ reading.vectors[other.row]) < (_ALIKE_NAMED if asked.names else _ALIKE):
        return False
    if one.value.kind != "days":
        ours, theirs = _days(one), _days(other)
        if ours and theirs and not any(day.overlaps(that) for day in ours for that in theirs):
            return False
    named_alone = [bool(_own_names(one, other, asked.text)), bool(_own_names(other, one, asked.text))]
    # A number with a name of its own may be that of a part: the school's, not the town's.
    return not (any(named_alone) if one.value.kind == "number" else all(named_alone))


def _in_context(one: _Statement) -> Document:
    """The document as if it had but its title and the sentence, with the one before that this leans on."""
    candidate = one.candidate
    start, end = in_context(one.document.text, candidate.neighbours, candidate.position)
    return replace(one.document, text=one.document.text[start:end])


def _days(one: _Statement) -> list[DateRange]:
    """The days that a sentence names, but for what it answers and for the day on which something was said."""
    text, candidate, (start, end) = one.document.text, one.candidate, one.span
    found = []
    for mention in candidate.hit.passage.mentions:
        if candidate.start <= mention.start and mention.end <= candidate.end and not start < mention.end <= end:
            # "It reported 17 cases on Monday": that day is of the cases.
            before = text[end if end <= mention.start else candidate.start : mention.start]
            found += [] if _SAID_ON.search(before) else [mention.days]
    single = [days for days in found if days.only_day]
    return single or found


def _own_names(one: _Statement, other: _Statement, question: str) -> list[str]:
    """Names in a sentence of which the other article and the question know nothing, but for who speaks."""
    text, candidate = one.document.text, one.candidate
    around = _SPEAKER.sub(" ", f"{text[candidate.start : one.span[0]]} | {text[one.span[1] : candidate.end]}")
    known = {word.lower() for word in words(f"{other.document.title or ''} {other.document.text} {question}")}
    return [
        name
        for name in names(around)
        if not any(is_among(word, known) or word.lower() in CALENDAR_WORDS for word in content_terms(name))
    ]


def _relation(asked: Asked, group: Sequence[_Statement], other: Sequence[_Statement]) -> bool | None:
    """Whether what two groups said last contradicts (True), or one replaces the other (False); None if unsure."""
    newest, others = (max(some, key=lambda one: one.date) for some in (group, other))
    return _contradict(asked, newest, others)


def _contradict(asked: Asked, one: _Statement, other: _Statement) -> bool | None:
    first, second = sorted((one, other), key=lambda each: each.date)
    if not second.date:  # nothing says that two undated articles are of one time; of namesakes they often are
        return None
    if _corrected(asked, first) or _corrected(asked, second):
        return False
    apart = second.date - first.date if first.date else 0
    if one.value.kind == "name":
        settled = _ONE_NAME.search(asked.text) and not _NOW.search(asked.text)
        return True if settled else None
    if one.value.kind == "days":
        return _dates_contradict(first, second, apart)
    if one.value.kind == "clock" and _PAST.search(asked.text):
        return True
    said = f"{first.candidate.text} {second.candidate.text}"
    runs_on = bool(_RUNS_ON.search(f"{asked.text} {said}")) and not _MEASURED.search(asked.text)
    if apart and (_REVISED.search(second.candidate.text) or (runs_on and apart <= _ONE_EVENT)):
        return False
    if apart > _ONE_STATE or (runs_on and not first.date):
        return None
    return None if one.value.admits(other.value) else True


def _dates_contradict(first: _Statement, second: _Statement, apart: int) -> bool | None:
    if not first.date:
        return None if first.value.near or second.value.near else True
    between = abs(first.value.low - second.value.low)
    if first.value.near != second.value.near and between > _ONE_YEAR:  # news of a day, and of long ago
        return None
    if first.value.low > first.date:  # a plan
        return not apart
    own = all(abs(each.value.low - each.date) < between for each in (first, second))
    return None if own and apart else True  # each tells of its own time: a thing that comes again


def _corrected(asked: Asked, one: _Statement) -> bool:
    return correction_about(asked.weights, one.document) is not None


def _side(reading: Reading, group: Sequence[_Statement]) -> Side:
    kept: dict[str, _Statement] = {}
    for one in group:
        if not any(one.document.path in other.document.copies for other in kept.values()):
            kept.setdefault(one.document.id, one)
    shown = sorted(list(kept.values())[:_SHOWN], key=lambda one: one.date)
    corrections = {one.row: correction_about(reading.asked.weights, one.document) for one in shown}
    places = {row: place for row, place in corrections.items() if place}
    return Side(tuple(one.row for one in shown), group[0].value.words, places)
