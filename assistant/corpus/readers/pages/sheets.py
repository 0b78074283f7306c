"""Spreadsheets: Excel of all years and OpenDocument, read by calamine; each sheet is a table of strings."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from assistant.corpus.readers.parsed import UnreadableError
from assistant.corpus.readers.zipped import Budget, Zip
from assistant.text.clean import normalise_newlines, replace_controls

_MOST_CELLS = 5_000_000  # of a file


def sheets(raw: bytes) -> Iterator[tuple[str, list[list[str]]]]:
    """Name and rows of the visible sheets. Raises UnreadableError for a locked or damaged file."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    if raw.startswith(b"PK"):
        budget = Budget(len(raw))
        for member in Zip(raw).members:
            budget.spend(member.file_size)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        cells = 0
        for about in book.sheets_metadata:
            if about.typ is not SheetTypeEnum.WorkSheet or about.visible is not SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(about.name)
            cells += sheet.total_height * sheet.total_width
            if cells > _MOST_CELLS:
                raise UnreadableError(f"a spreadsheet of more than {_MOST_CELLS:,} cells; split it")
            yield about.name, [[_shown(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except PasswordError:
        raise UnreadableError("a spreadsheet that is locked with a password") from None
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise UnreadableError(f"a spreadsheet that cannot be opened: {error}") from None


def _shown(cell: object) -> str:
    """A value as a person would write it: whole numbers without a point, days without a clock time."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(round(cell, 10))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, (date, time, timedelta)):
        return str(cell)
    return replace_controls(normalise_newlines(str(cell)))[0].strip()
