"""Main text and date of pages as news sites make them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from assistant.corpus.load import load
from assistant.corpus.walk import walk
from assistant.types import Document
from tests.corpus.readers.loading import load_bytes
from tests.corpus.readers.test_formats import TODAY
from tests.corpus.readers.web.news_pages import Page, pages

PAGES = pages()


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    folder = tmp_path_factory.mktemp("pages")
    for page in PAGES:
        (folder / page.name).write_text(page.html, encoding="utf-8")
    entries, _ = walk(folder, max_bytes=1_000_000)
    return {entry.path: load(folder, entry, today=TODAY).documents[0] for entry in entries}


def evidence_of(document: Document) -> str:
    """The text that can be cited, without the title."""
    text = list(document.text)
    for span in document.boilerplate:
        text[span.start : span.end] = "\n" * (span.end - span.start)
    return "".join(text).replace(document.title or "\0", "", 1)


def f1(found: str, wanted: str) -> float:
    one, other = (Counter(re.findall(r"\w+", text)) for text in (found, wanted))
    return 2 * (one & other).total() / (one.total() + other.total())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_main_text_is_read_and_nothing_around_it(read: dict[str, Document], page: Page) -> None:
    document = read[page.name]
    assert f1(evidence_of(document), page.main) >= 0.95
    assert document.title == page.title


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_date_is_that_of_publication(read: dict[str, Document], page: Page) -> None:
    document = read[page.name]
    assert document.date.label == page.day.isoformat()
    expected = "header_line" if "printed" in page.name else "html_metadata"
    assert document.date.provenance == expected


def test_an_address_that_is_none_is_no_fault_of_the_page(tmp_path: Path) -> None:
    prose = "The weather service counted the rain of the week at two stations in the county of Velmark."
    head = '<head><link rel="canonical" href="https://[x"></head>'
    page = f"<html>{head}<body><article><p>{prose}</p></article></body></html>"
    (document,) = load_bytes(tmp_path, page, "a.html").values()
    assert (document.text, document.url, document.source) == (prose, None, None)


def test_a_row_of_a_table_has_the_names_of_its_columns(tmp_path: Path) -> None:
    cells = [("th", "Station", "Rain (mm)"), ("td", "Hill Road", "112"), ("td", "Old Mill", "97")]
    rows = "".join(f"<tr><{tag}>{one}</{tag}><{tag}>{two}</{tag}></tr>" for tag, one, two in cells)
    prose = "The weather service counted the rain of the week at two stations in the county of Velmark."
    page = (
        f"<html><body><article><h1>Rain</h1><p>{prose}</p><table>{rows}</table><p>{prose}</p></article></body></html>"
    )
    (document,) = load_bytes(tmp_path, page, "a.html").values()
    assert "Station: Hill Road; Rain: 112 mm.\n\nStation: Old Mill; Rain: 97 mm." in document.text
