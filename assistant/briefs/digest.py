"""Arranges notes under headings: the newest state, how it came about, what differs, what is not known, a receipt.

Nothing is written here that is not a checked note or a count of code's own; a model only chooses and orders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.answering.writing import templates
from assistant.answering.writing.small_request import ask_briefly
from assistant.blocks import Form, Sentence
from assistant.briefs.notes import Noted
from assistant.types import ChatModel, Citation, Usage

MOST_NOW, MOST_BEFORE = 6, 14
_MOST_SHOWN = 120  # notes that a model chooses from
_MOST_UNKNOWN = 5
_LINE = re.compile(r"\W{0,4}(?P<part>NOW|BEFORE)\W{0,4}:(?P<numbers>[\d\s,;NP.]*+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Note:
    """A note with the citations that carry it."""

    sentence: Sentence
    citations: tuple[Citation, ...]

    @property
    def day(self) -> date:
        """The day of its newest article."""
        return max((each.date.day for each in self.citations if each.date.day), default=date.min)


@dataclass(frozen=True, slots=True)
class Arranged:
    """Which notes stand where; `usage` is what choosing them cost."""

    now: tuple[Note, ...]
    before: tuple[Note, ...]
    differ: tuple[Note, ...]
    unknown: tuple[str, ...]
    usage: Usage = field(default_factory=Usage)


def notes_of(noted: Iterable[Noted]) -> list[Note]:
    """All claims and remarks on what differs, each text once, in the order of the slices."""
    found: dict[str, Note] = {}
    for each in noted:
        numbers = {citation.number: citation for citation in each.citations}
        for sentence in each.sentences:
            if sentence.citations:
                cited = tuple(numbers[number] for number in sentence.citations)
                found.setdefault(sentence.text, Note(sentence, cited))
    return list(found.values())


def arrange(topic: str, noted: Sequence[Noted], model: ChatModel | None) -> Arranged:
    """Choose and order; by the model's word where it gives one, else by days."""
    every = notes_of(noted)
    claims = [one for one in every if one.sentence.kind == "claim"]
    differ = tuple(one for one in every if one.sentence.kind == "note")
    missing = [one.text for each in noted for one in each.sentences if one.kind == "missing"]
    unknown = tuple(dict.fromkeys(missing))[:_MOST_UNKNOWN]
    now, before = _by_days(claims)
    usage = Usage()
    if model is not None and len(claims) > 1:
        step = -(-len(claims) // _MOST_SHOWN)
        shown = claims[::step]
        listed = [(at, each.day.isoformat() if each.day > date.min else "undated", each.sentence.text)
                  for at, each in enumerate(shown, 1)]  # fmt: skip
        messages = templates.digest(topic, listed, most_now=MOST_NOW, most_before=MOST_BEFORE)
        reply, usage = ask_briefly(model, messages)
        now, before = _chosen(reply, shown) or (now, before)
    return Arranged(tuple(now), tuple(before), differ, unknown, usage)


def _by_days(claims: Sequence[Note]) -> tuple[list[Note], list[Note]]:
    """The notes of the newest day with any, and some of those before it, evenly over time."""
    if not claims:
        return [], []
    newest = max(one.day for one in claims)
    now = [one for one in claims if one.day == newest][:MOST_NOW]
    others = sorted((one for one in claims if one not in now), key=lambda one: one.day)
    step = -(-len(others) // MOST_BEFORE) or 1
    return now, others[::step]


def _chosen(reply: str, shown: Sequence[Note]) -> tuple[list[Note], list[Note]] | None:
    """What a reply chooses, each note once; None where it names no newest state."""
    taken: dict[str, list[Note]] = {"now": [], "before": []}
    used: set[int] = set()
    for match in _LINE.finditer(reply):
        for number in map(int, re.findall(r"\d{1,4}", match["numbers"])):
            if 1 <= number <= len(shown) and number not in used:
                used.add(number)
                taken[match["part"].lower()].append(shown[number - 1])
    if not taken["now"]:
        return None
    return taken["now"][:MOST_NOW], sorted(taken["before"][:MOST_BEFORE], key=lambda one: one.day)


class Page:
    """Writes the sentences of a brief and numbers their citations; what stands only in notes is numbered last."""

    def __init__(self) -> None:
        self.sentences: list[Sentence] = []
        self._numbers: dict[tuple[str, int, int], Citation] = {}
        self._blocks = 0

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations so far, by number."""
        return tuple(self._numbers.values())

    def part(self, heading: str, items: Iterable[Note | Sentence], *, dated: bool = False) -> None:
        """Add a heading and its list; nothing where there are no items. `dated`: each item begins with its day."""
        some = list(items)
        if not some:
            return
        self._blocks += 1
        self.sentences.append(Sentence(heading, kind="label", form=Form("heading", self._blocks)))
        for row, item in enumerate(some, 1):
            form = Form("list", self._blocks, row)
            if isinstance(item, Note):
                if dated and item.day > date.min:
                    self.sentences.append(Sentence(f"{item.day.isoformat()}:", kind="label", form=form))
                self.sentences.append(replace(self.numbered(item), form=form))
            else:
                self.sentences.append(replace(item, form=form))

    def numbered(self, note: Note) -> Sentence:
        """A note with the numbers of this page."""
        numbers = []
        for citation in note.citations:
            key = (citation.path, citation.start, citation.end)
            known = self._numbers.setdefault(key, replace(citation, number=len(self._numbers) + 1))
            numbers.append(known.number)
        return replace(note.sentence, citations=tuple(dict.fromkeys(numbers)))
