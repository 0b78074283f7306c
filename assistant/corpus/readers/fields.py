"""Which field of a record is its text, its date and so on: as the settings name them, else by the usual names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from assistant.corpus.header.field_words import words
from assistant.corpus.readers.parsed import Parsed, language_code, web_address
from assistant.corpus.readers.places import joined
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
    """Whether an object has a text itself, by a usual name."""
    return any(normal(name) in _USUAL["text"] and isinstance(value, str) for name, value in content.items())


def parse(record: Mapping[str, Any], part: str, place: str, names: FieldNames) -> Parsed | None:
    """Return a record as a document; None where it has no text."""
    fields = _Fields(record, names)
    text = fields.body()
    if text is None:
        return None
    body, spans = joined([(place, text)]) if place else (text, ())
    return Parsed(
        body,
        part=part,
        title=fields.string("title"),
        source=fields.string("source"),
        author=fields.string("author"),
        language=language_code(fields.string("language")),
        url=web_address(fields.string("url")),
        evidence=tuple(fields.evidence()),
        places=spans if place else (Span(0, len(body), "the whole file"),),
        fields=tuple(fields.used.items()),
    )


class _Fields:
    """The fields of one record; `used` says which one each role was taken from."""

    def __init__(self, record: Mapping[str, Any], names: FieldNames) -> None:
        self._record = record
        self._names = names
        self._by_name = {normal(name): (str(name), value) for name, value in record.items()}
        self.used: dict[str, str] = {}

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
            if text := _prose(value):
                self.used["text"] = name
                return text
        return None if "text" in self._names.names else self._longest()

    def _longest(self) -> str | None:
        """The longest field of prose that has no other meaning."""
        known = {name for role in _USUAL if role != "text" for name in _USUAL[role]}
        known |= {normal(name) for name in self._names.names.values()}
        rest = [
            (_clean(value), shown)
            for name, (shown, value) in self._by_name.items()
            if name not in known
            and isinstance(value, str)
            and " " in value
            and not value.startswith(("http://", "https://"))
        ]
        longest, shown = max(rest, key=lambda each: len(each[0]), default=("", ""))
        if len(longest) < _PROSE:
            return None
        self.used["text"] = shown
        return longest

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
        for name in (*_USUAL[role], *more, *_in_other_languages(role)):
            if name in self._by_name:
                yield self._by_name[name]


@cache
def _in_other_languages(role: str) -> tuple[str, ...]:
    roles = ("published", "date") if role == "date" else (role,)
    return tuple(normal(word) for each in roles for word in words(each))


def _prose(value: object) -> str:
    """The text of a field; WordPress and its like put it into an object of its own."""
    if isinstance(value, dict):
        value = value.get("rendered") or value.get("text") or value.get("value")
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = "\n\n".join(value)
    return _clean(value) if isinstance(value, str) else ""


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
