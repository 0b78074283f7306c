"""A follow-up question, rewritten by the model so that it can be understood, and searched for, alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.answering.checking.agreement import Known, unknown_details
from assistant.answering.question.follow_up import is_follow_up
from assistant.answering.writing.prompting import build_rewrite
from assistant.errors import ModelError
from assistant.text.plain import plain
from assistant.types import ChatModel, Query, Turn, Usage

_LONGEST = 60  # words
_TURNS = 6  # the last ones; what a question points back to is near
_REPLY_TOKENS = 200


class Rewritten(NamedTuple):
    """`question` stands alone; None where the model gave none that can be trusted. `usage` is what it cost."""

    question: str | None
    usage: Usage


class InContext(NamedTuple):
    """What was understood of a question in its conversation, and what a model cost for that."""

    query: Query
    usage: Usage


def understand_in_context(
    question: str,
    history: Sequence[Turn],
    model: ChatModel,
    understand: Callable[[str, Sequence[Turn]], Query],
) -> InContext:
    """Return what `understand` makes of a question and its history; a follow-up is made to stand alone before that."""
    if not is_follow_up(question, history):
        return InContext(understand(question, history), Usage())
    alone, usage = rewrite(question, history, model)
    if not alone:
        return InContext(understand(question, history), usage)
    return InContext(replace(understand(alone, ()), question=question, stand_alone=alone), usage)


def rewrite(question: str, history: Sequence[Turn], model: ChatModel) -> Rewritten:
    """Return the stand-alone question, or None where the model gives none that can be trusted; and what that cost.

    Trusted is one line of at most 60 words whose names, numbers and dates all come from the conversation. Faults of
    the endpoint give None as well: the question can still be searched for as it is.
    """
    if not history:
        return Rewritten(None, Usage())
    recent = history[-_TURNS:]
    prompt = build_rewrite(question, recent, room=model.context_window - _REPLY_TOKENS)
    used, reply = Usage(), ""
    try:
        for chunk in model.stream(prompt.messages):
            reply += chunk.text
            used = chunk.usage or used
    except ModelError:
        reply = ""
    return Rewritten(_trusted(reply, question, recent), used + Usage(requests=1))


def _trusted(reply: str, question: str, history: Sequence[Turn]) -> str | None:
    lines = [line for line in plain(reply.rpartition("</think>")[2]).splitlines() if line.strip()]
    if len(lines) != 1 or len(lines[0].split()) > _LONGEST:
        return None
    said = "\n".join([question, *(text for turn in history for text in (turn.question, turn.answer))])
    return None if unknown_details(lines[0], said, Known()) else lines[0].strip('"“” ')
