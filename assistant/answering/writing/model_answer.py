"""Answers with a model: each sentence is checked while the model writes, and shown only once it has passed.

Where nothing of the model can be shown, quotes answer, and one notice says why. A model that says that the passages do
not answer is believed, unless the quotes are all but certain.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Literal

from assistant.answering.citations import copies_notice
from assistant.answering.question.shown import not_in_corpus
from assistant.answering.retrieval.retrieve import time_notices
from assistant.answering.writing.asking import Asking
from assistant.errors import ModelError
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

# From this chance on quotes answer although the model found nothing. In seeds, ellery and velmark 10 of 144 answerable
# questions reach it and none of 39 others; .5 is reached by 115 and by 7, too little against the word of a model.
_DESPITE_A_NO = 0.85
_AT_ONCE = 4  # requests and readings beside the draft


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
    check: Literal["model", "code"] = "model",
    quotes: Callable[[], Iterator[AnswerEvent]],
    cancelled: threading.Event | None = None,
) -> Iterator[AnswerEvent]:
    """Yield Writing and Checked events while the model writes, and last the one Answer.

    Args:
        reply_tokens: how many tokens of the model's context window are kept free for the reply.
        quotes: answers instead where the model was not asked, fails, or writes nothing that can be shown.
        check: who decides on a sentence of which code is unsure: the model in a request of its own, or a score.
        cancelled: set when nobody waits for the answer any more; then nothing answers instead.
        reader: finds what articles say differently; None: cosines do.

    Status is ``answered``; ``partial`` when the model says what is missing; ``incomplete`` when its reply broke off
    after something had passed; ``not_in_corpus`` when it says that nothing was found and the quotes are not all but
    certain. Otherwise, where nothing passed, answer and status are those of the quotes.

    Raises:
        ModelError: when `cancelled` is set before the first token.
    """
    # Nobody waits for what runs there when the reader leaves; Python joins it before it ends.
    background = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="meanwhile")
    try:
        asking = Asking(query, hits, model, embedder, reader, reply_tokens, background, check)
        try:
            yield from asking.ask(history)
            if query.asked.planned and asking.said.denied and not asking.replies.fault:
                yield from asking.ask_in_parts()
        except ModelError as error:
            if cancelled and cancelled.is_set():
                raise
            asking.replies.fault = Notice(error.code, f"The model did not answer: {str(error).rstrip('.')}.")
        # While the model is asked again, the quotes are made that may have to answer instead.
        others = None if asking.said.anything else background.submit(lambda: list(quotes()))
        yield from asking.repair()
        if others is None or asking.said.anything or (cancelled and cancelled.is_set()):
            yield from asking.other_side()
            yield _answer(query, scope, hits, asking)
            return
        *events, answer = others.result()
        if isinstance(answer, Answer) and (not asking.said.denied or _all_but_certain(answer)):
            yield from events
            yield _adopted(answer, asking)
        else:
            yield from asking.said.what_is_missing()
            yield _answer(query, scope, hits, asking)
    finally:
        background.shutdown(wait=False, cancel_futures=True)


def _answer(query: Query, scope: Scope, hits: Sequence[Hit], asking: Asking) -> Answer:
    said, replies = asking.said, asking.replies
    status = _status(asking)
    notices, sentences, text = list(asking.notices), tuple(said.sentences), said.text
    if replies.fault:
        notices.append(replies.fault)
    if status == "not_in_corpus":
        refusal = not_in_corpus(query, scope, hits)
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
        conflicts=asking.conflicts,
        notices=(*notices, *copies_notice(said.citations), *time_notices(query, scope, said.citations)),
        hits=tuple(hits),
        model=replies.model.name if replies.usage.requests else None,
        usage=replies.usage,
        timings=replies.timings,
    )


def _status(asking: Asking) -> Status:
    if asking.said.denied:
        return "not_in_corpus"
    if asking.replies.fault or not asking.said.anything:
        return "incomplete"
    return "partial" if asking.said.missing or asking.in_parts else "answered"


def _all_but_certain(answer: Answer) -> bool:
    """Whether quotes answer with a chance that outweighs the model's word; what code knows of an article does."""
    chances = [one.support or 0.0 for one in answer.sentences if one.kind == "claim"]
    return answer.status in ("answered", "partial") and max(chances, default=1.0) >= _DESPITE_A_NO


def _adopted(answer: Answer, asking: Asking) -> Answer:
    """An answer made without the model, with what the model cost and why it is not the model's."""
    replies = asking.replies
    why = _why(asking)
    if why is None:
        return answer
    instead = " These are quotes instead." if answer.citations else ""
    notices = [notice for notice in answer.notices if notice.code != "quotes_mode"]
    return replace(
        answer,
        notices=(Notice(why.code, why.message + instead), *notices),
        usage=replies.usage,
        timings={**answer.timings, **replies.timings},
    )


def _why(asking: Asking) -> Notice | None:
    """Why the answer is not the model's; None where it was not asked."""
    replies, said = asking.replies, asking.said
    if replies.fault or not replies.usage.requests:
        return replies.fault
    name = replies.model.name
    if said.denied:
        return Notice("model_found_nothing", f"{name} found no answer in these passages.")
    if said.failures:
        return Notice("model_unusable", f"Nothing that {name} wrote could be verified.")
    return Notice("model_silent", f"{name} sent no answer: its reply was empty, or only its reasoning.")
