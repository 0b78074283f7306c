"""Looks for quotes again in the files as they are on disk now: they stand, have moved, or are gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from assistant.types import Citation, Document, DocumentDate, DraftQuote, Hit, Passage

QuoteNow = Literal["stands", "moved", "gone", "missing"]
_LONGEST = 2_000  # characters of a quote for which the nearest wording is looked for


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What has become of a quote.

    `line` and `place` are where it stands now. `wording`, of a quote that is gone, is what `line` says instead, if
    it says nearly the same. `date` is the document's date if that has changed; `reason` is why a file has no text.
    `now_at` is the document's path, where its file has another name now.
    """

    number: int
    path: str
    state: QuoteNow
    line: int | None = None
    place: str | None = None
    wording: str | None = None
    date: DocumentDate | None = None
    reason: str | None = None
    now_at: str | None = None

    @property
    def is_there(self) -> bool:
        """Whether the file still has the quote, word for word."""
        return self.state in ("stands", "moved")


@dataclass(frozen=True, slots=True)
class FilesNow:
    """Some documents of a corpus as they are now, by the path that was asked for, and why others could not be read."""

    documents: Mapping[str, Document]
    reasons: Mapping[str, str] = field(default_factory=dict)

    def now_at(self, path: str) -> str | None:
        """The other path that the document of this one has now; None where it has none."""
        document = self.documents.get(path)
        return document.path if document and document.path != path else None


def read_again(
    root: Path,
    paths: Iterable[str],
    *,
    today: date,
    max_bytes: int,
    fields: Mapping[str, Mapping[str, str]] | None = None,
    digests: Mapping[str, str] | None = None,
) -> FilesNow:
    """Read the documents of these paths from the files under `root`. Raises CorpusError when there is no such folder.

    `today` bounds the dates that are believed; larger files than `max_bytes` are not read; `fields` are the setting of
    this name. `digests` are what `Document.sha256` was for some paths: a file that is gone is looked for by it.
    """
    from assistant.corpus.load import file_digest, load
    from assistant.corpus.walk import walk

    wanted = {name for path in paths for name in files_of(path)}
    entries, skipped = walk(root, max_bytes=max_bytes, fields=fields or {})
    reasons = {each.path: each.reason for each in skipped}
    documents: dict[str, Document] = {}
    for entry in entries:
        if entry.path in wanted:
            loaded = load(root, entry, today=today)
            documents |= {document.path: document for document in loaded.documents}
            reasons |= {each.path: each.reason for each in loaded.skipped}
    there_still = {each.path for each in entries} | {each.path for each in skipped}
    lost = {path: digest for path, digest in (digests or {}).items() if there_still.isdisjoint(files_of(path))}
    for entry in (each for each in entries if lost and each.path not in wanted):
        digest = file_digest(entry)
        renamed = [path for path in lost if lost[path] == digest]
        there = {each.path[len(entry.path) :]: each for each in load(root, entry, today=today).documents if renamed}
        for path in renamed:
            part = next((part for part in sorted(there, key=len, reverse=True) if path.endswith(part)), None)
            if part is not None:
                documents[path] = there[part]
                del lost[path]
    return FilesNow(documents, reasons)


def recheck(citations: Sequence[Citation], files: FilesNow) -> list[Rechecked]:
    """Say of each quote what has become of it."""
    return [_compare(each, files) for each in citations]


def files_of(path: str) -> list[str]:
    """The files that may hold the document of this path; one of a file with several is named ``FILE#PART``."""
    parts = path.split("#")
    return ["#".join(parts[:count]) for count in range(1, len(parts) + 1)]


def _compare(cited: Citation, files: FilesNow) -> Rechecked:
    number, path, quote = cited.number, cited.path, cited.quote
    document = files.documents.get(path)
    if document is None:
        reasons = (files.reasons[name] for name in reversed(files_of(path)) if name in files.reasons)
        return Rechecked(number, path, "missing", reason=next(reasons, None))
    redated = document.date if document.date.day != cited.date.day else None
    now_at = files.now_at(path)
    text = document.text
    start = cited.start if text[cited.start : cited.end] == quote else _nearest(text, quote, cited.start)
    if start is None:
        line, wording = _reworded(document, quote)
        return Rechecked(number, path, "gone", line=line, wording=wording, date=redated, now_at=now_at)
    state: QuoteNow = "stands" if start == cited.start else "moved"
    return Rechecked(number, path, state, _line(text, start), document.place(start), date=redated, now_at=now_at)


def _nearest(text: str, quote: str, start: int) -> int | None:
    """Where the quote stands nearest to its old place."""
    found = {text.rfind(quote, 0, start + len(quote)), text.find(quote, start)} - {-1}
    return min(found, key=lambda at: (abs(at - start), at), default=None)


def _reworded(document: Document, quote: str) -> tuple[int | None, str | None]:
    """The line and the wording of what now says nearly the same (see `checking/locate.py`)."""
    if len(quote) > _LONGEST:
        return None, None
    from assistant.answering.checking.locate import Locator

    whole = Passage("", document.id, 0, 0, len(document.text), document.text)
    places = Locator({"P1": Hit(whole, document, 1.0)}).locate(DraftQuote("P1", quote))
    if len(places) != 1:
        return None, None
    return _line(document.text, places[0].start), places[0].text


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
