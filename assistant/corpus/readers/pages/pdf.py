"""PDF files: their pages in order, with words that were split across lines rejoined."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from assistant.corpus.header.masthead import masthead
from assistant.corpus.readers.pages import ocr
from assistant.corpus.readers.pages.columns import in_reading_order
from assistant.corpus.readers.pages.garbled import reads_as_words
from assistant.corpus.readers.pages.page_breaks import goes_on, is_cut, rejoined, without_running_lines
from assistant.corpus.readers.pages.pdf_tables import rows_in_words
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError
from assistant.corpus.readers.places import Joined
from assistant.dates.written.date_evidence import DateEvidence, from_written
from assistant.installation import needed_to_read
from assistant.text.clean import replace_controls
from assistant.types import Span

_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]++-[^\W\d_]++")
# What pypdf raises on damaged files beside its own errors.
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)
_MOST_PAGES = 5_000
_SHOWN = 20  # numbers of pages in a message
_HEADS = 3  # lines at the top of a page that can be its running head
_FEWEST_LINES = 5  # on a page that may have columns
_NO_TITLE = re.compile(r"\.(?:docx?|pdf|indd|qxp|tex|rtf|odt)$|^(?:microsoft word|untitled)", re.IGNORECASE)


def read(raw: bytes) -> list[Parsed | Unread]:
    """Return the file as one document. Raises UnreadableError for a locked, broken or scanned one."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("a PDF that is locked with a password")
        if len(reader.pages) > _MOST_PAGES:
            raise UnreadableError(f"a PDF of more than {_MOST_PAGES:,} pages; split it")
        found = [_page(page) for page in reader.pages]
        labels = _labels(reader)
        about = reader.metadata
        title, author, made = (about.title, about.author, _day(about)) if about else (None, None, None)
    except UnreadableError:
        raise
    except (PyPdfError, DependencyError, *_FAULTS) as error:
        raise UnreadableError(f"a PDF that cannot be read: {str(error) or type(error).__name__}") from None
    if not found:
        raise UnreadableError("a PDF without pages")
    replaced = sum(count for _, count in found)
    pages: dict[int, Sequence[str]] = {number: lines for number, (lines, _) in enumerate(found, 1)}
    empty = [number for number, lines in pages.items() if not any(lines)]
    garbled = [number for number, lines in pages.items() if not reads_as_words("\n".join(lines))]
    seen = _seen(raw, [*empty, *garbled]) if empty or garbled else {}
    pages |= seen
    empty = [number for number in empty if number not in seen]
    garbled = [number for number in garbled if number not in seen]
    if len(empty) == len(pages):
        raise UnreadableError(f"no text on any of its {len(pages)} pages; it may be a scan{_hint('scans')}")
    kept = without_running_lines(pages)
    text, places = _joined(kept, labels)
    problems = [f"page {_numbers(sorted(seen))} was read by OCR, which may contain errors"] if seen else []
    problems += [f"no text on page {_numbers(empty)}; it may be a scan{_hint('scans')}"] if empty else []
    if garbled:
        told = f"the text of page {_numbers(garbled)} cannot be read as words: its character map is damaged"
        advice = "OCR found no text there either" if ocr.installed() else f"OCR may help{_hint('such pages')}"
        problems.append(f"{told}; {advice}")
    unread = {places[i].kind for i in range(len(places)) if _number(places[i]) in garbled}
    return [
        Parsed(
            text,
            title=_title(title),
            author=author.strip() or None if isinstance(author, str) and author != "anonymous" else None,
            boilerplate=tuple(Span(each.start, each.end, "unreadable") for each in places if each.kind in unread),
            places=places,
            evidence=tuple(_issue(pages, kept)),
            made=made,
            replaced=replaced,
            problems=tuple(problems),
        )
    ]


def _issue(pages: Mapping[int, Sequence[str]], kept: Mapping[int, Sequence[str]]) -> Iterator[DateEvidence]:
    """The day of an issue that is told by the running head of its pages, which is no part of the text."""
    for line in pages[min(pages)][:_HEADS]:
        written = None if line in kept[min(kept)] else masthead(line)
        if written:
            yield from_written(written, "header_line")


def _hint(what: str) -> str:
    return "" if ocr.installed() else f"; {needed_to_read(what, 'ocr')}"


def _number(place: Span) -> int:
    return int(place.kind.split()[1])


def _page(page: Any) -> tuple[list[str], int]:
    """The lines of a page, and how many of its characters could not be read."""
    lines = [" ".join(line.split()) for line in page.extract_text().split("\n")]
    if len(lines) >= _FEWEST_LINES:
        layout = _layout(page)
        lines = in_reading_order(lines, layout) or rows_in_words(lines, layout)
    text, replaced = replace_controls("\n".join(lines).strip("\n"))
    return text.split("\n"), replaced


def _joined(pages: Mapping[int, Sequence[str]], labels: Sequence[str]) -> Joined:
    """Join the pages; a sentence that goes on overleaf is not interrupted."""
    parts: list[str] = []
    spans: list[Span] = []
    length = 0
    whole = {word.lower() for lines in pages.values() for line in lines for word in _HYPHENATED.findall(line)}
    last: Sequence[str] = ()
    for number, lines in pages.items():
        piece = rejoined("\n".join(lines).strip(), whole)
        if not piece:
            continue
        if parts:
            runs_on = goes_on(last, lines)
            gap = "\n" if runs_on else "\n\n"
            if runs_on and is_cut(parts[-1], piece):
                parts[-1], gap, length = parts[-1][:-1], "", length - 1
                spans[-1] = Span(spans[-1].start, length, spans[-1].kind)
            parts.append(gap)
            length += len(gap)
        label = labels[number - 1] if number <= len(labels) else str(number)
        printed = f" (printed {label})" if label and label != str(number) else ""
        spans.append(Span(length, length + len(piece), f"page {number}{printed}"))
        parts.append(piece)
        length += len(piece)
        last = lines
    return Joined("".join(parts), tuple(spans))


def _seen(raw: bytes, numbers: Sequence[int]) -> dict[int, Sequence[str]]:
    """The text of pages that are pictures, where the extra for it is installed and can draw them."""
    if not ocr.installed():
        return {}
    try:
        return {
            number: replace_controls("\n".join(lines))[0].split("\n")
            for number, lines in ocr.read_pages(raw, sorted(numbers)).items()
        }
    except (ValueError, RuntimeError):
        return {}


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:_SHOWN])) + (
        f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
    )


def _layout(page: Any) -> list[str]:
    """The rows of a page, where they stand; none where the page's fonts do not tell."""
    from pypdf.errors import PyPdfError

    try:
        shown: str = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
    except (PyPdfError, *_FAULTS):
        return []
    return shown.split("\n")


def _labels(reader: Any) -> list[str]:
    """The numbers that the file gives to its pages (i, ii, 1 …)."""
    from pypdf.errors import PyPdfError

    try:
        return [str(label)[:20] for label in reader.page_labels]
    except (PyPdfError, *_FAULTS):
        return []


def _title(value: object) -> str | None:
    """The title field, unless a program filled it with the name of a file."""
    title = " ".join(value.split()) if isinstance(value, str) else ""
    return None if len(title) < 4 or _NO_TITLE.search(title) else title


def _day(about: Any) -> date | None:
    try:
        made = about.creation_date
    except (ValueError, TypeError):
        return None
    return made.date() if isinstance(made, datetime) else None
