"""Reads a model's replies while they stream: each sentence is checked as soon as it is complete."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Literal

from assistant.answering.writing.draft.parse import DraftParser
from assistant.errors import ModelError
from assistant.types import AnswerEvent, ChatModel, Checked, Chunk, DraftSentence, Notice, Prompt, Usage, Writing

Check = Callable[[DraftSentence], Checked | None]
"""Checks one sentence of a draft; None: it is not shown."""

End = Literal["whole", "cut", "broken"]
"""How a reply ended: whole; cut at its length or by a filter; or broken, before the model had finished."""


class Replies:
    """The replies of one model for one answer.

    `end` tells how the last one ended, and a notice why. `usage` and `timings` (seconds) count all of them; the time
    of whoever reads them is not in it.
    """

    def __init__(self, model: ChatModel, notices: list[Notice]) -> None:
        self.model = model
        self.end: End = "whole"
        self.usage = Usage()
        self.timings = dict.fromkeys(("prompt", "first_token", "model", "check"), 0.0)
        self._notices = notices
        self._characters = 0

    def read(self, prompt: Prompt, check: Check) -> Iterator[AnswerEvent]:
        """Send a prompt, and yield Writing and Checked events. Closing this closes the model's stream.

        Raises ModelError if the model fails before its first word; a later fault breaks the reply.
        """
        parser = DraftParser()
        before, finish_reason, used = self._characters, None, Usage()
        stream = iter(self.model.stream(prompt.messages))
        self.usage += Usage(requests=1)
        try:
            for chunk in self._timed(stream):
                finish_reason = chunk.finish_reason or finish_reason
                used = chunk.usage or used
                if chunk.text:
                    self.timings["first_token"] = self.timings["first_token"] or self.timings["model"]
                    self._characters += len(chunk.text)
                    yield Writing(self._characters)
                    yield from self._checked(parser.feed(chunk.text), check)
            self._ends(finish_reason)
        except ModelError as error:
            if self._characters == before:
                raise
            self._breaks(f"The model's reply broke off: {error}")
        finally:
            _close(stream)
            self.usage += used
        rest = parser.close()
        if self.end != "whole":  # the sentence that was being written is not said
            rest = [draft for draft in rest if draft.quotes or draft.kind != "claim"]
        yield from self._checked(rest, check)

    def _timed(self, stream: Iterator[Chunk]) -> Iterator[Chunk]:
        while True:
            began = time.perf_counter()
            try:
                chunk = next(stream)
            except StopIteration:
                return
            finally:
                self.timings["model"] += time.perf_counter() - began
            yield chunk

    def _checked(self, drafts: list[DraftSentence], check: Check) -> Iterator[Checked]:
        for draft in drafts:
            began = time.perf_counter()
            checked = check(draft)
            self.timings["check"] += time.perf_counter() - began
            if checked is not None:
                yield checked

    def _ends(self, finish_reason: str | None) -> None:
        self.end = "whole"
        if finish_reason is None:
            self._breaks("The model's reply ended before it was complete.")
        elif finish_reason == "length":
            self.end = "cut"
            why = "The model's reply was cut at its length limit; raise ASSISTANT_REPLY_TOKENS."
            self._notices.append(Notice("cut_short", why))
        elif finish_reason == "content_filter":
            self.end = "cut"
            self._notices.append(Notice("content_filter", "The endpoint's content filter stopped the model."))

    def _breaks(self, why: str) -> None:
        self.end = "broken"
        self._notices.append(Notice("broken_off", why))


def _close(stream: Iterator[Chunk]) -> None:
    close = getattr(stream, "close", None)
    if callable(close):
        close()
