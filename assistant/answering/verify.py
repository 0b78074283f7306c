"""A sentence of a draft becomes a sentence of the answer with its citations, or a failure with its reason.

Said is only what stands on words that code has found in a passage, and that carry it. Found words that command, ask
or speak to their reader are no evidence; nor is a sentence that does so itself an answer. What this cannot see is a
false statement that a document makes in the tone of a report: it is shown as that document's, with its quote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.answering.citations import Numbering
from assistant.answering.facts import is_known_fact
from assistant.answering.instructions import instructs, instructs_at
from assistant.answering.locate import Locator, Place
from assistant.answering.prompting import Failure
from assistant.answering.support import Known, Support, support
from assistant.types import Citation, Document, DraftSentence, Embedder, Hit, Query, Sentence

_MISSING_PREFIX = "The passages do not say: "
_LONGEST_REMARK = 60  # words


@dataclass(frozen=True, slots=True)
class Passed:
    """A sentence that may be shown, the citations that are new with it, and all that it stands on."""

    sentence: Sentence
    new: tuple[Citation, ...] = ()
    citations: tuple[Citation, ...] = ()


class Verifier:
    """Checks the sentences of one answer and numbers their citations in order of first use."""

    def __init__(self, query: Query, labels: Mapping[str, Hit], embedder: Embedder) -> None:
        self._query = query
        self._hits = tuple(labels.values())
        self._locator = Locator(labels)
        self._embedder = embedder
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
            if is_known_fact(draft.text, self._hits, self._query):
                return Passed(Sentence(draft.text, kind="note"))
            return Failure(draft.text, "it has no quote behind it")
        located = [place for quote in draft.quotes for place in self._locator.locate(quote)]
        if not located:
            return Failure(draft.text, "its quote does not stand in any passage")
        places = [place for place in located if not instructs_at(place.hit.document.text, place.start, place.end)]
        if not places:
            return Failure(draft.text, "its quote is an order or a question, not a report")
        result = self._support(draft.text, places)
        if not result.carried:
            reason = "; ".join(result.disagreements) or "its quote does not say this"
            return Failure(draft.text, reason)
        return self._cite(draft.text, places, result.score)

    def _cite(self, text: str, places: Sequence[Place], score: float) -> Passed:
        cited = [self._numbering.cite(place.hit, place.start, place.end, place.state) for place in places]
        citations = tuple(dict.fromkeys(citation for citation, _ in cited))
        new = tuple(dict.fromkeys(citation for citation, is_new in cited if is_new))
        numbers = tuple(citation.number for citation in citations)
        return Passed(Sentence(text, numbers, "claim", round(score, 3)), new, citations)

    def _support(self, text: str, places: Sequence[Place]) -> Support:
        hits = list({id(place.hit): place.hit for place in places}.values())
        return support(text, [place.text for place in places], known(self._query, hits), self._embedder)

    def _remark(self, text: str) -> Passed | Failure:
        """What is missing is the model's own remark: it must not command, and it may not be long."""
        if not text or instructs(text) or len(text.split()) > _LONGEST_REMARK:
            return Failure(text, "it does not say what is missing")
        remark = (
            text if text.endswith((".", "!", "?")) and text[:1].isupper() else _MISSING_PREFIX + text.rstrip(".") + "."
        )
        return Passed(Sentence(remark, kind="missing"))


def known(query: Query, hits: Sequence[Hit]) -> Known:
    """What is known without a quote, for a sentence that stands on these hits."""
    days = {query.as_of}
    periods: list[tuple[date, date]] = []
    for hit in hits:
        if hit.document.date.day and hit.document.date.precision == "day":
            days.add(hit.document.date.day)
        elif hit.document.date.day:
            periods.append(_period(hit.document))
        if hit.document.updated:
            days.add(hit.document.updated)
        for mention in hit.passage.mentions:
            first, last = mention.days.start, mention.days.end
            if first and first == last:
                days.add(first)
            elif first and last:
                periods.append((first, last))
    context = [query.question, query.search_text]
    for hit in hits:
        context += [hit.document.title or "", hit.document.source or "", hit.passage.text]
    return Known(frozenset(days), tuple(periods), "\n".join(context))


def _period(document: Document) -> tuple[date, date]:
    day = document.date.day or date.min
    if document.date.precision == "year":
        return day, date(day.year, 12, 31)
    return day, (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
