"""A small request to a model, whose reply is one short text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.answering.writing.streaming import close
from assistant.errors import ModelError
from assistant.types import ChatModel, Message, Usage

_LONGEST = 20_000  # characters that are read; a model may think aloud before its one line


class Reply(NamedTuple):
    """What came, and what it cost; empty where the endpoint failed."""

    text: str
    usage: Usage


def ask_briefly(model: ChatModel, messages: Sequence[Message]) -> Reply:
    """Ask once. Never raises for the endpoint's faults: what is asked here can be done without an answer."""
    used, text = Usage(), ""
    try:
        stream = iter(model.stream(messages))
        try:
            for chunk in stream:
                text += chunk.text
                used = chunk.usage or used
                if len(text) > _LONGEST:
                    break
        finally:
            close(stream)
    except ModelError:
        text = ""
    return Reply(text.rpartition("</think>")[2], used + Usage(requests=1))
