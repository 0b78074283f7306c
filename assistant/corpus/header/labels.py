"""Dates with a label: ``Published: 24 March 2021``."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.corpus.header.furniture import only_furniture
from assistant.corpus.header.label_forms import LABEL_JOINT, LABEL_PLACE, may_have_a_label
from assistant.corpus.lines import Line
from assistant.dates.written.date_evidence import Role
from assistant.dates.written.in_line import date_at, dates_in_line, has_number
from assistant.dates.written.phrases import WrittenDate
from assistant.dates.written.spans import span_at

_NUMBER = re.compile(r"\d+")
_LONGEST_UNREAD = 60
# A day or two, a word or two for a month, a year; or these the other way round.
_LOOKS_LIKE_A_DATE = re.compile(
    r"(?:[^\W\d_]+[,.]?\s)?\d{1,2}(?:\.|st|nd|rd|th)?(?:\s?[-–—]\s?\d{1,2}\.?)?\s[^\d\s]{2,14}(?:\s[^\d\s]{2,12})?,?\s\d{3,4}(?:\s\w{1,3})?"
    r"|[^\d\s]{3,14}\s\d{1,2}(?:st|nd|rd|th)?(?:\s?[-–—]\s?\d{1,2})?,?\s\d{3,4}|\d{4}\.?\s[^\d\s]{3,14}\s\d{1,2}\.?"
)
_LONGEST_HEADER = 400  # characters of a line in which a header can stand


class StatedDate(NamedTuple):
    """A date that a line states of the document, and whether it was published or updated then."""

    written: WrittenDate
    role: Role


def labelled(line: Line) -> list[StatedDate]:
    """``Published: 24 March 2021 | Updated: 25 March 2021``, and ``date 2021-03-24`` with the text running on."""
    content = line.content[:_LONGEST_HEADER]
    if not has_number(content):
        return []
    if not may_have_a_label(content):
        return []
    found: list[StatedDate] = []
    position = 0
    while match := LABEL_PLACE.search(content, position):
        joint = LABEL_JOINT.match(content, match.end())
        assert joint is not None
        position = match.end()
        written = span_at(content, joint.end()) or date_at(content, joint.end())
        coarse = written is not None and written.precision != "day"
        # "Event date: …" and "Expected release date: …" speak of something else than the document.
        qualified = match["noun"] and content[: match.start()].rstrip(" |·•;,.")
        if written is None or qualified or (coarse and (match.start() or not joint["colon"])):
            continue
        runs_on = not match.start() and (joint["colon"] or match["noun"])
        if not runs_on and not only_furniture(content, [written]):
            continue
        found.append(StatedDate(written, "updated" if match["updated"] else "published"))
        position = written.end
    return found


def not_understood(line: Line) -> str | None:
    """What stands behind a label, or alone, like a date that cannot be read: ``Date: 3 Brumaire 230``; else None."""
    content = line.content.strip("*_ ")
    if len(content) > _LONGEST_UNREAD or not has_number(content):
        return None
    label = LABEL_PLACE.match(content)
    joint = LABEL_JOINT.match(content, label.end()) if label else None
    if joint and joint["colon"]:
        value = content[joint.end() :]
        return value if len(_NUMBER.findall(value)) > 1 or _LOOKS_LIKE_A_DATE.fullmatch(value) else None
    if span_at(content):
        return content
    if any(written.readings and written.precision == "day" for written in dates_in_line(content)):
        return None  # it can be read, and is of something else than the document
    return content if _LOOKS_LIKE_A_DATE.fullmatch(content) else None
