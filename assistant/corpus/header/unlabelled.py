"""Dates without a label: a byline, a line that is a date, names and a date."""

from __future__ import annotations

import re

from assistant.corpus.header.furniture import only_furniture
from assistant.corpus.header.labels import StatedDate
from assistant.corpus.lines import Line
from assistant.dates.written.in_line import dates_in_line, has_number

_EVENT = re.compile(
    r"\b(?:meeting|summit|conference|minutes|hearing|elections?|ceremony|concert|deadline|agenda|workshop|anniversary|birthday"
    r"|born|died|photo\w*|pictured|effective|expires?|valid|event|due|copyright|festival|exhibition|match|vs|webinar|seminar"
    r"|holiday|begins?|starts?|ends?|until|till|retrieved|accessed|downloaded|printed|archived|scanned|saved|clipped|captured|snapshot"
    r"|bookmarked)\b|©",
    re.IGNORECASE,
)
_AGENCY_BEHIND = re.compile(r"\s*\([A-Z][\w.&/’' -]{1,40}\)$")
_PIPED = re.compile(r"[|·•]|\s[-–—/]\s|\s{3,}")
# What is held on a day in other languages than English.
_FEAST = re.compile(
    r"(?i)(?:fest|sitzung|versammlung|konzert|feier|markt|treffen|tagung|wahl|fête|concert|fiesta|festa)$"
)
_FOOT = re.compile(r"(?i)(?:dated?:?|[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,2},(?: den| le| the)?)?")


def unlabelled(line: Line, index: int, prose_above: int) -> list[StatedDate]:
    """A byline, a line that is a date, or names and a date: ``By X | Mar. 24, 2021``, ``Reuters · 24 March 2021``."""
    content = line.content
    if prose_above > 1 or len(content) > 140 or not has_number(content) or _EVENT.search(content):
        return []
    dates = [each for each in dates_in_line(content) if each.precision != "year"]
    days = {each.readings for each in dates}
    if not dates or len(days) > 1 or (len(dates) > 1 and len(dates[0].readings) != 1):
        return []  # one day in two calendars is one date
    written = dates[0]
    before, after = content[: written.start].strip(" \t-–—|([*#_>"), content[dates[-1].end :].strip(" \t.)]*_|")
    if not before and not after:
        bare = not prose_above and written.has_year
        return [StatedDate(written, "published")] if bare else []
    if written.precision != "day" or not only_furniture(content, [written]):
        return []
    byline = re.match(r"(?i)by\s+\S", content) and before.lower() != "by"
    piped = _PIPED.search(content)
    sent = index > 0 or bool(_AGENCY_BEHIND.fullmatch(content, written.end))  # a first line may be a headline
    words = len(before.split())
    # but "Grünau, 14. Juli 2021" is none
    sent = sent or (not after and words == 1 and not _FEAST.search(before.rstrip(",")))
    named = sent and re.search(r",\s*$", content[: written.start]) and words <= 4
    short_after = not before and len(after.split()) <= 8
    if byline or ((piped or named or short_after) and not prose_above and written.has_year):
        return [StatedDate(written, "published")]
    return []


def at_foot(line: Line) -> list[StatedDate]:
    """The day under a notice or a letter: a last line that holds nothing else, or only a place or ``Dated``."""
    content = line.content
    if len(content) > 60 or not has_number(content) or _EVENT.search(content):
        return []
    dates = list(dates_in_line(content))
    if len(dates) != 1 or dates[0].precision != "day" or not dates[0].has_year:
        return []
    before, after = content[: dates[0].start].strip("*_ ("), content[dates[0].end :].strip("*_ .)")
    return [StatedDate(dates[0], "published")] if not after and _FOOT.fullmatch(before) else []
