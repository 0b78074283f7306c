"""Lists the documents of a corpus as a table or as CSV, and shows one with what was made of its text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from rich.cells import cell_len
from rich.text import Text

from assistant.dates.how_known import how_known
from assistant.interfaces.render.lines import Hanging, clean, dated, days, one_line
from assistant.types import Document, Passage, Span

if TYPE_CHECKING:
    from assistant.corpus.feeds import FeedReport

_GAP = "  "
_HEAD = ("file", "date", "known by", "lang", "passages", "copies", "title · source")
_NARROW = len(_HEAD) - 1  # columns of the table where the title stands below
_NUMBERS = (4, 5)
_WIDE = 110  # columns from which the title stands in the table, and not below the file
_DETAIL = " " * 4
_CSV = (
    "file",
    "title",
    "source",
    "author",
    "date",
    "known_by",
    "updated",
    "language",
    "passages",
    "copies",
    "problems",
)


def table_lines(documents: Sequence[Document], passages: Mapping[str, int], *, width: int | None) -> Iterator[Text]:
    """A row for each document, and below it what else is to be known of it.

    Args:
        documents: in the order of the rows.
        passages: how many each document has, by its id.
        width: columns of the terminal; None: as wide as need be.
    """
    wide = width is None or width >= _WIDE
    rows = [_cells(document, passages.get(document.id, 0)) for document in documents]
    heads = _HEAD if wide else _HEAD[:-1]
    widths = [max(cell_len(row[i]) for row in [_HEAD, *rows]) for i in range(_NARROW)]
    if width is not None:
        others = sum(widths[1:]) + len(_GAP) * (_NARROW - 1)
        widths[0] = min(widths[0], max(len(_HEAD[0]), width - others - (40 if wide else 0)))
    if width is not None and widths[0] + others > width:
        for document, row in zip(documents, rows, strict=True):
            yield from _block(document, row)
        return
    yield Hanging(_GAP.join(_padded(heads, widths)), "dim")
    for document, row in zip(documents, rows, strict=True):
        yield from _row(document, row, widths, wide=wide)


def _cells(document: Document, passages: int) -> tuple[str, ...]:
    date = document.date
    about = " · ".join(one_line(each) for each in (document.shown_title, document.source) if each)
    copies = str(len(document.copies)) if document.copies else ""
    known = how_known(date.provenance) if date.day else ""
    label = "several" if date.provenance == "several" else date.label
    return one_line(document.path), label, known, document.language or "", str(passages), copies, about


def _padded(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Fill cells up to their column's width; numbers stand on the right."""
    padded = []
    for i, cell in enumerate(cells):
        space = " " * (widths[i] - cell_len(cell)) if i < len(widths) else ""
        padded.append(space + cell if i in _NUMBERS else cell + space)
    return padded


def _row(document: Document, cells: Sequence[str], widths: Sequence[int], *, wide: bool) -> Iterator[Text]:
    path, about = cells[0], cells[-1]
    if cell_len(path) > widths[0]:
        yield Hanging(path, "bold")  # a name is never cut: it can be copied
        path = ""
    line = Hanging()
    styles = ("bold", "yellow" if document.date.day is None else "green", "green", *[""] * _NARROW)
    shown = _padded((path, *cells[1:_NARROW]), widths)
    for i, cell in enumerate(shown):
        line.append(cell + _GAP, styles[i])
    if wide:
        line.hang = cell_len(line.plain)
        line.append(about)
    line.rstrip()
    yield line
    yield from _details(document, "" if wide else about)


def _block(document: Document, cells: Sequence[str]) -> Iterator[Text]:
    """The same, where the columns do not fit beside each other."""
    path, label, known, language, passages, copies, about = cells
    yield Hanging(path, "bold")
    line = Hanging(_DETAIL)
    line.append(label, "yellow" if document.date.day is None else "green").append(
        f" ({known})" if known else "", "green"
    )
    parts = (language, _count(int(passages), "passage"), f"{copies} copies" if copies else "")
    line.append("".join(f" · {part}" for part in parts if part))
    line.hang = len(_DETAIL)
    yield line
    yield from _details(document, about)


def _details(document: Document, about: str) -> Iterator[Text]:
    details = [(about, "")] if about else []
    details += [(f"updated {document.updated}", "dim")] if document.updated else []
    details += [(f"newer version: {one_line(document.newer)}", "yellow")] if document.newer else []
    others = [path for path in document.copies if path != document.newer]
    details += [(f"same story: {_some(others)}", "dim")] if others else []
    details += [(one_line(problem), "yellow") for problem in document.problems]
    for text, style in details:
        detail = Hanging(_DETAIL + text, style)
        detail.hang = len(_DETAIL)
        yield detail


def _some(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - 3:,} more" if len(paths) > 3 else ""
    return ", ".join(map(one_line, paths[:3])) + more


def summary_line(documents: Sequence[Document], passages: Mapping[str, int]) -> Text:
    """What the table sums up to."""
    counts = [
        _count(len(documents), "document"),
        _count(sum(passages.get(document.id, 0) for document in documents), "passage"),
    ]
    for number, name in (
        (sum(document.date.day is None for document in documents), "undated"),
        (sum(bool(document.copies) for document in documents), "with copies"),
        (sum(bool(document.problems) for document in documents), "with problems"),
    ):
        if number:
            counts.append(f"{number:,} {name}")
    return Text(", ".join(counts), "dim")


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def feed_lines(reports: Iterable[FeedReport]) -> Iterator[Text]:
    """What came of each feed, and what went wrong with it."""
    for report in reports:
        feed = one_line(report.feed)
        if report.problem:
            yield Text(f"feed {feed}: {one_line(report.problem)}", "yellow")
            continue
        counts = [
            f"{number:,} {name}"
            for number, name in (
                (report.new, "new"),
                (report.versions, "changed"),
                (report.pages, "of them as pages"),
                (report.known, "known"),
                (report.left, "deferred to the next run"),
            )
            if number or name == "new"
        ]
        yield Text(f"feed {feed}: " + ("nothing new" if report.unchanged else ", ".join(counts)))
        for note in report.notes:
            yield Text(f"    {one_line(note)}", "yellow")


def table_csv(documents: Iterable[Document], passages: Mapping[str, int]) -> str:
    """The table as CSV with a header line; several copies or problems are separated by semicolons."""
    from assistant.answering.timeline import inert

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_CSV)
    for each in documents:
        date = each.date.label if each.date.day else ""
        known = each.date.provenance if each.date.day else ""
        cells = [each.path, each.shown_title, each.source, each.author, date, known, each.updated, each.language]
        cells += [str(passages.get(each.id, 0)), "; ".join(each.copies), "; ".join(each.problems)]
        writer.writerow([inert("" if cell is None else str(cell)) for cell in cells])
    return out.getvalue()


def document_text_lines(document: Document, passages: Sequence[Passage]) -> Iterator[Text]:
    """A document's text: in the margin line, passage, and ``~`` for what is never evidence; resolved dates in brackets.

    A line of the text is cut where a passage or such a stretch begins or ends.
    """
    text = document.text
    borders = {0, len(text)} | {at for each in passages for at in (each.start, each.end)}
    borders |= {at for span in document.boilerplate for at in (span.start, span.end)}
    borders |= {at for span in document.places for at in (span.start,)}
    borders |= {at + 1 for at, character in enumerate(text) if character == "\n"}
    passage_at, kind_at, place_at = _covering(passages), _covering(document.boilerplate), _covering(document.places)
    digits = len(str(text.count("\n") + 1))
    number = last = 0
    place = None
    passage_width = max(len(str(len(passages))), 1)
    for start, end in pairwise(sorted(borders)):
        if text[start - 1 : start] == "\n" or not start:
            number += 1
        if not text[start:end].strip():
            continue
        here = next((span.kind for span in place_at(start)), None)
        if here != place and here is not None:
            yield Text(f"{' ' * digits}  {one_line(here)}", "dim")
        place = here
        inside = passage_at(start)
        kind = next((span.kind for span in kind_at(start)), None)
        margin = f"{number if number != last else '':>{digits}}  "
        last = number
        yield _stretch(document, inside, kind, (start, end), margin, passage_width)


_Stretch = TypeVar("_Stretch", Passage, Span)


def _covering(stretches: Iterable[_Stretch]) -> Callable[[int], list[_Stretch]]:
    """What finds the stretches that cover a place; it must be asked for ascending places."""
    waiting = sorted(stretches, key=lambda each: each.start, reverse=True)
    covering: list[_Stretch] = []

    def at(place: int) -> list[_Stretch]:
        while waiting and waiting[-1].start <= place:
            covering.append(waiting.pop())
        covering[:] = [each for each in covering if each.end > place]
        return list(covering)

    return at


def _stretch(
    document: Document, inside: Sequence[Passage], kind: str | None, place: tuple[int, int], margin: str, width: int
) -> Text:
    """One stretch of a line: in a passage, or marked with its kind."""
    start, end = place
    line = Hanging()
    line.append(margin, "dim")
    if kind is not None:
        line.append(f"{'':>{width}} ~ ", "yellow")
    elif inside:
        names = "+".join(str(each.ordinal + 1) for each in inside)
        line.append(f"{names:>{width}} │ ", "cyan")
    else:
        line.append(f"{'':>{width}}   ")
    line.hang = cell_len(line.plain)
    mentions = sorted(
        {mention for each in inside for mention in each.mentions if start < mention.end <= end}, key=lambda m: m.end
    )
    at = start
    for mention in mentions:
        line.append(_piece(document.text[at : mention.end]))
        line.append(f" [{days(mention.days.start, mention.days.end)}]", "green")
        at = mention.end
    line.append(_piece(document.text[at:end]), "dim" if kind else "")
    line.rstrip()
    if kind is not None:
        line.append(f"  ({one_line(kind.replace('_', ' '))})", "dim yellow")
    return line


def _piece(text: str) -> str:
    return clean(text).replace("\n", " ").expandtabs(4)


def about_lines(document: Document, passages: Sequence[Passage], fields: str = "") -> Iterator[Text]:
    """What is known of a document; `fields` says which fields of a record its parts were taken from."""
    yield Text(one_line(document.path), "bold")
    date = Text().append(dated(document.date), "yellow" if document.date.day is None else "green")
    if document.date.not_before:
        date.append(f", not before {document.date.not_before}")
    facts: list[tuple[str, Text | str | None]] = [
        ("title", document.title),
        ("source", document.source),
        ("author", document.author),
        ("date", date),
        ("updated", str(document.updated) if document.updated else None),
        ("language", document.language),
        ("address", document.url),
        ("fields", fields),
        ("copies", ", ".join(document.copies)),
        ("newer", document.newer),
        ("text", f"{len(document.text):,} characters, {_count(len(passages), 'passage')}, {_marked(document)}"),
        *(("problem", problem) for problem in document.problems),
    ]
    for name, value in facts:
        if value:
            line = Hanging(f"{name:<10}", "dim") if name != "problem" else Hanging(f"{name:<10}", "yellow")
            line.hang = 10
            yield line.append(value if isinstance(value, Text) else one_line(value))
    yield Text()


def _marked(document: Document) -> str:
    share = sum(span.end - span.start for span in document.boilerplate) / max(len(document.text), 1)
    return f"{share:.0%} of it never used as evidence (~)" if document.boilerplate else "all of it usable as evidence"
