"""The lines above an article: when it was published and updated, who wrote it, its source.

Only what stands where a header stands counts: a line with a label (``Published: …``), a byline, a line that holds
nothing but a date, a dateline. The date of a photograph or of a meeting is not the article's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus.evidence import Evidence, Role, from_written
from assistant.corpus.lines import Line
from assistant.corpus.phrases import WrittenDate, date_at, dates_in
from assistant.types import Span

_TOP_LINES = 20
_LABEL = re.compile(
    r"(?P<updated>(?:last\s+)?(?:updated?|modified|revised)|aktualisiert|mis à jour|actualizado)"
    r"|(?P<date>date)"
    r"|(?P<published>(?:(?:first|originally|article|story)\s+)?(?:published|posted|released|issued|created|dated|filed|written)"
    r"|date\s+(?:published|posted|issued|created|of\s+(?:publication|issue|release))"
    r"|(?:publication|publish|pub|release|issue|article|posted|created)[\s_-]*date|pubdate|datum|fecha|data"
    r"|veröffentlicht|erstellt|publié|publicado|pubblicato)",
    re.IGNORECASE,
)
_LABEL_PLACE = re.compile(
    rf"(?:^|(?<=[|·•;,.(\[—–:/])|(?<=\s))\s*[*_]{{0,2}}(?:{_LABEL.pattern})[*_]{{0,2}}", re.IGNORECASE
)
_LABEL_JOINT = re.compile(r"\s*(?P<colon>:)?[*_]{0,2}\s*(?:(?:on|at|am|le|el|il|em)\s+)?", re.IGNORECASE)
_FIELD = re.compile(
    r"(?P<name>title|headline|source|publisher|publication|author|byline|section|url|link|by)\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_EVENT_FIELD = re.compile(
    r"(?:venue|location|where|when|place|time|tickets|rsvp|attendees|present|doors|admission)\s*:", re.IGNORECASE
)
_EVENT = re.compile(
    r"\b(?:meeting|summit|conference|minutes|hearing|elections?|ceremony|concert|deadline|agenda|workshop|anniversary|birthday"
    r"|born|died|photo\w*|pictured|effective|expires?|valid|event|due|copyright|festival|exhibition|match|vs|webinar|seminar"
    r"|holiday|begins?|starts?|ends?|until|till|retrieved|accessed|downloaded|printed|archived|scanned)\b|©",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[|·•—–,;/()\[\]]|\s-+\s|\s{2,}")
_SMALL_WORDS = frozenset(
    "by of the and for in at on from a an min mins minute minutes read ago comment comments last first updated modified published posted "
    "et gmt est edt utc bst cet pm am p.m a.m de la le von van".split()
)
_PLACE = re.compile(
    r"(?P<upper>(?:[A-ZÀ-Þ]{2,}[\w.'’-]*|[A-Z]\.)(?:[ /-](?:[A-ZÀ-Þ]{2,}[\w.'’-]*|[A-Z]\.|de|d[aio]s?))*)(?:,\s*(?:[A-Z][\w.'’-]*\s?){1,3})?,?\s+"
    r"|(?P<mixed>[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,2}(?:,\s*[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+)?)?),?\s+"
)
_AGENCY = r"\((?P<agency>[A-Z][\w&./’' -]{1,40})\)|/(?P<wire>[A-Z][\w -]{1,30})/"
_DATELINE_END = re.compile(rf"[,.]?\s*(?:{_AGENCY})?\s*(?:—|–|―|--?|:)\s*(?=\S)")
_AGENCY_ONLY = re.compile(rf"(?:{_AGENCY})\s*(?:—|–|―|--?|:)\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Header:
    """What the top of a text says of the text. `spans` are the stretches that say it."""

    evidence: tuple[Evidence, ...] = ()
    spans: tuple[Span, ...] = ()
    source: str | None = None
    title: str | None = None


def read_header(lines: Sequence[Line]) -> Header:
    """Read the first lines of a text, captions and other furniture left out by the caller."""
    evidence: list[Evidence] = []
    spans: list[Span] = []
    fields: dict[str, str] = {}
    prose_above = 0
    for i, line in enumerate(lines[:_TOP_LINES]):
        event = any(_EVENT_FIELD.match(each.content) for each in lines[max(0, i - 3) : i + 4])
        field = _FIELD.fullmatch(line.content)
        dateline = _dateline(line)
        found = [] if event else _labelled(line) or ([] if field or dateline else _unlabelled(line, i, prose_above))
        if found:
            evidence += [from_written(written, "header_line", role) for written, role in found]
            last = max(written.end for written, _ in found)
            spans.append(
                Span(line.start, line.end if _is_furniture(line.content[last:]) else line.start + last, "date_line")
            )
        elif field and not prose_above:
            fields.setdefault(field["name"].lower(), field["value"])
            spans.append(Span(line.start, line.end, "header"))
        elif dateline:
            end, written, agency = dateline
            if written and prose_above < 3:
                evidence.append(from_written(written, "header_line"))
            if agency:
                fields.setdefault("agency", agency)
            spans.append(Span(line.start, line.start + end, "dateline"))
        remainder = (
            line.content[spans[-1].end - line.start :] if spans and spans[-1].start == line.start else line.content
        )
        prose_above += len(remainder) >= 140 or (line.is_prose and len(remainder) >= 50)
    source = next((fields[name] for name in ("source", "publisher", "publication", "agency") if name in fields), None)
    return Header(tuple(evidence), tuple(spans), source, fields.get("title") or fields.get("headline"))


def _labelled(line: Line) -> list[tuple[WrittenDate, Role]]:
    """``Published: 24 March 2021 | Updated: 25 March 2021``, and ``date 2021-03-24`` with the text running on."""
    content = line.content
    found: list[tuple[WrittenDate, Role]] = []
    position = 0
    while match := _LABEL_PLACE.search(content, position):
        joint = _LABEL_JOINT.match(content, match.end())
        assert joint is not None
        position = match.end()
        written = date_at(content, joint.end())
        if written is None or (written.precision == "year" and not joint["colon"]):
            continue
        runs_on = not match.start() and (joint["colon"] or match["date"])
        if not runs_on and not _only_furniture(content, [written]):
            continue
        found.append((written, "updated" if match["updated"] else "published"))
        position = written.end
    return found


def _unlabelled(line: Line, index: int, prose_above: int) -> list[tuple[WrittenDate, Role]]:
    """A byline, a line that is a date, or names and a date: ``By X | Mar. 24, 2021``, ``Reuters · 24 March 2021``."""
    content = line.content
    if prose_above > 1 or len(content) > 140 or _EVENT.search(content):
        return []
    dates = [each for each in dates_in(content) if each.precision != "year"]
    if len(dates) != 1:
        return []
    written = dates[0]
    before, after = content[: written.start].strip(" \t-–—|([*#_>"), content[written.end :].strip(" \t.)]*_")
    if not before and not after:
        bare = not prose_above and written.has_year
        return [(written, "published")] if bare else []
    if written.precision != "day" or not _only_furniture(content, [written]):
        return []
    byline = re.match(r"(?i)by\s+\S", content)
    piped = re.search(r"[|·•]|\s[-–—]\s", content)
    named = index > 0 and re.search(r",\s*$", content[: written.start]) and len(before.split()) <= 4
    short_after = not before and len(after.split()) <= 8
    if byline or ((piped or named or short_after) and not prose_above and written.has_year):
        return [(written, "published")]
    return []


def _only_furniture(content: str, dates: Sequence[WrittenDate]) -> bool:
    """Whether nothing but names, labels and other dates stands around the given dates."""
    rest = content
    for written in [*dates, *(each for each in dates_in(content) if each.precision == "day")]:
        rest = rest[: written.start] + "|" * (written.end - written.start) + rest[written.end :]
    return all(_is_furniture(segment) for segment in _SEPARATOR.split(rest))


def _is_furniture(segment: str) -> bool:
    words = segment.strip(" .:*_#>").split()
    return len(words) <= 7 and all(
        word.strip(".,:'’*_").lower() in _SMALL_WORDS or not word[:1].isalpha() or word[:1].isupper() for word in words
    )


def _dateline(line: Line) -> tuple[int, WrittenDate | None, str | None] | None:
    """``SEOUL, March 24 (Reuters) — Text``: where it ends, its date and its agency."""
    content = line.content
    place = _PLACE.match(content)
    position = place.end() if place else 0
    written = date_at(content, position)
    if written is None or written.precision != "day":
        end = _AGENCY_ONLY.match(content, position)
        if end and (place is None or place["upper"] or place["mixed"]):
            return end.end(), None, end["agency"] or end["wire"]
        return None
    end = _DATELINE_END.match(content, written.end)
    if end is None or (place is None and not end["agency"]):
        return None
    agency = end["agency"] or end["wire"]
    if place and place["mixed"] and not (agency or written.has_year):
        return None
    return (end.end(), written, agency)
