"""A message or post of an export as a document."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

from assistant.corpus.readers.parsed import Parsed, Unread, language_code, web_address
from assistant.corpus.readers.web import markup
from assistant.dates.written.date_evidence import DateEvidence
from assistant.dates.written.moments import from_moment
from assistant.text.clean import normalise_newlines, replace_controls
from assistant.types import Span

Found = list[Parsed | Unread]


def post(
    text: str,
    *,
    kind: str,
    number: int,
    when: object,
    title: str | None = None,
    source: str | None = None,
    author: str | None = None,
    url: str | None = None,
    language: str | None = None,
    updated: object = None,
) -> Parsed | None:
    """Return a post as a document that is named after its kind and number; None without a text.

    `when` and `updated` are points in time as `from_moment` reads them; "" or None for one that is not told.
    """
    words, replaced = replace_controls(normalise_newlines(text))
    words = words.strip()
    if not words:
        return None
    evidence: list[DateEvidence] = [from_moment(when, "json_field")] if when else []
    evidence += [from_moment(updated, "json_field", "updated")] if updated else []
    return Parsed(
        words,
        part=f"{kind}-{number}",
        title=_line(title),
        source=_line(source),
        author=_line(author),
        language=language_code(language),
        url=web_address(url),
        evidence=tuple(evidence),
        places=(Span(0, len(words), f"{kind} {number}"),),
        replaced=replaced,
        piece=True,
    )


def gathered(posts: Iterable[Parsed | None], left_out: Mapping[str, int] | None = None) -> Found:
    """The posts that have a text, and one line about what was left out: how many of which kind."""
    found: Found = [each for each in posts if each is not None]
    told = [f"{name} ({count})" for name, count in (left_out or {}).items() if count]
    return [*found, Unread("", f"left out: {', '.join(told)}")] if told else found


def text_of_html(value: str) -> str:
    """Paragraphs of a fragment of HTML, parted by blank lines."""
    root = markup.parse(value) if value.strip() else None
    return "\n\n".join(markup.text_of(root).split("\n")) if root is not None else ""


def unescaped(value: object) -> str:
    """A string with its character references read; "" for what is no string."""
    return html.unescape(value) if isinstance(value, str) else ""


def string(value: object) -> str | None:
    """A value that is a string and not empty."""
    return value if isinstance(value, str) and value.strip() else None


def records(value: object) -> list[dict[str, Any]]:
    """The objects of a list; none for what is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _line(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None
