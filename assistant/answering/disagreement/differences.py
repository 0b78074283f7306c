"""Articles that answer the same question differently: another number, date or name, yes against no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answering.disagreement.corrections import correction_about, what_stands
from assistant.answering.disagreement.stated import Stated, stated
from assistant.answering.disagreement.yes_or_no import NO, YES, speaker_test, verdict
from assistant.answering.reading.candidates import Candidate
from assistant.answering.reading.ranking import Scores
from assistant.text.words import covered, stems_of
from assistant.types import Asked, Comparison, Vectors

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


def differences(
    asked: Asked,
    candidates: Sequence[Candidate],
    scores: Scores,
    vectors: Vectors,
    rows: NDArray[np.intp],
) -> tuple[Side, ...]:
    """The sides of a disagreement, that with the newest article last; empty when all agree.

    Looked at is the best sentence of each document that states something of the kind asked for and speaks of the same
    thing as the best of all. Sides differ when nothing that one states can be the same as what the other does.
    """
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
