"""Which field of a record is its text, its date and so on: as the settings name them, else by the usual names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from assistant.corpus.header.field_words import words
from assistant.corpus.readers import tables
from assistant.corpus.readers.parsed import Parsed, language_code, web_address
from assistant.corpus.readers.places import joined
from assistant.corpus.readers.shapes import shape_of
from assistant.corpus.readers.tables import Table
from assistant.corpus.readers.web import markup
from assistant.dates.written.date_evidence import DateEvidence, Role
from assistant.dates.written.moments import from_moment
from assistant.text.clean import normalise_newlines, replace_controls
from assistant.types import Span

# Names as they are compared: lower case, without anything but letters and digits. Earlier ones win.
_USUAL: Mapping[str, tuple[str, ...]] = {
    "text": tuple(
        "text body content articlebody contenttext fulltext articletext contenthtml html maintext story article"
        " document passage rawtext cleanedtext message".split()
    ),
    "title": tuple("title headline heading subject name documenttitle articletitle".split()),
    "source": tuple(
        "source publisher publication outlet sourcename sitename site website provider newspaper feed domain".split()
    ),
    "author": tuple("author authors byline creator writer journalist by sender sendername username".split()),
    "url": tuple("url link permalink canonicalurl weburl articleurl pageurl sourceurl".split()),
    "language": tuple("language lang inlanguage".split()),
    "date": tuple(
        "datepublished publishedat published publicationdate publishdate publisheddate pubdate datepublish"
        " datetimepublished publishedon publicationtime publishtime firstpublicationdate dateissued issued date"
        " datetime timestamp posted postedat created createdat createdutc datecreated time day".split()
    ),
    "updated": tuple("datemodified updatedat updated modified modifiedat lastmodified lastupdated updateddate".split()),
}
_SUMMARY = tuple("description summary abstract excerpt lead snippet standfirst".split())
_NESTED = tuple("source fields attributes article document doc data".split())
_PROSE = 40  # characters from which a field without a usual name is taken for the text
# Where an interface cuts a text off: ``… [+3120 chars]``; what comes before is no text.
_CUT = re.compile(r"\[\+?\s?\d[\d,. ]{0,12}\s?(?:chars|characters|more)\]$")
_ONLY_OF_SHAPE = frozenset(("text", "date", "updated"))
_UNNAMED = re.compile(r"(?:table|sheet|tabelle|feuille?|hoja|foglio|planilha|blad|arkusz|лист)\s?\d*", re.IGNORECASE)
_INNER = ("rendered", "text", "contents", "content", "value")  # where an object that wraps a text has it
_GONE = frozenset(("[removed]", "[deleted]", "removed"))


@dataclass(frozen=True, slots=True)
class FieldNames:
    """What the settings say of a file's records: the `pattern` that the file fits, and the field for each role.

    Roles are text, title, source, author, date, updated, language, url, and `records`: where the list of records lies.
    A field inside of another one is written with a dot (``meta.date``).
    """

    pattern: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


def normal(name: object) -> str:
    """A field's name as names are compared."""
    return re.sub(r"[\W_]", "", str(name).lower())


def at(record: object, path: str) -> object:
    """The value of a field by its name, or inside of others by a path with dots; None where there is none."""
    if not isinstance(record, Mapping):
        return None
    if path in record:
        return record[path]
    found = next((value for name, value in record.items() if normal(name) == normal(path)), None)
    if found is None and "." in path:
        first, _, rest = path.partition(".")
        return at(record.get(first), rest)
    return found


def is_record(content: Mapping[str, Any]) -> bool:
    """Whether an object has a text itself, by a usual name, or is of a known kind."""
    return shape_of(content) is not None or any(
        normal(name) in _USUAL["text"] and isinstance(value, str) for name, value in content.items()
    )


def parse(record: Mapping[str, Any], part: str, place: str, names: FieldNames) -> Parsed | None:
    """Return a record as a document; None where it has no text."""
    fields = _Fields(record, names)
    text = fields.body()
    if text is None:
        return None
    pages = [(f"{place}, {page}" if place else page, words) for page, words in fields.pages]
    return fields.document(part, *joined(pages or [(place or "the whole file", text)]))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, with the table that it stands in, what that is called, and its column of sentences."""

    table: Table
    cells: list[str]
    name: str
    prose: str | None

    @property
    def record(self) -> dict[str, str]:
        """Its cells under the names of their columns."""
        return dict(zip(self.table.columns, self.cells, strict=False))


def parse_row(row: Row, part: str, place: str, names: FieldNames) -> Parsed | None:
    """Return a row as a document: its text, if it has one, and in words what its other cells say.

    Where the settings name the column of the text, that is all of it.
    """
    fields = _Fields(row.record, names, only=row.prose)
    text = fields.body()
    if text is None and "text" in names.names:
        return None
    if text is not None:
        parsed = fields.document(part, text, ())
        used = frozenset(i for i, name in enumerate(row.table.columns) if name in fields.used.values())
        if "text" not in names.names:
            text = "\n\n".join(filter(None, (text, tables.in_words(row.table.columns, row.cells, used))))
    else:
        fields.used["text"] = "all columns"
        text = tables.in_words(row.table.columns, row.cells)
        parsed = fields.document(part, text, ())
    title = parsed.title or row.table.title or (row.name if row.name and not _UNNAMED.fullmatch(row.name) else None)
    return replace(parsed, text=text, title=title, places=(Span(0, len(text), place),)) if text else None


class _Fields:
    """The fields of one record; `used` says which one each role was taken from."""

    def __init__(self, record: Mapping[str, Any], names: FieldNames, *, only: str | None = "") -> None:
        self._record = record
        self._only = only  # the field without a usual name that may be the text; "": the longest
        self._names = names
        self._by_name = {normal(name): (str(name), value) for name, value in record.items()}
        self.used: dict[str, str] = {}
        self.pages: list[tuple[str, str]] = []
        self.cut = False
        self._shape = None if "text" in names.names else shape_of(record)

    def body(self) -> str | None:
        """The text; of a record that wraps another one (``{"_source": {…}}`` of Elasticsearch) the inner one's."""
        text = self._body()
        if "text" in self._names.names:
            return text
        for name in _NESTED:
            inner = self._by_name.get(name, ("", None))[1]
            if text is None and isinstance(inner, dict):
                outer = {key: value for key, value in self._by_name.items() if key != name}
                self._by_name = outer | {normal(key): (str(key), value) for key, value in inner.items()}
                text = self._body()
        return text

    def _body(self) -> str | None:
        summary = () if "text" in self._names.names else _SUMMARY
        for name, value in self._candidates("text", summary):
            text = _prose(value)
            if _CUT.search(text):
                self.cut = True
            elif text and text.lower() not in _GONE:
                self.used["text"] = name
                self.pages = _pages(value)
                return text
        known = "text" in self._names.names or self._shape is not None or self.cut
        return None if known else self._longest()

    def _longest(self) -> str | None:
        """The longest field of prose that has no other meaning."""
        known = {name for role in _USUAL if role != "text" for name in _USUAL[role]}
        known |= {normal(name) for name in self._names.names.values()}
        rest = [
            (_clean(value), shown)
            for name, (shown, value) in self._by_name.items()
            if name not in known
            and self._only in ("", shown)
            and isinstance(value, str)
            and " " in value
            and not value.startswith(("http://", "https://"))
        ]
        longest, shown = max(rest, key=lambda each: len(each[0]), default=("", ""))
        if len(longest) < _PROSE:
            return None
        self.used["text"] = shown
        return longest

    def document(self, part: str, text: str, places: tuple[Span, ...]) -> Parsed:
        """The record as a document with this text."""
        return Parsed(
            text,
            part=part,
            title=self.string("title"),
            source=self.string("source"),
            author=self.string("author"),
            language=language_code(self.string("language")),
            url=web_address(self.string("url")),
            evidence=tuple(self.evidence()),
            places=places,
            problems=("the text is cut off in the file; this is its summary",) if self.cut else (),
            fields=tuple(self.used.items()),
        )

    def string(self, role: str) -> str | None:
        """The value of a role, on one line."""
        for name, value in self._candidates(role):
            if text := " ".join(_clean(_name(value)).split()):
                self.used[role] = name
                return text
        return None

    def evidence(self) -> Iterator[DateEvidence]:
        """The first field that names publication, and the first that names an update."""
        roles: tuple[tuple[Role, str], ...] = (("published", "date"), ("updated", "updated"))
        for role, name_of_role in roles:
            for name, value in self._candidates(name_of_role):
                if isinstance(value, list):
                    value = next(iter(value), None)  # noqa: PLW2901
                moment = value.get("$date") or value.get("value") if isinstance(value, dict) else value
                if isinstance(moment, (str, int, float)) and not isinstance(moment, bool) and str(moment).strip():
                    self.used[name_of_role] = name
                    yield from_moment(moment, "json_field", role)
                    break

    def _candidates(self, role: str, more: Iterable[str] = ()) -> Iterator[tuple[str, Any]]:
        """Name and value of the fields that may hold a role, the likeliest first."""
        if role in self._names.names:
            path = self._names.names[role]
            yield path, at(self._record, path)
            return
        if self._shape is not None and role in self._shape.fields:
            paths = self._shape.fields[role]
            yield from ((path, value) for path in paths if (value := at(self._record, path)) is not None)
            if role in _ONLY_OF_SHAPE:
                return
        for name in (*_USUAL[role], *more, *_in_other_languages(role)):
            if name in self._by_name:
                yield self._by_name[name]


@cache
def _in_other_languages(role: str) -> tuple[str, ...]:
    roles = ("published", "date") if role == "date" else (role,)
    return tuple(normal(word) for each in (*roles, f"export {role}") for word in words(each))


def _prose(value: object) -> str:
    """The text of a field; WordPress and its like put it into an object of its own."""
    if isinstance(value, dict):
        value = next((value[name] for name in _INNER if value.get(name)), None)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = "\n\n".join(value)
    elif isinstance(value, list):
        value = "\n\n".join(text for _, text in _pages(value))
    return _clean(value) if isinstance(value, str) else ""


def _pages(value: object) -> list[tuple[str, str]]:
    """The pages or items of which a text is a list, each under its name."""
    if not isinstance(value, list):
        return []
    texts = [_prose(each) if isinstance(each, dict) else "" for each in value]
    return [(f"page {number}", text) for number, text in enumerate(texts, 1) if text]


def _name(value: object) -> str:
    """The name that a field holds; several names are listed."""
    if isinstance(value, dict):
        value = value.get("rendered") or value.get("name") or value.get("title")
    if isinstance(value, list):
        parts = [each.get("name") if isinstance(each, dict) else each for each in value]
        value = ", ".join(each for each in parts if isinstance(each, str))
    return value if isinstance(value, str) else ""


def _clean(value: str) -> str:
    return replace_controls(normalise_newlines(markup.plain(value)))[0].strip()
