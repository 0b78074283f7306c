"""From a folder to a first answer: what ten of its files were read as, the index, a question that has an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer
from rich.text import Text

from assistant.corpus.titles import shown_title
from assistant.interfaces.cli.first import config
from assistant.interfaces.render.lines import Hanging, dated, one_line, print_lines
from assistant.settings import FIELD_ROLES
from assistant.types import Document, Skipped

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.settings import Settings

_LOOKED_AT = 10  # files, spread over the folder
_MOST_PIECES = 3  # of a file that are named
_RECORDS = frozenset((".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx"))


class Looked(NamedTuple):
    """What some files were read as; `fields` are what those with records were taken for, by the pattern of their names.

    Nothing stands there for a file whose records were not found.
    """

    documents: list[Document]
    fields: dict[str, str]


def look(settings: Settings) -> Looked:
    """Read some files of the folder and print what each was read as: title, date and how it is known."""
    from assistant.corpus.load import load
    from assistant.corpus.walk import walk
    from assistant.interfaces.render.console import stderr
    from assistant.interfaces.render.pieces import split_lines

    walked = walk(settings.corpus, max_bytes=settings.max_file_bytes, fields=settings.fields)
    entries = walked.entries
    some = (
        [entries[at * len(entries) // _LOOKED_AT] for at in range(_LOOKED_AT)] if len(entries) > _LOOKED_AT else entries
    )
    out, fields, by_pattern = stderr(), list[str](), dict[str, str]()
    documents: list[Document] = []
    print_lines(out, [Text(f"{len(entries):,} files; {len(some)} of them, as they are read:", "bold")])
    for entry in some:
        loaded = load(settings.corpus, entry, today=date.today())
        documents += loaded.documents
        print_lines(out, _read_as(loaded.documents, loaded.skipped))
        if loaded.fields or (not loaded.documents and Path(entry.path).suffix.lower() in _RECORDS):
            by_pattern.setdefault(_pattern(entry.path), loaded.fields)
        if loaded.fields:
            fields.append(f"  fields of {one_line(entry.path)}: {one_line(loaded.fields)}")
    print_lines(out, split_lines(documents))
    if fields:
        advice = "If a field was taken for another one, name it under [fields] in assistant.toml."
        print_lines(out, [*map(Text, fields), Text(advice, "dim")])
    undated = sum(each.date.day is None for each in documents)
    if undated:
        advice = f"{undated} of {len(documents)} have no date that is sure; `assistant date FILE DAY` sets one."
        print_lines(out, [Text(advice, "yellow")])
    return Looked(documents, by_pattern)


def ask_fields(fields: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Ask which fields of records are what, for each pattern of files; what is right is left out."""
    chosen: dict[str, dict[str, str]] = {}
    for pattern, taken in fields.items():
        found = one_line(taken) or "no records with a text were found"
        typer.echo(f"{one_line(pattern)}: {found}", err=True)
        typer.echo("  Other fields, such as: text = body, date = printed, records = payload.rows", err=True)
        while typed := str(typer.prompt("  Press Enter to leave it", default="", show_default=False, err=True)).strip():
            pairs = [[part.strip() for part in each.split("=")] for each in typed.split(",")]
            wrong = next((pair for pair in pairs if len(pair) != 2 or pair[0] not in FIELD_ROLES or not pair[1]), None)
            if wrong is None:
                chosen[pattern] = dict(pairs)
                break
            roles = ", ".join(FIELD_ROLES)
            typer.echo(f"  {one_line(' = '.join(wrong))}: write ROLE = FIELD; roles are {roles}", err=True)
    return chosen


def _pattern(path: str) -> str:
    """The files that are likely alike: those of one ending in one folder."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/*{Path(name).suffix}".lstrip("/")


def first_answer(assistant: Assistant) -> str | None:
    """Ask a question that was made of an article's sentence, and print both; None where no sentence made one."""
    from assistant.evaluation.drafts import questions

    documents = sorted(assistant.documents(), key=lambda each: -each.date.ordinal)
    drafted = next(questions(assistant, documents[:_LOOKED_AT], 3), None)
    if drafted is None:
        return None
    _ask(assistant, drafted.question)
    return drafted.question


def _ask(assistant: Assistant, question: str) -> None:
    from assistant.interfaces.render.console import stdout
    from assistant.interfaces.render.show import ConsoleStage, Showing, show_stream

    print_lines(stdout(), [Text(), Text("> ", "bold cyan") + Text(one_line(question))])
    show_stream(assistant.stream(question), Showing(ConsoleStage(quiet=True), told=set()))


def walk_through(settings: Settings) -> None:
    """Look at the files, index them if that is wanted, and ask a first question.

    Fields that the user names for records are kept in the folder's assistant.toml.
    """
    looked = look(settings)
    if chosen := ask_fields(looked.fields):
        config.add_fields(Path.cwd(), chosen)
        settings = settings.model_copy(update={"fields": {**settings.fields, **chosen}})
        look(settings)
    if not typer.confirm("Index the folder now", default=True, err=True):
        return
    from assistant.interfaces.cli.opening import opened

    with opened(settings) as assistant:
        first_answer(assistant)


def demo() -> None:
    """Show it on the sample articles that ship: what they are read as, and two answers.

    Nothing is written but an index in the folder of cached data.
    """
    from assistant.installation import resource
    from assistant.interfaces.cli.opening import opened
    from assistant.interfaces.render.console import stdout
    from assistant.settings import Settings, load_settings
    from assistant.wiring import index_corpus

    kept = load_settings({}).settings.cache_path / "demo"
    settings = Settings(corpus=resource("seeds"), index_dir=kept, mode="quotes")
    look(settings)
    index_corpus(settings)
    with opened(settings) as assistant:
        _ask(assistant, "Which missiles did North Korea fire?")
        first_answer(assistant)
    print_lines(stdout(), [Text(), Text("next: in the folder of your own articles, `assistant init`", "bold")])


def _read_as(documents: Sequence[Document], skipped: Sequence[Skipped]) -> Iterator[Text]:
    for each in islice(documents, _MOST_PIECES):
        line = Hanging("  ")
        title = shown_title(each)
        line.append(one_line(title or each.path), "bold" if each.title else "").append(" · ")
        line.append(dated(each.date), "yellow" if each.date.day is None else "green")
        line.append(f" · {one_line(each.path)}" if title else "", "dim")
        line.hang = 4
        yield line
    if len(documents) > _MOST_PIECES:
        yield Text(f"    and {len(documents) - _MOST_PIECES:,} more in this file", "dim")
    for skip in islice(skipped, 1):
        yield Text(f"  {one_line(skip.path)}: {one_line(skip.reason)}", "yellow")
