"""What a command of a conversation is; `commands` has them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from assistant.interfaces.repl.session import Session
from assistant.options import Options


@dataclass(frozen=True, slots=True)
class Ask:
    """What a command may hand back: a question to ask now."""

    question: str
    options: Options = field(default_factory=Options)


class LeaveError(Exception):
    """The user wants to leave."""


Run = Callable[[Session, str], Ask | None]
Values = Callable[[Session, str], Iterable[str]]


def _no_values(session: Session, typed: str) -> Iterable[str]:  # noqa: ARG001
    return ()


@dataclass(frozen=True, slots=True)
class Command:
    """A command: how it is written, what it does, and what may follow it.

    `values` completes the last word of what was typed behind the command's name.
    """

    name: str
    usage: str
    help: str
    group: str
    run: Run
    values: Values = _no_values
