"""Shows an answer while it comes: what is searched, each checked sentence, then the sources and the notices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from rich.console import Console
from rich.text import Text

from assistant.answering.question.shown import filter_line, follow_up_line
from assistant.interfaces.render.collect import Collected
from assistant.interfaces.render.console import print_json_line, stderr, stdout
from assistant.interfaces.render.lines import (
    Flow,
    listed_lines,
    markers,
    nearest_lines,
    notice_line,
    one_line,
    print_lines,
    sentence_text,
    source_lines,
    support_line,
)
from assistant.interfaces.render.tables import Rows
from assistant.jsonable import to_json
from assistant.types import Answer, AnswerEvent, Checked, Citation, Document, Sentence, Understood, Writing


class Stage(Protocol):
    """Where an answer is shown."""

    def words(self, text: Text) -> None:
        """Words of the answer; they follow what came before."""

    def end_words(self) -> None:
        """A line of the answer's text has ended, or all of it."""

    def item(self) -> None:
        """An item of a list begins."""

    @property
    def out(self) -> Console:
        """Where the answer is written."""
        ...

    def lines(self, lines: Iterable[Text]) -> None:
        """Further lines of the result."""

    def asides(self, lines: Iterable[Text]) -> None:
        """Lines about the result, such as notices."""

    def writing(self, characters: int) -> None:
        """The model has written so much; nothing of the newest part is checked."""


class Shows(Protocol):
    """What is done with the events of an answer."""

    def show(self, event: AnswerEvent) -> None:
        """Take the next event."""

    def stop(self) -> Answer | None:
        """End an answer before its time; returns what came as an incomplete answer, None when nothing did."""


class Gathering:
    """Shows nothing; gathers the answer."""

    def __init__(self, writer: str | None = None) -> None:
        self._collected = Collected(writer)

    def show(self, event: AnswerEvent) -> None:
        """See Shows."""
        self._collected.add(event)

    def stop(self) -> Answer | None:
        """See Shows."""
        return self._collected.answer


class EventLines(Gathering):
    """Prints each event as one line of JSON, with its kind as `event`."""

    def show(self, event: AnswerEvent) -> None:
        """See Shows."""
        super().show(event)
        print_json_line({"event": type(event).__name__.lower(), **to_json(event)})

    def stop(self) -> Answer | None:
        """See Shows."""
        answer = super().stop()
        if answer is not None:
            print_json_line({"event": "answer", **to_json(answer)})
        return answer


class Showing:
    """Shows the events of one answer on a stage.

    `told` are the codes of notices that were shown in this session and stand for all of it; more are added. With
    `document`, which finds one by its path, the quotes and the chance that the articles answer are shown as well.
    """

    def __init__(
        self,
        stage: Stage,
        *,
        told: set[str],
        document: Callable[[str], Document | None] | None = None,
        writer: str | None = None,
    ) -> None:
        self._stage = stage
        self._told = told
        self._document = document
        self._collected = Collected(writer)
        self._shown: list[Sentence] = []
        self._quotes = False
        self._rows = Rows(stage.out)

    def show(self, event: AnswerEvent) -> None:
        """Show what this event adds."""
        self._collected.add(event)
        match event:
            case Understood(query, scope):
                lines = [line for line in (follow_up_line(query), filter_line(query, scope)) if line]
                if lines:
                    self._stage.asides([Text(one_line(line), "dim") for line in lines])
            case Writing(characters):
                self._stage.writing(characters)
            case Checked(sentence, citations):
                self._sentence(sentence, citations)
            case Answer() as answer:
                self._close(answer)

    @property
    def begun(self) -> bool:
        """Whether a sentence of the answer stands there."""
        return bool(self._shown)

    def stop(self) -> Answer | None:
        """See Shows."""
        answer = self._collected.answer
        if answer is not None:
            self._close(answer)
        return answer

    def _sentence(self, sentence: Sentence, citations: Iterable[Citation]) -> None:
        """Add a sentence where it stands; a quote has lines of its own."""
        quotes = self._quotes
        form, before = sentence.form, self._shown[-1].form if self._shown else None
        self._shown.append(sentence)
        self._quotes = one_line(sentence.text) in {one_line(each.quote) for each in citations}
        if before is not None and before.kind == "table" and (form.kind, form.block) != (before.kind, before.block):
            self._stage.lines(self._rows.end())
        if form.kind == "table":
            self._stage.end_words()
            self._stage.lines(self._rows.add(sentence))
            return
        if before is not None and before != form and (before.kind != "text" or form.kind != "text" or form.begins):
            self._stage.end_words()
            if form.kind == "heading" or (before.kind != form.kind and before.kind in ("list", "table")) or form.begins:
                self._stage.lines([Text()] if before.kind != "heading" else [])
        if form.kind == "list":
            if before is None or (before.kind, before.block, before.row) != (form.kind, form.block, form.row):
                self._stage.item()
        elif quotes or self._quotes:
            self._stage.end_words()
        self._stage.words(sentence_text(sentence))
        if sentence.citations:
            self._stage.words(Text(markers(sentence.citations), "bold cyan"))

    def _close(self, answer: Answer) -> None:
        for sentence in answer.sentences:
            if sentence not in self._shown:
                self._sentence(sentence, answer.citations)
        self._stage.end_words()
        self._stage.lines(self._rows.end())
        self._stage.lines([*source_lines(answer, self._document), *nearest_lines(answer), *listed_lines(answer)])
        notices = [one for one in answer.notices if one.message != answer.text and one.code not in self._told]
        self._told.update(one.code for one in notices if one.once)
        asides = [notice_line(one) for one in notices]
        if self._document is not None and (support := support_line(answer)):
            asides.append(Text(f"support: {support}", "dim"))
        if asides:
            self._stage.asides([*([Text()] if answer.citations or answer.nearest else []), *asides])


class ConsoleStage:
    """Standard output for the answer, standard error for the rest (nothing of it with `quiet`)."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._out, self._err = stdout(), stderr()
        self._flow = Flow(self._out)
        self._quiet = quiet
        self._waiting = False

    def words(self, text: Text) -> None:
        """See Stage."""
        self._clear()
        self._flow.write(text)

    def end_words(self) -> None:
        """See Stage."""
        self._clear()
        self._flow.end()

    def item(self) -> None:
        """See Stage."""
        self._clear()
        self._flow.begin_item()

    @property
    def out(self) -> Console:
        """See Stage."""
        return self._out

    def lines(self, lines: Iterable[Text]) -> None:
        """See Stage."""
        print_lines(self._out, lines)

    def asides(self, lines: Iterable[Text]) -> None:
        """See Stage."""
        if not self._quiet:
            print_lines(self._err, lines)

    def writing(self, characters: int) -> None:
        """Say so once, on a terminal, where no text stands yet; the next words take its place."""
        watched = self._err.is_terminal and self._out.is_terminal and not self._err.is_dumb_terminal
        if watched and not self._quiet and not self._waiting and not self._flow.begun:
            self._waiting = True
            self._err.print(Text(writing_line(characters), "dim"), end="\r", no_wrap=True, crop=True)

    def _clear(self) -> None:
        if self._waiting:
            self._err.file.write("\r\x1b[2K")
            self._err.file.flush()
            self._waiting = False


def writing_line(characters: int) -> str:
    """The quiet line while a model writes."""
    return f"… writing, not checked yet ({characters} characters)"


def show_stream(events: Iterable[AnswerEvent], showing: Shows) -> Answer:
    """Show the events of one answer and return it. Ctrl-C ends it, and what came is returned as incomplete.

    Raises KeyboardInterrupt when nothing had come.
    """
    answer = None
    try:
        for event in events:
            showing.show(event)
            if isinstance(event, Answer):
                answer = event
    except KeyboardInterrupt:
        answer = showing.stop()
        if answer is None:
            raise
    if answer is None:
        raise TypeError("a stream must end with its Answer")
    return answer
