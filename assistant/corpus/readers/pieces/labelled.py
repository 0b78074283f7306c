"""Articles with labelled fields (``Publication title: …``) one below the other: ProQuest, Genios, NewsBank and others.

Fields may stand above or below the text, and rules may part the articles; the file itself tells which.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from assistant.corpus.lines import Line
from assistant.corpus.readers.parsed import web_address
from assistant.corpus.readers.pieces.cut import Cutting, Piece, day_in, has_prose, name_before
from assistant.corpus.readers.pieces.field_names import ROLES
from assistant.dates.written.date_evidence import from_written
from assistant.dates.written.day_order import settled
from assistant.dates.written.phrases import WrittenDate

_FIELD = re.compile(r"(?P<name>[^\W\d_][^:：]{0,40}?)\s?[:：](?!//)\s*(?P<value>.*)", re.DOTALL)
_PARTING = re.compile(r"([_=*~#–—-])\1{9,}|[^\W\d_]{3,12}\s+\d{1,5}\s+\w{1,4}\s+\d{1,5}")  # a rule, Document 2 of 25
_RIGHTS = re.compile(r"©|\(c\)|copyright|alle rechte|all rights|https?://", re.IGNORECASE)


class _Field(NamedTuple):
    """A line ``Name: value``: its number, its name in lower case, what that stands for, the value and its place."""

    line: int
    name: str
    role: str | None
    value: str
    at: int


def find(_: str, lines: Sequence[Line]) -> Cutting | None:
    """The articles; None where not at least two have a date and one more field of their own."""
    fields = list(_fields(lines))
    if sum(_written(each) is not None for each in fields) < 2:
        return None
    for borders in (_parted(lines), _headed(lines, fields), _footed(lines, fields)):
        cuts = [bisect_left(fields, border, key=lambda each: each.line) for border in borders]
        articles = [
            (a, b, fields[first:last]) for (a, b), (first, last) in zip(pairwise(borders), pairwise(cuts), strict=True)
        ]
        articles = [each for each in articles if any(_written(field) for field in each[2])]
        if len(articles) < 2 or not all(_is_article(lines[a:b], own) for a, b, own in articles):
            continue
        shared = Counter(name for _, _, own in articles for name in {field.name for field in own})
        common = {name for name, count in shared.items() if count > 1}
        found = [_piece(lines, article, common) for article in articles]
        readings = settled([written for written, _ in found])
        return Cutting(
            [
                replace(piece, evidence=(replace(from_written(written, "header_line"), readings=days),))
                for (written, piece), days in zip(found, readings, strict=True)
            ]
        )
    return None


def _fields(lines: Sequence[Line]) -> Iterator[_Field]:
    for i, line in enumerate(lines):
        match = _FIELD.fullmatch(line.content) if ":" in line.content[:44] or "：" in line.content[:44] else None
        if match:
            name = " ".join(match["name"].lower().split())
            value = match["value"].strip()
            yield _Field(i, name, ROLES.get(name), value, line.end - len(match["value"]))


def _written(field: _Field) -> WrittenDate | None:
    """The day that a field states: one of a date, or of a source, as in ``Quelle: Tagblatt vom 12.03.2021, S. 7``."""
    return day_in(field.value) if field.role in ("date", "source") else None


def _is_article(lines: Sequence[Line], fields: Sequence[_Field]) -> bool:
    roles = {field.role for field in fields if field.role}
    enough = len(roles) > 1 or any(field.role == "source" and _written(field) for field in fields)
    return enough and has_prose([line for line in lines if not _RIGHTS.match(line.content)])


def _parted(lines: Sequence[Line]) -> list[int]:
    """Where rules, or numbers of documents, part the articles."""
    return [0, *(i for i, line in enumerate(lines) if _PARTING.fullmatch(line.content)), len(lines)]


def _headed(lines: Sequence[Line], fields: Sequence[_Field]) -> list[int]:
    """Where each article begins with the field that comes first in the file."""
    known = [field for field in fields if field.role]
    if not known or has_prose(lines[: known[0].line]):
        return []
    return [*(field.line for field in known if field.name == known[0].name), len(lines)]


def _footed(lines: Sequence[Line], fields: Sequence[_Field]) -> list[int]:
    """Where each article ends: behind the fields, addresses and rights that follow its source."""
    numbers = {field.line for field in fields}
    first = next((field for field in fields if _written(field)), None)
    borders = [0]
    for field in fields:
        if first and field.name == first.name:
            end = field.line + 1
            while end < len(lines) and (end in numbers or _RIGHTS.match(lines[end].content)):
                end += 1
            borders.append(end)
    return borders


def _piece(
    lines: Sequence[Line], article: tuple[int, int, list[_Field]], common: set[str]
) -> tuple[WrittenDate, Piece]:
    first, end, fields = article
    by_role = {field.role: field for field in reversed(fields) if field.role}
    dated = next(field for field in (*_of(fields, "date"), *_of(fields, "source")) if _written(field))
    written = _written(dated)
    assert written is not None
    numbers = {field.line for field in fields if field.role or field.name in common}
    words = [i for i in range(first, end) if i not in numbers and not _is_furniture(lines[i])]
    title = by_role["title"].value if "title" in by_role else None
    if title is None and words and not lines[words[0]].is_prose and len(words) > 1:
        title = lines[words[0]].content
        words = words[1:]
    start, stop = (lines[words[0]].start, lines[words[-1]].end) if words else (lines[first].start, lines[end - 1].end)
    if "text" in by_role:
        label = by_role["text"]
        last = next((i for i in range(label.line + 1, end) if _ends_text(i, numbers, end)), end)
        start, stop = label.at, lines[last - 1].end
    source = by_role["source"].value if "source" in by_role else None
    if dated.role == "source":
        source = name_before(dated.value, written)
    return written, Piece(
        start,
        stop,
        title=title or None,
        source=source or None,
        author=by_role["author"].value or None if "author" in by_role else None,
        url=web_address(by_role["url"].value) if "url" in by_role else None,
        furniture=tuple(
            (line.start, line.end)
            for i, line in enumerate(lines[first:end], first)
            if i in numbers or _is_furniture(line)
        ),
    )


def _of(fields: Sequence[_Field], role: str) -> list[_Field]:
    return [field for field in fields if field.role == role]


def _ends_text(i: int, numbers: set[int], end: int) -> bool:
    """Whether fields begin here again: two of them, or the last line."""
    return i in numbers and (i + 1 in numbers or i + 1 >= end)


def _is_furniture(line: Line) -> bool:
    return bool(_PARTING.fullmatch(line.content) or _RIGHTS.match(line.content))
