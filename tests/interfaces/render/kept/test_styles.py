"""References in every style: whole ones, ones of which little is known, and texts that would be markup."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.interfaces.render.kept.styles import STYLES, references, work
from assistant.types import Citation, DocumentDate, Precision
from tests.interfaces.render.making import HOSTILE

QUOTE = "The bridge is closed."


@dataclass(frozen=True)
class Known:
    author: str | None = None
    url: str | None = None


def cited(
    title: str | None = "Bridge closed",
    source: str | None = "The Coast Herald",
    precision: Precision | None = "day",
    number: int = 1,
) -> Citation:
    day = DocumentDate(date(2021, 3, 24), precision, "header_line") if precision else DocumentDate()
    return Citation(number, "news/b.txt", day, title, QUOTE, 0, len(QUOTE), 7, source=source)


WHOLE = work(cited(), Known("Mara von der Vogel and Otto Lind", "https://coast.example/b"))
BARE = work(cited(None, None, None, number=2))


@pytest.mark.parametrize(
    ("style", "whole", "bare"),
    [
        (
            "footnote",
            (
                f"1. “{QUOTE}” Mara von der Vogel and Otto Lind, “Bridge closed”, The Coast Herald,"
                " 2021-03-24 (header line), news/b.txt, line 7, https://coast.example/b."
            ),
            f"2. “{QUOTE}” undated, news/b.txt, line 7.",
        ),
        (
            "chicago",
            (
                "von der Vogel, Mara, and Otto Lind. “Bridge closed.” The Coast Herald, March 24, 2021."
                " https://coast.example/b"
            ),
            "“news/b.txt.” n.d.",
        ),
        (
            "apa",
            "von der Vogel, M., & Lind, O. (2021, March 24). Bridge closed. The Coast Herald. https://coast.example/b",
            "news/b.txt. (n.d.).",
        ),
        (
            "markdown",
            (
                f"[^1]: “{QUOTE}” Mara von der Vogel and Otto Lind, Bridge closed, The Coast Herald,"
                " 2021-03-24 (header line), news/b.txt, line 7. <https://coast.example/b>"
            ),
            f"[^2]: “{QUOTE}” undated, news/b.txt, line 7.",
        ),
        (
            "bibtex",
            (
                "@article{von2021bridge,\n  title = {{Bridge closed}},\n  "
                "author = {von der Vogel, Mara and Lind, Otto},\n  journal = {The Coast Herald},\n"
                "  year = {2021},\n  date = {2021-03-24},\n"
                "  url = {https://coast.example/b},\n  note = {File news/b.txt; date: 2021-03-24 (header line)}\n}"
            ),
            "@article{newsnews,\n  title = {{news/b.txt}},\n  note = {File news/b.txt; date: undated}\n}",
        ),
    ],
)
def test_each_style(style: str, whole: str, bare: str) -> None:
    assert references([WHOLE], style) == whole
    assert references([BARE], style) == bare


def test_csl_is_what_zotero_reads() -> None:
    first = json.loads(references([WHOLE, work(cited(), Known("Reuters staff"))], "csl"))
    assert len(first) == 1  # an article once, however often it is quoted
    second = json.loads(references([WHOLE], "csl"))[0]
    assert second["type"] == "article-newspaper"
    assert second["author"] == [{"family": "von der Vogel", "given": "Mara"}, {"family": "Lind", "given": "Otto"}]
    assert second["issued"] == {"date-parts": [[2021, 3, 24]]}
    assert first[0]["author"] == [{"literal": "Reuters staff"}]
    assert "issued" not in json.loads(references([BARE], "csl"))[0]


@pytest.mark.parametrize(
    ("precision", "chicago", "apa", "csl"),
    [("month", "March 2021", "(2021, March)", [2021, 3]), ("year", "Herald, 2021.", "(2021)", [2021])],
)
def test_a_date_is_as_exact_as_it_is_known(precision: Precision, chicago: str, apa: str, csl: list[int]) -> None:
    one = work(cited(precision=precision))
    assert chicago in references([one], "chicago")
    assert apa in references([one], "apa")
    assert json.loads(references([one], "csl"))[0]["issued"]["date-parts"] == [csl]


@pytest.mark.parametrize("name", ["The Associated Press", "Cher", "newsroom@coast.example", "Lind, Otto", "NPR Staff"])
def test_who_is_no_person_keeps_the_order_of_the_name(name: str) -> None:
    assert references([work(cited(), Known(name))], "apa").startswith(f"{name.rstrip('.')}. (2021")


@given(st.sampled_from(HOSTILE) | st.text(max_size=40), st.sampled_from(STYLES))
@settings(max_examples=60)
def test_foreign_text_is_no_markup_in_any_style(text: str, style: str) -> None:
    shown = references([work(cited(text, text), Known(text, text))], style)
    if style == "bibtex":
        plain = shown.replace("\\{", "").replace("\\}", "")
        assert plain.count("{") == plain.count("}")
    elif style == "csl":
        json.loads(shown)
    else:
        assert "\n" not in shown
        assert "\x1b" not in shown
