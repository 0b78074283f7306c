"""Shows an answer on a terminal or in a pipe while it comes: checked sentences first, then their sources."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answering.filter_line import filter_line
from assistant.interfaces.console import stderr, stdout
from assistant.interfaces.render import Flow, markers, notice_line, one_line, source_lines
from assistant.types import Answer, AnswerEvent, Checked, Understood, Writing


def show_stream(events: Iterable[AnswerEvent]) -> Answer:
    """Print the events of one answer and return the answer."""
    out, err = stdout(), stderr()
    flow = Flow(out)
    waiting = False
    for event in events:
        match event:
            case Understood(query, scope):
                if line := filter_line(query, scope):
                    err.print(one_line(line), style="dim", soft_wrap=True)
            case Writing(characters):
                if err.is_terminal and out.is_terminal and not waiting:
                    waiting = True
                    err.print(f"… writing ({characters} characters, not checked yet)", style="dim", end="\r")
            case Checked(sentence, _):
                if waiting:
                    err.file.write("\r\x1b[2K")
                    err.file.flush()
                    waiting = False
                flow.write(sentence.text)
                if sentence.citations:
                    flow.write(markers(sentence.citations), "bold cyan")
            case Answer() as answer:
                flow.end()
                _close(answer)
                return answer
    raise TypeError("a stream must end with its Answer")


def _close(answer: Answer) -> None:
    out, err = stdout(), stderr()
    if not answer.sentences and answer.text:
        out.print(one_line(answer.text), soft_wrap=True)
    for line in source_lines(answer):
        out.print(line, soft_wrap=not out.is_terminal)
    for notice in answer.notices:
        err.print(notice_line(notice), soft_wrap=not err.is_terminal)
