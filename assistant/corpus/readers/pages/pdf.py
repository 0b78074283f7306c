"""PDF files: their pages in order, with words that were split across lines rejoined."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from assistant.corpus.readers.pages import ocr
from assistant.corpus.readers.pages.columns import in_reading_order
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError
from assistant.corpus.readers.places import joined
from assistant.installation import install_command
from assistant.text.clean import replace_controls
from assistant.types import Span

_CUT_WORD = re.compile(r"(?<=[a-zß-öø-ÿ])[-\u2010\u00ad]\n(?=[a-zß-öø-ÿ])")
# What pypdf raises on damaged files beside its own errors.
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)
_MOST_PAGES = 5_000
_SHOWN = 20  # numbers of pages in a message
_FEWEST_LINES = 5  # on a page that may have columns
_NO_TITLE = re.compile(r"\.(?:docx?|pdf|indd|qxp|tex|rtf|odt)$|^(?:microsoft word|untitled)", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


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
        about = reader.metadata
        title, author, made = (about.title, about.author, _day(about)) if about else (None, None, None)
    except UnreadableError:
        raise
    except (PyPdfError, DependencyError, *_FAULTS) as error:
        raise UnreadableError(f"a PDF that cannot be read: {str(error) or type(error).__name__}") from None
    replaced = sum(count for _, count in found)
    pages = [text for text, _ in found]
    empty = [number for number, text in enumerate(pages, 1) if not text.strip()]
    if not pages:
        raise UnreadableError("a PDF without pages")
    seen = _seen(raw, empty) if empty else {}
    pages = [seen.get(number, page) for number, page in enumerate(pages, 1)]
    empty = [number for number in empty if number not in seen]
    hint = "" if ocr.installed() else f"; reading scans needs an extra: {install_command('ocr')}"
    if len(empty) == len(pages):
        raise UnreadableError(f"no text on any of its {len(pages)} pages; it may be a scan{hint}")
    text, places = joined((f"page {number}", page) for number, page in enumerate(pages, 1))
    problems = [f"page {_numbers(list(seen))} was read by OCR, which may contain errors"] if seen else []
    problems += [f"no text on page {_numbers(empty)}; it may be a scan{hint}"] if empty else []
    return [
        Parsed(
            text,
            title=_title(title),
            author=author.strip() or None if isinstance(author, str) else None,
            boilerplate=tuple(_running_lines(text, places)),
            places=places,
            made=made,
            replaced=replaced,
            problems=tuple(problems),
        )
    ]


def _page(page: Any) -> tuple[str, int]:
    lines = [" ".join(line.split()) for line in page.extract_text().split("\n")]
    if len(lines) >= _FEWEST_LINES:
        lines = in_reading_order(lines, _layout(page)) or lines
    return _joined(lines)


def _joined(lines: Sequence[str]) -> tuple[str, int]:
    text, replaced = replace_controls("\n".join(lines).strip("\n"))
    return _CUT_WORD.sub("", text).strip(), replaced


def _seen(raw: bytes, numbers: Sequence[int]) -> dict[int, str]:
    """The text of pages that are pictures, where the extra for it is installed and can draw them."""
    if not ocr.installed():
        return {}
    try:
        return {number: _joined(lines)[0] for number, lines in ocr.read_pages(raw, numbers).items()}
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


def _running_lines(text: str, places: Sequence[Span]) -> list[Span]:
    """Mark the first and last lines that most pages share but for their numbers: running heads and page numbers."""
    edges: list[tuple[str, int, int]] = []
    for page in places:
        lines = [(m[0], m.start(), m.end()) for m in re.finditer(r"[^\n]+", text[page.start : page.end])]
        for content, start, end in dict.fromkeys([*lines[:2], *lines[-2:]]):
            edges.append((_DIGITS.sub("#", content).strip(), page.start + start, page.start + end))
    counts = Counter(shape for shape, _, _ in edges)
    enough = max(3, len(places) // 2 + 1)
    return [Span(start, end, "running_head") for shape, start, end in edges if counts[shape] >= enough]


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
