"""Articles that answer the same question differently: another number, date or name, yes against no.

An article may carry a correction: where it stands is cited with its side, and only what it says is right counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answering.disagreement.stated import Stated, stated
from assistant.answering.disagreement.yes_or_no import NO, YES, speaker_test, verdict
from assistant.answering.reading.candidates import Candidate
from assistant.answering.reading.reading import Reading
from assistant.text.sentences import sentence_spans
from assistant.text.words import covered, stems_of
from assistant.types import Asked, Comparison, Document, Vectors

_ARTICLE = r"(?:article|story|report|post|piece|column|dispatch|version|headline)"
_IS_ONE = re.compile(
    rf"^\W*(?:(?:an? )?corrections?|corrects|corrected|clarification|erratum)\b\s*(?:[:(—–\-,]|to\b|\d)"
    rf"|\b(?:an?|the|in an?) (?:earlier|previous|prior|original) version of th(?:is|e) {_ARTICLE}\b"
    rf"|\bthis {_ARTICLE} (?:has been|was|is) (?:corrected|amended)\b|\bupdated to correct\b"
    rf"|\b(?:misstated|incorrectly (?:stated|said|reported|gave|identified)|mistakenly (?:said|stated|reported))\b",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"\b(?:should (?:have (?:been|said|read)|be|read|say)|the correct \w+ (?:is|was)|in fact|actually"
    r"|(?:it|they|there|he|she) (?:is|was|were|are|has|had|have|met|held)"
    r"|has been corrected to|corrects? .{0,60}? to)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r",?\s+(?:not|rather than|instead of|from)\b")
_ABOUT = 0.2  # share of a question that a correction must say to be about it


def is_correction(text: str) -> bool:
    """Whether a sentence says that something was corrected."""
    return _IS_ONE.search(text) is not None


def what_stands(text: str) -> str:
    """Of a correction what it says is right; any other sentence as it is.

    “Correction: it was two, not three” leaves “two”.
    """
    if not is_correction(text):
        return text
    right = _RIGHT.search(text)
    if right:
        rest = text[right.end() :]
    elif _NOT.search(text):
        rest = text
    else:
        return ""
    return _NOT.split(rest)[0]


def correction_about(weights: Mapping[str, float], document: Document) -> tuple[int, int] | None:
    """Where a document corrects what is asked about: the offsets of the sentence that says most of the question.

    `weights` are those of the question's words, see `Asked`.
    """
    found = [
        (covered(weights, stems_of(document.text[start:end])), start, end)
        for match in _IS_ONE.finditer(document.text)
        for start, end in sentence_spans(document.text, *_paragraph(document.text, match.start(), match.end()))
        if start < match.end() and match.start() < end
    ]
    share, start, end = max(found, default=(0.0, 0, 0), key=lambda one: (one[0], -one[1]))
    return (start, end) if share >= _ABOUT else None


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    last = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, last if last >= 0 else len(text)


_BEHIND = 6.0  # log odds by which a sentence may trail the best one and still be taken as an answer
_SAME_THING = 0.4  # cosine to the best sentence from which both speak of the same thing
_SAME_EVENT = 0.55  # cosine from which a report is of what another article says was not spoken of
# Share of the question that each sentence must say, by what is asked for.
_SAYS = {"amount": 0.4, "moment": 0.4, "name": 0.5, "verdict": 0.65}


@dataclass(frozen=True, slots=True)
class Side:
    """Articles that say the same: rows of candidates, oldest first, and what the first that was found states.

    `corrections` are where some of these articles, by row, correct what is asked about.
    """

    rows: tuple[int, ...]
    says: tuple[Stated, ...]
    corrections: Mapping[int, tuple[int, int]] = field(default_factory=dict)


def differences(reading: Reading, rows: NDArray[np.intp]) -> tuple[Side, ...]:
    """The sides of a disagreement, that with the newest article last; empty when all agree.

    Looked at is the best sentence of each document that states something of the kind asked for and speaks of the same
    thing as the best of all. Sides differ when nothing that one states can be the same as what the other does.
    """
    asked, candidates, scores, vectors = reading.asked, reading.candidates, reading.scores, reading.vectors
    compared = asked.compared
    if compared is None:
        return ()
    best = int(rows[scores[rows].argmax()])
    in_reach = [int(row) for row in rows if scores[row] >= scores[best] - _BEHIND]
    in_reach.sort(key=lambda row: -scores[row])
    found: dict[str, tuple[int, tuple[Stated, ...]]] = {}
    for row in in_reach:
        one = candidates[row]
        if one.hit.document.id in found or float(vectors[row] @ vectors[best]) < _SAME_THING:
            continue
        if covered(asked.weights, stems_of(one.text)) < _SAYS[compared.kind]:
            continue
        if not compared.names <= stems_of(f"{one.hit.document.title or ''} {one.text}"):
            continue
        if says := _says(compared, one):
            found[one.hit.document.id] = (row, says)
    if compared.kind == "verdict":
        found |= _said_all_the_same(compared, candidates, vectors, rows, found)
    sides: list[Side] = []
    for row, says in found.values():
        at = next((at for at, side in enumerate(sides) if _agree(side.says, says)), None)
        if at is None:
            sides.append(Side((row,), says))
        else:
            sides[at] = replace(sides[at], rows=(*sides[at].rows, row))
    if len(sides) < 2:
        return ()
    ordered = [_complete(asked, side, candidates) for side in sides]
    return tuple(sorted(ordered, key=lambda side: candidates[side.rows[-1]].hit.document.date.ordinal))


def in_words(sides: Sequence[Side], candidates: Sequence[Candidate]) -> str:
    """That articles differ, what each side says, and of which day it is; the newest last. Empty without sides."""
    if not sides:
        return ""
    dates = [{candidates[row].hit.document.date.label for row in side.rows} for side in sides]
    alike = len(set().union(*dates)) < sum(map(len, dates))  # the dates alone do not tell the sides apart
    return f"The articles differ: {'; '.join(_in_words(side, candidates, named=alike) for side in sides)}."


def _in_words(side: Side, candidates: Sequence[Candidate], *, named: bool) -> str:
    articles: dict[str, None] = {}
    for row in side.rows:
        document = candidates[row].hit.document
        label = f"{document.path}, {document.date.label}" if named else document.date.label
        articles[f"{label}, corrected" if row in side.corrections else label] = None
    values = dict.fromkeys(one.words for one in side.says)
    return f"{' and '.join(values)} ({'; '.join(articles)})"


def _complete(asked: Asked, side: Side, candidates: Sequence[Candidate]) -> Side:
    rows = tuple(sorted(side.rows, key=lambda row: candidates[row].hit.document.date.ordinal))
    found = {row: correction_about(asked.weights, candidates[row].hit.document) for row in rows}
    return replace(side, rows=rows, corrections={row: place for row, place in found.items() if place})


def _says(compared: Comparison, candidate: Candidate) -> tuple[Stated, ...]:
    if compared.kind == "verdict":
        said = verdict(compared, candidate.text)
        return (said,) if said else ()
    inside = [
        replace(mention, start=mention.start - candidate.start, end=mention.end - candidate.start)
        for mention in candidate.hit.passage.mentions
        if candidate.start <= mention.start and mention.end <= candidate.end
    ]
    text = what_stands(candidate.text)
    return stated(compared, text, inside if text == candidate.text else ())


def _said_all_the_same(
    compared: Comparison,
    candidates: Sequence[Candidate],
    vectors: Vectors,
    rows: NDArray[np.intp],
    found: Mapping[str, tuple[int, tuple[Stated, ...]]],
) -> dict[str, tuple[int, tuple[Stated, ...]]]:
    """Where one article denies that somebody spoke of a thing: those that cite him for the thing itself."""
    is_cited = speaker_test(compared)
    denials = [row for row, says in found.values() if says == (NO,)]
    said: dict[str, tuple[int, tuple[Stated, ...]]] = {}
    if is_cited is None or not denials:
        return said
    for row in map(int, rows):
        document = candidates[row].hit.document.id
        if document in found or document in said or not is_cited(candidates[row].text):
            continue
        if max(float(vectors[row] @ vectors[denial]) for denial in denials) >= _SAME_EVENT:
            said[document] = (row, (YES,))
    return said


def _agree(ours: Sequence[Stated], theirs: Sequence[Stated]) -> bool:
    return any(one.agrees(other) for one in ours for other in theirs)
