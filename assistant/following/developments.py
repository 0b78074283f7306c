"""What new articles add to what the others say on a question: corrections, changed numbers, new facts, names, sources.

A sentence counts where the reader gives even odds that it answers. It is news where what it states, or the words that
answer, stand in no article that was there before; a copy of one that was there is told as a copy.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from assistant.answering.citations import Numbering
from assistant.answering.disagreement.comparable import Value, value_of
from assistant.answering.disagreement.corrections import correction_about, what_stands
from assistant.answering.reading.reading import Candidate, Reading, read
from assistant.answering.reading.selection import absent_names
from assistant.answering.reading.stand_ins import CosineReader
from assistant.dates.vocabulary import CALENDAR_WORDS
from assistant.text.numbers import stated_numbers
from assistant.text.words import QUESTION_WORDS, covered, names, stem, stems_of, words
from assistant.types import Citation, Document, Hit, Query

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.options import Options

Kind = Literal["correction", "changed number", "first mention", "new fact", "new source"]
_PASSAGES, _PER_DOCUMENT = 16, 4  # of the new articles and of the others
_WORTH = 0.01  # what part of the best one's chance to answer a statement must have
_ANSWERS, _PASSAGE = 0.0, -0.5  # log odds of the reader from which a sentence counts, and its passage
_ALIKE = 0.5  # cosine from which two sentences with numbers of one unit may speak of one thing
_ABOUT = 0.6  # share of what is asked that an article has that is about it
_NAMES_ALL, _TOPIC = 0.99, -3.0  # share of a topic, and log odds of the reader, from which a sentence is about it
_KNOWN = 0.75  # share of the answering words in one article from which that has them all
_NEAR = 4  # words behind a number that say what it counts
_MOST_PATHS = 200  # new articles that are searched for by name


@dataclass(frozen=True, slots=True)
class Development:
    """One piece of news: the sentence that tells it, and of a change what was said before, with both in few words.

    `names` are those that no article had before.
    """

    kind: Kind
    citation: Citation
    before: Citation | None = None
    was: str = ""
    now: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """A new article that repeats one that was there."""

    path: str
    source: str | None
    of: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is new on one question; `new` articles were looked at. Citations number through it."""

    question: str
    developments: tuple[Development, ...]
    copies: tuple[Copy, ...]
    new: int

    def __bool__(self) -> bool:
        return bool(self.developments)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that speaks of what is asked, and what it states."""

    candidate: Candidate
    row: int
    span: tuple[int, int] | None
    values: tuple[Value, ...]
    answers: bool

    @property
    def document(self) -> Document:
        """The article that states it."""
        return self.candidate.hit.document


@dataclass
class _Known:
    """What was said before: grows with each new article, so that nothing is told twice."""

    statements: list[Statement] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)

    def add(self, statements: Sequence[Statement], document: Document) -> None:
        self.statements += statements
        self.documents[document.path] = document


def developments(assistant: Assistant, question: str, new: Collection[str], options: Options | None = None) -> Told:
    """What the articles with these paths add to what the others say on a question or a topic.

    `options` narrow both; with their `as_of` the outcome is the same whenever it is asked.
    """
    query = assistant.understand(question, **(options or {}))
    fresh, others = _hits(assistant, query, frozenset(new))
    if not fresh:
        return Told(question, (), (), len(new))
    reader = assistant.reader or CosineReader(assistant.embedder)
    numbering = Numbering()
    told: list[Development] = []
    copies: dict[str, tuple[str | None, str]] = {}
    for reading in read(query.asked, [*fresh, *others], reader, assistant.embedder):
        looking = Looking(reading, assistant, frozenset(new), numbering)
        told += looking.told()
        copies |= looking.copies
    with_news = {each.citation.path for each in told}
    kept = tuple(Copy(path, *copies[path]) for path in sorted(copies) if path not in with_news)
    return Told(question, tuple(told), kept, len(new))


def _hits(assistant: Assistant, query: Query, new: frozenset[str]) -> tuple[list[Hit], list[Hit]]:
    """Passages of the new articles, and of the others."""
    index = assistant.index

    def within(paths: Collection[str]) -> list[Hit]:
        globs = tuple("".join(f"[{c}]" if c in "*?[" else c for c in path) for path in sorted(paths))
        return index.search(replace(query, paths=globs), _PASSAGES, per_document=_PER_DOCUMENT)

    found = index.search(query, _PASSAGES, per_document=_PER_DOCUMENT)
    fresh = {hit.passage.id: hit for hit in found if hit.document.path in new}
    others = {hit.passage.id: hit for hit in found if hit.document.path not in new}
    # Of a story the search shows one file: where that is a new one, the old ones are what was known.
    if copied := {path for hit in fresh.values() for path in hit.document.copies} - new:
        others |= {hit.passage.id: hit for hit in within(copied) if not query.paths or hit.document.path in copied}
    if new and len(new) <= _MOST_PATHS:
        narrowed = within(new)
        # The search for all has the other files of a story; that among the new ones sees those alone.
        whole = {hit.passage.id: index.document(hit.document.path) for hit in narrowed}
        fresh |= {
            hit.passage.id: replace(hit, document=whole[hit.passage.id] or hit.document)
            for hit in narrowed
            if hit.passage.id not in fresh and (not query.paths or hit.document.path in new)
        }
    return list(fresh.values()), list(others.values())


class Looking:
    """One reading of one question, old sentences against new ones."""

    def __init__(self, reading: Reading, assistant: Assistant, new: frozenset[str], numbering: Numbering) -> None:
        self._reading, self._assistant, self._new, self._numbering = reading, assistant, new, numbering
        # Where one sentence surely answers, one that is far less likely to is no news.
        self._least = float(reading.scores.max()) + math.log(_WORTH)
        self._question = frozenset(word.lower() for word in words(reading.asked.text))
        self._topic = self._question.isdisjoint(QUESTION_WORDS)
        self.copies: dict[str, tuple[str | None, str]] = {}

    def told(self) -> list[Development]:
        """The news, the articles in the order of their days."""
        known, articles = _Known(), self.articles()
        for document, statements in articles:
            if document.path not in self._new:
                known.add(statements, document)
        found: list[Development] = []
        for document, statements in articles:
            if document.path in self._new:
                found += self._of_article(document, statements, known)
                known.add(statements, document)
        return found

    def articles(self) -> list[tuple[Document, list[Statement]]]:
        """The articles that speak of what is asked, oldest first, with their statements in the order of the text."""
        asked = self._reading.asked
        found: dict[str, list[Statement]] = {}
        named = [name for name in asked.names if not name.islower()]
        for row, candidate in enumerate(self._reading.candidates):
            found.setdefault(candidate.hit.document.path, []).append(self._statement(row, candidate))
        articles = [(rows[0].document, sorted(rows, key=lambda one: one.candidate.start)) for rows in found.values()]
        about = [
            (document, rows)
            for document, rows in articles
            if any(one.answers for one in rows) or (self._covers(document) and not absent_names(named, [document]))
        ]
        return sorted(about, key=lambda one: (one[0].date.ordinal, one[0].path))

    def _covers(self, document: Document) -> bool:
        return covered(self._reading.asked.weights, stems_of(f"{document.title or ''}\n{document.text}")) >= _ABOUT

    def _statement(self, row: int, candidate: Candidate) -> Statement:
        reading = self._reading
        share = covered(reading.asked.weights, stems_of(candidate.text)) if self._topic else 0.0
        answers = bool(reading.answers[row] >= _ANSWERS and reading.passages[row] >= _PASSAGE)
        answers = answers and (share >= _ABOUT or bool(reading.scores[row] >= self._least))
        answers = answers or (share >= _NAMES_ALL and bool(reading.answers[row] >= _TOPIC))
        named = [name for name in reading.asked.names if not name.islower()]
        answers = answers and not absent_names(named, [candidate.hit.document])
        span = reading.words[row]
        main = value_of(candidate, span, self._question) if span else None
        values = (main,) if main and answers else tuple(self._numbers(candidate))
        return Statement(candidate, row, span, values, answers)

    def _numbers(self, candidate: Candidate) -> Iterator[Value]:
        """Every number of a sentence that says what it counts or measures."""
        for number in stated_numbers(candidate.text):
            at = candidate.start + number.start, candidate.start + number.end
            value = value_of(candidate, at, self._question)
            if value and value.kind == "number" and (value.unit or value.noun):
                yield value

    def _of_article(self, document: Document, statements: Sequence[Statement], known: _Known) -> list[Development]:
        speaking = [one for one in statements if one.answers]
        original = next((path for path in document.copies if path in known.documents), None)
        corrected = self._correction_in(document)
        if corrected and not (original and self._correction_in(known.documents[original])):
            return [self._correction(statements, corrected, known)]
        found = {
            (each.kind, each.was, each.now, each.names): each for one in speaking if (each := self._news(one, known))
        }
        if found:
            return list(found.values())
        if original:
            self.copies[document.path] = (document.source, original)
            return []
        sources = {one.document.source for one in known.statements if one.answers}
        if speaking and document.source and sources and document.source not in sources:
            return [Development("new source", self.cite(speaking[0]))]
        return []

    def _correction_in(self, document: Document) -> tuple[int, int] | None:
        return correction_about(self._reading.asked.weights, document)

    def _correction(self, statements: Sequence[Statement], place: tuple[int, int], known: _Known) -> Development:
        hit = statements[0].candidate.hit
        for one in statements:
            said = one.document.text[place[0] : max(place[1], one.candidate.end)]
            right = replace(one, values=tuple(each for each in one.values if each.words in what_stands(said)))
            if change := self._change(right, known, corrects=said):
                before, was, now = change
                end = place[1] if now in hit.document.text[slice(*place)] else max(place[1], one.candidate.end)
                return Development("correction", self._numbering.cite(hit, place[0], end).citation, before, was, now)
        return Development("correction", self._numbering.cite(hit, *place).citation)

    def _news(self, one: Statement, known: _Known) -> Development | None:
        """What a sentence adds to what is known; None when it is nothing."""
        if change := self._change(one, known):
            before, was, now = change
            return Development("changed number", self.cite(one), before, was, now)
        said = [theirs for other in known.statements if other.answers for theirs in other.values]
        agreed = any(ours.comparable(theirs) and ours.agrees(theirs) for ours in one.values for theirs in said)
        if unheard := self._unheard(one, known):
            return Development("first mention", self.cite(one), names=unheard)
        if agreed or self._is_known(one, known):
            return None
        return Development("new fact", self.cite(one))

    def _change(self, one: Statement, known: _Known, corrects: str = "") -> tuple[Citation, str, str] | None:
        """What was said before, when a sentence states another number or day of the same thing: the newest of that.

        A correction says itself what was said before, and its number may be another one by ever so little.
        """
        for ours in one.values:
            if ours.kind == "name":
                continue
            said = [
                (other, theirs)
                for other in known.statements
                for theirs in other.values
                if ours.comparable(theirs) and (corrects or self.same_thing(one, other))
            ]
            newest = max((other.document.date.ordinal for other, _ in said), default=0)
            if corrects:
                said = [each for each in said if each[1].low != ours.low and _is_said(each[1], corrects)]
            elif newest > one.document.date.ordinal or any(ours.agrees(theirs) for _, theirs in said):
                continue
            if said:
                other, theirs = max(
                    said, key=lambda each: (each[0].document.date.ordinal, each[0].answers, self._shared(one, *each))
                )
                return self.cite(other), theirs.words, ours.words
        return None

    def _shared(self, one: Statement, other: Statement, value: Value) -> int:
        """How many of the words behind a number of one sentence stand in the other, those of the question apart."""
        _, _, behind = other.candidate.text.partition(value.words.split()[-1])
        counted = {stem(word) for word in words(behind)[:_NEAR] if word.lower() not in self._question}
        return len(counted & stems_of(one.candidate.text))

    def same_thing(self, one: Statement, other: Statement) -> bool:
        """Whether two sentences may speak of one thing: both answer, or they are alike."""
        if one.answers and other.answers:
            return True
        return float(self._reading.vectors[one.row] @ self._reading.vectors[other.row]) >= _ALIKE

    def _unheard(self, one: Statement, known: _Known) -> tuple[str, ...]:
        """Names in a sentence that no article had before."""
        found = []
        for name in names(one.candidate.text):
            parts = [part for part in words(name) if part.lower() not in self._question | CALENDAR_WORDS]
            if not parts or any(part.lower() in self._question for part in words(name)):
                continue
            if any(name in document.text for document in known.documents.values()):
                continue
            paths = {self._paths[row] for row in self._assistant.index.mentioning(name, exact=True)}
            if paths and paths <= self._new:
                found.append(name)
        return tuple(found)

    @cached_property
    def _paths(self) -> dict[int, str]:
        return {row: each.path for row, each in self._assistant.index.catalogue.listed().items()}

    def _is_known(self, one: Statement, known: _Known) -> bool:
        """Whether one article from before has the words that answer."""
        text = one.document.text[slice(*one.span)] if one.span else one.candidate.text
        wanted = stems_of(text) or stems_of(one.candidate.text)
        texts = (f"{each.title or ''}\n{each.text}" for each in known.documents.values())
        return any(len(wanted & stems_of(each)) >= _KNOWN * len(wanted) for each in texts)

    def cite(self, one: Statement) -> Citation:
        """The sentence as a citation."""
        return self._numbering.cite(one.candidate.hit, one.candidate.start, one.candidate.end).citation


def _is_said(value: Value, text: str) -> bool:
    """Whether a text has a value: its words, or its number with another unit or none."""
    middle = (value.low + value.high) / 2
    numbers = (one.value for one in stated_numbers(text))
    return value.words in text or (
        value.kind == "number" and any(abs(one - middle) <= 1e-9 * middle for one in numbers)
    )
