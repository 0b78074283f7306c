"""The commands of a conversation: one table; each command is a small function in the file of its idea."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby

from rich.text import Text

from assistant.errors import SettingsError
from assistant.interfaces.render.lines import print_lines
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


def table() -> dict[str, Command]:
    """All commands by name, in the order of the help text."""
    from assistant.interfaces.repl import narrowing, setup, talk
    from assistant.interfaces.repl import sources as evidence

    commands = (*evidence.COMMANDS, *narrowing.COMMANDS, *talk.COMMANDS, *setup.COMMANDS)
    own = (
        Command("help", "[COMMAND]", "Show this list, or help on one command.", "Program", _help, _names),
        Command("quit", "", "Quit (also Ctrl-D).", "Program", _quit),
    )
    return {command.name: command for command in (*commands, *own)}


def run(session: Session, line: str) -> Ask | None:
    """Run a line that begins with a slash. Raises SettingsError naming the nearest command, and LeaveError."""
    name, _, argument = line.removeprefix("/").strip().partition(" ")
    return find(name).run(session, argument.strip())


def find(name: str) -> Command:
    """The command of this name, or of the only name that begins so."""
    known = table()
    if name in known:
        return known[name]
    begins = [each for each in known if name and each.startswith(name)]
    if len(begins) == 1:
        return known[begins[0]]
    near = begins or difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    hint = f"; did you mean {' or '.join(f'/{each}' for each in near)}?" if near else "; /help lists the commands"
    raise SettingsError(f"no command /{name}{hint}")


def _help(session: Session, argument: str) -> None:
    if argument:
        command = find(argument.removeprefix("/"))
        print_lines(session.out, [Text(f"/{command.name} {command.usage}".rstrip(), "bold"), Text(command.help)])
        return
    commands = table().values()
    width = max(len(f"/{command.name} {command.usage}") for command in commands)
    narrow = session.out.width < width + 30
    for group, members in groupby(commands, key=lambda command: command.group):
        print_lines(session.out, [Text(group, "bold")])
        for command in members:
            call = f"/{command.name} {command.usage}".rstrip()
            if narrow:
                print_lines(session.out, [Text(f"  {call}", "cyan"), Text(f"      {command.help}")])
            else:
                line = Text().append(f"  {call:<{width}}  ", "cyan")
                line.append(command.help)
                session.out.print(line, soft_wrap=not session.out.is_terminal)
    keys = "Alt-Enter: new line · Ctrl-R: search history · Ctrl-X Ctrl-E: editor · Ctrl-C: stop · Ctrl-D: quit"
    print_lines(session.out, [Text(keys, "dim")])


def _names(session: Session, typed: str) -> Iterable[str]:  # noqa: ARG001
    return table()


def _quit(session: Session, argument: str) -> None:  # noqa: ARG001
    raise LeaveError
