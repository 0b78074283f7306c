"""The forms in which the top of an article states a date: labels, bylines, lines that are a date, datelines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.corpus.boilerplate import AGENCY
from assistant.corpus.lines import Line
from assistant.dates.written.date_evidence import Role
from assistant.dates.written.phrases import WrittenDate, date_at, dates_in_line

_LABEL = (
    r"(?P<updated>(?:last\s+)?(?:updated?|modified|revised)|aktualisiert|mis à jour|actualizado)"
    r"|(?P<published>(?:(?:first|originally|article|story)\s+)?"
    r"(?:published|posted|released|issued|created|dated|filed|written|broadcast|aired)"
    r"|veröffentlicht|erstellt|publié|publicado|pubblicato)"
    r"|(?P<noun>date(?:\s+(?:published|posted|issued|created|of\s+(?:publication|issue|release)))?"
    r"|(?:publication|publish|pub|release|issue|article|posted|created)[\s_-]*date|pubdate|datum|fecha|data)"
)
# A line without any of these, in lower case, has no label; looking for them first is ten times as fast.
_LABEL_STEMS = tuple(
    "updat modif revis aktualis jour actualiz publi pubbli post releas issu creat date filed written broadcast aired"
    " veröffent erstellt datum fecha data".split()
)
_LABEL_PLACE = re.compile(rf"(?:^|(?<=[|·•;,.(\[—–:/])|(?<=\s))\s*[*_]{{0,2}}(?:{_LABEL})\b[*_]{{0,2}}", re.IGNORECASE)
# A time of day may stand before the date: "Updated 5:41 AM ET, Thu March 25, 2021".
_CLOCK_BEFORE = (
    r"(?:at\s+)?(?:\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?|\d{4}(?=\s+[A-Z]{3}\b))"
    r"(?:\s*(?-i:[A-Z]{2,4})\b)?(?:\s*\([^()]{1,25}\))?,?\s+"
)
_LABEL_JOINT = re.compile(
    rf"\s*(?P<colon>:)?[*_]{{0,2}}\s*(?:{_CLOCK_BEFORE})?(?:(?:on|at|am|le|el|il|em)\s+)?",
    re.IGNORECASE,
)
_LABELLING = re.compile(_LABEL_PLACE.pattern + _LABEL_JOINT.pattern, re.IGNORECASE)
_EVENT = re.compile(
    r"\b(?:meeting|summit|conference|minutes|hearing|elections?|ceremony|concert|deadline|agenda|workshop|anniversary|birthday"
    r"|born|died|photo\w*|pictured|effective|expires?|valid|event|due|copyright|festival|exhibition|match|vs|webinar|seminar"
    r"|holiday|begins?|starts?|ends?|until|till|retrieved|accessed|downloaded|printed|archived|scanned)\b|©",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[|·•—–,;/()\[\]]|\s-+\s|\s{2,}")
_SMALL_WORDS = frozenset(
    "by of the and for in at on from a an min mins minute minutes read ago comment comments last first updated "
    "modified published posted et gmt est edt utc bst cet pm am p.m a.m de la le von van".split()
)
# Nothing here is given back once taken: a scraped page's menu can be one line of capitals.
_CAPITALS = r"(?:[A-ZÀ-Þ]{2}[\w.'’-]*+|[A-Z]\.(?:[A-Z]\.)*+)"
_CAPITALISED = r"[A-ZÀ-Þ][\w.'’-]++(?:\s[A-ZÀ-Þ][\w.'’-]++){0,2}"
_UPPER_PLACE = re.compile(rf"{_CAPITALS}(?:[ /-]{_CAPITALS})*+(?:,\s(?:{_CAPITALISED}|{_CAPITALS}))?")
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
# What an update brought: "updated 22 October 2021 with reaction from the company".
_BROUGHT = re.compile(r"(?<=\|) (?:with|to (?:add|include|correct|clarify|reflect))\s[^|·•;]+$")
_AGENCY_BEHIND = re.compile(r"\s*\([A-Z][\w.&/’' -]{1,40}\)$")
_DIGIT = re.compile(r"\d")
_LONGEST_DATELINE = 90
_LONGEST_HEADER = 400  # characters of a line in which a header can stand


class StatedDate(NamedTuple):
    """A date that a line states of the document, and whether it was published or updated then."""

    written: WrittenDate
    role: Role


def labelled(line: Line) -> list[StatedDate]:
    """``Published: 24 March 2021 | Updated: 25 March 2021``, and ``date 2021-03-24`` with the text running on."""
    content = line.content[:_LONGEST_HEADER]
    if not _DIGIT.search(content):
        return []
    lowered = content.lower()
    if not any(stem in lowered for stem in _LABEL_STEMS):
        return []
    found: list[StatedDate] = []
    position = 0
    while match := _LABEL_PLACE.search(content, position):
        joint = _LABEL_JOINT.match(content, match.end())
        assert joint is not None
        position = match.end()
        written = date_at(content, joint.end())
        coarse = written is not None and written.precision != "day"
        # "Event date: …" and "Expected release date: …" speak of something else than the document.
        qualified = match["noun"] and content[: match.start()].rstrip(" |·•;,.")
        if written is None or qualified or (coarse and (match.start() or not joint["colon"])):
            continue
        runs_on = not match.start() and (joint["colon"] or match["noun"])
        if not runs_on and not _only_furniture(content, [written]):
            continue
        found.append(StatedDate(written, "updated" if match["updated"] else "published"))
        position = written.end
    return found


def unlabelled(line: Line, index: int, prose_above: int) -> list[StatedDate]:
    """A byline, a line that is a date, or names and a date: ``By X | Mar. 24, 2021``, ``Reuters · 24 March 2021``."""
    content = line.content
    if prose_above > 1 or len(content) > 140 or not _DIGIT.search(content) or _EVENT.search(content):
        return []
    dates = [each for each in dates_in_line(content) if each.precision != "year"]
    if len(dates) != 1:
        return []
    written = dates[0]
    before, after = content[: written.start].strip(" \t-–—|([*#_>"), content[written.end :].strip(" \t.)]*_")
    if not before and not after:
        bare = not prose_above and written.has_year
        return [StatedDate(written, "published")] if bare else []
    if written.precision != "day" or not _only_furniture(content, [written]):
        return []
    byline = re.match(r"(?i)by\s+\S", content) and before.lower() != "by"
    piped = re.search(r"[|·•]|\s[-–—]\s", content)
    sent = index > 0 or _AGENCY_BEHIND.fullmatch(content, written.end)  # a first line may be a headline
    named = sent and re.search(r",\s*$", content[: written.start]) and len(before.split()) <= 4
    short_after = not before and len(after.split()) <= 8
    if byline or ((piped or named or short_after) and not prose_above and written.has_year):
        return [StatedDate(written, "published")]
    return []


def _only_furniture(content: str, dates: Sequence[WrittenDate]) -> bool:
    """Whether nothing but names, labels and other dates stands around the given dates."""
    rest = content
    for written in [*dates, *(each for each in dates_in_line(content) if each.precision == "day")]:
        rest = rest[: written.start] + "|" * (written.end - written.start) + rest[written.end :]
    rest = _BROUGHT.sub("", re.sub(r"\bby \w+$", "", _LABELLING.sub("|", rest)))
    return all(is_furniture(segment) for segment in _SEPARATOR.split(rest))


def is_furniture(segment: str) -> bool:
    """Whether a stretch of a header line is a name, a label or a small word and no running text."""
    words = segment.strip(" .:*_#>").split()
    return len(words) <= 7 and all(
        word.strip(".,:'’*_").lower() in _SMALL_WORDS or not word[:1].isalpha() or word[:1].isupper() for word in words
    )


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
