"""Dated events: one row per event, dated by what its sentence says, else by its article's own date."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

from assistant.answering.citations import Numbering
from assistant.answering.reading.reading import Candidate, candidates_of
from assistant.answering.reading.selection import naming
from assistant.text.clean import one_line
from assistant.text.speech import SAID
from assistant.text.words import content_terms, names
from assistant.types import Citation, DateRange, Embedder, Hit, Mention, Query, Vectors

if TYPE_CHECKING:
    from assistant.index.search.index import Index

Basis = Literal["mention", "article"]

_PASSAGES = 48
_PER_DOCUMENT = 6
_PASSAGE_FLOOR = 0.25  # share of the best passage's score below which a passage is about something else
_SENTENCE_FLOOR = 0.6  # the same for a sentence
_SAME_EVENT = 0.75  # cosine from which two sentences of about the same time tell the same event
_SAME_DAY = 0.6  # the same for sentences that name the same day
_REPORTED_WITHIN = timedelta(days=7)  # an article on an event that names no day is taken to appear this soon after it
# A day behind one of these is the day of the statement, not of the event that it speaks of.
_SAYING = re.compile(rf"\b(?:{SAID}|declined|according to)\b[^,.;]{{0,40}}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """An event: its first and last day, how they are known, the sentence that tells it, and who says so.

    `basis` is ``mention`` when the sentence names the day (`phrase`: in its own words), ``article`` when the day is
    that of the article. `text` is verbatim but for white space. Citations number through the whole timeline.
    """

    start: date
    end: date
    basis: Basis
    phrase: str | None
    text: str
    citations: tuple[Citation, ...]

    @property
    def label(self) -> str:
        """``2021-03-21``, ``2021-03`` for a whole month, ``2021`` for a year, else ``2021-03-08 – 2021-03-17``."""
        if self.start == self.end:
            return self.start.isoformat()
        after = self.end + timedelta(days=1) if self.end < date.max else self.end
        year = self.start.year
        if self.start == date(year, 1, 1) and (after.year, after.month, after.day) == (year + 1, 1, 1):
            return f"{year:04d}"
        if self.start.day == after.day == 1 and (after - self.start).days <= 31:
            return self.start.isoformat()[:7]
        return f"{self.start} – {self.end}"


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence that may tell an event, with its score for the topic and its unit vector."""

    candidate: Candidate
    score: float
    vector: Vectors


@dataclass(frozen=True, slots=True)
class _Event:
    start: date
    end: date
    basis: Basis
    phrase: str | None
    told: tuple[_Told, ...]

    @property
    def best(self) -> _Told:
        return self.told[0]


def timeline(index: Index, query: Query) -> list[TimelineRow]:
    """Return the events that the corpus tells about a topic, oldest first; [] when it tells none.

    The query's filters hold for the articles, which have every name of the topic; days that the topic names ("in March
    2021") hold for the events. A story that several files have is told once, on the day of its first copy. Sentences
    without a day in undated articles cannot be placed and are left out, as is boilerplate (captions).
    """
    topic = query.subject or query.search_text
    found = index.search(replace(query, search_text=topic), _PASSAGES, per_document=_PER_DOCUMENT)
    best = max((hit.score for hit in found), default=0.0)
    near = [hit for hit in found if hit.score >= _PASSAGE_FLOOR * best]
    named = query.asked.names or names(f"about {topic}")  # a topic of one word begins no sentence
    scored = _sentences(topic, named, near, index.embedder)
    floor = _SENTENCE_FLOOR * scored[0].score if scored else 0.0
    events: list[_Event] = []
    for sentence in scored:
        if sentence.score < floor:
            break
        event = _event(sentence)
        if event is not None and _asked_for(event, query):
            _add(events, event)
    return _rows(sorted(_news_once(events), key=lambda event: (event.start, event.end, -event.best.score)))


def _sentences(topic: str, named: Sequence[str], hits: Sequence[Hit], embedder: Embedder) -> list[_Told]:
    """The sentences of hits that have all names, nearest first: by cosine, their passage's, and shared words."""
    candidates = candidates_of(hits)
    candidates = [candidates[int(row)] for row in naming(named, candidates, np.arange(len(candidates)))]
    if not candidates:
        return []
    vectors = embedder.embed([topic, *(" ".join(candidate.text.split()) for candidate in candidates)])
    cosines = vectors[1:] @ vectors[0]
    wanted = {term.lower() for term in content_terms(topic)}
    told = []
    for candidate, cosine, vector in zip(candidates, cosines, vectors[1:], strict=True):
        shared = wanted & {term.lower() for term in content_terms(candidate.text)}
        score = float(cosine) + 0.5 * (candidate.hit.dense or 0.0) + 0.1 * len(shared) / max(1, len(wanted))
        told.append(_Told(candidate, score, np.asarray(vector)))
    return sorted(told, key=lambda one: -one.score)


def _event(sentence: _Told) -> _Event | None:
    candidate = sentence.candidate
    mention = _mention(sentence)
    if mention is not None and mention.days.start and mention.days.end:
        return _Event(mention.days.start, mention.days.end, "mention", mention.text, (sentence,))
    published = candidate.hit.document.date
    if published.day is None or published.precision != "day":
        return None
    return _Event(published.day, published.day, "article", None, (sentence,))


def _mention(sentence: _Told) -> Mention | None:
    """The day of a sentence's event: that of its narrowest mention, the day on which something was said apart."""
    candidate = sentence.candidate
    text, start = candidate.hit.document.text, candidate.start
    inside = [m for m in candidate.hit.passage.mentions if start <= m.start and m.end <= candidate.end]
    closed = [m for m in inside if m.days.start and m.days.end]
    events = [m for m in closed if not _SAYING.search(text[start : m.start])]
    return min(events, key=_length, default=None)


def _length(mention: Mention) -> timedelta:
    days = mention.days
    return days.end - days.start if days.start and days.end else timedelta.max


def _asked_for(event: _Event, query: Query) -> bool:
    overlaps = DateRange(event.start, event.end).overlaps(query.about)
    return overlaps and not (query.as_of_explicit and event.start > query.as_of)


def _news_once(events: Sequence[_Event]) -> list[_Event]:
    """All events that name a day, and of each article the one best sentence that stands for its own news."""
    kept, seen = [], set()
    for event in events:
        document = event.best.candidate.hit.document.id
        if event.basis == "article" and document in seen:
            continue
        if event.basis == "article":
            seen.add(document)
        kept.append(event)
    return kept


def _add(events: list[_Event], new: _Event) -> None:
    """Join the event with one that is told already, or append it."""
    for place, known in enumerate(events):
        named = known.basis == new.basis == "mention" and known.start == known.end == new.start == new.end
        near = _SAME_DAY if named else _SAME_EVENT
        told = [one for one in known.told if float(one.vector @ new.best.vector) >= near]
        if (_same_time(known, new) and told) or any(_copied(one, new.best) for one in told):
            dated = min(known, new, key=lambda event: (event.basis == "article", event.end - event.start, event.start))
            events[place] = replace(dated, told=known.told + new.told)
            return
    events.append(new)


def _copied(one: _Told, other: _Told) -> bool:
    """Whether two files of one story say the same in the same words."""
    first, second = one.candidate, other.candidate
    same_story = first.hit.document.path in second.hit.document.story
    return same_story and first.text.split() == second.text.split()


def _same_time(one: _Event, other: _Event) -> bool:
    if one.start <= other.end and other.start <= one.end:
        return True
    for article, event in ((one, other), (other, one)):
        if article.basis == "article" and timedelta() <= article.start - event.end <= _REPORTED_WITHIN:
            return True
    return False


def _rows(events: Sequence[_Event]) -> list[TimelineRow]:
    numbering = Numbering()
    rows = []
    for event in events:
        # The sentence that names the day stands in the row, the others are cited beside it.
        teller = next((one for one in event.told if event.phrase and _names_it(one, event.phrase)), event.best)
        order = [teller, *(one for one in event.told if one is not teller)]
        cited = (numbering.cite(one.candidate.hit, one.candidate.start, one.candidate.end).citation for one in order)
        text = " ".join(teller.candidate.text.split())
        rows.append(TimelineRow(event.start, event.end, event.basis, event.phrase, text, tuple(dict.fromkeys(cited))))
    return rows


def _names_it(sentence: _Told, phrase: str) -> bool:
    return phrase in sentence.candidate.text


def to_csv(rows: Sequence[TimelineRow]) -> str:
    """Rows as CSV with a header line; the citations of a row are separated by semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("start", "end", "basis", "phrase", "text", "citations"))
    for row in rows:
        places = "; ".join(f"{citation.path}:{citation.line}" for citation in row.citations)
        cells = (row.start, row.end, row.basis, row.phrase or "", row.text, places)
        writer.writerow([inert(str(cell)) for cell in cells])
    return out.getvalue()


def inert(cell: str) -> str:
    """A cell without control characters; one that a spreadsheet would run as a formula begins with an apostrophe."""
    cell = one_line(cell)
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "|", "＝", "＋", "－", "＠")) else cell


def to_markdown(rows: Sequence[TimelineRow]) -> str:
    """Rows as a Markdown table; what the articles say cannot start a link, an image or a new column."""
    lines = ["| date | what | source |", "|---|---|---|"]
    for row in rows:
        day = row.label if row.basis == "mention" else f"{row.label} (date of the article)"
        places = "<br>".join(_escaped(f"{citation.path}:{citation.line}") for citation in row.citations)
        lines.append(f"| {day} | {_escaped(row.text)} | {places} |")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|!~])|(?<=:)(?=//)|(?<=www)(?=\.)", lambda match: "\\" + (match[1] or ""), text)
