"""The terminal renderer: whatever a document or a model writes, the terminal only ever sees text."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from assistant.interfaces.render.lines import Flow, citation_lines, clean, dated, one_line
from assistant.types import Citation, DocumentDate

HOSTILE = [
    "\x1b[2Jgone",
    "\x1b]8;;http://evil/\x1b\\click\x1b]8;;\x1b\\",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x9b31mred",
    "a\x00b\x7fc\x08d\re",
    "right\u202eleft",
    "zero\u200bwidth\U000e0041",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_control_sequences_become_plain_text(text: str) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\u200b\U000e0041]", clean(text))


@given(st.text())
def test_clean_leaves_no_control_character(text: str) -> None:
    shown = clean(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", shown)
    assert clean(shown) == shown
    assert "\n" not in one_line(text)


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


def written(pieces: list[str], width: int, *, terminal: bool) -> str:
    out = io.StringIO()
    flow = Flow(Console(file=out, width=width, force_terminal=terminal, no_color=True, color_system=None))
    for piece in pieces:
        flow.write(Text(piece))
    flow.end()
    return out.getvalue()


@given(st.lists(st.text(alphabet="ab c", min_size=1).filter(str.strip), min_size=1), st.integers(8, 60))
def test_flow_keeps_words_and_width(pieces: list[str], width: int) -> None:
    text = written(pieces, width, terminal=True)
    assert "".join(text.split()) == "".join(" ".join(pieces).split())
    if max(map(len, text.split())) < width:
        assert text.split() == " ".join(pieces).split()
    assert all(len(line) <= width for line in text.splitlines())
    assert written(pieces, width, terminal=False).count("\n") == 1


def test_a_source_names_file_date_how_it_is_known_and_quote() -> None:
    citation = Citation(2, "a\x1b.txt", DocumentDate(None), None, "so\nit is", 3, 11, 7)
    lines = [line.plain for line in citation_lines(citation)]
    assert lines == ["[2] a\ufffd.txt, line 7 · undated", "    “so it is”"]


@pytest.mark.parametrize(
    ("precision", "shown"),
    [("day", "2021-03-01 (file name)"), ("month", "2021-03 (file name)"), ("year", "2021 (file name)")],
)
def test_dates_are_shown_as_exactly_as_they_are_known(precision: str, shown: str) -> None:
    from datetime import date

    assert dated(DocumentDate(date(2021, 3, 1), precision, "filename")) == shown  # type: ignore[arg-type]


def test_a_place_in_the_file_stands_where_lines_mean_nothing() -> None:
    citation = Citation(1, "a.pdf", DocumentDate(None), None, "it is so", 3, 11, 7, place="page 3")
    assert next(citation_lines(citation)).plain == "[1] a.pdf, page 3 · undated"
