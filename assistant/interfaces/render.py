"""The one renderer for terminals: every text of a document, a model or a file name passes `clean` first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from assistant.corpus.clean import normalise_newlines, replace_controls, visible
from assistant.types import Answer, Citation, Document, DocumentDate, Hit, Notice

if TYPE_CHECKING:
    from assistant.index.build import BuildReport

_HOW_KNOWN = {
    "sidecar": "sidecar",
    "front_matter": "front matter",
    "json_field": "JSON field",
    "html_metadata": "page metadata",
    "header_line": "header line",
    "filename": "file name",
}


def clean(text: str) -> str:
    """Return `text` without anything that a terminal would act on; line breaks and tabs stay."""
    return visible(replace_controls(normalise_newlines(text))[0])


def one_line(text: str) -> str:
    """Return `text` cleaned and on one line."""
    return " ".join(clean(text).split())


def dated(date: DocumentDate) -> str:
    """The date as shown with how it is known: ``2021-03-24 (header line)`` or ``undated``."""
    how = _HOW_KNOWN.get(date.provenance)
    return f"{date.label} ({how})" if date.day and how else date.label


class Flow:
    """Writes words as they come and breaks lines at the console's width; in a pipe lines are not broken."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._column = 0

    def write(self, text: str, style: str = "") -> None:
        """Write the words of `text`, separated by single spaces from what stands before."""
        width = self._console.width if self._console.is_terminal else 0
        for word in one_line(text).split(" "):
            size = cell_len(word)
            if self._column and width and self._column + 1 + size > width:
                self._console.print()
                self._column = 0
            lead = " " if self._column else ""
            self._print(lead + word, style)
            self._column += len(lead) + size

    def end(self) -> None:
        """End the line if one was begun."""
        if self._column:
            self._console.print()
            self._column = 0

    def _print(self, text: str, style: str) -> None:
        self._console.print(Text(text, style), end="", soft_wrap=True)


def markers(numbers: Iterable[int]) -> str:
    """Citation numbers as shown in a text: ``[1][2]``."""
    return "".join(f"[{number}]" for number in numbers)


def citation_lines(citation: Citation) -> Iterator[Text]:
    """The lines of one source: number, file, line, date and how it is known; the quote; what its date words mean."""
    head = Text(f"[{citation.number}] ", "bold cyan")
    head.append(one_line(citation.path), "bold")
    head.append(f", line {citation.line} · ")
    head.append(dated(citation.date), "yellow" if citation.date.day is None else "green")
    yield head
    yield Text(f"    “{one_line(citation.quote)}”")
    if citation.title:
        yield Text(f"    {one_line(citation.title)}", "dim")
    meanings = [f"{one_line(m.text)} = {_days(m.days.start, m.days.end)}" for m in citation.mentions]
    if meanings:
        yield Text("    " + "; ".join(dict.fromkeys(meanings)), "dim")
    if citation.also_in:
        yield Text("    also in " + ", ".join(one_line(path) for path in citation.also_in), "dim")


def source_lines(answer: Answer) -> Iterator[Text]:
    """The sources of an answer, as printed under it."""
    if answer.citations:
        yield Text()
        yield Text("Sources", "bold")
    for citation in answer.citations:
        yield from citation_lines(citation)


def hit_lines(rank: int, hit: Hit) -> Iterator[Text]:
    """The lines of one search result: scores, file, date, and the beginning of the passage."""
    head = Text(f"{rank:>2}. ", "bold cyan")
    head.append(one_line(hit.document.path), "bold")
    head.append(f", line {hit.passage.line} · {dated(hit.document.date)} · score {hit.score:.3f}")
    head.append(f" (vectors {_score(hit.dense)}, words {_score(hit.lexical)})", "dim")
    yield head
    text = one_line(hit.passage.text)
    yield Text(f"    {text[:237]}…" if len(text) > 240 else f"    {text}")


def document_lines(documents: Iterable[Document]) -> Iterator[Text]:
    """One line a document: path, date and how it is known, title, and what is doubtful."""
    rows = [(one_line(d.path), dated(d.date), one_line(d.title or ""), d) for d in documents]
    widths = [max((cell_len(row[column]) for row in rows), default=0) for column in (0, 1)]
    for path, date, title, document in rows:
        line = Text(path.ljust(widths[0] + 2), "bold")
        line.append(date.ljust(widths[1] + 2), "yellow" if document.date.day is None else "green")
        line.append(title)
        yield line
        for problem in document.problems:
            yield Text(f"    {one_line(problem)}", "yellow")


def report_lines(report: BuildReport) -> Iterator[Text]:
    """What an index run found: the difference, what is in the index, and every file that is not, with the reason."""
    parts = [
        f"{len(files)} {name}"
        for name, files in (
            ("added", report.added),
            ("changed", report.changed),
            ("renamed", report.renamed),
            ("removed", report.removed),
        )
        if files
    ]
    difference = ", ".join(parts) or "nothing changed"
    if report.dry_run:
        yield Text(f"would index: {difference} ({report.unchanged} files unchanged)")
        names = [*report.added, *report.changed, *(new for _, new in report.renamed), *report.removed]
        for path in names:
            yield Text(f"    {one_line(path)}")
        return
    counts = f"{report.documents} files, {report.passages} passages, {report.undated} undated"
    skipped = f", {len(report.skipped)} skipped" if report.skipped else ""
    yield Text(f"indexed {counts}{skipped} · {difference} · {report.seconds:.1f} s")
    for each in report.skipped:
        yield Text(f"    skipped {one_line(each.path)}: {one_line(each.reason)}", "yellow")


def notice_line(notice: Notice) -> Text:
    """A notice, as printed under an answer."""
    return Text(f"note: {one_line(notice.message)}", "dim")


def _days(start: object, end: object) -> str:
    return str(start) if start == end else f"{start or '…'} – {end or '…'}"


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
