"""The archive over HTTP: a page of the list, and one article."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest
from starlette.testclient import TestClient

from assistant.app import Assistant
from assistant.index.store.listing import Record
from assistant.interfaces.server import create_app
from assistant.types import DocumentDate
from tests.interfaces.server.conftest import OPENING
from tests.interfaces.server.scripted import Scripted, saying


def many(count: int) -> Assistant:
    """An archive of `count` records without texts."""
    first = date(2000, 1, 1)
    held = Scripted(replace(saying(["x"]), conflicts=()))
    held.index = SimpleNamespace(
        document=held.index.document,
        records=tuple(
            Record(
                f"id{n}", f"folder{n % 9}/{n:05}.txt",
                DocumentDate(first + timedelta(days=n % 9000), "day", "filename"),
                f"Article number {n}", f"Source {n % 20}", f"Author {n % 300}", "en", (), f"article number {n}",
            )
            for n in range(count)
        ),
    )  # fmt: skip
    return cast(Assistant, held)


def test_the_list_tells_what_fits_and_how_to_narrow_it(quoting: str) -> None:
    told = httpx.get(f"{quoting}/api/articles", params={"find": "000_"}).json()
    assert (told["matching"], told["total"]) == (1, 5)
    assert told["articles"][0]["path"].startswith("000_")
    assert told["articles"][0]["date"]["provenance"] == "header_line"
    whole = httpx.get(f"{quoting}/api/articles").json()
    days = [one["date"]["day"] or "" for one in whole["articles"]]
    assert days == sorted(days, reverse=True)
    assert sum(bar["count"] for bar in whole["days"]) == len([day for day in days if day])
    none = httpx.get(f"{quoting}/api/articles", params={"after": "2999-01-01"}).json()
    assert (none["articles"], none["pages"]) == ([], 1)
    assert httpx.get(f"{quoting}/api/articles", params={"after": "yesterday"}).status_code == 400


def test_an_article_has_its_text_and_what_is_known_of_it(quoting: str, seeds_assistant: Assistant) -> None:
    document = seeds_assistant.documents()[0]
    told = httpx.get(f"{quoting}/api/article", params={"path": document.path}).json()
    assert told["text"] == document.text
    assert told["title"] == document.shown_title == OPENING
    assert told["dated"] == "2021-03-24, from the header line"
    assert httpx.get(told["url"]).status_code == 200
    assert httpx.get(f"{quoting}/api/article", params={"path": "../etc"}).status_code == 404


@pytest.mark.parametrize("wanted", [{}, {"find": "number 99"}, {"source": "Source 3", "after": "2010-01-01"}])
def test_ten_thousand_articles_are_a_page_at_a_time(wanted: dict[str, Any]) -> None:
    client = TestClient(create_app(many(10_000)))
    began = time.perf_counter()
    told = client.get("/api/articles", params={**wanted, "page": 2})
    spent = time.perf_counter() - began
    assert told.status_code == 200
    assert len(told.json()["articles"]) <= 50
    assert len(told.content) < 40_000
    assert spent < 3  # it is some hundredths of a second on an idle machine
