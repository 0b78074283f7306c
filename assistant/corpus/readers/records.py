"""Records of an export: JSON, JSONL, CSV and TSV. The usual field names are recognised; every record is a document."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assistant.corpus.evidence import Evidence, Role
from assistant.corpus.moments import from_moment
from assistant.corpus.readers import markup
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError, language_code, web_address
from assistant.corpus.readers.places import joined
from assistant.corpus.readers.plain import read_text
from assistant.types import Span

# Names as they are compared: lower case, without anything but letters and digits. Earlier ones win.
_TEXT = tuple(
    "text body content articlebody contenttext fulltext articletext contenthtml html maintext story article document"
    " passage rawtext cleanedtext message".split()
)
_SUMMARY = tuple("description summary abstract excerpt lead snippet standfirst".split())
_TITLE = tuple("title headline heading subject name documenttitle articletitle".split())
_SOURCE = tuple(
    "source publisher publication outlet sourcename sitename site website provider newspaper feed domain".split()
)
_AUTHOR = tuple("author authors byline creator writer journalist by".split())
_URL = tuple("url link permalink canonicalurl weburl articleurl pageurl sourceurl".split())
_LANGUAGE = tuple("language lang inlanguage".split())
_PUBLISHED = tuple(
    "datepublished publishedat published publicationdate publishdate publisheddate pubdate datepublish"
    " datetimepublished publishedon publicationtime publishtime firstpublicationdate dateissued issued date datetime"
    " timestamp posted postedat created createdat createdutc datecreated time day".split()
)
_UPDATED = tuple("datemodified updatedat updated modified modifiedat lastmodified lastupdated updateddate".split())
_WRAPPERS = tuple("articles items results documents docs data records entries posts stories response hits".split())
_NESTED = tuple("source fields attributes article document doc data".split())
_MOST_RECORDS = 200_000
_DELIMITERS = ",;\t|"  # of equal counts the first
_PROSE = 40  # characters from which a field without a usual name is taken for the text


def read_json(raw: bytes) -> list[Parsed | Unread]:
    """Read one record, a list of records, or an object that wraps such a list; JSON lines as well."""
    decoded = read_text(raw)
    try:
        content = json.loads(decoded.text, strict=False)
    except RecursionError:
        raise UnreadableError("JSON that is nested too deeply") from None
    except ValueError as error:
        if "\n" in decoded.text.strip() and decoded.text.lstrip()[:1] == "{":
            lines = _from_lines(decoded.text)
            if lines:
                return lines
        raise UnreadableError(f"JSON that cannot be read: {error}") from None
    records = _records(content)
    if records is None:
        single = _record(content, "", "") if isinstance(content, dict) else None
        if single is None:
            raise UnreadableError("JSON without a text in any field (looked for text, body, content and the like)")
        return [single]
    return _documents(((f"record-{i}", f"record {i}", record) for i, record in enumerate(records, 1)), "JSON")


def read_lines(raw: bytes) -> list[Parsed | Unread]:
    """Read JSON lines; lines that cannot be read are told and passed over."""
    found = _from_lines(read_text(raw).text)
    if not found:
        raise UnreadableError("JSON lines without a record that has a text")
    return found


def read_table(raw: bytes) -> list[Parsed | Unread]:
    """Read a table whose first row names its columns; every other row is a document."""
    text = read_text(raw).text
    delimiter = max(_DELIMITERS, key=text.split("\n", 1)[0].count)
    csv.field_size_limit(len(text) + 1)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableError(f"a table that cannot be read: {error}") from None
    if len(rows) < 2:
        raise UnreadableError("a table without a row below its column names")
    names = [name.strip() for name in rows[0]]
    records = (
        (f"row-{number}", f"row {number}", _row(names, row, delimiter))
        for number, row in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in row)
    )
    return _documents(records, "a table")


def _row(names: list[str], row: list[str], delimiter: str) -> dict[str, str]:
    """Name the cells of a row; a last cell whose delimiters nobody quoted gets the rest."""
    last = len(names) - 1
    return dict(zip(names, [*row[:last], delimiter.join(row[last:])], strict=False))


def _from_lines(text: str) -> list[Parsed | Unread]:
    """Return [] where no line is a record with a text."""
    broken: list[str] = []

    def records() -> Iterator[tuple[str, str, object]]:
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                try:
                    yield f"line-{number}", f"line {number}", json.loads(line, strict=False)
                except (ValueError, RecursionError):
                    broken.append(f"line {number}")

    try:
        found = _documents(records(), "JSON lines")
    except UnreadableError:
        return []
    return [*found, *_passed_over(broken, "is no JSON")]


def _documents(records: Iterable[tuple[str, str, object]], what: str) -> list[Parsed | Unread]:
    found: list[Parsed | Unread] = []
    empty: list[str] = []
    for number, (part, place, record) in enumerate(records):
        if number >= _MOST_RECORDS:
            raise UnreadableError(f"{what} with more than {_MOST_RECORDS:,} records; split the file")
        parsed = _record(record, part, place) if isinstance(record, dict) else None
        if parsed is None:
            empty.append(place)
        else:
            found.append(parsed)
    if not found:
        raise UnreadableError(f"{what} without a record that has a text (looked for text, body, content and the like)")
    return [*found, *_passed_over(empty, "without a text")]


def _passed_over(places: list[str], reason: str) -> list[Unread]:
    if not places:
        return []
    shown = ", ".join(places[:5]) + (f" and {len(places) - 5} more" if len(places) > 5 else "")
    return [Unread("", f"{shown}: {reason}")]


def _records(content: object) -> list[object] | None:
    """The list of records, perhaps wrapped in an object of the usual kind."""
    if isinstance(content, list):
        return content
    if not isinstance(content, dict):
        return None
    fields = _by_name(content)
    if any(isinstance(fields.get(name), str) for name in _TEXT):
        return None
    for name in _WRAPPERS:
        inner = fields.get(name)
        if isinstance(inner, list) and any(isinstance(each, dict) for each in inner):
            return inner
        if isinstance(inner, dict):
            found = _records(inner)
            if found is not None:
                return found
    return None


def _record(record: Mapping[str, Any], part: str, place: str) -> Parsed | None:
    fields = _by_name(record)
    text = _body(fields)
    for name in _NESTED:  # {"_source": {…}} of Elasticsearch, {"fields": {…}} of newspaper APIs
        inner = fields.get(name)
        if text is None and isinstance(inner, dict):
            fields = {key: value for key, value in fields.items() if key != name} | _by_name(inner)
            text = _body(fields)
    if text is None:
        return None
    body, spans = joined([(place, text)]) if place else (text, ())
    return Parsed(
        body,
        part=part,
        title=_string(fields, _TITLE),
        source=_string(fields, _SOURCE),
        author=_string(fields, _AUTHOR),
        language=language_code(_string(fields, _LANGUAGE)),
        url=web_address(_string(fields, _URL)),
        evidence=tuple(_evidence(fields)),
        places=spans if place else (Span(0, len(body), "the whole file"),),
    )


def _by_name(record: Mapping[str, Any]) -> dict[str, Any]:
    return {re.sub(r"[^a-z0-9]", "", str(key).lower()): value for key, value in record.items()}


def _body(fields: Mapping[str, Any]) -> str | None:
    for names in (_TEXT, _SUMMARY):
        for name in names:
            value = fields.get(name)
            if isinstance(value, dict):
                value = value.get("rendered") or value.get("text") or value.get("value")  # WordPress and its like
            if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
                value = "\n\n".join(value)
            if isinstance(value, str) and (text := _clean(value)):
                return text
    known = {*_TITLE, *_SOURCE, *_AUTHOR, *_PUBLISHED, *_UPDATED, *_LANGUAGE}
    rest = [
        _clean(value)
        for name, value in fields.items()
        if name not in known
        and isinstance(value, str)
        and " " in value
        and not value.startswith(("http://", "https://"))
    ]
    longest = max(rest, key=len, default="")
    return longest if len(longest) >= _PROSE else None


def _clean(value: str) -> str:
    from assistant.corpus.clean import normalise_newlines, replace_controls

    return replace_controls(normalise_newlines(markup.plain(value)))[0].strip()


def _string(fields: Mapping[str, Any], names: Iterable[str]) -> str | None:
    for name in names:
        value = fields.get(name)
        if isinstance(value, dict):
            value = value.get("rendered") or value.get("name") or value.get("title")
        if isinstance(value, list):
            parts = [each.get("name") if isinstance(each, dict) else each for each in value]
            value = ", ".join(each for each in parts if isinstance(each, str))
        if isinstance(value, str) and (text := " ".join(_clean(value).split())):
            return text
    return None


def _evidence(fields: Mapping[str, Any]) -> Iterator[Evidence]:
    """The first field that names publication, and the first that names an update."""
    roles: tuple[tuple[Role, tuple[str, ...]], ...] = (("published", _PUBLISHED), ("updated", _UPDATED))
    for role, names in roles:
        for name in names:
            value = fields.get(name)
            if isinstance(value, dict):
                value = value.get("$date") or value.get("value")
            if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip():
                yield from_moment(value, "json_field", role)
                break
