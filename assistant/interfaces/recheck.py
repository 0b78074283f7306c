"""Checks citations again, against the files as they are on disk now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from rich.text import Text

from assistant.interfaces.render import dated, one_line
from assistant.types import Citation, Document

State = Literal["same", "moved", "changed", "missing"]


@dataclass(frozen=True, slots=True)
class Rechecked:
    """A citation and what has become of it; `line` is where the quote stands now."""

    citation: Citation
    state: State
    text: str
    line: int | None = None


def recheck(root: Path, citations: Sequence[Citation], *, today: date, max_bytes: int) -> list[Rechecked]:
    """Read each cited file anew and look for its quote, word for word."""
    from assistant.corpus.load import load
    from assistant.corpus.walk import walk

    wanted = {citation.path for citation in citations}
    entries, skipped = walk(root, max_bytes=max_bytes)
    reasons = {each.path: each.reason for each in skipped}
    documents: dict[str, Document] = {}
    for entry in entries:
        # A document of a file with several is named ``FILE#PART``.
        if any(path == entry.path or path.startswith(f"{entry.path}#") for path in wanted):
            loaded = load(root, entry, today=today)
            documents |= {document.path: document for document in loaded.documents}
            reasons |= {each.path: each.reason for each in loaded.skipped}
    return [_compare(each, documents.get(each.path), reasons.get(each.path)) for each in citations]


def recheck_lines(found: Sequence[Rechecked]) -> Iterator[Text]:
    """One line a citation, and a last one that counts."""
    styles: dict[State, str] = {"same": "green", "moved": "yellow", "changed": "bold red", "missing": "bold red"}
    for each in found:
        line = Text().append(f"[{each.citation.number}] ", "bold cyan")
        line.append(one_line(each.citation.path), "bold")
        line.append(f": {one_line(each.text)}", styles[each.state])
        yield line
    good = sum(each.state in ("same", "moved") for each in found)
    yield Text(f"{good} of {len(found)} quotes stand in the files as they are now", "bold")


def _compare(citation: Citation, document: Document | None, reason: str | None) -> Rechecked:
    if document is None:
        return Rechecked(citation, "missing", f"the file is gone or cannot be read{f' ({reason})' if reason else ''}")
    redated = "" if document.date.day == citation.date.day else f"; its date is now {dated(document.date)}"
    if document.text[citation.start : citation.end] == citation.quote:
        return Rechecked(citation, "same", f"word for word at line {citation.line}{redated}", citation.line)
    start = document.text.find(citation.quote)
    if start < 0:
        return Rechecked(citation, "changed", f"the quote is no longer in the file{redated}")
    line = document.text.count("\n", 0, start) + 1
    return Rechecked(citation, "moved", f"word for word, now at line {line}{redated}", line)
