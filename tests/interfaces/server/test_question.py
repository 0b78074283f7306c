"""What of a long conversation is leaned on."""

from __future__ import annotations

from assistant.interfaces.server import Limits
from assistant.interfaces.server.question import Narrowing, asked
from assistant.types import Turn


def test_of_long_turns_the_beginning_is_leaned_on() -> None:
    book = "on Sunday " * 40_000
    options = asked("And then?", [Turn(book, book)] * 30, Narrowing(), Limits()).options
    assert len(options["history"]) == 20
    assert {len(turn.question) for turn in options["history"]} == {8_000}
    assert {len(turn.answer) for turn in options["history"]} == {8_000}
