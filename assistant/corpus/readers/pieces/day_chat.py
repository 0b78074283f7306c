"""Chats as text whose messages tell the time, under lines that tell the day, and channels of Discord as text.

LINE (``2021/03/24(水)`` over ``08:15⇥Karin⇥…``), KakaoTalk (``--- 2021년 3월 24일 ---`` over
``[Karin] [오전 8:15] …``), and DiscordChatExporter (``[24-Mar-21 08:15 AM] karin#1234`` over the message).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.corpus.lines import Line
from assistant.corpus.readers.pieces.cut import Cutting, Piece, day_in
from assistant.dates.written.date_evidence import from_written
from assistant.dates.written.day_order import settled
from assistant.dates.written.in_line import date_at
from assistant.dates.written.phrases import WrittenDate

_TIMED = (
    re.compile(r"(?:[^\W\d_]{2,6}\s?)?\d{1,2}:\d{2}(?:\s?[AaPp][Mm])?\t(?P<name>[^\t\n]{1,60})\t"),
    re.compile(r"\[(?P<name>[^\[\]\n]{1,60})\] \[[^\[\]\n]{0,8}\d{1,2}:\d{2}[^\[\]\n]{0,8}\] "),
)
_STAMPED = re.compile(r"\[(?P<when>[^\[\]\n]{8,40})\] (?P<name>\S[^\n:]{0,60})")
_EXPORTER = ("Guild:", "Channel:")
_ATTACHED = re.compile(r"\{(?:Attachments|Embed|Stickers|Reactions)\}")
_DAY_EDGE = "-–— \t(（[.)）]"
_TAIL = re.compile(r"[\W_]*(?:\(?[^\W\d_]{1,12}\)?)?[\W_]*")  # a weekday behind the day
_NO_WORDS = re.compile(r"\[[^\[\]\n]{1,24}\]|☎ ?[^\n]{1,40}")  # [写真], [Photo]
_FEWEST = 2  # messages
_TOP = 8  # lines among which the first day, or message, must stand


class _Said(NamedTuple):
    line: int
    start: int
    end: int
    author: str
    day: WrittenDate


def find(text: str, lines: Sequence[Line]) -> Cutting | None:
    """The messages, each with its day and author; what has no words is left out."""
    top = [line.content for line in lines[:_TOP]]
    exported = all(any(line.startswith(mark) for line in top) for mark in _EXPORTER)
    said = list(_discord(lines) if exported else _under_days(lines))
    if len(said) < _FEWEST:
        return None
    pieces = [
        Piece(
            one.start,
            one.end,
            author=one.author,
            evidence=(replace(from_written(one.day, "header_line"), readings=days),),
        )
        for one, days in zip(said, settled([one.day for one in said]), strict=True)
        if not _NO_WORDS.fullmatch(text[one.start : one.end].strip())
    ]
    silent = len(said) - len(pieces)
    return Cutting(pieces, (f"left out: messages without words ({silent})",) if silent else ()) if pieces else None


def _under_days(lines: Sequence[Line]) -> Iterator[_Said]:
    """Messages of a time and a name; a line without them goes on with the one above."""
    day: WrittenDate | None = None
    last: _Said | None = None
    for i, line in enumerate(lines):
        timed = next((match for form in _TIMED if (match := form.match(line.content))), None)
        if timed and day:
            if last:
                yield last
            last = _Said(i, line.start + timed.end(), line.end, timed["name"].strip(), day)
        elif own := _day(line):
            day = own
            if last:
                yield last
            last = None
        elif last:
            last = last._replace(end=line.end)
        elif i > _TOP and day is None:
            return
    if last:
        yield last


def _day(line: Line) -> WrittenDate | None:
    """The day of a line that says nothing else but the weekday."""
    written = day_in(line.content) if len(line.content) < 80 else None
    if written is None or not written.has_year or line.content[: written.start].strip(_DAY_EDGE):
        return None
    return written if _TAIL.fullmatch(line.content, written.end) else None


def _discord(lines: Sequence[Line]) -> Iterator[_Said]:
    """Messages below their stamp and name, without what is attached to them."""
    heads = [(i, head) for i, line in enumerate(lines) if (head := _STAMPED.fullmatch(line.content))]
    for (i, head), after in zip(heads, [*(i for i, _ in heads[1:]), len(lines)], strict=True):
        day = date_at(head["when"])
        body = lines[i + 1 : after]
        ends = (j for j, line in enumerate(body) if _ATTACHED.fullmatch(line.content) or set(line.content) == {"="})
        body = body[: next(ends, None)]
        if body and day and day.precision == "day":
            yield _Said(i, body[0].start, body[-1].end, head["name"].strip(), day)
