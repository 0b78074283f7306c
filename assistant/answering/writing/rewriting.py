"""A follow-up question, rewritten by the model so that it can be understood, and searched for, alone."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.checking.agreement import Known, unknown_details
from assistant.answering.writing.prompting import build_rewrite
from assistant.errors import ModelError
from assistant.text.plain import plain
from assistant.types import ChatModel, Turn, Usage

_LONGEST = 60  # words
_TURNS = 6  # the last ones; what a question points back to is near


def rewrite(
    question: str, history: Sequence[Turn], model: ChatModel, *, reply_tokens: int = 200
) -> tuple[str | None, Usage]:
    """Return the stand-alone question, or None where the model gives none that can be trusted; and what that cost.

    Trusted is one line of at most 60 words whose names, numbers and dates all come from the conversation. Faults of
    the endpoint give None as well: the question can still be searched for as it is.
    """
    if not history:
        return None, Usage()
    recent = history[-_TURNS:]
    prompt = build_rewrite(question, recent, window=model.context_window, reply_tokens=reply_tokens)
    usage, reply = Usage(requests=1), ""
    try:
        for chunk in model.stream(prompt.messages):
            reply += chunk.text
            if chunk.prompt_tokens is not None or chunk.completion_tokens is not None:
                usage = Usage(chunk.prompt_tokens, chunk.completion_tokens, requests=1)
    except ModelError:
        return None, usage
    lines = [line for line in plain(reply.rpartition("</think>")[2]).splitlines() if line.strip()]
    if len(lines) != 1 or len(lines[0].split()) > _LONGEST:
        return None, usage
    said = "\n".join([question, *(text for turn in recent for text in (turn.question, turn.answer))])
    return None if unknown_details(lines[0], said, Known()) else lines[0].strip('"“” '), usage
