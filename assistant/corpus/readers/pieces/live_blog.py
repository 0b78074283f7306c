"""Live blogs and tickers as text: each stamp (``16 July 2021 22:40``, ``+++ 14:32 +++``) begins an entry."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import NamedTuple

from assistant.corpus.lines import Line
from assistant.corpus.readers.pieces.cut import Cutting, Piece, has_prose, without_rules
from assistant.dates.written.date_evidence import DateEvidence
from assistant.dates.written.day_order import settled
from assistant.dates.written.in_line import date_at
from assistant.dates.written.phrases import WrittenDate

LIVE = re.compile(
    r"\blive[ -]?(?:blog|ticker|updates?|coverage|feed|report\w*)|\blive(?=\s?[:|–—-])|[:|–—-]\s?live\s*$"
    r"|^(?:[^\s:]{1,20}\s){1,4}live\s*$|newsticker|\bticker\b|minute[- ]by[- ]minute|as it happened|rolling updates"
    r"|en direct|en vivo|en directo|minuto a minuto|in diretta|ao vivo|liveverslag|direkte|direkt\b|suora|na żywo"
    r"|relacja|онлайн|трансляция|canlı|مباشر|速報|ライブ|直播|실시간",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\s+*#>•▶►\[(|_–-]{0,12}(?:(?:update|stand|um|at|à|às|kl\.?|klo|ore)[:.]?\s)?", re.IGNORECASE)
_WEEKDAY = re.compile(r"[^\W\d_]{2,16}[,.]?\s{1,2}")
_CLOCK = re.compile(
    r"(?P<hour>[01]?\d|2[0-3])(?:[:h]|\.(?=\d\d\s?(?:[ap]\.?\s?m\b|uhr))|\s?h\s?)(?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d|[.:/]\d)"
    r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?(?:\s?(?:uhr|hrs|h|[A-Z]{2,4}(?:[+-]\d{1,2})?)\b)?",
    re.IGNORECASE,
)
_JOINT = re.compile(r"[\s,|·•–—@-]{1,4}(?:(?:at|um|on|am|le|el|à|a las|alle|às|kl\.?|klo)\s)?", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_END = re.compile(r"[\s+*\])|:·•–—_-]*")
_FEWEST = 2
_FIRST_LINES = 1_000  # among which a stamp must stand
_MOST_STAMP = 48  # characters


class _Stamp(NamedTuple):
    """A stamp at the head of a line: its day, its minute of the day, and where the words begin that follow it."""

    line: int
    shown: str
    written: WrittenDate | None
    minute: int | None
    start: int


def find(text: str, lines: Sequence[Line]) -> Cutting | None:
    """The entries; None without two stamps that have words below them, or where no line tells their days."""
    lines = without_rules(lines)
    if not any(_stamp(i, line) for i, line in enumerate(lines[:_FIRST_LINES])):
        return None
    stamps = [stamp for i, line in enumerate(lines) if (stamp := _stamp(i, line))]
    timed = [stamp for stamp in stamps if stamp.minute is not None]
    full = sum(stamp.written is not None for stamp in timed)
    called_live = any(LIVE.search(line.content) for line in lines[:4])
    if len(timed) < _FEWEST or not (full >= _FEWEST or (called_live and len(timed) > _FEWEST)):
        return None
    bodies = {a.line: lines[a.line + 1 : b.line if b else None] for a, b in pairwise([*stamps, None]) if a}
    entries = [each for each in timed if _has_words(text, each, lines, bodies[each.line])]
    if len(entries) < _FEWEST:
        return None
    days = _days(stamps, entries)
    if days is None:
        return None
    top = lines[: entries[0].line]
    title = next((line.content for line in top if not _stamp(0, line) and not line.is_prose), None)
    pieces = list(_preamble(stamps, top, title))
    for entry, (readings, problems) in zip(entries, days, strict=True):
        body = bodies[entry.line]
        end = body[-1].end if body else lines[entry.line].end
        start, own = _titled(text, entry, lines, body)
        evidence = DateEvidence("header_line", entry.shown, readings)
        pieces.append(
            Piece(start, end, title=own or title, evidence=(evidence,) if readings else (), problems=problems)
        )
    return Cutting(pieces)


def _stamp(number: int, line: Line) -> _Stamp | None:
    content = line.content
    if not _DIGIT.search(content, 0, _MOST_STAMP):
        return None
    marks = _MARKS.match(content)
    at = marks.end() if marks else 0
    written = date_at(content, at)
    weekday = _WEEKDAY.match(content, at) if written is None else None
    if weekday:
        written = date_at(content, weekday.end())
    clock = None
    end = at
    if written is not None and written.precision == "day":
        end = written.end
        inside = [m for m in _CLOCK.finditer(content, at, end) if m.start() > at + 3]
        clock = inside[-1] if inside else None
        joint = _JOINT.match(content, end)
        if clock is None and joint and (behind := _CLOCK.match(content, joint.end())):
            clock, end = behind, behind.end()
    else:
        written = None
        clock = _CLOCK.match(content, at)
        if clock is None:
            return None
        end = clock.end()
        joint = _JOINT.match(content, end)
        later = date_at(content, joint.end()) if joint else None
        if later is not None and later.precision == "day":
            written, end = later, later.end
    tail = _END.match(content, end)
    rest = tail.end() if tail else end
    parted = rest >= len(content) or (tail is not None and re.search(r"[+*\])|:·•–—-]", tail[0]))
    if not parted or end - at > _MOST_STAMP:
        return None
    minute = _minute(clock) if clock else None
    return _Stamp(number, content[at:end].strip(), written, minute, line.start + rest)


def _minute(clock: re.Match[str]) -> int:
    hour = int(clock["hour"])
    if clock["half"] and hour <= 12:
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    return hour * 60 + int(clock["minute"])


def _has_words(text: str, stamp: _Stamp, lines: Sequence[Line], body: Sequence[Line]) -> bool:
    return has_prose(body) or len(text[stamp.start : lines[stamp.line].end].split()) > 3


def _days(stamps: Sequence[_Stamp], entries: Sequence[_Stamp]) -> list[tuple[tuple[date, ...], tuple[str, ...]]] | None:
    """The readings of each entry's day, with a problem where they do not tell; None where no stamp names a day."""
    dated = [stamp for stamp in stamps if stamp.written]
    known = dict(zip((stamp.line for stamp in dated), settled([s.written for s in dated if s.written]), strict=True))
    years = {day.year for readings in known.values() for day in readings}
    for stamp in dated:
        if stamp.written and not stamp.written.has_year and len(years) == 1:
            day = stamp.written.in_year(next(iter(years)))
            known[stamp.line] = (day,) if day else ()
    if not known:
        return None
    order = sorted(known)
    heads = [order[at - 1] if (at := bisect_right(order, entry.line)) else None for entry in entries]
    unclear = {
        head
        for head, group in groupby(zip(heads, entries, strict=True), key=lambda each: each[0])
        if head is None or _passes_midnight([entry for _, entry in group if entry.line not in known])
    }
    return [
        ((), (f"its stamp {entry.shown!r} names no day",))
        if head is None or (head in unclear and entry.line not in known)
        else (known[head], ())
        for head, entry in zip(heads, entries, strict=True)
    ]


def _passes_midnight(entries: Sequence[_Stamp]) -> bool:
    """Whether times of day run both up and down: then they are of more than one day."""
    steps = [b.minute - a.minute for a, b in pairwise(entries) if a.minute is not None and b.minute is not None]
    return any(step > 0 for step in steps) and any(step < 0 for step in steps)


def _preamble(stamps: Sequence[_Stamp], top: Sequence[Line], title: str | None) -> Iterator[Piece]:
    """What stands above the first entry, where that is more than a heading; its day is that of a line in it."""
    words = [line for line in top if not _stamp(0, line) and line.content != title]
    if not has_prose(words):
        return
    own = next((s.written for s in stamps if s.written and s.line < len(top) and len(s.written.readings) == 1), None)
    evidence = (DateEvidence("header_line", own.text, own.readings),) if own else None
    yield Piece(words[0].start, words[-1].end, title=title, evidence=evidence)


def _titled(text: str, entry: _Stamp, lines: Sequence[Line], body: Sequence[Line]) -> tuple[int, str | None]:
    """Where the words of an entry begin, and its heading: on the line of its stamp, or the one below."""
    line = lines[entry.line]
    beside = text[entry.start : line.end].strip(" +*_")
    if beside and body and not line.ends_sentence and len(beside) <= 120 and has_prose(body):
        return body[0].start, beside
    if beside:
        return entry.start, None
    first = body[0]
    if len(body) > 1 and not first.ends_sentence and not first.is_prose and has_prose(body[1:]):
        return body[1].start, first.content.strip("#* ")
    return first.start, None
