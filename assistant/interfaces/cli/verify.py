"""`assistant verify` and `assistant cite`: a saved answer against the files as they are now, and as references."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.errors import ExitCode, SettingsError
from assistant.interfaces.cli import options as opt

if TYPE_CHECKING:
    from rich.text import Text

    from assistant.interfaces.render.kept.styles import Work
    from assistant.saved import Bundle, FileChecked, Verified


def verify(
    answer: Annotated[Path, typer.Argument(metavar="FILE", help="What `assistant ask --save FILE` wrote.")],
    corpus: opt.Corpus = None,
    as_json: opt.Json = False,
) -> None:
    """Check a saved answer: its quotes against the files as they are now, its sentences against its quotes, its seal.

    Exits with 0 if every quote is in its file, word for word, and nothing was edited, and else with 1.
    """
    from assistant.interfaces.render.console import print_json, stderr, stdout
    from assistant.interfaces.render.lines import print_lines
    from assistant.saved import read
    from assistant.saved import verify as check

    settings = opt.settings_from(corpus=corpus)
    saved = read(answer)
    found = check(saved, settings.corpus, max_bytes=settings.max_file_bytes, fields=settings.fields)
    if as_json:
        print_json({"question": saved.question, "stands": found.stands, "found": found})
    else:
        print_lines(stderr(), [_about(saved)])
        print_lines(stdout(), _lines(found))
    raise typer.Exit(ExitCode.OK if found.stands else ExitCode.FAILURE)


def cite(
    kept: Annotated[Path, typer.Argument(metavar="ANSWER|DOSSIER", help="A saved answer, or the folder of a dossier.")],
    numbers: Annotated[
        list[int] | None, typer.Argument(metavar="[N]...", help="Numbers of its sources (default: all).")
    ] = None,
    style: Annotated[
        Literal["footnote", "chicago", "apa", "markdown", "bibtex", "csl"],
        typer.Option("--style", "-s", help="Style of the references; csl is CSL-JSON, for Zotero."),
    ] = "footnote",
) -> None:
    """Print the sources of a saved answer, or of a dossier, as references."""
    from assistant.interfaces.render.kept.styles import references
    from assistant.interfaces.render.lines import clean

    works = _works(kept)
    chosen = [works[number] for number in numbers if number in works] if numbers else list(works.values())
    if numbers and len(chosen) < len(numbers):
        raise SettingsError(f"{str(kept)!r} has the sources {', '.join(map(str, works)) or 'none'}")
    typer.echo(clean(references(chosen, style)))


def _works(kept: Path) -> dict[int, Work]:
    """The sources by number; those of a dossier are numbered through it."""
    from assistant.interfaces.render.kept.styles import work

    if kept.is_dir():
        from assistant.dossiers.folder import read as read_dossier

        evidence = [item.evidence for item in read_dossier(kept).items]
        found = [(quote, one.file(quote.path)) for one in evidence for quote in one.quotes]
        return {at: work(replace(quote, number=at), file) for at, (quote, file) in enumerate(found, 1)}
    from assistant.saved import read

    saved = read(kept)
    documents = {each.path: each for each in saved.documents}
    return {quote.number: work(quote, documents[quote.path]) for quote in saved.quotes}


def _about(saved: Bundle) -> Text:
    from rich.text import Text

    from assistant.interfaces.render.lines import one_line

    writer = f"written by {saved.model} (prompts {saved.prompt})" if saved.model else "in quotes, without a model"
    day = f"{saved.saved_at:%Y-%m-%d}"
    made = f"saved {day}, {writer}, by assistant {saved.versions.assistant}"
    return Text(one_line(f"“{saved.question}” asked as of {saved.as_of}; {made}"), "dim")


def _lines(found: Verified) -> Iterator[Text]:
    from rich.text import Text

    from assistant.interfaces.render.kept.recheck import recheck_lines
    from assistant.interfaces.render.lines import one_line

    yield from recheck_lines(found.quotes)
    for sentence, reason in found.unsupported:
        yield Text(f"“{one_line(sentence)}” is not what its quotes say: {one_line(reason)}", "bold red")
    if found.seal == "broken":
        yield Text("this file was edited after the answer was saved: its seal does not fit", "bold red")
    elif found.seal == "none":
        yield Text("this file has no seal: an earlier version saved it, or the seal was taken away", "yellow")
    if found.files:
        yield Text("\nFiles", "bold")
    yield from (_file_line(each) for each in found.files)
    if found.passages:
        yield Text(f"{found.passages_same} of {found.passages} searched passages are unchanged", "dim")


def _file_line(each: FileChecked) -> Text:
    from rich.text import Text

    from assistant.interfaces.render.lines import one_line

    # A quote that is not where it was, in a file of the same bytes: the saved answer was edited, or another version
    # of this program reads the file.
    change = "changed" if each.changed else "unchanged"
    said = {
        "unchanged": ("unchanged", "green"),
        "changed": ("changed; its quotes are where they were", "green"),
        "moved": (f"{change}; a quote has moved", "yellow"),
        "gone": (f"{change}; a quote is gone", "bold red"),
        "missing": ("gone, or cannot be read", "bold red"),
    }
    words, style = said[each.state]
    renamed = f"renamed to {one_line(each.now_at)}; " if each.now_at else ""
    return Text().append(one_line(each.path), "bold").append(f": {renamed}{words}", style)
