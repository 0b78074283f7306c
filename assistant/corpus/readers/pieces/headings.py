"""Press reviews and digests: each dated heading (``The Northern Post, 6 September 2019, page 3``) begins a piece."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.corpus.lines import Line
from assistant.corpus.readers.pieces.cut import Cutting, Piece, day_in, has_prose, is_name, name_before, without_rules
from assistant.dates.names import all_names
from assistant.dates.written.date_evidence import from_written
from assistant.dates.written.day_order import settled
from assistant.dates.written.phrases import WrittenDate

_LEVEL = re.compile(r"#{1,6}\s+|[*_]{2}(?=\S)|\(?\d{1,3}[.)]\s+(?=[^\W\d_])|[•▪■►▶]\s*")
_EDGE = " \t,;:|/·•–—*_()[]#-"
_PAGE = re.compile(
    r"[\s,;|·/–—(-]*(?:(?:pages?|página|pagina|pág\.?|pag\.?|pp?\.?|seiten?|s\.|sidan?|side|str\.|стр\.|с\.|n[r°o]\.?|no\.|issue|ausgabe|№)"
    r"\s*[\w/-]{1,8}[\s,;|)]*){0,3}",
    re.IGNORECASE,
)
_NO_HEADING = re.compile(
    r"(?:corrections?|updated?|published|posted|last|modified|photo\w*|editor|note|clarification|created|printed"
    r"|retrieved|accessed|downloaded|copyright|©|stand|aktualisiert|veröffentlicht|publié|mis à jour|publicado"
    r"|actualizado|datum|date|from|to|sent|subject|von|an|gesendet|de|para|enviado|cc|born|died)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:by|von|par|por|di|da|door|av|af)\s+([A-ZÀ-Þ][^\n:;!?]{2,60})", re.IGNORECASE)
_PERSON = re.compile(r"[A-ZÀ-Þ][\w.'’-]{0,30}(?: [A-ZÀ-Þ][\w.'’-]{0,30}){1,3}")
# What stands behind the day in a heading of PressReader: ``· 5 · By Ann Lee``.
_NUMBER = re.compile(r"[\s,;|·/–—-]*\d{1,3}(?=$|[\s,;|·/–—-])")
# Headings of Retriever: ``Ellery Tidning. Publicerat i print. 2021-03-12. Sida: 5.``
_PUBLISHED = re.compile(
    r"\. (?:publicera[td]|publisert|publiceret|offentliggjort|julkaistu|published)\b[^.]{0,30}\. ?", re.IGNORECASE
)
_ITEM = ("- ", "* ", "• ", "– ")
_FIRST_LINES = 1_000  # among which a heading must stand
_LONGEST, _MOST_WORDS = 140, 14  # characters and words of a heading
_FEWEST = 2
_FIRST_PART = 0.5  # of a text: where its first piece must begin


class _Head(NamedTuple):
    """A heading with its date, its form, the name of a paper, a title and an author where it has them."""

    line: int
    written: WrittenDate
    form: str
    source: str | None = None
    title: str | None = None
    author: str | None = None


def find(text: str, lines: Sequence[Line]) -> Cutting | None:
    """The pieces below the headings of one form; None where not at least two have running text below them."""
    lines = without_rules(lines)
    if not any(_head(i, line) for i, line in enumerate(lines[:_FIRST_LINES])):
        return None
    heads = [head for i, line in enumerate(lines) if (head := _head(i, line))]
    for form in sorted({head.form for head in heads}, key=lambda form: -sum(head.form == form for head in heads)):
        own = [head for head in heads if head.form == form]
        own = [a for a, b in zip(own, [*own[1:], None], strict=True) if has_prose(_below(lines, a, b))]
        if len(own) < _FEWEST or len({head.written.readings for head in own}) < _FEWEST:
            continue
        if lines[own[0].line].start > _FIRST_PART * len(text):
            continue
        return _cutting(lines, own)
    return None


def _below(lines: Sequence[Line], head: _Head, following: _Head | None) -> Sequence[Line]:
    return lines[head.line + 1 : following.line if following else None]


def _head(number: int, line: Line) -> _Head | None:
    level = _LEVEL.match(line.content)
    content = line.content[level.end() if level else 0 :].rstrip("*_# ")
    marked = level is not None and level[0].startswith(("#", "*", "_"))
    possible = len(content) <= _LONGEST and (marked or not line.ends_sentence or _PUBLISHED.search(content) is not None)
    written = day_in(content) if possible else None
    if written is None or not (written.has_year and written.readings) or _NO_HEADING.match(content):
        return None
    before, after = name_before(content, written), content[written.end :]
    if stated := _PUBLISHED.search(content, 0, written.start):
        return _Head(number, written, "paper published date", content[: stated.start()])
    bracket = content.find(" (")
    if content.endswith(")") and 0 < bracket < written.start:
        paper = before[bracket + 2 :]
        if (not paper or is_name(paper)) and _PAGE.fullmatch(after[:-1]):
            return _Head(number, written, "title in front", paper or None, content[:bracket])
    before = "" if before.lower() in all_names().weekdays else before
    page = (_NUMBER.match(after) if before else None) or _PAGE.match(after)
    rest = after[page.end() if page else 0 :].strip(_EDGE)
    byline = _BYLINE.fullmatch(rest) if before else None
    author, rest = (byline[1], "") if byline else (None, rest)
    if page and "·" in after and _PERSON.fullmatch(rest):
        author, rest = rest, ""
    kind = "marked" if marked else "plain"
    if not before and not rest:
        return _Head(number, written, f"{kind} date")
    if not before and marked:
        return _Head(number, written, "marked date title", title=rest)
    if before and not rest and is_name(before) and not line.ends_sentence:
        title, _, paper = before.rpartition(" | ")
        return _Head(number, written, f"{kind} paper date", paper.strip(), title.strip() or None, author)
    if before and not rest and marked:
        return _Head(number, written, "marked title date", title=before)
    return None


def _cutting(lines: Sequence[Line], heads: Sequence[_Head]) -> Cutting:
    readings = settled([head.written for head in heads])
    if heads[0].form == "title in front" and all(not h.source and _has_title_below(lines, h) for h in heads):
        heads = [head._replace(source=head.title, title=None) for head in heads]  # papers, and titles below
    above, role = _above(lines, heads)
    pieces: list[Piece] = []
    top = heads[0].line - above
    intro = [line for line in lines[:top] if not _head(0, line)]
    if has_prose(intro):
        pieces.append(_intro(lines, intro, top))
    for i, (head, days) in enumerate(zip(heads, readings, strict=True)):
        end = heads[i + 1].line - above if i + 1 < len(heads) else len(lines)
        body = lines[head.line + 1 : end]
        beside = lines[head.line - 1].content if above else None
        title = head.title or (beside if role == "title" else None)
        while body and _PAGE.fullmatch(body[0].content):
            body = body[1:]
        if title is None and len(body) > 1 and _is_title(body[0]):
            title, body = body[0].content, body[1:]
        author = _BYLINE.fullmatch(body[0].content) if len(body) > 1 and not body[0].is_prose else None
        body = body[1:] if author else body
        if not body:
            continue
        pieces.append(
            Piece(
                body[0].start,
                body[-1].end,
                title=_LEVEL.sub("", title).strip("#* ") if title else None,
                source=head.source or (beside if role == "source" else None),
                author=author[1] if author else head.author,
                evidence=(replace(from_written(head.written, "header_line"), readings=days),),
                several=_holds_another(body, head),
            )
        )
    return Cutting(pieces)


def _holds_another(body: Sequence[Line], head: _Head) -> bool:
    """Whether a line between running text looks like the heading of a further piece, in a form that is not read."""
    for i, line in enumerate(body[1:-1], 1):
        short = len(line.content) <= _LONGEST and not line.ends_sentence
        written = day_in(line.content) if short and not _NO_HEADING.match(line.content) else None
        other = (
            written is not None and written.has_year and written.readings and written.readings != head.written.readings
        )
        if other and len(line.words) <= _MOST_WORDS and has_prose(body[:i]) and has_prose(body[i + 1 :]):
            return True
    return False


def _intro(lines: Sequence[Line], intro: Sequence[Line], top: int) -> Piece:
    """What stands above the first heading, under the day that its own lines name."""
    written = next((w for line in lines[:top] if (head := _head(0, line)) and (w := head.written)), None)
    title = intro[0].content.strip("#* ") if len(intro) > 1 and _is_title(intro[0]) else None
    return Piece(
        intro[1 if title else 0].start,
        intro[-1].end,
        title=title,
        evidence=(from_written(written, "header_line"),) if written else None,
    )


def _above(lines: Sequence[Line], heads: Sequence[_Head]) -> tuple[int, str]:
    """How many lines above each heading are part of it, 0 or 1, and whether they are a title or the name of a paper."""
    if any(head.title for head in heads) or heads[0].form.startswith("marked"):
        return 0, ""
    below = sum(_has_title_below(lines, head) for head in heads)
    over = [lines[head.line - 1] for head in heads if head.line > 0]
    if len(over) < len(heads) or not all(_is_title(line) and not _head(0, line) for line in over):
        return 0, ""
    if heads[0].source is None and below == len(heads) and all(is_name(line.content) for line in over):
        return 1, "source"
    return (1, "title") if below < len(heads) else (0, "")


def _has_title_below(lines: Sequence[Line], head: _Head) -> bool:
    below = (line for line in lines[head.line + 1 : head.line + 4] if not _PAGE.fullmatch(line.content))
    first = next(below, None)
    return first is not None and _is_title(first)


def _is_title(line: Line) -> bool:
    if line.content.startswith(_ITEM):
        return False
    return not line.ends_sentence and not line.is_prose and len(line.content) <= 140 and len(line.words) <= 20
