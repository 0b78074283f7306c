"""`assistant history`: list, search, show and delete saved conversations."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import ExitCode, SettingsError
from assistant.interfaces.cli import options as opt

if TYPE_CHECKING:
    from assistant.conversations import Conversations

history = typer.Typer(
    name="history",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="List, search, show and delete conversations.",
)


@history.callback()
def start(context: typer.Context, as_json: opt.Json = False) -> None:
    """List, search, show and delete conversations.

    Without a command: list them, most recent first. They never leave this machine.
    """
    if context.invoked_subcommand is None:
        _list((), as_json=as_json)


@history.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD", help="Words that must all occur.")],
    as_json: opt.Json = False,
) -> None:
    """List the conversations that contain all these words."""
    _list(words, as_json=as_json)


@history.command()
def show(
    conversation: Annotated[str, typer.Argument(metavar="CONVERSATION", help="Its number or name.")],
    as_json: opt.Json = False,
) -> None:
    """Print a conversation as Markdown, or its answers as JSON."""
    with _store() as store:
        answers = store.answers(_id(store, conversation))
    if as_json:
        from assistant.interfaces.render.console import print_json

        print_json(answers)
        return
    from assistant.interfaces.render.export_markdown import markdown

    sys.stdout.write(markdown(answers))


@history.command()
def delete(
    conversation: Annotated[str | None, typer.Argument(metavar="CONVERSATION", help="Its number or name.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Delete all conversations.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before deleting all.")] = False,
) -> None:
    """Permanently delete a conversation, or all of them."""
    from assistant.interfaces.render.console import stderr

    if (conversation is None) != everything:
        raise typer.BadParameter("name a conversation, or use --all")
    with _store() as store:
        if everything and not yes:
            typer.confirm("Delete all saved conversations", abort=True, err=True)
        count = store.delete(None if conversation is None else _id(store, conversation))
    stderr().print(f"deleted {count} conversation{'' if count == 1 else 's'}")


def _list(words: Sequence[str], *, as_json: bool) -> None:
    from assistant.interfaces.render.console import print_json, stdout
    from assistant.interfaces.render.kept.conversations import conversation_lines
    from assistant.interfaces.render.lines import print_lines

    with _store() as store:
        found = store.list(words=words, limit=-1)
    if as_json:
        print_json(found)
    else:
        print_lines(stdout(), conversation_lines(found, with_corpus=True))
    raise typer.Exit(ExitCode.OK if found or not words else ExitCode.NOT_IN_CORPUS)


def _store() -> Conversations:
    from assistant.conversations import Conversations

    return Conversations(opt.settings_from().data_path)


def _id(store: Conversations, name: str) -> int:
    found = store.find(name) if name else None
    if found is None:
        raise SettingsError(f"no conversation {name!r}; `assistant history` lists them")
    return found.id
