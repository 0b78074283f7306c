"""Answers with a model: each sentence is checked while the model writes, and shown only then."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace

from assistant.answering.checking.relation import Relation
from assistant.answering.checking.verify import Failure, Verifier
from assistant.answering.citations import copies_notice
from assistant.answering.disagreement.conflicts import conflicts
from assistant.answering.disagreement.other_side import Place, compares, other_sides
from assistant.answering.quoting import refusals
from assistant.answering.retrieval.by_time import may_not_belong, time_notices
from assistant.answering.writing.draft.parse import DraftParser
from assistant.answering.writing.meanwhile import meanwhile
from assistant.answering.writing.prompting import build_prompt, build_repair
from assistant.answering.writing.usage import plus
from assistant.errors import ModelContextOverflow, ModelError
from assistant.text.instructions import aimed_at_assistant
from assistant.types import (
    Answer,
    AnswerEvent,
    ChatModel,
    Checked,
    Chunk,
    Conflict,
    DraftSentence,
    Embedder,
    Hit,
    Notice,
    Prompt,
    Query,
    Scope,
    Sentence,
    Status,
    Turn,
    Usage,
    Writing,
)

Fallback = Callable[[], Iterator[AnswerEvent]]

_TRIMMED = 0.6  # share of the prompt's tokens that is tried after an overflow


def answer_with_model(
    query: Query,
    scope: Scope,
    hits: Sequence[Hit],
    history: Sequence[Turn],
    model: ChatModel,
    embedder: Embedder,
    *,
    window: int,
    reply_tokens: int,
    fallback: Fallback | None = None,
) -> Iterator[AnswerEvent]:
    """Yield Writing and Checked events while the model writes, and last the one Answer.

    Args:
        window: tokens that the model takes, prompt and reply together.
        reply_tokens: how many of them are kept free for the reply.
        fallback: answers instead when none of the model's sentences could be checked.

    Status is ``answered``; ``partial`` when the model says what is missing; ``not_in_corpus`` when it says that
    nothing was found, or nothing that it wrote could be checked; ``incomplete`` when its reply broke off.

    Raises:
        ModelError: of the first request, before its first token. Later faults make the answer incomplete.
    """
    writing = _Writing(query, scope, hits, model, embedder, window=window, reply_tokens=reply_tokens)
    yield from writing.first_request(history)
    # Where nothing has passed, the model is asked again, and the quotes are made that may have to answer instead.
    others = meanwhile(lambda: list(fallback())) if fallback and writing.may_need_fallback else None
    yield from writing.repair()
    if writing.needs_fallback and others is not None:
        for event in others.result():
            yield writing.adopt(event) if isinstance(event, Answer) else event
    else:
        yield from writing.other_side()
        yield writing.answer()


class _Writing:
    """One answer while it is made."""

    def __init__(
        self,
        query: Query,
        scope: Scope,
        hits: Sequence[Hit],
        model: ChatModel,
        embedder: Embedder,
        *,
        window: int,
        reply_tokens: int,
    ) -> None:
        self._query, self._scope, self._hits = query, scope, hits
        self._model, self._embedder = model, embedder
        self._window, self._reply_tokens = window, reply_tokens
        self._verifier = Verifier(query, {}, embedder)
        self._labels: Mapping[str, Hit] = {}
        self._sides: Future[tuple[str, list[list[Place]]]] | None = None
        self._sentences: list[Sentence] = []
        self._paragraphs: set[Sentence] = set()  # those before which the model left a line blank
        self._remarks: list[Sentence] = []
        self._failures: list[Failure] = []
        self._notices: list[Notice] = []
        self._conflicts: tuple[Conflict, ...] = ()
        self._timings = dict.fromkeys(("prompt", "first_token", "model", "check"), 0.0)
        self._usage = Usage()
        self._characters = 0
        self._dropped = 0
        self._broken = False  # the reply ended before the model had finished
        self._cut = False  # the model finished, but not with all it had to say

    @property
    def may_need_fallback(self) -> bool:
        """Whether the model finished and none of its claims has passed yet."""
        return bool(self._failures) and not self._claims and not self._broken

    @property
    def needs_fallback(self) -> bool:
        """Whether the model finished and yet none of its claims could be shown."""
        return self._dropped > 0 and not self._claims and not self._broken

    @property
    def _asked(self) -> str:
        return self._query.stand_alone or self._query.question

    @property
    def _claims(self) -> bool:
        return any(sentence.kind != "missing" for sentence in self._sentences)

    def first_request(self, history: Sequence[Turn]) -> Iterator[AnswerEvent]:
        """Ask the model, and again with fewer passages if the prompt does not fit.

        It is not asked when there are no passages, or none has anything to do with the question.
        """
        for group in self._groups():
            self._remarks.clear()  # what is missing here may stand in the next group
            if Relation(self._query, group, self._embedder).is_possible:
                yield from self._ask(group, history)
            if self._claims or self._failures or self._broken or self._cut:
                return

    def _groups(self) -> list[Sequence[Hit]]:
        """The hits; where some may not belong to the dates asked for, those only if the others do not answer."""
        dated = [hit for hit in self._hits if not may_not_belong(self._query, hit.document)]
        rest = [hit for hit in self._hits if may_not_belong(self._query, hit.document)]
        return [group for group in (dated, rest) if group]

    def _ask(self, hits: Sequence[Hit], history: Sequence[Turn]) -> Iterator[AnswerEvent]:
        began = time.perf_counter()
        prompt = build_prompt(self._query, hits, history, window=self._window, reply_tokens=self._reply_tokens)
        self._timings["prompt"] += time.perf_counter() - began
        try:
            yield from self._read(self._use(prompt))
        except ModelContextOverflow as overflow:
            self._note("prompt_trimmed", f"The model was asked again with a shorter request: {overflow}")
            room = int(prompt.tokens * _TRIMMED)
            prompt = build_prompt(self._query, hits, (), window=room, reply_tokens=0)
            self._window = room + self._reply_tokens
            yield from self._read(self._use(prompt))
        left_out = len(hits) - len(prompt.labels)
        if left_out:
            counted = f"{left_out} of {len(hits)} passages"
            self._note("passages_dropped", f"{counted} did not fit in the model's context window and were left out.")
        suspects = {hit.document.path: None for hit in prompt.labels.values() if aimed_at_assistant(hit.passage.text)}
        if suspects:
            self._note(
                "instructions_in_text", f"{', '.join(suspects)}: text like instructions to a model, treated as text."
            )

    def repair(self) -> Iterator[AnswerEvent]:
        """Ask again for the sentences that failed; what fails twice is dropped and counted."""
        failures, self._failures = self._failures, []
        passed = len(self._sentences)
        if failures and not self._broken:
            prompt = build_repair(
                self._query, self._labels, failures, window=self._window, reply_tokens=self._reply_tokens
            )
            was_cut, self._cut = self._cut, False
            try:
                yield from self._read(prompt, repairing=True)
            except ModelError as error:
                self._note("repair_failed", f"The model could not be asked again: {error}")
            self._cut, self._broken = was_cut, False
        self._dropped = max(len(failures) - (len(self._sentences) - passed), 0)
        if self._dropped:
            sentences = "one sentence" if self._dropped == 1 else f"{self._dropped} sentences"
            self._note("dropped", f"Dropped {sentences}: no passage supports {'it' if self._dropped == 1 else 'them'}.")
        if self._claims or not self.needs_fallback:
            for remark in self._remarks:
                self._sentences.append(remark)
                yield Checked(remark)

    def other_side(self) -> Iterator[Checked]:
        """Say that articles differ where the model does not."""
        self._conflicts = conflicts(self._sentences, self._verifier.citations)
        if self._conflicts or not self._claims or self._broken or self._sides is None:
            return
        text, sides = self._sides.result()
        cited = {citation.path for citation in self._verifier.citations}
        if any(hit.document.path in cited for side in sides for hit, *_ in side):
            passed, conflict = self._verifier.note(text, sides)
            self._sentences.append(passed.sentence)
            self._conflicts = (conflict,)
            yield Checked(passed.sentence, passed.new)

    def answer(self) -> Answer:
        """The whole answer."""
        status = self._status
        if status in ("not_in_corpus", "filtered_out"):
            refusal = (
                refusals.filtered_out(self._query, self._scope)
                if status == "filtered_out"
                else refusals.not_in_corpus(self._scope, self._hits, ())
            )
            self._notices.append(refusal)
            if not self._sentences:
                self._sentences.append(Sentence(refusal.message, kind="missing"))
        return Answer(
            question=self._query.question,
            text=_text(self._sentences, self._paragraphs),
            sentences=tuple(self._sentences),
            citations=self._verifier.citations,
            status=status,
            query=self._query,
            scope=self._scope,
            conflicts=conflicts(self._sentences, self._verifier.citations),
            notices=(
                *self._notices,
                *copies_notice(self._verifier.citations),
                *time_notices(self._query, self._scope, self._verifier.citations),
            ),
            hits=tuple(self._hits),
            model=self._model.name if self._usage.requests else None,
            usage=self._usage,
            timings=dict(self._timings),
        )

    def adopt(self, answer: Answer) -> Answer:
        """An answer made without the model, with what the model cost and why it is not the model's."""
        why = Notice(
            "model_unusable", f"Nothing that {self._model.name} wrote could be verified; these are quotes instead."
        )
        notices = (why, *self._notices, *answer.notices)
        return replace(answer, notices=notices, usage=self._usage, timings={**answer.timings, **self._timings})

    @property
    def _status(self) -> Status:
        if self._broken or self._cut:
            return "incomplete"
        if not self._hits and self._scope.filtered and self._scope.matching == 0:
            return "filtered_out"
        if not self._claims:
            return "not_in_corpus"
        return "partial" if self._remarks else "answered"

    def _use(self, prompt: Prompt) -> Prompt:
        self._labels = prompt.labels
        self._verifier = Verifier(self._query, prompt.labels, self._embedder)
        hits = tuple(prompt.labels.values())
        if compares(self._asked):
            self._sides = meanwhile(lambda: other_sides(self._asked, hits, self._embedder))
        return prompt

    def _read(self, prompt: Prompt, *, repairing: bool = False) -> Iterator[AnswerEvent]:
        """Read one reply and check its sentences as they are complete. Closing this closes the model's stream."""
        parser = DraftParser()
        received, finish_reason = 0, None
        used: tuple[int | None, int | None] = (None, None)
        stream = iter(self._model.stream(prompt.messages))
        self._usage = replace(self._usage, requests=self._usage.requests + 1)
        try:
            for chunk in self._waiting_for(stream):
                finish_reason = chunk.finish_reason or finish_reason
                told = (chunk.prompt_tokens, chunk.completion_tokens)
                used = used if told == (None, None) else told
                if not chunk.text:
                    continue
                if not received:
                    self._timings["first_token"] = self._timings["first_token"] or self._timings["model"]
                received += len(chunk.text)
                self._characters += len(chunk.text)
                yield Writing(self._characters)
                for draft in parser.feed(chunk.text):
                    yield from self._check(draft, repairing=repairing)
        except ModelError as error:
            if not received:
                raise
            self._broken = True
            self._note("broken_off", f"The model's reply broke off: {error}")
        finally:
            _close(stream)
            self._usage = plus(self._usage, Usage(*used))
        self._judge_end(finish_reason)
        for draft in parser.close():
            if (self._broken or self._cut) and not draft.quotes and draft.kind == "claim":
                continue  # the sentence that was being written
            yield from self._check(draft, repairing=repairing)

    def _waiting_for(self, stream: Iterator[Chunk]) -> Iterator[Chunk]:
        """Pass the chunks on and count the time that the model took, not that of who reads them."""
        while True:
            began = time.perf_counter()
            try:
                chunk = next(stream)
            except StopIteration:
                return
            finally:
                self._timings["model"] += time.perf_counter() - began
            yield chunk

    def _judge_end(self, finish_reason: str | None) -> None:
        if self._broken:
            return
        if finish_reason is None:
            self._broken = True
            self._note("broken_off", "The model's reply ended before it was complete.")
        elif finish_reason == "length":
            self._cut = True
            self._note("cut_short", "The model's reply was cut at its length limit; raise ASSISTANT_REPLY_TOKENS.")
        elif finish_reason == "content_filter":
            self._cut = True
            self._note("content_filter", "The endpoint's content filter stopped the model.")

    def _check(self, draft: DraftSentence, *, repairing: bool) -> Iterator[Checked]:
        if repairing and draft.kind != "claim":
            return
        began = time.perf_counter()
        result = self._verifier.check(draft)
        self._timings["check"] += time.perf_counter() - began
        if isinstance(result, Failure):
            if draft.kind == "claim":
                self._failures.append(result)
            else:
                self._remarks.append(Sentence("The passages do not say more.", kind="missing"))
        elif result.sentence.kind == "missing":
            self._remarks.append(result.sentence)
        elif result.sentence not in self._sentences:
            self._sentences.append(result.sentence)
            if draft.paragraph:
                self._paragraphs.add(result.sentence)
            yield Checked(result.sentence, result.new)

    def _note(self, code: str, message: str) -> None:
        self._notices.append(Notice(code, message))


def _text(sentences: Sequence[Sentence], paragraphs: Collection[Sentence]) -> str:
    """All sentences with their numbers; a blank line stands before those that begin a paragraph."""
    text = ""
    for sentence in sentences:
        gap = "" if not text else "\n\n" if sentence in paragraphs else " "
        numbers = "".join(f"[{number}]" for number in sentence.citations)
        text += gap + f"{sentence.text} {numbers}".strip()
    return text


def _close(stream: Iterator[Chunk]) -> None:
    close = getattr(stream, "close", None)
    if callable(close):
        close()
