"""The flags that commands share, and how they become settings."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

if TYPE_CHECKING:
    from assistant.options import Options
    from assistant.settings import Settings


def _day(text: str) -> date:
    try:
        return date.today() if text == "today" else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day; write it as 2021-03-24, or today") from None


# What cannot be read is found out when it is opened: typer's own check would call it a mistake in the command.
Corpus: TypeAlias = Annotated[Path | None, typer.Option("--corpus", "-c", readable=False, help="Folder of documents.")]
IndexDir: TypeAlias = Annotated[
    Path | None,
    typer.Option("--index-dir", readable=False, help="Folder of the index (default: .assistant in the corpus)."),
]
Store: TypeAlias = Annotated[
    str | None, typer.Option("--store", help="PostgreSQL that holds the index for many servers.", metavar="URL")
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
BaseUrl: TypeAlias = Annotated[
    str | None, typer.Option("--base-url", help="OpenAI-compatible endpoint of the chat model.", metavar="URL")
]
Model: TypeAlias = Annotated[str | None, typer.Option("--model", "-m", help="Chat model that writes the answer.")]
NoCache: TypeAlias = Annotated[bool, typer.Option("--no-cache", help="Neither read nor write the reply cache.")]
Quotes: TypeAlias = Annotated[bool, typer.Option("--quotes", help="Answer in quotes, without a model.")]

Markdown: TypeAlias = Annotated[bool, typer.Option("--markdown", help="Print Markdown.")]
AsOf: TypeAlias = Annotated[
    date | None, typer.Option(help="Day of asking, or “today”; later files are hidden.", parser=_day, metavar="DAY")
]


def _narrow(help: str, *names: str, **more: Any) -> Any:  # noqa: A002  (typer's own word)
    return typer.Option(*names, help=help, rich_help_panel="Narrow the question", **more)


def _day_option(help: str) -> Any:  # noqa: A002
    return Annotated[date | None, _narrow(help, parser=_day, metavar="DAY")]


# name of the flag → its type for typer and its default
_NARROWING: dict[str, tuple[Any, object]] = {
    "as_of": (_day_option("Day of asking, or “today”; later files are hidden."), None),
    "after": (_day_option("Published on or after this day."), None),
    "before": (_day_option("Published on or before this day."), None),
    "on": (_day_option("Published on this day."), None),
    "source": (
        Annotated[list[str] | None, _narrow("Published by this source; may be repeated.", metavar="NAME")],
        None,
    ),
    "author": (Annotated[list[str] | None, _narrow("Written by this person; may be repeated.", metavar="NAME")], None),
    "path": (Annotated[list[str] | None, _narrow("Files whose names match; may be repeated.", metavar="GLOB")], None),
    "undated": (
        Annotated[Literal["keep", "exclude"] | None, _narrow("Keep or exclude undated files under a date filter.")],
        None,
    ),
    "no_undated": (Annotated[bool, _narrow("Exclude undated files under a date filter.", "--no-undated")], False),
}


def narrowing(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the flags that narrow a question; it receives them together as `narrowed: Options`.

    A flag of the command's own wins over one of the same name.
    """
    signature = inspect.signature(command, eval_str=True)
    own = [parameter for parameter in signature.parameters.values() if parameter.name != "narrowed"]
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in _NARROWING.items()
        if name not in signature.parameters
    ]

    @functools.wraps(command)
    def with_flags(**values: Any) -> None:
        flags = {parameter.name: values.pop(parameter.name) for parameter in added}
        command(**values, narrowed=_options(flags))

    with_flags.__signature__ = signature.replace(parameters=[*own, *added])  # type: ignore[attr-defined]
    with_flags.__annotations__ = {parameter.name: parameter.annotation for parameter in [*own, *added]}
    return with_flags


def _options(flags: Mapping[str, Any]) -> Options:
    undated = flags.get("undated")
    if undated == "keep" and flags["no_undated"]:
        raise typer.BadParameter("choose one of --undated keep and --no-undated")
    return {
        "as_of": flags["as_of"],
        "after": flags["after"],
        "before": flags["before"],
        "on": flags["on"],
        "sources": tuple(flags["source"] or ()),
        "authors": tuple(flags["author"] or ()),
        "paths": tuple(flags["path"] or ()),
        "undated": "exclude" if flags["no_undated"] else undated,
    }


def settings_from(
    *,
    corpus: Path | None = None,
    index_dir: Path | None = None,
    store: str | None = None,
    model: str | None = None,
    base_url: str | None = None,
    quotes: bool = False,
    no_cache: bool = False,
    mode: str | None = None,
) -> Settings:
    """Read the settings with these flags on top, and say on stderr which are ignored. Raises SettingsError."""
    from assistant.settings import load_settings

    flags = {"corpus": corpus, "index_dir": index_dir, "store": store, "model": model, "base_url": base_url}
    switches = {"mode": "quotes" if quotes else mode, "cache": False if no_cache else None}
    settings, _, ignored = load_settings({**flags, **switches})
    if ignored:
        from assistant.interfaces.render.lines import one_line

        typer.echo(f"assistant: {one_line(ignored)}", err=True)
    if model and settings.mode == "auto" and settings.writer == "quotes":
        typer.echo("assistant: --model needs a key or a base URL; without one, answers are quotes", err=True)
    return settings
