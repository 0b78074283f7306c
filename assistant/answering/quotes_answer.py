"""Answers without a model: the fewest sentences that answer, verbatim and cited, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering.citations import Numbering
from assistant.answering.relevance import REFUSE_BELOW, Scored, rank
from assistant.types import (
    Answer,
    AnswerEvent,
    Checked,
    Citation,
    Embedder,
    Hit,
    Notice,
    Query,
    Scope,
    Sentence,
    Status,
)

MOST_QUOTES = 3
_CLOSE_TO_BEST = 0.8  # share of the best score that a further quote must reach
_SAME = 0.85  # cosine from which two sentences say the same
_NO_MODEL = Notice("quotes_mode", "No model wrote this answer: it is made of sentences quoted from the articles.")


def answer_in_quotes(
    query: Query, scope: Scope, hits: Sequence[Hit], embedder: Embedder, *, most: int = MOST_QUOTES
) -> Iterator[AnswerEvent]:
    """Yield each quoted sentence as it is chosen (`Checked`) and then the one `Answer`.

    Status is ``answered``; ``not_in_corpus`` when no sentence answers; ``filtered_out`` when the filters leave no
    document. No model is called; the embedder is called once.
    """
    if scope.filtered and scope.matching == 0:
        yield _refusal(query, scope, hits, "filtered_out", _filtered_notice(query, scope))
        return
    scored = rank(query.search_text or query.question, hits, embedder)
    if not scored or scored[0].score < REFUSE_BELOW:
        yield _refusal(query, scope, hits, "not_in_corpus", _nothing_notice(hits))
        return
    numbering = Numbering()
    sentences: list[Sentence] = []
    for chosen in _reading_order(_choose(scored, most)):
        candidate = chosen.candidate
        citation, is_new = numbering.cite(candidate.hit, candidate.start, candidate.end)
        sentence = Sentence(" ".join(citation.quote.split()), (citation.number,), support=1.0)
        sentences.append(sentence)
        yield Checked(sentence, (citation,) if is_new else ())
    yield Answer(
        question=query.question,
        text=_text(sentences),
        sentences=tuple(sentences),
        citations=numbering.citations,
        status="answered",
        query=query,
        scope=scope,
        notices=(_NO_MODEL, *_undated_notice(query, scope, numbering.citations)),
        hits=tuple(hits),
    )


def _choose(scored: Sequence[Scored], most: int) -> list[Scored]:
    """Best first, each new one close to the best and unlike those already chosen."""
    chosen: list[Scored] = []
    for one in scored:
        if one.score < _CLOSE_TO_BEST * scored[0].score or len(chosen) == most:
            break
        if all(float(one.vector @ other.vector) < _SAME for other in chosen):
            chosen.append(one)
    return chosen


def _reading_order(chosen: Sequence[Scored]) -> list[Scored]:
    """The best sentence's article first, and inside an article as it is written."""
    articles = list(dict.fromkeys(one.candidate.hit.document.id for one in chosen))
    return sorted(chosen, key=lambda one: (articles.index(one.candidate.hit.document.id), one.candidate.start))


def _text(sentences: Sequence[Sentence]) -> str:
    return " ".join(f"{one.text} {''.join(f'[{number}]' for number in one.citations)}" for one in sentences)


def _refusal(query: Query, scope: Scope, hits: Sequence[Hit], status: Status, notice: Notice) -> Answer:
    return Answer(
        question=query.question,
        text=notice.message,
        sentences=(Sentence(notice.message, kind="missing"),),
        citations=(),
        status=status,
        query=query,
        scope=scope,
        notices=(_NO_MODEL, notice),
        hits=tuple(hits),
    )


def _nothing_notice(hits: Sequence[Hit]) -> Notice:
    nearest = list(dict.fromkeys(hit.document.path for hit in hits))[:3]
    message = "The corpus does not say."
    if nearest:
        message += f" Nearest articles: {', '.join(nearest)}."
    return Notice("not_in_corpus", message)


def _filtered_notice(query: Query, scope: Scope) -> Notice:
    filters = ", ".join(query.understood) or "the filters"
    left_out = f"{scope.total} articles" if scope.total != 1 else "one article"
    undated = f" ({scope.undated_excluded} of them undated)" if scope.undated_excluded else ""
    return Notice(
        "filtered_out", f"No article matches {filters}; it left out {left_out}{undated}. Ask without it to search all."
    )


def _undated_notice(query: Query, scope: Scope, citations: Sequence[Citation]) -> tuple[Notice, ...]:
    if not query.published or not any(citation.date.day is None for citation in citations):
        return ()
    count = scope.undated_kept
    verb = "article is" if count == 1 else "articles are"
    return (Notice("undated_kept", f"{count} undated {verb} searched too and may lie outside the dates asked for."),)
