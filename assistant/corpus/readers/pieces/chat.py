"""Chats as text: WhatsApp of Android (``12/03/2021, 21:04 - Vera: …``) and of iOS (``[12.03.21, 21:04:02] Vera: …``).

Any phone's language: other digits, orders of day and month, clocks and marks. Signal's archives have the same form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus.lines import Line
from assistant.corpus.readers.pieces.cut import Cutting, Piece
from assistant.dates.written import day_order as order
from assistant.dates.written.date_evidence import DateEvidence

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LETTERS = r"[^\W\d_]"
_HALF_DAY = rf"(?:{_LETTERS}{{1,5}}\.?(?:\s?{_LETTERS}\.?)?)"  # PM, p. m., nachm., 오후, 下午
_STAMP = re.compile(
    rf"(?P<open>\[)?\s?(?P<a>\d{{1,4}})(?:(?P<mark>[-/.])\s?|年\s?|년\s?)(?P<b>\d{{1,2}})(?:[-/.]\s?|月\s?|월\s?)(?P<c>\d{{1,4}})(?:日|일|\.)?"
    rf"(?:(?:[,،]|T|{_HALF_DAY})?\s{{0,2}}|\s)(?:{_LETTERS}{{2,6}}\s)?(?:{_HALF_DAY}\s?)?"
    rf"\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?:\s?{_HALF_DAY})?(?P<close>\])?"
    r"(?P<joint>\s[-–—]\s|:\s|,\s|\s)"
)
_NAME = re.compile(r"(?P<name>[^:\n]{1,60}?)\s?:(?:\s|$)")
_QUOTATION = re.compile(r"[\"“”«»„]")
_NO_WORDS = re.compile(
    r"<[^<>]{3,60}>|null|(?:this message was|you) deleted\b.{0,30}|.{1,80}\.\w{2,4} \(.{4,40}\)", re.IGNORECASE
)
_LONGEST_HEAD = 160  # characters of a stamp and a name
_FEWEST = 2  # messages
_MARK = "\u200e"  # stands in iOS before what the program says, not a person


@dataclass(frozen=True, slots=True)
class _Row:
    digits: order.Digits
    shown: str
    author: str | None
    start: int  # of what is said
    is_notice: bool


def find(text: str, lines: Sequence[Line]) -> Cutting | None:
    """The messages, each with its day and author; notices of the program and files without words are left out."""
    numbers: list[int] = []
    rows: list[_Row] = []
    for i, line in enumerate(lines):
        row = _row(line)
        if row is not None:
            numbers.append(i)
            rows.append(row)
        elif i == 3 and not rows:
            return None
    said = sum(row.author is not None for row in rows)
    if said < _FEWEST or said * 2 < len(rows) or not numbers or numbers[0] > 3:
        return None
    days = order.days([row.digits for row in rows], in_order=True)
    pieces: list[Piece] = []
    silent = 0
    for row, readings, first, after in zip(rows, days, numbers, [*numbers[1:], len(lines)], strict=True):
        end = lines[after - 1].end
        words = _INVISIBLE.sub("", text[row.start : end]).strip()
        if row.author is None or row.is_notice or not words or (first == after - 1 and _NO_WORDS.fullmatch(words)):
            silent += 1
            continue
        evidence = DateEvidence("header_line", row.shown, readings)
        pieces.append(Piece(row.start, end, author=row.author, evidence=(evidence,)))
    left_out = (f"left out: notices and messages without words ({silent})",) if silent else ()
    return Cutting(pieces, left_out) if pieces else None


def _row(line: Line) -> _Row | None:
    """Read the stamp with which a message begins; marks of direction are passed over, other digits read as ours."""
    content = line.content[:_LONGEST_HEAD]
    if not any(map(str.isdigit, content[:20])):
        return None
    kept = [(at, character) for at, character in enumerate(content) if not _INVISIBLE.match(character)]
    head = content if content.isascii() else "".join(_plain(character) for _, character in kept)
    match = _STAMP.match(head)
    if match is None or bool(match["open"]) != bool(match["close"]) or not (match["open"] or match["joint"].strip()):
        return None
    if not match["open"] and match["joint"] == ", " and not _NAME.match(head, match.end()):
        return None
    if 4 not in (len(match["a"]), len(match["c"])) and not (len(match["c"]) == 2 and len(match["a"]) <= 2):
        return None
    name = _NAME.match(head, match.end())
    author = name["name"].strip() if name and not _QUOTATION.search(name["name"]) else None
    at = name.end() if name and author else match.end()
    start = kept[at][0] if at < len(kept) else len(content)
    before = kept[at - 1][0] if at else 0
    is_notice = _MARK in line.content[before : start + 1]
    shown = head[: match.start("joint")].strip("[] ")
    return _Row(
        order.Digits(match["a"], match["mark"] or "", match["b"], match["c"]),
        shown,
        author,
        line.start + start,
        is_notice,
    )


def _plain(character: str) -> str:
    if character.isascii():
        return character
    digit = unicodedata.digit(character, -1) if unicodedata.category(character) == "Nd" else -1
    return str(digit) if digit >= 0 else " " if character in "\u00a0\u202f\u2009" else character
