"""Asks the model about one sentence of which code is unsure: whether its source says it, and what it does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from typing import NamedTuple

from assistant.answering.checking.verify import Judged, Verifier
from assistant.answering.writing import templates
from assistant.answering.writing.small_request import ask_briefly
from assistant.types import ChatModel, Message, Usage

_LONGEST_REASON = 160  # characters
_VERDICT = re.compile(r"\W*(?P<word>yes|no)\b\W*(?P<why>[^\n]*)", re.IGNORECASE)


class Look(NamedTuple):
    """What the model says of a sentence; `carried` is None where it says neither yes nor no."""

    carried: bool | None
    why: str = ""
    usage: Usage = Usage()


class SecondLooks:
    """Asks in the background, several at once, while the draft still streams."""

    def __init__(self, model: ChatModel, background: Executor) -> None:
        self._model = model
        self._background = background

    def at(self, judged: Judged, verifier: Verifier) -> Future[Look]:
        """Ask about one sentence."""
        messages = templates.carries(judged.draft.text, verifier.sources(judged))
        return self._background.submit(_look, self._model, messages)


def _look(model: ChatModel, messages: Sequence[Message]) -> Look:
    reply, used = ask_briefly(model, messages)
    return _read(reply)._replace(usage=used)


def _read(reply: str) -> Look:
    match = _VERDICT.match(reply)
    if match is None:
        return Look(None)
    why = " ".join(match["why"].split())[:_LONGEST_REASON].rstrip(".` ")
    return Look(match["word"].lower() == "yes", why)
