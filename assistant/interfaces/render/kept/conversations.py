"""Saved conversations as lines on a screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from rich.text import Text

from assistant.conversations import Conversation
from assistant.interfaces.render.lines import one_line


def conversation_lines(conversations: Iterable[Conversation], *, with_corpus: bool = False) -> Iterator[Text]:
    """One line a conversation: number, local time of the last question, how many there are, title."""
    for each in conversations:
        line = Text().append(f"{each.id:>4}  ", "bold cyan")
        line.append(f"{_local(each.last)}  {each.turns:>3} question{'  ' if each.turns == 1 else 's '} ", "dim")
        line.append(one_line(each.title))
        if with_corpus:
            line.append(f"  {one_line(Path(each.corpus).name)}", "dim")
        yield line


def _local(utc: str) -> str:
    return datetime.fromisoformat(utc).astimezone().strftime("%Y-%m-%d %H:%M")
