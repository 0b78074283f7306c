"""All commands of a conversation: finding one by what was typed, and the list of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.text import Text

from assistant.errors import SettingsError
from assistant.interfaces.render.lines import print_lines
from assistant.interfaces.repl import keeping, narrowing, setup, sources, talk
from assistant.interfaces.repl.command import Ask, Command, LeaveError
from assistant.interfaces.repl.session import Session


def table() -> dict[str, Command]:
    """All commands by name, in the order of the help text."""
    commands = (*sources.COMMANDS, *keeping.COMMANDS, *narrowing.COMMANDS, *talk.COMMANDS, *setup.COMMANDS)
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
    near = begins or _mistyped(name, known)
    hint = f"; did you mean {' or '.join(f'/{each}' for each in near)}?" if near else "; /help lists the commands"
    raise SettingsError(f"no command /{name}{hint}")


def _mistyped(name: str, known: Iterable[str]) -> list[str]:
    """The commands that a few wrong keys make of what was typed: one for each three letters, at least one."""
    from rapidfuzz.distance import OSA

    most = max(1, len(name) // 3)
    far = {each: OSA.distance(name.lower(), each) for each in known} if len(name) > 1 else {}
    nearest = min(far.values(), default=most + 1)
    return [each for each in far if far[each] == nearest <= most][:2]


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
    keys = (
        "Alt-Enter: new line · Ctrl-O: quotes of the sources · Ctrl-R: search history · Ctrl-X Ctrl-E: editor"
        " · Ctrl-C: stop · Ctrl-D: quit"
    )
    print_lines(session.out, [Text(keys, "dim")])


def _names(session: Session, typed: str) -> Iterable[str]:  # noqa: ARG001
    return table()


def _quit(session: Session, argument: str) -> None:  # noqa: ARG001
    raise LeaveError
