"""Asks a model for an answer, and once more for the sentences that did not pass."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import Literal

from assistant.answering.checking.relation import Relation
from assistant.answering.disagreement.other_side import OtherSides, other_sides
from assistant.answering.reading.stand_ins import CosineReader
from assistant.answering.retrieval.retrieve import may_not_belong
from assistant.answering.writing.prompting import build_prompt, build_repair
from assistant.answering.writing.said import Said
from assistant.answering.writing.second_look import SecondLooks
from assistant.answering.writing.streaming import Replies
from assistant.errors import ModelContextOverflow, ModelError
from assistant.messages import ClaimReader
from assistant.text.instructions import aimed_at_assistant
from assistant.types import (
    AnswerEvent,
    ChatModel,
    Checked,
    Conflict,
    Embedder,
    Hit,
    Notice,
    Prompt,
    Query,
    Reader,
    Turn,
)

_TRIMMED = 0.6  # share of the prompt's tokens that is tried after an overflow


class Asking:
    """The requests for one answer, and what comes of them.

    `said` is what passed, `replies` what it took, `conflicts` are those of its articles that it tells, and `notices`
    are what the reader should know. `in_parts`: the steps of a plan are answered singly. `reply_tokens` of the model's
    context window are kept free for a reply; `background` does what can be done while the model thinks.
    """

    def __init__(
        self,
        query: Query,
        hits: Sequence[Hit],
        model: ChatModel,
        embedder: Embedder,
        reader: Reader | None,
        reply_tokens: int,
        background: Executor,
        check: Literal["model", "code"] = "model",
    ) -> None:
        self.notices: list[Notice] = []
        self.conflicts: tuple[Conflict, ...] = ()
        self.replies = Replies(model, reply_tokens)
        self._claims = reader if isinstance(reader, ClaimReader) else None
        self._looks = SecondLooks(model, background) if check == "model" else None
        self.said = Said(query, {}, embedder)
        self._query, self._hits, self._embedder = query, hits, embedder
        self._reader = reader or CosineReader(embedder)
        self._question = query.stand_alone or query.question
        self._room = model.context_window - reply_tokens
        self._background = background
        self._sides: Future[OtherSides | None] | None = None
        self.in_parts = False

    def ask(self, history: Sequence[Turn]) -> Iterator[AnswerEvent]:
        """Ask the model. Yields Writing and Checked events; raises ModelError before the first of them.

        Passages that may not belong to the dates asked for are sent only if the others do not answer. The model is not
        asked when there are no passages, or none has anything to do with the question.
        """
        outside = [may_not_belong(self._query, hit.document) for hit in self._hits]
        for wanted in (False, True):
            hits = [hit for hit, is_outside in zip(self._hits, outside, strict=True) if is_outside == wanted]
            if not hits:
                continue
            if Relation(self._query, hits, self._embedder).is_possible:
                yield from self._ask_about(hits, history)
            if self.said.anything or self.said.failures or self.replies.fault:
                return

    def ask_in_parts(self) -> Iterator[AnswerEvent]:
        """Ask once for what the passages say to each step of a plan, where they do not answer the whole."""
        steps = " ".join(f"({number}) {part.text}" for number, part in enumerate(self._query.asked.parts, 1))
        self._query = replace(self._query, question=steps, stand_alone=None)
        yield from self.ask(())
        self.in_parts = self.said.anything
        if self.in_parts:
            self._note("in_parts", "The articles do not answer the question as a whole: its steps are answered singly.")

    def repair(self) -> Iterator[AnswerEvent]:
        """Ask once for the sentences that were refused, and show what stands in their places.

        That is the sentence as repaired, the source's own words, or nothing, which is counted where others passed.
        """
        fault, said = self.replies.fault, self.said
        yield from said.wait()
        failures = said.failures
        if failures and not self.replies.broken:
            prompt = build_repair(self._query, said.labels, failures, room=self._room)
            try:
                yield from self.replies.read(prompt, said.check_again)
            except ModelError as error:
                self._note("repair_failed", f"The model could not be asked again: {error}")
            self.replies.fault = fault  # an answer ends as its first reply did
        yield from said.finish()
        self.replies.usage += said.usage
        if quoted := said.counts["quoted"]:
            what = "One sentence stands" if quoted == 1 else f"{quoted} sentences stand"
            self._note("quoted_instead", f"{what} in the source's words: the model's own were not carried by it.")
        if (dropped := said.counts["dropped"]) and said.anything:
            what, it = ("one sentence", "it") if dropped == 1 else (f"{dropped} sentences", "them")
            self._note("dropped", f"Dropped {what}: no passage supports {it}.")
        if said.anything:
            yield from said.what_is_missing()

    def other_side(self) -> Iterator[Checked]:
        """Say that articles differ, or that newer ones do, where the model cites one side and does not say so."""
        if self._sides is None or not self.said.anything or self.replies.broken:
            return
        other = self._sides.result()
        if other is not None and other.untold(self.said.citations):
            yield self.said.note(other)
        conflict = self.said.conflict(other) if other else None
        self.conflicts = (conflict,) if conflict else ()

    def _ask_about(self, hits: Sequence[Hit], history: Sequence[Turn]) -> Iterator[AnswerEvent]:
        """Ask over these passages, and again over fewer if the prompt does not fit."""
        began = time.perf_counter()
        prompt = build_prompt(self._query, hits, history, room=self._room)
        self.replies.timings["prompt"] += time.perf_counter() - began
        try:
            yield from self._send(prompt)
        except ModelContextOverflow as overflow:
            self._note("prompt_trimmed", f"The model was asked again with a shorter request: {overflow}")
            self._room = int(prompt.tokens * _TRIMMED)
            prompt = build_prompt(self._query, hits, (), room=self._room)
            yield from self._send(prompt)
        left_out = len(hits) - len(prompt.labels)
        if left_out:
            counted = f"{left_out} of {len(hits)} passages"
            self._note("passages_dropped", f"{counted} did not fit in the model's context window and were left out.")
        suspects = {hit.document.path: None for hit in prompt.labels.values() if aimed_at_assistant(hit.passage.text)}
        if suspects:
            text = f"{', '.join(suspects)}: text like instructions to a model, treated as text."
            self._note("instructions_in_text", text)

    def _send(self, prompt: Prompt) -> Iterator[AnswerEvent]:
        self.said = Said(self._query, prompt.labels, self._embedder, self._claims, self._looks)
        hits = tuple(prompt.labels.values())
        self._sides = self._background.submit(other_sides, self._query.asked, hits, self._embedder, self._reader)
        yield from self.replies.read(prompt, self.said.check, self.said.settled)

    def _note(self, code: str, message: str) -> None:
        self.notices.append(Notice(code, message))
