"""Reads a model's replies while they stream: each sentence is checked as soon as it is complete."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from assistant.answering.writing.draft.parse import DraftParser
from assistant.errors import ModelError
from assistant.types import AnswerEvent, ChatModel, Checked, Chunk, DraftSentence, Notice, Prompt, Usage, Writing

Check = Callable[[DraftSentence], Iterable[Checked]]
"""Takes one sentence of a draft, and gives those that are shown by now."""
Settled = Callable[[], Iterable[Checked]]
"""Gives the sentences that have been settled in the meantime."""

_ROOM = 100  # times the reply's tokens, in characters: what a model that thinks aloud needs, and no more


class Replies:
    """The replies of one model for one answer.

    `fault` says why the last one is not whole; None where it is. `usage` and `timings` (seconds) count all of them;
    the time of whoever reads them is not in it. What a reply has beyond 100 characters for each of `reply_tokens` is
    not read.
    """

    def __init__(self, model: ChatModel, reply_tokens: int) -> None:
        self.model = model
        self.fault: Notice | None = None
        self.usage = Usage()
        self.timings = dict.fromkeys(("prompt", "first_token", "model", "check"), 0.0)
        self._most = _ROOM * reply_tokens
        self._characters = 0

    @property
    def broken(self) -> bool:
        """Whether the last one ended before the model had finished."""
        return self.fault is not None and self.fault.code == "broken_off"

    def read(self, prompt: Prompt, check: Check, settled: Settled = tuple) -> Iterator[AnswerEvent]:
        """Send a prompt, and yield Writing and Checked events. Closing this closes the model's stream.

        `settled` is asked with every piece of the reply.

        Raises ModelError if the model fails before its first word; a later fault breaks the reply.
        """
        parser = DraftParser()
        before, finish_reason, used, self.fault = self._characters, None, Usage(), None
        stream = iter(self.model.stream(prompt.messages))
        self.usage += Usage(requests=1)
        try:
            for chunk in self._timed(stream):
                finish_reason = chunk.finish_reason or finish_reason
                used = chunk.usage or used
                if text := chunk.text[: before + self._most - self._characters]:
                    self.timings["first_token"] = self.timings["first_token"] or self.timings["model"]
                    self._characters += len(text)
                    yield Writing(self._characters)
                    yield from self._checked(parser.feed(text), check)
                    yield from settled()
                if len(text) < len(chunk.text):
                    finish_reason = "too long"
                    break
            self.fault = _fault(finish_reason)
        except ModelError as error:
            if self._characters == before:
                raise
            self.fault = Notice("broken_off", f"The model's reply broke off: {str(error).rstrip('.')}.")
        finally:
            close(stream)
            self.usage += used
        rest = parser.close()
        if self.fault is not None:  # the sentence that was being written is not said
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
            checked = list(check(draft))
            self.timings["check"] += time.perf_counter() - began
            yield from checked


def _fault(finish_reason: str | None) -> Notice | None:
    """What is wrong with a reply that ended for this reason."""
    match finish_reason:
        case None:
            return Notice("broken_off", "The model's reply ended before it was complete.")
        case "length":
            return Notice("cut_short", "The model's reply was cut at its length limit; raise ASSISTANT_REPLY_TOKENS.")
        case "too long":
            return Notice("cut_short", "The model wrote without end; its reply was cut. Try another model.")
        case "content_filter":
            return Notice("content_filter", "The endpoint's content filter stopped the model.")
    return None


def close(stream: Iterator[Chunk]) -> None:
    """Let go of a stream's connection, where it has one."""
    close = getattr(stream, "close", None)
    if callable(close):
        close()
