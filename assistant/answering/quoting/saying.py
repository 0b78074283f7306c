"""Which articles say something: every passage that may is read, sentence by sentence, and the answer says how many.

A sentence counts as it would behind the sentence of a model that quotes it: code clears or refuses that, or has a
chance for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answering.checking.carried import SHOWN
from assistant.answering.checking.support import carried_share
from assistant.answering.checking.verify import Verifier
from assistant.answering.citations import Numbering, copies_notice, numbered_text
from assistant.answering.reading.reading import Candidate, candidates_of
from assistant.messages import ClaimReader, DraftQuote, DraftSentence
from assistant.types import Answer, AnswerEvent, Asked, Checked, Embedder, Hit, Listed, Query, Reader, Scope, Sentence

if TYPE_CHECKING:
    from assistant.index.search.index import Index

_PASSAGES = 200  # that are read; what is found behind so many is hardly about it
_PER_ARTICLE = 3  # passages of one article, and sentences of it that are judged
_JUDGED = 240  # sentences
_SHARED = 0.4  # share of the claim's words from which on a sentence is judged
_MOST_QUOTED = 25


def answer_about_saying(
    query: Query, scope: Scope, index: Index, embedder: Embedder, reader: Reader | None
) -> Iterator[AnswerEvent]:
    """Yield how many articles say what is asked, then one quote of each, newest first, and last the Answer.

    Its `listed` are all articles that say it. Status is ``not_in_corpus`` where no sentence was found that does.
    """
    claim = query.asked.catalogue.mentioning if query.asked.catalogue else ""
    claim = f"{claim[:1].upper()}{claim[1:]}"
    searched = replace(query, search_text=claim, subject=claim, searches=(), asked=Asked(claim), order="relevance")
    hits = index.search(searched, _PASSAGES, per_document=_PER_ARTICLE)
    judge = reader if isinstance(reader, ClaimReader) else None
    found = _saying(claim, searched, hits, embedder, judge)
    found.sort(key=lambda one: -one.hit.document.date.ordinal)
    read = len({hit.document.path for hit in hits})
    numbering = Numbering()
    sentences = [
        Sentence(_counted(len(found), read, claim, more=read < scope.matching), kind="note" if found else "missing")
    ]
    yield Checked(sentences[0])
    for one in found[:_MOST_QUOTED]:
        citation, is_new = numbering.cite(one.hit, one.start, one.end)
        if is_new:
            sentences.append(Sentence(" ".join(citation.quote.split()), (citation.number,)))
            yield Checked(sentences[-1], (citation,))
    if len(found) > _MOST_QUOTED:
        sentences.append(Sentence(f"{len(found) - _MOST_QUOTED} more are listed without a quote.", kind="note"))
        yield Checked(sentences[-1])
    documents = [one.hit.document for one in found]
    yield Answer(
        question=query.question,
        text=numbered_text(sentences),
        sentences=tuple(sentences),
        citations=numbering.citations,
        status="answered" if found else "not_in_corpus",
        query=query,
        scope=scope,
        notices=copies_notice(numbering.citations),
        hits=tuple(hits[:_PER_ARTICLE]),
        listed=tuple(Listed(one.path, one.date, one.title, one.source, one.author, one.id) for one in documents),
    )


def _saying(
    claim: str, query: Query, hits: Sequence[Hit], embedder: Embedder, judge: ClaimReader | None
) -> list[Candidate]:
    """For each article that says it, the sentence that most surely does."""
    shares = ((carried_share(claim, one.text), one) for one in candidates_of(hits))
    likely = sorted((each for each in shares if each[0] >= _SHARED), key=lambda each: -each[0])
    judged: dict[str, int] = {}
    best: dict[str, tuple[float, Candidate]] = {}
    for _, one in likely[:_JUDGED]:
        article = one.hit.document.id
        judged[article] = judged.get(article, 0) + 1
        if judged[article] > _PER_ARTICLE:
            continue
        verifier = Verifier(query, {"P1": one.hit}, embedder, judge)
        verdict = verifier.judge(DraftSentence(claim, (DraftQuote("P1", one.text),)))
        chance = verdict.chance if verdict.state != "refused" else 0.0
        if chance >= SHOWN and chance > best.get(article, (0.0,))[0]:
            best[article] = (chance, one)
    return [one for _, one in best.values()]


def _counted(found: int, read: int, claim: str, *, more: bool) -> str:
    those = "the one article" if read == 1 else f"the {read:,} articles"
    of = f"{those} nearest to it, which were read," if more else f"{those} that were read"
    said = claim.rstrip(" .?!")
    if not found:
        return f"In none of {of} was a sentence found that says: {said}."
    return f"{found:,} of {of} {'has' if found == 1 else 'have'} a sentence that says: {said}."
