"""Markdown, with front matter in YAML or TOML; plain text that begins with front matter is read so as well."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date

from assistant.corpus.header.field_words import words
from assistant.corpus.readers.parsed import Parsed, Unread, language_code, web_address
from assistant.corpus.readers.plain import read_text
from assistant.dates.written.date_evidence import DateEvidence, Role, from_value
from assistant.types import Span

_FRONT_MATTER = re.compile(
    r"\A\s*(?:---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)|\+\+\+[ \t]*\n(?P<toml>.*?)^\+\+\+)[ \t]*(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_SIMPLE_LINE = re.compile(r"^([^\W\d_][\w -]*+):[ \t]++([^\s\[{|>&*][^\n]*)$", re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]++([^\n]+)$|^(\S[^\n]*)\n=+[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~)[^\n]*\n.*?(?:^\1[^\n]*$|\Z)", re.DOTALL | re.MULTILINE)
_MARKUP = re.compile(r"\*\*|__|`|!?\[([^\[\]]*+)\]\([^)\n]{0,500}\)")
_FIELDS: Mapping[Role, tuple[str, ...]] = {
    "published": tuple("date published publishdate pubdate datepublished publicationdate publishedat posted".split()),
    "updated": tuple("updated lastmod modified lastupdated datemodified updatedat".split()),
}
_WORDS: Mapping[Role, tuple[str, ...]] = {
    "published": (*words("published"), *words("date")),
    "updated": words("updated"),
}
_MAX_FRONT_MATTER = 20_000


def read(raw: bytes) -> list[Parsed | Unread]:
    """Return the file as one document; the front matter stays in its text and is marked as boilerplate."""
    decoded = read_text(raw)
    text = decoded.text
    front = _FRONT_MATTER.match(text, 0, _MAX_FRONT_MATTER)
    fields, problem = _fields(front) if front else ({}, None)
    if fields is None:
        front, fields = None, {}
    body = front.end() if front else 0
    return [
        Parsed(
            text,
            title=_first(fields, "title", *words("title")) or _heading(text, body),
            source=_first(fields, "source", "publisher", *words("source")),
            author=_first(fields, "author", "byline", *words("author")),
            language=language_code(_text(fields.get("language") or fields.get("lang"))),
            url=web_address(_text(fields.get("url") or fields.get("canonicalurl") or fields.get("link"))),
            evidence=tuple(_evidence(fields)),
            made=_made(fields),
            boilerplate=(Span(0, body, "front_matter"),) if front else (),
            replaced=decoded.replaced,
            problems=(*decoded.problems, *((problem,) if problem else ())),
        )
    ]


def _fields(front: re.Match[str]) -> tuple[dict[str, object] | None, str | None]:
    """Read the fields; None when the block between the rules is not a mapping, and so not front matter."""
    try:
        content = tomllib.loads(front["toml"]) if front["toml"] is not None else _yaml(front["yaml"])
    except ValueError as error:
        # "title: Talks: a beginning" is no YAML, and common all the same.
        content = {key: value.rstrip().strip("\"'") for key, value in _SIMPLE_LINE.findall(front[0])}
        how = "only its simple lines were used" if content else "it was ignored"
        return _named(content), f"front matter cannot be read ({error}); {how}"
    return (_named(content) if isinstance(content, dict) else None), None


def _yaml(block: str) -> object:
    """Read YAML, each value as it is written, so that 2024-13-45 can be reported as such. Raises ValueError."""
    import yaml

    try:
        return yaml.load(block, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 (builds strings only)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error).splitlines()[0]) from None


def _named(content: Mapping[str, object]) -> dict[str, object]:
    """Name fields by lower-case letters; a list of names (authors) becomes one text."""
    fields: dict[str, object] = {}
    for key, value in content.items():
        if isinstance(value, list) and all(isinstance(each, str) for each in value) and "author" in str(key).lower():
            value = ", ".join(value)  # noqa: PLW2901
        fields[_key(key).replace("authors", "author")] = value
    return fields


def _evidence(fields: Mapping[str, object]) -> list[DateEvidence]:
    return [
        from_value(fields[name], "front_matter", role)
        for role, names in _FIELDS.items()
        for name in (*names, *dict.fromkeys(map(_key, _WORDS[role])))
        if isinstance(fields.get(name), date) or _text(fields.get(name)) not in (None, "~", "null")
    ]


def _made(fields: Mapping[str, object]) -> date | None:
    """The day on which a note was made or a page was clipped: of the text's publication it says nothing."""
    values = (fields[name] for name in ("created", "datecreated", "clipped", "saved") if fields.get(name))
    found = (from_value(value, "front_matter").readings for value in values)
    return next((readings[0] for readings in found if len(readings) == 1), None)


def _heading(text: str, body: int) -> str | None:
    """Return the first top-level heading that is not inside a code block."""
    fences = [(match.start(), match.end()) for match in _FENCE.finditer(text, body)]
    for match in _HEADING.finditer(text, body):
        if not any(start <= match.start() < end for start, end in fences):
            return _text(_MARKUP.sub(r"\1", match[1].rstrip(" \t").rstrip("#") if match[1] else match[2]))
    return None


def _first(fields: Mapping[str, object], *names: str) -> str | None:
    return next((text for name in names if (text := _text(fields.get(_key(name))))), None)


def _key(name: object) -> str:
    return re.sub(r"[\s_-]", "", str(name)).lower()


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
