"""Asks before a large amount of text is sent to a remote embedder, and says what that costs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import typer

from assistant.errors import AssistantError
from assistant.interfaces.render.console import Shown, stderr
from assistant.interfaces.render.lines import one_line

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.index.build.report import ToEmbed
    from assistant.settings import Settings


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
            if large and not yes and sys.stdin.isatty() and stderr().is_terminal and not _agreed():
                raise AssistantError(
                    "nothing was embedded and the index is unchanged; `assistant index --yes` skips this question"
                )

    return approve


def open_assistant(
    settings: Settings,
    bar: Shown | None,
    lend_terminal: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Assistant:
    """Open the corpus; ask first if much text must be embedded remotely. Raises what `Assistant.open` raises."""
    from assistant.app import Assistant
    from assistant.wiring import bring_up_to_date, make_embedder, require_folder

    if settings.embedder != "bundled":
        require_folder(settings)
        approve = approval(settings, bar, lend_terminal=lend_terminal)
        bring_up_to_date(settings, make_embedder(settings), bar, approve)
    return Assistant.open(settings=settings, progress=bar)


def cost_line(settings: Settings, to_embed: ToEmbed) -> str:
    """What a remote embedder will receive, and what that costs."""
    passages = f"{to_embed.passages:,} passage{'' if to_embed.passages == 1 else 's'}"
    line = f"{one_line(settings.embedder)} will receive {passages}, about {to_embed.tokens:,} tokens"
    if settings.price_embedding is None:
        return f"{line}; set price_embedding to see the cost"
    cost = to_embed.tokens * settings.price_embedding / 1_000_000
    return f"{line}: about {cost:,.2f} at {settings.price_embedding:g} per million"


def _agreed() -> bool:
    try:
        return typer.confirm("Embed them", err=True)
    except typer.Abort:
        return False
