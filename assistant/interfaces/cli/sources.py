"""`assistant sources`: what is in the corpus, what is doubtful about it, and how each file was read."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import CorpusError
from assistant.interfaces.cli import options as opt
from assistant.options import Options
from assistant.text.clean import name_key

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.settings import Settings
    from assistant.types import Document

_RECORDS = ("record ", "row ", "line ", "the whole file")

sources = typer.Typer(
    name="sources",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="List the documents with their dates, or show one.",
)


@sources.callback()
@opt.narrowing
def start(
    context: typer.Context,
    *,
    narrowed: Options,
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    undated: Annotated[bool, typer.Option("--undated", help="Only documents without a date.")] = False,
    suspect: Annotated[bool, typer.Option("--suspect", help="Only documents with a problem.")] = False,
    language: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="In this language (en, zh); may be repeated.")
    ] = None,
    skipped: Annotated[bool, typer.Option("--skipped", help="List the files that are not indexed, and why.")] = False,
    as_json: opt.Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the table as CSV.")] = False,
) -> None:
    """List the documents.

    Each with its date and where that comes from, language, passages, copies and problems.
    """
    if context.invoked_subcommand is not None:
        return
    if as_json and as_csv:
        raise typer.BadParameter("choose one of --json and --csv")
    if skipped:
        with opened_for_reading(corpus, index_dir) as assistant:
            _print_skipped(assistant, as_json=as_json)
        return
    wanted = {code.lower() for code in language or ()}
    if undated:
        narrowed = {**narrowed, "undated": "keep"}
    with opened_for_reading(corpus, index_dir) as assistant:
        documents = [
            document
            for document in assistant.documents(**narrowed)
            if not (undated and document.date.day)
            and not (suspect and not document.problems)
            and not (wanted and document.language not in wanted)
        ]
        whole = not (undated or wanted or any(value for name, value in narrowed.items()))
        _print(assistant, documents, as_json=as_json, as_csv=as_csv, with_skipped=whole)


def _print(assistant: Assistant, documents: list[Document], *, as_json: bool, as_csv: bool, with_skipped: bool) -> None:
    from assistant.interfaces.render.console import print_json, stdout
    from assistant.interfaces.render.lines import skipped_lines
    from assistant.interfaces.render.listing import summary_line, table_csv, table_lines
    from assistant.interfaces.render.pager import print_paged
    from assistant.interfaces.render.pieces import split_lines
    from assistant.jsonable import to_json

    passages = assistant.index.passage_counts()
    if as_json:
        print_json([{**to_json(each), "passages": passages.get(each.id, 0)} for each in documents])
    elif as_csv:
        sys.stdout.write(table_csv(documents, passages))
    else:
        out = stdout(wide=True)
        print_paged(
            out,
            (
                *table_lines(documents, passages, width=out.width if out.is_terminal else None),
                *split_lines(documents),
                *(skipped_lines(assistant.index.skipped(), "not indexed:") if with_skipped else ()),
                summary_line(documents, passages),
            ),
        )


def _print_skipped(assistant: Assistant, *, as_json: bool) -> None:
    from assistant.interfaces.render.console import print_json, stdout
    from assistant.interfaces.render.lines import print_lines, skipped_lines

    found = assistant.index.skipped()
    if as_json:
        print_json(found)
    else:
        print_lines(stdout(), skipped_lines(found, "not indexed:", whole=True))


@sources.command()
def show(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A document, as `assistant sources` lists it; FILE#3 is the third piece of a file."
        ),
    ],
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    as_json: opt.Json = False,
) -> None:
    """Print one document: its text with passages, what is never used as evidence, and resolved dates.

    The margin shows the line, the passage, and ~ for what is never used as evidence; the days that a date phrase means
    follow it in brackets.
    """
    from assistant.interfaces.render.console import print_json, stdout
    from assistant.interfaces.render.listing import about_lines, document_text_lines
    from assistant.interfaces.render.pager import print_paged
    from assistant.jsonable import to_json

    above: dict[str, Any] = context.parent.params if context.parent else {}
    with opened_for_reading(corpus or above.get("corpus"), index_dir or above.get("index_dir")) as assistant:
        document = _find(assistant, file)
        passages = assistant.index.passages(document.id)
    fields = _fields_of(document, opt.settings_from(corpus=corpus or above.get("corpus")))
    if as_json or above.get("as_json"):
        whole = {name: to_json(getattr(document, name)) for name in ("text", "boilerplate", "places")}
        print_json({**to_json(document), **whole, "passages": to_json(passages), "fields": fields})
    else:
        print_paged(stdout(), [*about_lines(document, passages, fields), *document_text_lines(document, passages)])


def _fields_of(document: Document, settings: Settings) -> str:
    """Which fields of its record a document was taken from, as its file is now; "" for one that is not a record."""
    from datetime import date

    from assistant.corpus.load import load
    from assistant.corpus.walk import walk

    if document.date.provenance != "json_field" and not (document.place(0) or "").startswith(_RECORDS):
        return ""
    entries, _ = walk(settings.corpus, max_bytes=settings.max_file_bytes, fields=settings.fields)
    found = (entry for entry in entries if document.path == entry.path or document.path.startswith(f"{entry.path}#"))
    return next((load(settings.corpus, entry, today=date.today()).fields for entry in found), "")


def opened_for_reading(corpus: Path | None, index_dir: Path | None) -> Any:
    """The corpus, opened without a model."""
    from assistant.interfaces.cli.opening import opened

    return opened(opt.settings_from(corpus=corpus, index_dir=index_dir, quotes=True))


def _find(assistant: Assistant, file: str) -> Document:
    """The document of this path (as it is or as it is shown) or id. Raises CorpusError, which says what is near."""
    document = assistant.index.document(file)
    if document is not None:
        return document
    reasons = [each.reason for each in assistant.index.skipped() if each.path == file]
    if reasons:
        raise CorpusError(f"{file!r} is not indexed: {reasons[0]}")
    from assistant.interfaces.render.pieces import numbered

    paths = [each.path for each in assistant.documents()]
    alike = [path for path in paths if name_key(path) == name_key(file)] or numbered(paths, file)
    if len(alike) == 1 and (document := assistant.index.document(alike[0])) is not None:
        return document
    parts = [path for path in paths if path.startswith(f"{file}#")]
    if parts:
        more = f" and {len(parts) - 3:,} more" if len(parts) > 3 else ""
        raise CorpusError(f"{file!r} contains several documents; name one: {', '.join(parts[:3])}{more}")
    near = [path for path in paths if file in path] or difflib.get_close_matches(file, paths, n=3)
    hint = f"did you mean {', '.join(near[:3])}" if near else "`assistant sources` lists them"
    raise CorpusError(f"no document {file!r} in the index; {hint}")
