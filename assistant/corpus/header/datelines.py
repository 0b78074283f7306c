"""Datelines: ``SEOUL, March 24 (Reuters) — Text``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.corpus.boilerplate import AGENCY
from assistant.corpus.lines import Line
from assistant.dates.written.in_line import dates_in_line
from assistant.dates.written.phrases import WrittenDate

# Nothing here is given back once taken: a scraped page's menu can be one line of capitals.
_CAPITALS = r"(?:[A-ZÀ-Þ]{2}[\w.'’-]*+|[A-Z]\.(?>(?:[A-Z]\.)*))"
_CAPITALISED = r"[A-ZÀ-Þ][\w.'’-]++(?:\s[A-ZÀ-Þ][\w.'’-]++){0,2}"
_UPPER_PLACE = re.compile(rf"{_CAPITALS}(?>(?:[ /-]{_CAPITALS})*)(?:,\s(?:{_CAPITALISED}|{_CAPITALS}))?")
_MIXED_PLACE = re.compile(rf"{_CAPITALISED}(?:,\s{_CAPITALISED})?")
_AGENCY = r"(?:\((?P<agency>[A-Z][\w&./’' -]{1,40})\)|/(?P<wire>[A-Z][\w -]{1,30})/)"
_DASH = r"\s*+(?:—|–|―|--?|:)\s*+(?=\S)"
_DASHES = re.compile(r"[—–―:-]")
_DATELINE_END = re.compile(rf"[,.]?\s*+(?:\)\s*+)?{_AGENCY}?{_DASH}")
_UNDATED = re.compile(rf"(?:(?P<place>{_UPPER_PLACE.pattern}|{_MIXED_PLACE.pattern})\s++)?{_AGENCY}{_DASH}")
# Page text often loses the dash: "Washington (CNN)The talks went on."
_GLUED = re.compile(
    rf"(?:(?P<place>{_UPPER_PLACE.pattern}|{_MIXED_PLACE.pattern})\s++)?(?:\((?P<agency>{AGENCY})\)|(?P<wire>(?!)))\s*+(?=[A-Z“\"])"
)
_KNOWN_AGENCY = re.compile(rf"[(/]{AGENCY}[)/]")
_DIGIT = re.compile(r"\d")
_LONGEST_DATELINE = 90
_LONGEST_HEADER = 400  # characters of a line in which a header can stand


@dataclass(frozen=True, slots=True)
class Dateline:
    """``SEOUL, March 24 (Reuters) — Text``: where it ends in its line, its date and its agency."""

    end: int
    date: WrittenDate | None
    agency: str | None


def dateline(line: Line) -> Dateline | None:
    """Read the dateline with which a line begins."""
    head = line.content[:_LONGEST_HEADER]
    content = head[:_LONGEST_DATELINE]
    dates = dates_in_line(content) if _DIGIT.search(content) and _DASHES.search(head) else ()
    written = next((each for each in dates if each.precision == "day"), None)
    end = _DATELINE_END.match(head, written.end) if written else None
    if written and end:
        place, agency = content[: written.start].strip(" ,("), end["agency"] or end["wire"]
        mixed = (agency or written.has_year) and _MIXED_PLACE.fullmatch(place)
        if (agency and not place) or _UPPER_PLACE.fullmatch(place) or mixed:
            return Dateline(end.end(), written, agency)
    undated = _UNDATED.match(head) or _GLUED.match(head)
    if undated:
        place = undated["place"]
        if place is None or _UPPER_PLACE.fullmatch(place) or _KNOWN_AGENCY.search(undated[0]):
            return Dateline(undated.end(), None, undated["agency"] or undated["wire"])
    return None
