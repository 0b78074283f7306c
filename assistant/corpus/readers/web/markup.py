"""HTML as text: a block is a line, cells of a table row stand in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section summary table tbody tfoot"
    " thead tr ul title".split()
)
_SILENT = frozenset("script style noscript template head iframe svg math object select button textarea".split())
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|em|strong|b|i|ul|ol|li|h[1-6]|table|figure|blockquote|img)\b[^<>]*>", re.IGNORECASE
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse(text: str) -> Any:
    """Return the root element of a page or fragment; None where there is nothing."""
    from lxml import etree, html

    try:
        return html.document_fromstring(_DECLARATION.sub("", text, count=1))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def is_markup(text: str) -> bool:
    """Whether a field's value is HTML and not plain text."""
    return bool(_TAG.search(text))


def text_of(root: Any, without: frozenset[str] = frozenset()) -> str:
    """Return the text of an element tree, a line for each block; elements named in `without` are left out."""
    from lxml import etree

    pieces: list[str] = []
    silent = 0
    dropped = _SILENT | without
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            name = element.tag
            silent += name in dropped
            if name in _BLOCKS:
                pieces.append("\n")
            elif name in ("td", "th") and element.getprevious() is not None and element is not root:
                pieces.append(" | ")
            if not silent and element.text:
                pieces.append(_SPACE.sub(" ", element.text))
            continue
        if event == "end":
            silent -= element.tag in dropped
            if element.tag in _BLOCKS:
                pieces.append("\n")
        if not silent and element.tail and element is not root:
            pieces.append(_SPACE.sub(" ", element.tail))
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def table_rows(root: Any) -> Iterator[list[list[str]]]:
    """The cells of each table that holds no other table."""
    for table in root.iter("table") if root is not None else ():
        if table.find(".//table") is None:
            yield [[" ".join(text_of(cell).split()) for cell in row.iter("td", "th")] for row in table.iter("tr")]


def plain(value: str) -> str:
    """Return a field's value as text, whether it is HTML or not."""
    if not is_markup(value):
        return value.strip()
    root = parse(value)
    return "" if root is None else text_of(root)
