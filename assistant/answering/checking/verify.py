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
from functools import cached_property
from itertools import pairwise

from assistant.answering.checking.agreement import Known, sources_counted, unknown_details
from assistant.answering.checking.carried import SHOWN, Evidence, State, carried
from assistant.answering.checking.catalogue_facts import is_known_fact
from assistant.answering.checking.locate import Locator, Place
from assistant.answering.checking.relation import Relation
from assistant.answering.checking.support import carried_share
from assistant.answering.citations import Cited, Numbering, Stretch
from assistant.answering.reading.selection import in_context, points_back
from assistant.calendar import around
from assistant.messages import ClaimReader
from assistant.text.instructions import commands, instructs, instructs_at, without_instructions
from assistant.text.sentences import SentenceSpan, sentence_spans, sentences_around
from assistant.text.wording import is_negation
from assistant.text.words import content_stems, words
from assistant.types import Citation, DateRange, DraftQuote, DraftSentence, Embedder, Hit, Query, Sentence

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
_BEFORE = 2  # sentences before a quote's own that are read with it
_LONGEST_QUOTED = 70  # words of a source that stand for a refused sentence
_ALIGNED = 0.7  # share of its words from which on a sentence of a passage is meant by a quote that stands nowhere
_LEAD = 30  # characters before a quote in which a negation may stand that governs it


@dataclass(frozen=True, slots=True)
class Passed:
    """A sentence that may be shown, and those of its citations that are new with it."""

    sentence: Sentence
    new: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A sentence of a draft that did not pass, and why, in words that a model can act on.

    `quotes` are its own, `sources` the source's sentences in these places; `follows` is the sentence before it.
    """

    sentence: str
    reason: str
    quotes: tuple[DraftQuote, ...] = ()
    sources: tuple[str, ...] = ()
    follows: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What a model is shown of a source: the sentences that are quoted from, with those around them."""

    hit: Hit
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What code makes of a sentence of a draft, whose quotes stand in `places`.

    `chance` is that they carry it; `shown` is what is said for a remark or a fact that needs no quote.
    """

    draft: DraftSentence
    state: State
    reason: str = ""
    places: tuple[Place, ...] = ()
    chance: float = 1.0
    shown: Sentence | None = None


class Verifier:
    """Checks the sentences of one answer and numbers their citations in order of first use."""

    def __init__(
        self, query: Query, labels: Mapping[str, Hit], embedder: Embedder, reader: ClaimReader | None = None
    ) -> None:
        self._query = query
        self._hits = tuple(labels.values())
        self._locator = Locator(labels)
        self._embedder = embedder
        self._reader = reader
        self._relation = Relation(query, self._hits, embedder)
        self._numbering = Numbering()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all sentences that passed."""
        return self._numbering.citations

    def check(self, draft: DraftSentence) -> Passed | Failure:
        """Check one sentence by code alone; a citation gets its number only if the sentence passes."""
        judged = self.judge(draft)
        if judged.state == "refused" or (judged.state == "unsure" and judged.chance < SHOWN):
            return Failure(draft.text, judged.reason or "its quote does not say this")
        return self.passed(judged)

    def judge(self, draft: DraftSentence) -> Judged:
        """What code makes of a sentence: cleared, refused with its reason, or unsure with a chance. Cites nothing yet.

        Quotes are looked for on behalf of a sentence without any, and for a quote that is none the sentence that it
        comes nearest to.
        """
        if draft.kind != "claim":
            return self._remark(draft, draft.text)
        if instructs(draft.text):
            return Judged(draft, "refused", "it gives an order or asks a question instead of reporting")
        if not draft.quotes:
            if absence := _ABSENCE.match(draft.text):
                said = absence["said"]
                return self._remark(draft, said[:1].upper() + said[1:])
            if is_known_fact(draft.text, self._hits, self._query):
                return Judged(draft, "cleared", shown=Sentence(draft.text, kind="note"))
        located = [place for quote in draft.quotes for place in self._locator.locate(quote)] or self._nearest(draft)
        if not located:
            none = "its quote does not stand in any passage" if draft.quotes else "it has no quote behind it"
            return Judged(draft, "refused", none)
        return self._carried(draft, located)

    def _carried(self, draft: DraftSentence, located: Sequence[Place]) -> Judged:
        places = [place for place in located if not instructs_at(place.hit.document.text, place.start, place.end)]
        if not places:
            return Judged(draft, "refused", "its quote is an order or a question, not a report")
        if _joins_other_things(draft.text, places):
            return Judged(draft, "refused", "its quote joins words about different things", tuple(places))
        if _counts_copies(draft.text, places):
            return Judged(draft, "refused", "it counts copies of one story as several sources", tuple(places))
        verdict = carried(draft.text, self._evidence(places), self._embedder, self._reader)
        suspect = verdict.state != "refused" and self._suspect([place.hit for place in places])
        if suspect and not self._relation.to_question(draft.text, *(place.text for place in places)):
            return Judged(draft, "refused", "it has nothing to do with the question")
        return Judged(draft, verdict.state, verdict.reason, tuple(places), verdict.chance)

    def passed(self, judged: Judged) -> Passed:
        """The sentence, with its citations numbered."""
        if judged.shown is not None:
            return Passed(judged.shown)
        return self._cite(judged.draft.text, judged.places, judged.chance)

    def sources(self, judged: Judged) -> list[Source]:
        """The sentences that a sentence's quotes are parts of, each with one before and behind it."""
        found: dict[str, Source] = {}
        for place in judged.places:
            text = _with_neighbours(place)
            found.setdefault(text, Source(place.hit, text))
        return list(found.values())

    def in_its_own_words(self, judged: Judged) -> Passed | None:
        """What the source says in the place that a refused sentence quotes, with who says it; None if it may not stand.

        It may not where it is cited already, has nothing to do with the question, or is an order.
        """
        for place in judged.places:
            start, end = _to_be_understood(place)
            text = " ".join(place.hit.document.text[start:end].split())
            if (
                len(text.split()) > _LONGEST_QUOTED
                or points_back(text)
                or self._again(place.hit, start, end)
                or instructs_at(place.hit.document.text, start, end)
                or self._suspect([place.hit])
                or not self._relation.to_question(text)
            ):
                continue
            return self._cite(text, [Place(place.hit, start, end, "exact")], 1.0)
        return None

    def _nearest(self, draft: DraftSentence) -> list[Place]:
        """The sentence of a passage that a sentence, or a quote of it that is none, has nearly all its words from."""
        found = []
        for wanted in [quote.text for quote in draft.quotes] or [draft.text]:
            best, most = None, _ALIGNED
            for hit in self._hits:
                text = hit.document.text
                first = hit.passage.start
                for start, end in ((first + a, first + b) for a, b in sentence_spans(hit.passage.text)):
                    share = carried_share(wanted, text[start:end]) if text[start:end].strip() else 0.0
                    if share > most and not self._suspect([hit]):
                        best, most = Place(hit, start, end, "repaired"), share
            if best is not None:
                found.append(best)
        return found

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

    def _evidence(self, places: Sequence[Place]) -> Evidence:
        hits = list({place.hit.passage.id: place.hit for place in places}.values())
        around = dict.fromkeys(place.hit.document.text[slice(*_sentence(place))] for place in places)
        facts = replace(
            known(self._query, hits),
            with_lead=tuple(f"{_before(place)[-_LEAD:]}{place.text}" for place in places),
            around=" ".join(around),
            elsewhere=self._everything,
            strict=self._suspect(hits),
            wary=any(instructs(hit.passage.text) for hit in hits),
        )
        return Evidence([place.text for place in places], facts, _sentences_before(places[0]), heading(places[0].hit))

    @cached_property
    def _everything(self) -> str:
        """What all passages say, where they report."""
        return "\n".join(f"{hit.document.title or ''}\n{without_instructions(hit.passage.text)}" for hit in self._hits)

    def _remark(self, draft: DraftSentence, text: str) -> Judged:
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
            or (
                any(instructs(hit.passage.text) for hit in self._hits)
                and carried_share(text, subject) < _REMARK_COVERED
            )
        ):
            return Judged(draft, "refused", "it does not say what is missing")
        whole = text.endswith((".", "!", "?")) and any(map(is_negation, words(text)))
        said = text if whole else f"{_MISSING_PREFIX}{text.rstrip('.')}."
        return Judged(draft, "cleared", shown=Sentence(said, kind="missing"))

    @staticmethod
    def _suspect(hits: Sequence[Hit]) -> bool:
        return any(commands(hit.passage.text) for hit in hits)


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


def heading(hit: Hit) -> str:
    """The date and title of a document, as the reader is told them."""
    day = hit.document.date.day
    return f"{day.isoformat() if day else ''} {hit.document.title or ''}".strip()


def _sentences_before(place: Place) -> list[str]:
    """The sentences before the one that is quoted from, in its paragraphs: they may name its subject."""
    text, end = place.hit.document.text, _sentence(place)[0]
    start = max(end - _SENTENCE, 0)
    return [text[start + a : start + b] for a, b in sentence_spans(text[start:end])][-_BEFORE:]


def _with_neighbours(place: Place) -> str:
    text = place.hit.document.text
    start, end = _sentence(place)
    first = max(start - _SENTENCE, 0)
    before = [text[first + a : first + b] for a, b in sentence_spans(text[first:start])][-_BEFORE:]
    behind = [text[end + a : end + b] for a, b in sentence_spans(text[end : end + _SENTENCE])][:1]
    return " ".join(" ".join([*before, text[start:end], *behind]).split())


def _to_be_understood(place: Place) -> SentenceSpan:
    """The sentence of a quote, with the one that says who speaks or whom it is about where a reader needs that."""
    text = place.hit.document.text
    first = max(place.start - 2 * _SENTENCE, 0)
    spans = [(first + a, first + b) for a, b in sentence_spans(text[first : place.end + 2 * _SENTENCE])]
    at = next((n for n, (_, end) in enumerate(spans) if place.start < end), None)
    return in_context(text, spans, at) if at is not None else (place.start, place.end)


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
