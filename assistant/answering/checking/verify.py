"""A sentence of a draft becomes a sentence of the answer with its citations, or a failure with its reason.

A sentence passes only if it rests on words that code has found in a passage, and these support it. Words that command,
ask or address their reader are not evidence, and a sentence that does so itself is not an answer; nor is one that has
nothing to do with the question, if its passage contains such words. What this cannot detect is a false statement that
a document makes in the tone of a report: it is shown as that document's, with its quote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.answering.checking.agreement import Known, sources_counted, unknown_details
from assistant.answering.checking.catalogue_facts import is_known_fact
from assistant.answering.checking.locate import Locator, Place
from assistant.answering.checking.relation import Relation
from assistant.answering.checking.support import Support, carried_share, support
from assistant.answering.citations import Cited, Numbering, Stretch
from assistant.dates.calendar import around
from assistant.text.instructions import instructs, instructs_at, without_instructions
from assistant.text.sentences import SentenceSpan, sentences_around
from assistant.text.wording import is_negation
from assistant.text.words import content_stems, words
from assistant.types import Citation, DateRange, DraftSentence, Embedder, Hit, Query, Sentence

_MISSING_PREFIX = "The passages do not say: "
_LONGEST_REMARK = 60  # words
# What models write instead of a remark in tags. A further statement in the same sentence is none.
_ABSENCE = re.compile(
    r"(?:(?:i am|i'm|i’m) sorry,?\s*(?:but\s+)?|sorry,?\s*(?:but\s+)?|unfortunately,?\s*)?"
    r"(?P<said>(?:(?:the|these|none of the|no) (?:\w+ ){0,2}"
    r"(?:passages?|articles?|documents?|sources?|corpus|texts?)\b.{0,20}?"
    r"\b(?:do|does|did|is|are|can)(?:\s?not|n't|n’t)\b|there is no (?:information|mention|answer)\b)"
    r"(?:(?!, (?:but|though|while|and)\b|;)[^.!?])*[.!?]?)$",
    re.IGNORECASE,
)
_REMARK_COVERED = 0.5
_SENTENCE = 300  # characters on either side of a quote in which its sentence is looked for
_LEAD = 30  # characters before a quote in which a negation may stand that governs it


@dataclass(frozen=True, slots=True)
class Passed:
    """A sentence that may be shown, and those of its citations that are new with it."""

    sentence: Sentence
    new: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A sentence of a draft that did not pass, and why, in words that a model can act on."""

    sentence: str
    reason: str


class Verifier:
    """Checks the sentences of one answer and numbers their citations in order of first use."""

    def __init__(self, query: Query, labels: Mapping[str, Hit], embedder: Embedder) -> None:
        self._query = query
        self._hits = tuple(labels.values())
        self._locator = Locator(labels)
        self._embedder = embedder
        self._relation = Relation(query, self._hits, embedder)
        self._numbering = Numbering()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all sentences that passed."""
        return self._numbering.citations

    def check(self, draft: DraftSentence) -> Passed | Failure:
        """Check one sentence; a citation gets its number only if the sentence passes."""
        if draft.kind != "claim":
            return self._remark(draft.text)
        if instructs(draft.text):
            return Failure(draft.text, "it gives an order or asks a question instead of reporting")
        if not draft.quotes:
            if absence := _ABSENCE.match(draft.text):
                said = absence["said"]
                return self._remark(said[:1].upper() + said[1:])
            if is_known_fact(draft.text, self._hits, self._query):
                return Passed(Sentence(draft.text, kind="note"))
            return Failure(draft.text, "it has no quote behind it")
        located = [place for quote in draft.quotes for place in self._locator.locate(quote)]
        if not located:
            return Failure(draft.text, "its quote does not stand in any passage")
        places = [place for place in located if not instructs_at(place.hit.document.text, place.start, place.end)]
        if not places:
            return Failure(draft.text, "its quote is an order or a question, not a report")
        if _joins_other_things(draft.text, places):
            return Failure(draft.text, "its quote joins words about different things")
        if _counts_copies(draft.text, places):
            return Failure(draft.text, "it counts copies of one story as several sources")
        result = self._support(draft.text, places)
        if not result.carried:
            return Failure(draft.text, "; ".join(result.problems) or "its quote does not say this")
        if self._suspect([place.hit for place in places]) and not self._relation.to_question(
            draft.text, *(place.text for place in places)
        ):
            return Failure(draft.text, "it has nothing to do with the question")
        return self._cite(draft.text, places, result.score)

    def note(self, text: str, sides: Sequence[Sequence[Stretch]]) -> Passed:
        """A sentence of ours on articles that differ, with each side's places cited."""
        cited = [[self._again(*place) or self._numbering.cite(*place) for place in side] for side in sides]
        numbers = tuple(tuple(dict.fromkeys(citation.number for citation, _ in side)) for side in cited)
        new = tuple(citation for side in cited for citation, is_new in side if is_new)
        every = tuple(dict.fromkeys(number for side in numbers for number in side))
        return Passed(Sentence(text, every, kind="note"), new)

    def _again(self, hit: Hit, start: int, end: int) -> Cited | None:
        """The citation that already stands inside this stretch, if one does."""
        for one in self.citations:
            if one.path == hit.document.path and start <= one.start and one.end <= end:
                return Cited(one, is_new=False)
        return None

    def _cite(self, text: str, places: Sequence[Place], score: float) -> Passed:
        cited = [self._numbering.cite(place.hit, place.start, place.end, place.state) for place in places]
        numbered = tuple(dict.fromkeys(citation.number for citation, _ in cited))
        new = tuple(citation for citation, is_new in cited if is_new)
        return Passed(Sentence(text, numbered, "claim", round(score, 3)), new)

    def _support(self, text: str, places: Sequence[Place]) -> Support:
        hits = list({place.hit.passage.id: place.hit for place in places}.values())
        facts = replace(
            known(self._query, hits),
            with_lead=tuple(f"{_before(place)[-_LEAD:]}{place.text}" for place in places),
            around=" ".join(place.hit.document.text[slice(*_sentence(place))] for place in places),
            strict=self._suspect(hits),
        )
        return support(text, [place.text for place in places], facts, self._embedder)

    def _remark(self, text: str) -> Passed | Failure:
        """What is missing is the model's own remark: short, on the question, with no name or number from elsewhere.

        Where a passage gives orders, most of its words must come from the question or from the rest of the passages.
        """
        asked = f"{self._query.question}\n{self._query.search_text}"
        subject = "\n".join([asked, *(without_instructions(hit.passage.text) for hit in self._hits)])
        if (
            not text
            or len(text.split()) > _LONGEST_REMARK
            or instructs(text)
            or unknown_details(text, subject, known(self._query, self._hits))
            or not self._relation.to_question(text)
            or (self._suspect(self._hits) and carried_share(text, subject) < _REMARK_COVERED)
        ):
            return Failure(text, "it does not say what is missing")
        whole = text.endswith((".", "!", "?")) and any(map(is_negation, words(text)))
        return Passed(Sentence(text if whole else f"{_MISSING_PREFIX}{text.rstrip('.')}.", kind="missing"))

    @staticmethod
    def _suspect(hits: Sequence[Hit]) -> bool:
        return any(instructs(hit.passage.text) for hit in hits)


def known(query: Query, hits: Sequence[Hit]) -> Known:
    """What is known without a quote, for a sentence that stands on these hits."""
    days = {query.as_of}
    periods: list[DateRange] = []
    context = [query.question, query.search_text]
    for hit in hits:
        document = hit.document
        if document.date.day and document.date.precision == "day":
            days.add(document.date.day)
        elif document.date.day:
            periods.append(around(document.date.day, document.date.precision or "day").days)
        if document.updated:
            days.add(document.updated)
        for mention in hit.passage.mentions:
            if mention.days.only_day:
                days.add(mention.days.only_day)
            elif mention.days.start and mention.days.end:
                periods.append(mention.days)
        context += [document.title or "", document.source or "", without_instructions(hit.passage.text)]
    return Known(frozenset(days), tuple(periods), "\n".join(context))


def _before(place: Place) -> str:
    """What stands before a quote in its sentence."""
    return place.hit.document.text[_sentence(place)[0] : place.start]


def _sentence(place: Place) -> SentenceSpan:
    """The sentence, or the sentences, that a quote is part of."""
    return sentences_around(place.hit.document.text, place.start, place.end, _SENTENCE)


def _counts_copies(text: str, places: Sequence[Place]) -> bool:
    """Whether a claim speaks of more sources than there are stories behind it, some of which stand in several files."""
    documents = [place.hit.document for place in places]
    stories = {document.story for document in documents}
    return any(document.copies for document in documents) and sources_counted(text) > len(stories)


def _joins_other_things(text: str, places: Sequence[Place]) -> bool:
    """Whether a stitched quote takes words out of a sentence whose subject, left out, the claim does not speak of."""
    said = set(content_stems(words(text)))
    for left, right in pairwise(places):
        if left.state != "stitched" or right.state != "stitched" or left.hit.document.id != right.hit.document.id:
            continue
        subject = set(content_stems(words(_before(right))))
        same_sentence = _sentence(right)[0] < left.end <= right.start
        if not same_sentence and subject and len(subject & said) < len(subject) / 2:
            return True
    return False
