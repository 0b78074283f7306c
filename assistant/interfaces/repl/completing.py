"""Completion: command names, what may follow each, and filters inside a question."""

from __future__ import annotations

from collections.abc import Iterable

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from assistant.errors import AssistantError
from assistant.interfaces.render.lines import clean
from assistant.interfaces.repl.commands import table
from assistant.interfaces.repl.narrowing import FILTER_KEYS, filter_values
from assistant.interfaces.repl.session import Session


class Completing(Completer):
    """Offers what may be written at the cursor."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._commands = table()

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002
        """See prompt_toolkit."""
        text = document.text_before_cursor
        try:
            if text.startswith("/") and " " not in text:
                yield from self._names(text[1:])
            elif text.startswith("/"):
                name, _, behind = text[1:].partition(" ")
                if name in self._commands:
                    yield from _matching(self._commands[name].values(self._session, behind), behind)
            elif any(text.rpartition(" ")[2].startswith(key) for key in FILTER_KEYS):
                word = text.rpartition(" ")[2]
                yield from _matching(filter_values(self._session, word), word)
        except AssistantError:
            return

    def _names(self, typed: str) -> Iterable[Completion]:
        for command in self._commands.values():
            if command.name.startswith(typed):
                yield Completion(f"/{command.name}", -len(typed) - 1, display_meta=command.help)


def _matching(values: Iterable[str], behind: str) -> Iterable[Completion]:
    """The values that continue the last word; file names also match by a part of them."""
    word = behind.rpartition(" ")[2]
    for value in map(clean, values):
        if value.startswith(word) or (len(word) > 2 and word in value):
            yield Completion(value, -len(word))
