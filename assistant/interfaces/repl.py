"""A plain conversation: one question a line, Ctrl-C stops an answer, Ctrl-D leaves."""

from __future__ import annotations

import sys

from assistant.app import Assistant
from assistant.errors import ModelError
from assistant.interfaces.console import say_error, stderr
from assistant.interfaces.show import show_stream
from assistant.types import Turn


def converse(assistant: Assistant) -> None:
    """Ask until the input ends."""
    history: list[Turn] = []
    err = stderr()
    if sys.stdin.isatty():
        writer = assistant.writer or "quotes (no model)"
        err.print(f"{len(assistant.documents())} documents · {writer} · Ctrl-D leaves", style="dim")
    while True:
        try:
            question = input("> " if sys.stdin.isatty() else "").strip()
        except (EOFError, KeyboardInterrupt):
            return
        if not question:
            continue
        try:
            answer = show_stream(assistant.stream(question, history=history))
        except KeyboardInterrupt:
            err.print("stopped", style="dim")
            continue
        except ModelError as error:
            say_error(str(error))
            continue
        paths = tuple(dict.fromkeys(citation.path for citation in answer.citations))
        history.append(Turn(question, answer.text, paths))
