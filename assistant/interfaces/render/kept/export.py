"""A dossier as one file: Markdown, HTML, Word or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Literal, get_args

from assistant.dossiers.folder import Dossier
from assistant.errors import SettingsError
from assistant.interfaces.render.export_html import HEAD
from assistant.interfaces.render.kept.dossiers import closing, places
from assistant.interfaces.render.lines import one_line
from assistant.jsonable import json_text
from assistant.text.clean import clean
from assistant.text.emphasis import plain

Format = Literal["md", "html", "docx", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)


def write_dossier(dossier: Dossier, kind: Format, target: Path) -> None:
    """Write a dossier to a file. Raises SettingsError when it cannot be written, or the extra `docx` is missing."""
    try:
        if kind == "docx":
            from assistant.interfaces.render.kept.word import write_word

            write_word(dossier, target)
        else:
            made = {"md": _markdown, "html": _page, "json": as_json}[kind](dossier)
            target.write_text(made, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise SettingsError(f"cannot write {str(target)!r} ({error.strerror}); name another file") from None


def as_json(dossier: Dossier) -> str:
    """Title and findings as one JSON document."""
    items = [
        {"name": each.name, "note": each.note, "edited": each.edited, **each.evidence.model_dump(mode="json")}
        for each in dossier.items
    ]
    return json_text({"title": dossier.title, "items": items}, indent=2) + "\n"


def _markdown(dossier: Dossier) -> str:
    return "\n\n".join(_blocks(dossier)) + "\n"


def _blocks(dossier: Dossier) -> Iterator[str]:
    yield f"# {plain(dossier.title)}"
    for item in dossier.items:
        yield f"## {plain(item.evidence.title)}"
        if item.note:
            yield clean(item.note)
        if item.evidence.text:
            yield plain(item.evidence.text)
        for quote, place in places(item):
            yield f"> “{plain(quote)}”\n>\n> {plain(place)}" if quote else plain(place)
        yield "\n".join(f"*{plain(line)}*  " for line in closing(item))


def _page(dossier: Dossier) -> str:
    title = escape(dossier.title)
    return "\n".join([HEAD.format(title=title), f"<h1>{title}</h1>", *_articles(dossier), "</body>", "</html>", ""])


def _articles(dossier: Dossier) -> Iterator[str]:
    for item in dossier.items:
        yield f"<article>\n<h2>{escape(item.evidence.title)}</h2>"
        yield from (f"<p><em>{escape(one_line(part))}</em></p>" for part in item.note.split("\n\n") if part)
        if item.evidence.text:
            yield f"<p>{escape(one_line(item.evidence.text))}</p>"
        for quote, place in places(item):
            yield f"<blockquote>“{escape(quote)}”</blockquote>" if quote else ""
            yield f'<p class="place">{escape(place)}</p>'
        yield f'<p class="remark digest">{"<br>".join(map(escape, closing(item)))}</p>\n</article>'
