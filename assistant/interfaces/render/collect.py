"""Gathers the events of an answer, so that one that was stopped can be kept with what had been checked."""

from __future__ import annotations

from assistant.interfaces.render.lines import markers
from assistant.types import Answer, AnswerEvent, Checked, Citation, Notice, Sentence, Understood

_STOPPED = Notice("stopped", "Stopped before the answer was complete; everything shown has been checked.")
_AT_ONCE = Notice("stopped", "Stopped before any answer.")


class Collected:
    """What has come of one answer so far."""

    def __init__(self, writer: str | None = None) -> None:
        self._writer = writer
        self._understood: Understood | None = None
        self._sentences: list[Sentence] = []
        self._citations: list[Citation] = []
        self._answer: Answer | None = None

    def add(self, event: AnswerEvent) -> None:
        """Take in the next event."""
        match event:
            case Understood():
                self._understood = event
            case Checked(sentence, citations):
                self._sentences.append(sentence)
                self._citations.extend(citations)
            case Answer():
                self._answer = event

    @property
    def answer(self) -> Answer | None:
        """The whole answer, once it has come; before, what came as an incomplete one, if anything did."""
        if self._answer is not None or self._understood is None:
            return self._answer
        query, scope = self._understood.query, self._understood.scope
        return Answer(
            question=query.question,
            text=" ".join(f"{one.text} {markers(one.citations)}".strip() for one in self._sentences),
            sentences=tuple(self._sentences),
            citations=tuple(self._citations),
            status="incomplete",
            query=query,
            scope=scope,
            notices=(_STOPPED if self._sentences else _AT_ONCE,),
            model=self._writer,
        )
