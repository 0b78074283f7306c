"""LexisNexis, Nexis Uni and Lexis Advance: articles between ``1 of 3 DOCUMENTS`` or ``End of Document``.

Words around an article are those of the language in which the database was used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.corpus.lines import Line
from assistant.corpus.readers.pieces.cut import Cutting, Piece, day_in
from assistant.dates.written.date_evidence import from_written

_OF = r"(?:of|von|de|sur|van|di|av|af|z)"
_DOCUMENT = r"do[ck]\w{4,8}"
_BEGINS = re.compile(rf"(?:{_DOCUMENT}\s+)?\d{{1,5}}\s+{_OF}\s+\d{{1,5}}(?:\s+{_DOCUMENT})?", re.IGNORECASE)
_ENDS = re.compile(
    r"end of document|ende des dokuments|fin du document|fin(?:al)? del documento|fine (?:del )?documento"
    r"|einde? van (?:het )?document|fim do documento|slut på dokumentet?|koniec dokumentu",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"body|(?:text)?körper|haupttext|text|volltext|corps|cuerpo|corpo|hoofdtekst|tekst|brödtext", re.IGNORECASE
)
_FIELD = re.compile(r"(?P<name>[^\W\d_][\w &/'’-]{1,28}?)\s?:(?:\s+(?P<value>.*))?")
_LENGTH = frozenset("length länge longueur longitud extensión lunghezza lengte comprimento længde längd".split())
_BYLINE = frozenset("byline autor autoren von auteur auteurs autore autores author firma por par door".split())
_HEADLINE = frozenset("headline überschrift titel titre titular título titolo kop".split())
_ABOVE = (
    _LENGTH
    | _BYLINE
    | _HEADLINE
    | frozenset(
        "section rubrik rubrique sección sezione rubriek seção dateline ort datumszeile highlight zusammenfassung"
        " edition ausgabe édition body textkörper series serie ressort sachgebiet distribution".split()
    )
)
_BELOW = frozenset(
    "load-date update upload-date language sprache langue idioma lengua lingua taal publication-type publikationstyp"
    " publication graphic grafik graphique gráfico grafico correction correction-date subject subject company"
    " organization person geographic country state city industry ticker journal-code zeitungs-code notes note"
    " copyright type url doc-id classification ladedatum lade-datum aktualisierung publikation dokument-typ".split()
)
_HYPHENED = re.compile(r"(?:load|date|lade|fecha|data|publi|typ|pub)[\w]*-[\w-]+", re.IGNORECASE)
_ALONE_BELOW = re.compile(
    r"classification|klassifizierung|classification\s.{0,30}|clasificación|graphic|grafik", re.IGNORECASE
)
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\)|all rights reserved|alle rechte vorbehalten|tous droits réservés)", re.IGNORECASE
)
_EDITION = re.compile(
    r"\b(?:editions?|\w*ausgabe|édition|edición|edizione|edição|editie|upplaga|wydanie|final|correction appended)\b",
    re.IGNORECASE,
)
_PAGE = re.compile(rf"(?:page|seite|página|pagina)\s+\d+\s+{_OF}\s+\d+", re.IGNORECASE)
_BEHIND = re.compile(r"(?>(?:(?<!\s)\s++)?)\([^()]{2,40}\)$")
_MOST_ABOVE = 30  # lines above a body


def find(text: str, lines: Sequence[Line]) -> Cutting | None:
    """The articles, each dated by the line under the name of its paper."""
    ends = [i for i, line in enumerate(lines) if len(line.content) < 40 and _ENDS.fullmatch(line.content)]
    begins = [i for i, line in enumerate(lines) if len(line.content) < 40 and _counted(line.content)]
    if ends:
        stretches = [lines[a:b] for a, b in pairwise([0, *(end + 1 for end in ends)])]
    elif begins:
        stretches = [lines[a + 1 : b] for a, b in pairwise([*begins, len(lines)])]
    else:
        return None
    pieces = [piece for stretch in stretches if (piece := _article(text, stretch)) is not None]
    dated = sum(bool(piece.evidence) for piece in pieces)
    return Cutting(pieces) if dated and dated * 2 >= len(pieces) else None


def _counted(content: str) -> bool:
    """``3 of 20 DOCUMENTS``, ``Dokument 3 von 20``, with the word for a document on one side."""
    return bool(_BEGINS.fullmatch(content)) and len(content.split()) == 4


def _article(text: str, lines: Sequence[Line]) -> Piece | None:
    lines = [line for line in lines if not _PAGE.fullmatch(line.content)]
    first = _first_of_body(lines)
    if first is None:
        return None
    above = lines[: first.line]
    dated = next((i for i in range(len(above) - 1, -1, -1) if _is_date_line(above[i].content)), None)
    fields = {name: value for line in above for name, value in [_field(line.content)] if name and value}
    byline = next((value for name, value in fields.items() if name in _BYLINE), None)
    headline = next((value for name, value in fields.items() if name in _HEADLINE), None)
    title = source = None
    if dated is not None:
        title, source = _heads(above[:dated])
        title = title or _title_below(above[dated + 1 :])
    last = _last_of_body(lines, first.line)
    end = lines[last].end if last >= first.line else first.start
    if not text[first.start : end].strip():
        return None
    written = day_in(above[dated].content) if dated is not None else None
    repeated = [(line.start, line.end) for line in lines[first.line : last + 1] if line.content in (title, headline)]
    return Piece(
        first.start,
        end,
        title=headline or title,
        source=_BEHIND.sub("", source) if source else None,
        author=byline,
        evidence=(from_written(written, "header_line"),) if written else (),
        furniture=tuple(repeated),
    )


class _Start:
    """Where a body begins: the number of its first line, and the place in the text."""

    def __init__(self, line: int, start: int) -> None:
        self.line = line
        self.start = start


def _first_of_body(lines: Sequence[Line]) -> _Start | None:
    """Behind the line ``Body``; else behind the fields that follow the length; else behind the date and its title."""
    top = range(min(len(lines), 3 * _MOST_ABOVE))
    for i in top:
        name, value = _field(lines[i].content)
        if (_BODY.fullmatch(lines[i].content) or name == "body") and any(
            _is_date_line(lines[j].content) for j in range(i)
        ):
            if value:
                return _Start(i, lines[i].end - len(value))
            return _at(lines, i + 1)
    length = next((i for i in top if _field(lines[i].content)[0] in _LENGTH), None)
    if length is None:
        length = next((i for i in top if _is_date_line(lines[i].content)), None)
        if length is None:
            return None
        while length + 1 < len(lines) and not (lines[length + 1].is_prose or _field(lines[length + 1].content)[0]):
            length += 1
    i = length + 1
    while i < len(lines) and (_field(lines[i].content)[0] in _ABOVE or _COPYRIGHT.match(lines[i].content)):
        i += 1
        while i < len(lines) and not lines[i].gap and not _field(lines[i].content)[0] and not lines[i].is_prose:
            i += 1
    return _at(lines, i)


def _at(lines: Sequence[Line], i: int) -> _Start | None:
    return _Start(i, lines[i].start) if i < len(lines) else None


def _last_of_body(lines: Sequence[Line], first: int) -> int:
    for i in range(first, len(lines)):
        content = lines[i].content
        name, _ = _field(content)
        shouted = name is not None and (content[: len(name)].isupper() or "-" in name)
        if (name in _BELOW and (shouted or i >= len(lines) - 6)) or (name and _HYPHENED.fullmatch(name)):
            return i - 1
        if _ALONE_BELOW.fullmatch(content) or (i >= len(lines) - 4 and _COPYRIGHT.match(content)):
            return i - 1
    return len(lines) - 1


def _field(content: str) -> tuple[str | None, str | None]:
    """Name in lower case and value of ``BYLINE: Dana Whitlock``."""
    match = _FIELD.fullmatch(content[:400]) if ":" in content[:32] else None
    if match is None:
        return None, None
    return match["name"].lower(), (match["value"] or "").strip() or None


def _is_date_line(content: str) -> bool:
    """A line that is a date with its weekday, a time and little else."""
    if _field(content)[0] and not content[:1].isdigit():
        return False
    written = day_in(content)
    return written is not None and len(content) - (written.end - written.start) <= 40 and written.start <= 16


def _heads(above: Sequence[Line]) -> tuple[str | None, str | None]:
    """Title and paper, which stand above the date. What stands above the title is a page about the search."""
    lines = [
        line.content
        for line in above
        if not _COPYRIGHT.match(line.content) and _field(line.content)[0] not in _HEADLINE | _ABOVE
    ]
    if not lines:
        return None, None
    *rest, source = lines
    title = rest[-1:]
    for reach in (2, 3):  # a title on several lines: all that there is, or as the page about the search lists it
        if len(rest) == reach or re.search(rf"\d\. {re.escape(' '.join(rest[-reach:]))}", " ".join(rest[:-reach])):
            title = rest[-reach:]
    return " ".join(title) or None, source


def _title_below(rest: Sequence[Line]) -> str | None:
    """In the older form: the lines between date, edition and the first field."""
    found: list[str] = []
    for line in rest:
        if _field(line.content)[0] in _ABOVE:
            break
        if _COPYRIGHT.search(line.content) or (not found and _EDITION.search(line.content) and len(line.words) <= 6):
            continue
        if line.is_prose or (found and line.gap):
            break
        found.append(line.content)
    return " ".join(found)[:300] or None
