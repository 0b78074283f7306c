"""The archive to browse: a page of the articles that fit with its facets, and one article with its text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field

from assistant.interfaces.server.cited import dated
from assistant.interfaces.server.errors import Refusal, documented
from assistant.interfaces.server.protocols.browsing import Browsed, Wanted, bars, browse, page_of, top, window
from assistant.interfaces.server.question import Day, Text
from assistant.interfaces.server.service import service_of
from assistant.interfaces.server.shapes import DateOut, Shape
from assistant.jsonable import to_json
from assistant.types import Document, Span

if TYPE_CHECKING:
    from assistant.app import Assistant

router = APIRouter(prefix="/api", tags=["own"])
PAGE = 50
_WINDOW = 60_000  # characters of an article that are sent at once


class ArticleOut(Shape):
    """An article of the list; `problems` say what is doubtful about it."""

    id: str
    path: str
    date: DateOut
    title: str | None
    source: str | None
    author: str | None
    language: str | None
    problems: list[str]


class ValueOut(Shape):
    """A value of a facet, and how many articles have it under all other choices."""

    value: str
    count: int


class BarOut(Shape):
    """The number of articles of these days."""

    start: str
    end: str
    count: int


class FacetsOut(Shape):
    """The most frequent values of each facet; years are newest first."""

    source: list[ValueOut]
    author: list[ValueOut]
    path: list[ValueOut]
    year: list[ValueOut]


class ArchiveOut(Shape):
    """One page of the articles that fit, newest first, undated ones last."""

    total: int
    matching: int
    page: int
    pages: int
    articles: list[ArticleOut]
    facets: FacetsOut
    days: list[BarOut]


class PlaceOut(Shape):
    """A page, row or paragraph of the file, and its offsets in the text."""

    start: int
    end: int
    kind: str


class WholeOut(ArticleOut):
    """An article with a stretch of its text; offsets count code points, `line` is the number of the first line."""

    dated: str = Field(description="The date, and how it is known.")
    url: str
    published_at: str | None = Field(description="Where it was published.")
    updated: str | None
    copies: list[str]
    newer: str | None
    length: int
    start: int
    line: int
    text: str
    places: list[PlaceOut]
    boilerplate: list[PlaceOut] = Field(description="Captions, bylines and the like, which are never evidence.")


@router.get("/articles", responses=documented())
async def articles(
    request: Request,
    find: Annotated[Text, Query(max_length=200, description="Words or parts of words in title, path or names.")] = "",
    source: Annotated[Text, Query(max_length=500)] = "",
    author: Annotated[Text, Query(max_length=500)] = "",
    path: Annotated[Text, Query(max_length=500, description="A folder, or a file name pattern.")] = "",
    after: Day | None = None,
    before: Day | None = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> ArchiveOut:
    """List the articles that fit."""
    wanted = Wanted(find, source, author, path, after, before)

    def look(assistant: Assistant) -> tuple[int, Browsed]:
        return len(assistant.index.records), browse(assistant.index.records, wanted)

    total, browsed = await service_of(request).with_corpus(request, look)
    facets = {"source": top(browsed.sources), "author": top(browsed.authors), "path": top(browsed.paths)}
    facets["year"] = sorted(browsed.years.items(), reverse=True)
    return ArchiveOut.model_validate(
        {
            "total": total,
            "matching": len(browsed.found),
            "page": page,
            "pages": max(1, -(-len(browsed.found) // PAGE)),
            "articles": [_article(one) for one in page_of(browsed.found, page, PAGE)],
            "facets": {name: [{"value": v, "count": n} for v, n in values] for name, values in facets.items()},
            "days": [
                {"start": f"{bar.start}", "end": f"{bar.end}", "count": bar.articles} for bar in bars(browsed.days)
            ],
        }
    )


@router.get("/article", responses=documented(404))
async def article(
    request: Request,
    path: Annotated[Text, Query(max_length=4_000, description="The article's path or id.")],
    at: Annotated[int, Query(ge=0, le=2**53, description="An offset that the stretch of text contains.")] = 0,
) -> WholeOut:
    """Read an article, or the part of a long one around an offset."""
    service = service_of(request)
    document: Document | None = await service.with_corpus(request, lambda assistant: assistant.index.document(path))
    if document is None:
        raise Refusal(404, "not_found", "No such article.")
    part = window(document.text, at, _WINDOW)

    def inside(spans: Iterable[Span]) -> list[Any]:
        return [to_json(span) for span in spans if span.start < part.end and span.end > part.start]

    return WholeOut.model_validate(
        {
            **_article(document),
            "title": document.shown_title,
            "dated": dated(document.date),
            "url": service.links(request).document(document.id, "", 0),
            "published_at": document.url,
            "updated": document.updated.isoformat() if document.updated else None,
            "copies": list(document.copies),
            "newer": document.newer,
            "length": len(document.text),
            "start": part.start,
            "line": part.line,
            "text": document.text[part.start : part.end],
            "places": inside(document.places),
            "boilerplate": inside(document.boilerplate),
        }
    )


def _article(one: Any) -> dict[str, Any]:
    names = ("id", "path", "title", "source", "author", "language")
    return {**{name: getattr(one, name) for name in names}, "date": to_json(one.date), "problems": list(one.problems)}
