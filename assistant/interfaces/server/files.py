"""``/files/{id}``: a document as a page of plain text that opens at the quote. No script can run in it."""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from assistant.interfaces.server.cited import dated
from assistant.interfaces.server.errors import Refusal, documented
from assistant.interfaces.server.question import Text
from assistant.interfaces.server.service import service_of
from assistant.text.clean import clean
from assistant.types import Document

router = APIRouter(tags=["files"])
_LONGEST = 5_000  # characters that offsets may mark
_STYLE = """
:root{color-scheme:light dark}
body{margin:0 auto;max-width:42rem;padding:1.5rem 1.25rem 40vh;font:1.0625rem/1.65 Charter,Georgia,"Noto Serif",serif;
color:#1b1b1b;background:#fcfbf8;overflow-wrap:anywhere}
header{font:.875rem/1.5 system-ui,sans-serif;border-bottom:1px solid #cfcac0;margin-bottom:1.5rem;padding-bottom:1rem}
h1{font:600 1.375rem/1.3 Charter,Georgia,"Noto Serif",serif;margin:0 0 .375rem}
header p{margin:.125rem 0;color:#55514a}
pre{white-space:pre-wrap;font:inherit;margin:0}
mark{background:#ffe9a8;color:inherit;padding:.1em 0;scroll-margin-top:30vh;box-decoration-break:clone;
-webkit-box-decoration-break:clone}
mark:target{outline:2px solid #9a6b00;outline-offset:3px}
@media (prefers-color-scheme:dark){body{color:#e9e6df;background:#171614}header{border-color:#46423b}
header p{color:#b3ada1}mark{background:#5c4708}mark:target{outline-color:#e2b94f}}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "content-security-policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; sandbox; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'",
    "cache-control": "private, no-cache",
    "x-robots-tag": "noindex",
}


@router.get(
    "/files/{document_id}",
    response_class=Response,
    responses={200: {"content": {"text/html": {"schema": {"type": "string"}}}}, **documented(404)},
)
async def file(
    request: Request,
    document_id: str,
    quote: Annotated[Text, Query(max_length=2_000, description="Words to highlight and scroll to.")] = "",
    at: Annotated[int, Query(ge=0, le=2**53, description="Their offset, in case they occur twice.")] = 0,
    to: Annotated[int, Query(ge=0, le=2**53, description="Where they end, if the offsets alone say which.")] = 0,
) -> Response:
    """Show a document as a page."""

    def look(assistant: object) -> Document | None:
        return assistant.index.document(document_id)  # type: ignore[attr-defined,no-any-return]

    document = await service_of(request).with_corpus(request, look)
    if document is None or document.id != document_id:
        raise Refusal(404, "not_found", "No such document.")
    return Response(
        page(document, quote or document.text[at : min(to, at + _LONGEST)], at),
        media_type="text/html",
        headers=_HEADERS,
    )


def page(document: Document, quote: str, at: int) -> str:
    """The page as HTML: title, file and date, and the text with the quote marked."""
    name = _shown(document.path)
    title = _shown(document.shown_title or document.path)
    place = find(document.text, quote, at)
    if place is None:
        text = _shown(document.text)
    else:
        before, marked, after = document.text[: place[0]], document.text[slice(*place)], document.text[place[1] :]
        text = f'{_shown(before)}<mark id="quote">{_shown(marked)}</mark>{_shown(after)}'
    facts = [name, dated(document.date), *([_shown(document.source)] if document.source else [])]
    missing = "" if place or not quote else "<p>The quoted words are not, or no longer, in this document.</p>"
    return (
        f'<!doctype html><html dir="auto"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><header><h1>{title}</h1><p>{' · '.join(facts)}</p>{missing}</header>"
        f'<main><pre dir="auto">{text}</pre></main></body></html>'
    )


def _shown(text: str) -> str:
    """Text for a page: nothing in it is markup, invisible, or turns what stands beside it."""
    return escape(clean(text))


def find(text: str, quote: str, at: int) -> tuple[int, int] | None:
    """Where `quote` stands in `text`, white space aside: the place nearest to `at`, or None."""
    words = quote.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    places = [match.span() for match in pattern.finditer(text)]
    return min(places, key=lambda place: abs(place[0] - at), default=None)
