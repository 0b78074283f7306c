"""Records of an export: JSON, JSONL, CSV and TSV; every record is a document.

What its text, its title and its date are called the settings may say; the usual names are recognised.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from assistant.corpus.readers import exports, tables
from assistant.corpus.readers.exports.twitter import without_assignment
from assistant.corpus.readers.fields import FieldNames, Row, at, is_record, normal, parse, parse_row
from assistant.corpus.readers.pages.sheets import sheets
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError
from assistant.corpus.readers.plain import read_text
from assistant.corpus.readers.tables import Table
from assistant.corpus.readers.web import markup
from assistant.corpus.readers.web.markup import table_rows

_WRAPPERS = tuple("articles items results documents docs data records entries posts stories response hits".split())
_SHOWN = 12  # names of fields in a message
_MOST_RECORDS = 200_000


def read_json(raw: bytes, names: FieldNames) -> list[Parsed | Unread]:
    """Read one record, a list of records, or an object that wraps such a list; JSON lines as well."""
    decoded = read_text(raw)
    try:
        content = json.loads(without_assignment(decoded.text), strict=False)
    except RecursionError:
        raise UnreadableError("JSON that is nested too deeply") from None
    except ValueError as error:
        if "\n" in decoded.text.strip() and decoded.text.lstrip()[:1] == "{":
            with suppress(UnreadableError):
                return _from_lines(decoded.text, names)
        raise UnreadableError(f"JSON that cannot be read: {error}") from None
    known = None if names.names else exports.read_json(content)
    if known is not None:
        return known
    records = _records(content, names)
    if records is None:
        return _documents([("", "", content)], "JSON", names)
    numbered = ((f"record-{i}", f"record {i}", record) for i, record in enumerate(records, 1))
    return _documents(numbered, "JSON", names)


def read_lines(raw: bytes, names: FieldNames) -> list[Parsed | Unread]:
    """Read JSON lines; lines that cannot be read are reported and skipped."""
    return _from_lines(read_text(raw).text, names)


def read_table(raw: bytes, names: FieldNames) -> list[Parsed | Unread]:
    """Read separated values, whose columns are named by a row; every row below it is a document."""
    table, delimiter = tables.from_text(read_text(raw).text)
    return _of_tables([("", "", table)], "a table", names, delimiter)


def read_html_table(raw: bytes, names: FieldNames) -> list[Parsed | Unread]:
    """Read the tables of a page that a program wrote as a spreadsheet."""
    found = []
    for number, rows in enumerate(table_rows(markup.parse(read_text(raw).text)), 1):
        with suppress(UnreadableError):
            found.append((f"table {number}", f"table-{number}", tables.from_rows(rows)))
    return _of_tables(found, "a web page", names)


def read_sheets(raw: bytes, names: FieldNames) -> list[Parsed | Unread]:
    """Read the sheets of a spreadsheet; every row is a document."""
    found = []
    for name, rows in sheets(raw):
        with suppress(UnreadableError):
            found.append((f"sheet {name}", re.sub(r"[#/\s]+", " ", name), tables.from_rows(rows)))
    return _of_tables(found, "a spreadsheet", names)


def _of_tables(
    found: Sequence[tuple[str, str, Table]], what: str, names: FieldNames, delimiter: str = " "
) -> list[Parsed | Unread]:
    """The rows of tables as documents; each table has a name and a part of the file, where there are several."""
    if not found:
        raise UnreadableError(f"{what} without a table that has rows below its header")
    several = len(found) > 1

    def records() -> Iterator[tuple[str, str, object]]:
        for name, part, table in found:
            prose = tables.prose_column(table)
            for number, row in table.rows:
                yield (
                    f"{part}#row-{number}" if several else f"row-{number}",
                    f"{name}, row {number}" if several else f"row {number}",
                    Row(table, _fitted(table, row, delimiter), name.removeprefix("sheet "), prose),
                )

    return _documents(records(), what, names)


def _fitted(table: Table, row: Sequence[str], delimiter: str) -> list[str]:
    """The cells of a row; a last cell whose delimiters nobody quoted gets the rest."""
    last = len(table.columns) - 1
    return [*row[:last], delimiter.join(row[last:]).rstrip(delimiter)] if len(row) > last else list(row)


def _from_lines(text: str, names: FieldNames) -> list[Parsed | Unread]:
    broken: list[str] = []

    def records() -> Iterator[tuple[str, str, object]]:
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                try:
                    yield f"line-{number}", f"line {number}", json.loads(line, strict=False)
                except (ValueError, RecursionError):
                    broken.append(f"line {number}")

    return [*_documents(records(), "JSON lines", names), *_passed_over(broken, "is not JSON")]


def _documents(records: Iterable[tuple[str, str, object]], what: str, names: FieldNames) -> list[Parsed | Unread]:
    found: list[Parsed | Unread] = []
    empty: list[str] = []
    missing = {role: path for role, path in names.names.items() if role != "records"}
    columns: dict[str, None] = {}
    for number, (part, place, record) in enumerate(records):
        if number >= _MOST_RECORDS:
            raise UnreadableError(f"{what} with more than {_MOST_RECORDS:,} records; split the file")
        row = record if isinstance(record, Row) else None
        record = row.record if row else record  # noqa: PLW2901
        if isinstance(record, dict) and missing:
            missing = {role: path for role, path in missing.items() if at(record, path) is None}
            columns |= dict.fromkeys(map(str, list(record)[:_SHOWN]))
        if row is not None:
            parsed = parse_row(row, part, place, names)
        else:
            parsed = parse(record, part, place, names) if isinstance(record, dict) else None
        if parsed is None:
            empty.append(place)
        else:
            found.append(parsed)
    wrong = [_not_there(names, role, path, columns) for role, path in missing.items()]
    if not found and wrong:
        raise UnreadableError("; ".join(wrong))
    if not found:
        raise UnreadableError(f"{what} without records that have a text ({_looked_for(names)})")
    return [*found, *_passed_over(empty, "no text"), *(Unread("", each) for each in wrong)]


def _not_there(names: FieldNames, role: str, path: str, columns: Iterable[str]) -> str:
    known = ", ".join(list(columns)[:_SHOWN])
    return f'[fields."{names.pattern}"] in assistant.toml: {role} = "{path}", which no record has; they have {known}'


def _looked_for(names: FieldNames) -> str:
    return (
        f"looked for {names.names['text']}" if "text" in names.names else "looked for text, body, content and the like"
    )


def _passed_over(places: list[str], reason: str) -> list[Unread]:
    if not places:
        return []
    shown = ", ".join(places[:5]) + (f" and {len(places) - 5} more" if len(places) > 5 else "")
    return [Unread("", f"{shown}: {reason}")]


def _records(content: object, names: FieldNames) -> list[object] | None:
    """The list of records, perhaps wrapped in an object of the usual kind."""
    if "records" in names.names:
        named = at(content, names.names["records"])
        if not isinstance(named, list):
            columns = content if isinstance(content, dict) else ()
            raise UnreadableError(_not_there(names, "records", names.names["records"], map(str, columns)))
        return named
    return _wrapped(content, "text" in names.names)


def _wrapped(content: object, text_is_named: bool) -> list[object] | None:
    if isinstance(content, list):
        return content
    if not isinstance(content, dict):
        return None
    if not text_is_named and is_record(content):
        return None
    fields = {normal(name): value for name, value in content.items()}
    for name in _WRAPPERS:
        inner = fields.get(name)
        if isinstance(inner, list) and any(isinstance(each, dict) for each in inner):
            return inner
        if isinstance(inner, dict):
            found = _wrapped(inner, text_is_named)
            if found is not None:
                return found
    return None
