"""Asks before a folder is indexed for the first time, and before much text is sent to a remote embedder."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assistant.errors import AssistantError, IndexMissing
from assistant.interfaces.render.console import Shown, duration, size, stderr
from assistant.interfaces.render.lines import one_line

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.index.build.report import ToEmbed
    from assistant.settings import Settings
    from assistant.types import Embedder


def approval(
    settings: Settings,
    bar: Shown | None,
    *,
    yes: bool = False,
    always_told: bool = False,
    lend_terminal: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Callable[[ToEmbed], None]:
    """Return what an index run calls before it embeds.

    Args:
        settings: name the embedder, its price, and above how many tokens to ask.
        bar: pauses while the question stands.
        yes: do not ask.
        always_told: report the cost of a small run too.
        lend_terminal: gives the terminal back its echo for the question.
    """

    def approve(to_embed: ToEmbed) -> None:
        large = to_embed.tokens > settings.ask_above_tokens
        if not (large or always_told):
            return
        with bar.paused() if bar else nullcontext(), lend_terminal():
            stderr().print(cost_line(settings, to_embed), soft_wrap=True)
            if large and not yes and sys.stdin.isatty() and stderr().is_terminal and not _agreed("Embed them"):
                raise AssistantError(
                    "nothing was embedded and the index is unchanged; `assistant index --yes` skips this question"
                )

    return approve


def open_assistant(
    settings: Settings,
    bar: Shown | None,
    lend_terminal: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Assistant:
    """Open the corpus; ask first if it has no index, or if much text must be embedded remotely.

    Raises what `Assistant.open` raises, and IndexMissing where nobody can be asked or nobody agrees.
    """
    from assistant.app import Assistant
    from assistant.wiring import bring_up_to_date, make_embedder, require_folder

    require_folder(settings)
    embedder = make_embedder(settings)
    _approve_first_run(settings, embedder, bar, lend_terminal)
    if settings.embedder != "bundled":
        approve = approval(settings, bar, lend_terminal=lend_terminal)
        bring_up_to_date(settings, embedder, bar, approve)
    return Assistant.open(settings=settings, progress=bar)


def _approve_first_run(
    settings: Settings,
    embedder: Embedder,
    bar: Shown | None,
    lend_terminal: Callable[[], AbstractContextManager[None]],
) -> None:
    """Say what a folder without an index holds and how long it takes, and ask. Raises IndexMissing without a yes."""
    from assistant.wiring import first_run

    if (wanted := first_run(settings, embedder)) is None:
        return
    folder, index = one_line(str(settings.corpus)), one_line(str(settings.index_path))
    files = f"{wanted.files:,} file{'' if wanted.files == 1 else 's'}, {size(wanted.bytes)}"
    took = f", about {duration(wanted.seconds)}" if wanted.seconds is not None else ""
    said = f"{folder} is not indexed yet: {files}{took}"
    command = "run `assistant index" + ("" if settings.corpus == Path() else f" {shlex.quote(folder)}") + "`"
    if not (sys.stdin.isatty() and stderr().is_terminal):
        raise IndexMissing(f"{said}; {command} first, which writes {index}")
    with bar.paused() if bar else nullcontext(), lend_terminal():
        stderr().print(f"{said}. The index is written to {index}.", soft_wrap=True)
        if not _agreed("Index it now", default=True):
            raise IndexMissing(f"nothing was indexed; {command} when it suits you")


def cost_line(settings: Settings, to_embed: ToEmbed) -> str:
    """What a remote embedder will receive, and what that costs."""
    passages = f"{to_embed.passages:,} passage{'' if to_embed.passages == 1 else 's'}"
    line = f"{one_line(settings.embedder)} will receive {passages}, about {to_embed.tokens:,} tokens"
    if settings.price_embedding is None:
        return f"{line}; set price_embedding to see the cost"
    cost = to_embed.tokens * settings.price_embedding / 1_000_000
    return f"{line}: about {cost:,.2f} at {settings.price_embedding:g} per million"


def _agreed(question: str, *, default: bool = False) -> bool:
    try:
        return typer.confirm(question, default=default, err=True)
    except typer.Abort:
        return False
