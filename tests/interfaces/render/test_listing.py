"""Documents as a table and one by one: whatever they hold is shown as text."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from assistant.interfaces.render.lines import Hanging, clean, print_lines
from assistant.interfaces.render.listing import about_lines, document_text_lines, table_lines
from assistant.types import DateRange, Document, DocumentDate, Mention, Passage, Span


def document(text: str, **more: object) -> Document:
    day = DocumentDate(date(2024, 3, 21), "day", "header_line")
    return Document("d", **{"path": "a.txt", "title": None, "source": None, "date": day, **more}, text=text, sha256="")  # type: ignore[arg-type]


def shown(lines: list[Text], width: int) -> list[str]:
    out = io.StringIO()
    print_lines(Console(file=out, width=width, force_terminal=True, color_system=None), lines)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_long_name_is_never_cut_and_no_line_is_too_long(width: int) -> None:
    name = "reports/2024/" + "x" * 100 + ".txt"
    documents = [
        document("", path=name, title="Talks on the border " * 8, source="The Courier", problems=("doubtful " * 20,)),
        document("", path="報告.txt", title="報告", language="zh", updated=date(2024, 3, 22)),
    ]
    lines = shown(list(table_lines(documents, {"d": 12_345}, width=width)), width)
    assert all(len(line) <= width for line in lines)
    assert name in "".join(line.strip() for line in lines)
    (row,) = [line for line in lines if line.startswith("報告.txt")]
    assert row.split()[:4] == ["報告.txt", "2024-03-21", "header", "line"]
    assert "updated 2024-03-22" in "\n".join(lines)


def test_a_line_is_cut_where_evidence_begins() -> None:
    text = "GENEVA, March 21 (AP) — The talks went on.\nThey ended on Tuesday. Bread is dear."
    one, two = text.index("The talks"), text.index("Bread")
    tuesday = text.index("Tuesday")
    mention = Mention(tuesday, tuesday + 7, "Tuesday", DateRange(date(2024, 3, 19), date(2024, 3, 19)))
    passages = [
        Passage("a", "d", 0, one, two - 1, text[one : two - 1], mentions=(mention,)),
        Passage("b", "d", 1, two, len(text), text[two:]),
    ]
    lines = document_text_lines(document(text, boilerplate=(Span(0, one, "dateline"),)), passages)
    assert [line.plain for line in lines] == [
        "1    ~ GENEVA, March 21 (AP) —  (dateline)",
        "   1 │ The talks went on.",
        "2  1 │ They ended on Tuesday [2024-03-19].",
        "   2 │ Bread is dear.",
    ]


@st.composite
def marked(draw: st.DrawFn) -> tuple[Document, list[Passage]]:
    text = draw(st.text(alphabet=st.sampled_from("ab \n\t.\x1b\x9b\u202e\u200b漢é"), max_size=60))

    def stretch() -> tuple[int, int]:
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        return start, end

    spans = tuple(Span(*stretch(), "caption") for _ in range(draw(st.integers(0, 2))))
    passages = []
    for ordinal in range(draw(st.integers(0, 3))):
        start, end = stretch()
        mentions = (Mention(start, end, text[start:end], DateRange(date(2024, 1, 1))),) if draw(st.booleans()) else ()
        passages.append(Passage("p", "d", ordinal, start, end, text[start:end], mentions=mentions))
    return document(text, boilerplate=spans, title=text, path=text or "a"), passages


@given(marked(), st.integers(20, 120))
def test_whatever_a_document_holds_is_shown_as_text(given: tuple[Document, list[Passage]], width: int) -> None:
    document, passages = given
    lines = [*about_lines(document, passages), *table_lines([document], {}, width=width)]
    body = list(document_text_lines(document, passages))
    for line in [*lines, *body]:
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202e\u200b]", line.plain)
    pieces = "".join(line.plain.removesuffix("  (caption)")[line.hang :] for line in body if isinstance(line, Hanging))
    without_dates = pieces.replace(" [2024-01-01 – …]", "")
    assert "".join(without_dates.split()) == "".join(clean(document.text).split())
