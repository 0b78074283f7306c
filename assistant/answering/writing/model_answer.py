"""Answers with a model: each sentence is checked while the model writes, and shown only once it has passed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from assistant.answering import refusals
from assistant.answering.citations import copies_notice
from assistant.answering.retrieval.retrieve import time_notices
from assistant.answering.writing.asking import Asking
from assistant.types import (
    Answer,
    AnswerEvent,
    ChatModel,
    Embedder,
    Hit,
    Notice,
    Query,
    Reader,
    Scope,
    Sentence,
    Status,
    Turn,
)


def answer_with_model(
    query: Query,
    scope: Scope,
    hits: Sequence[Hit],
    history: Sequence[Turn],
    model: ChatModel,
    embedder: Embedder,
    *,
    reply_tokens: int,
    reader: Reader | None = None,
    fallback: Callable[[], Iterator[AnswerEvent]] | None = None,
) -> Iterator[AnswerEvent]:
    """Yield Writing and Checked events while the model writes, and last the one Answer.

    Args:
        reply_tokens: how many tokens of the model's context window are kept free for the reply.
        reader: finds what articles say differently; None: cosines do.
        fallback: answers instead when none of the model's sentences could be checked.

    Status is ``answered``; ``partial`` when the model says what is missing; ``not_in_corpus`` when it says that
    nothing was found, or nothing that it wrote could be checked; ``incomplete`` when its reply broke off.

    Raises:
        ModelError: of the first request, before its first token. Later faults make the answer incomplete.
    """
    # Nobody waits for what runs there when the reader leaves; Python joins it before it ends.
    background = ThreadPoolExecutor(2, thread_name_prefix="meanwhile")
    try:
        asking = Asking(query, hits, model, embedder, reader, model.context_window - reply_tokens, background)
        yield from asking.ask(history)
        # While the model is asked again, the quotes are made that may have to answer instead.
        others = background.submit(lambda: list(fallback())) if fallback and asking.nothing_passed else None
        yield from asking.repair()
        if others is not None and asking.nothing_passed:
            for event in others.result():
                yield _adopted(event, asking) if isinstance(event, Answer) else event
        else:
            yield from asking.other_side()
            yield _answer(query, scope, hits, asking)
    finally:
        background.shutdown(wait=False)


def _answer(query: Query, scope: Scope, hits: Sequence[Hit], asking: Asking) -> Answer:
    said, replies = asking.said, asking.replies
    status = _status(scope, hits, asking)
    notices, sentences, text = list(asking.notices), tuple(said.sentences), said.text
    if status in ("not_in_corpus", "filtered_out"):
        out = status == "filtered_out"
        refusal = refusals.filtered_out(query, scope) if out else refusals.not_in_corpus(query, scope, hits)
        notices.append(refusal)
        if not sentences:
            sentences, text = (Sentence(refusal.message, kind="missing"),), refusal.message
    return Answer(
        question=query.question,
        text=text,
        sentences=sentences,
        citations=said.citations,
        status=status,
        query=query,
        scope=scope,
        conflicts=said.conflicts,
        notices=(*notices, *copies_notice(said.citations), *time_notices(query, scope, said.citations)),
        hits=tuple(hits),
        model=replies.model.name if replies.usage.requests else None,
        usage=replies.usage,
        timings=replies.timings,
    )


def _status(scope: Scope, hits: Sequence[Hit], asking: Asking) -> Status:
    if asking.replies.end != "whole":
        return "incomplete"
    if not hits and scope.filtered and scope.matching == 0:
        return "filtered_out"
    if not asking.said.anything:
        return "not_in_corpus"
    return "partial" if asking.said.missing else "answered"


def _adopted(answer: Answer, asking: Asking) -> Answer:
    """An answer made without the model, with what the model cost and why it is not the model's."""
    replies = asking.replies
    text = f"Nothing that {replies.model.name} wrote could be verified; these are quotes instead."
    notices = (Notice("model_unusable", text), *asking.notices, *answer.notices)
    return replace(answer, notices=notices, usage=replies.usage, timings={**answer.timings, **replies.timings})
