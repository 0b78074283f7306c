"""Factiva: articles that end with their number (``Document VALMN00002021…``), their fields with codes or without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.corpus.lines import Line
from assistant.corpus.readers.pieces.cut import Cutting, Piece, day_in
from assistant.dates.written.date_evidence import from_written

# An accession number: code of the paper, day, serial number.
_NUMBER = r"(?=\w{18,34}\W*$)(?=[^\d\W]{1,12}\d)(?=(?:[^\W\d]*\d){6})[A-Z][A-Z0-9]{3,20}[0-9a-z]{0,20}"
_ENDS = re.compile(rf"(?:(?:AN|NO)(?:\s*\|\s*|\s+))?[^\W\d_]{{2,12}}(?:\s[^\W\d_]{{1,10}})?\s+{_NUMBER}\W*")
_CODE = re.compile(
    r"(?P<code>CLM|SE|HD|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|BY|RF|CT|CO|IN|NS|RE|IPD|IPC|PUB|ART|AN)"
    r"(?:\s*+\|\s*+|\s++|$)(?P<value>(?:.*[^\s|])?)[\s|]*+"
)
_TEXT = ("LP", "TD")
_INDEXING = frozenset("CO IN NS RE IPD IPC PUB AN ART CT RF".split())
_WORDS = re.compile(
    r"[\d.,\s]{1,9}\s?(?:words|wörter|worte|mots|palabras|parole|palavras|woorden|ord|słów|слов\w*|字|words?)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}:\d\d(?:\s*(?:[AP]M|GMT|UTC))?", re.IGNORECASE)
_RIGHTS = re.compile(r"\(c\)|©|copyright|all rights reserved", re.IGNORECASE)
_BY = re.compile(r"(?:by|von|par|por|di|da|door|af|av|de)\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)
_MOST_ABOVE = 25


def find(_: str, lines: Sequence[Line]) -> Cutting | None:
    """The articles; None without the number that ends each of them."""
    ends = [i for i, line in enumerate(lines) if len(line.content) < 90 and _ENDS.fullmatch(line.content)]
    if not ends:
        return None
    stretches = [lines[a:b] for a, b in pairwise([0, *(end + 1 for end in ends)])]
    pieces = [piece for each in stretches if (piece := _with_codes(each) or _without(each)) is not None]
    return Cutting(pieces) if any(piece.evidence for piece in pieces) else None


def _with_codes(lines: Sequence[Line]) -> Piece | None:
    fields: dict[str, list[str]] = {}
    start = end = None
    furniture: list[tuple[int, int]] = []
    code = ""
    for line in lines:
        match = _CODE.fullmatch(line.content)
        if match and start is not None and code in _TEXT and not _closes(match):
            match = None  # a sentence that begins with "IN" or "CO"
        if match and (match["code"] not in fields or match["code"] in _TEXT):
            code = match["code"]
            fields[code] = [match["value"]] if match["value"] else []
            if code in _TEXT:
                shift = match.start("value")
                start = line.start + shift if start is None else start
                furniture.append((line.start, line.start + shift if match["value"] else line.end))
                end = line.end
        elif code:
            fields[code].append(line.content.strip("| "))
            end = line.end if code in _TEXT else end
    if start is None or end is None or ("HD" not in fields and "PD" not in fields):
        return None
    said = {name: " ".join(values).strip() for name, values in fields.items()}
    written = day_in(said.get("PD", ""))
    return Piece(
        start,
        end,
        title=said.get("HD") or None,
        source=said.get("SN") or None,
        author=_BY.sub("", said.get("BY", ""), count=1) or None,
        evidence=(from_written(written, "header_line"),) if written else (),
        furniture=tuple((a, b) for a, b in furniture if a >= start),
    )


def _closes(field: re.Match[str]) -> bool:
    """Whether a field ends the text: one of the index, which has codes or is empty, or the rest of the text."""
    return field["code"] in _TEXT or (
        field["code"] in _INDEXING and (not field["value"] or re.search(r"[:|\d]", field["value"]) is not None)
    )


def _without(lines: Sequence[Line]) -> Piece | None:
    """The form for display: title, byline, ``210 words``, date, paper and so on, each a line, down to the copyright."""
    count = next((i for i, line in enumerate(lines[:_MOST_ABOVE]) if _WORDS.fullmatch(line.content)), None)
    if count is None:
        return None
    below = lines[count + 1 : count + 12]
    dated = next((i for i, line in enumerate(below[:4]) if day_in(line.content)), None)
    if dated is None:
        return None
    rest = [line for line in below[dated + 1 :] if not _CLOCK.fullmatch(line.content)]
    rights = next((i for i, line in enumerate(below) if _RIGHTS.search(line.content)), None)
    first = count + 1 + (rights + 1 if rights is not None else dated + 2)
    if first >= len(lines):
        return None
    above = [line.content for line in lines[:count] if not _RIGHTS.search(line.content)][-4:]
    byline = next((line for line in above[1:] if _BY.match(line)), None)
    titles = above[: above.index(byline)] if byline else above
    if len(titles) > 1 and len(titles[0].split()) <= 3:
        titles = titles[1:]  # the section
    written = day_in(below[dated].content)
    return Piece(
        lines[first].start,
        lines[-1].end,
        title=" ".join(titles) or None,
        source=rest[0].content if rest else None,
        author=_BY.sub("", byline, count=1) if byline else None,
        evidence=(from_written(written, "header_line"),) if written else (),
    )
