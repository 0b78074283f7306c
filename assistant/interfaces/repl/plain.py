"""A conversation without a screen: one question per line, from a pipe or on a dumb terminal."""

from __future__ import annotations

import sys

from assistant.answering.question.understand import QUESTION_CHARACTERS, check_length
from assistant.briefs.by_itself import answering
from assistant.errors import AssistantError
from assistant.interfaces.render.console import say_error
from assistant.interfaces.render.lines import clean
from assistant.interfaces.render.show import ConsoleStage, Showing, show_stream
from assistant.interfaces.repl.command import Ask, LeaveError
from assistant.interfaces.repl.commands import run
from assistant.interfaces.repl.session import Session
from assistant.interfaces.templates import expanded


def converse_plainly(session: Session) -> None:
    """Read lines until the input ends; an error is one line, and the next line is read."""
    asked = sys.stdin.isatty()
    first = True
    while True:
        try:
            if asked:
                session.err.print("> ", end="")
                session.err.file.flush()
            line = _line()
            if not line:
                return
            line = clean(line).strip()
            if line and not first:
                session.out.print()
            first = first and not line
            handle(session, line)
        except KeyboardInterrupt:
            if not asked:
                raise
            session.err.print("\nCtrl-D quits")
        except LeaveError:
            return
        except AssistantError as error:
            say_error(str(error))


def _line() -> str:
    """The next line. Raises SettingsError when it is too long; its rest is skipped, however long it is."""
    most = QUESTION_CHARACTERS + 2  # one too many, and a newline
    line = part = sys.stdin.readline(most)
    while len(part) == most and not part.endswith("\n"):
        part = sys.stdin.readline(most)
    check_length(line.removesuffix("\n"))
    return line


def handle(session: Session, line: str) -> None:
    """Answer one line, which is a command or a question."""
    if not line:
        return
    todo = run(session, line) if line.startswith("/") else Ask(expanded(line))
    if todo is not None:
        showing = Showing(ConsoleStage(), told=session.told, writer=session.settings.model)
        session.keep(show_stream(answering(session.assistant, todo.question, **session.options(todo.options)), showing))
