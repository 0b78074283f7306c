"""Tables of an answer on screens of several widths."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.text import Text

from assistant.blocks import Form, Sentence
from assistant.interfaces.render.lines import Flow, print_lines
from assistant.interfaces.render.tables import Rows

CELLS = (
    ("Day", "What was planned for the bridge", "Cost"),
    ("4 May 2020", "The repair would take about two weeks, the city said.", "5 million"),
    ("9 May 2020", "Five weeks", "–"),
)


def shown(width: int, *, terminal: bool = True) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, color_system=None, highlight=False)
    rows = Rows(console)
    for row, texts in enumerate(CELLS):
        for column, text in enumerate(texts):
            numbers = (row * 2 + column,) if row and column and text != "–" else ()
            cell = Sentence(text, numbers, "claim" if numbers else "label", form=Form("table", 1, row, column))
            print_lines(console, rows.add(cell))
    print_lines(console, rows.end())
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def test_cells_beside_each_other() -> None:
    assert shown(80) == (
        "Day                   What was planned for the      Cost\n"
        "                      bridge\n"
        "4 May 2020            The repair would take about   5 million [4]\n"
        "                      two weeks, the city said.\n"
        "                      [3]\n"
        "9 May 2020            Five weeks [5]                –"
    )


def test_cells_under_each_other_where_there_is_no_room() -> None:
    assert shown(40) == (
        "4 May 2020\n"
        "  What was planned for the bridge: The\n"
        "    repair would take about two weeks,\n"
        "    the city said. [3]\n"
        "  Cost: 5 million [4]\n"
        "9 May 2020\n"
        "  What was planned for the bridge: Five\n"
        "    weeks [5]\n"
        "  Cost: –"
    )


@pytest.mark.parametrize("width", [1, 9, 40, 160])
def test_no_line_is_wider_than_the_screen_and_no_word_is_lost(width: int) -> None:
    lines = shown(width).splitlines()
    assert all(len(line) <= max(width, 1) for line in lines)
    told = "".join("".join(lines).split())
    assert "5million[4]" in told
    assert "Fiveweeks[5]" in told


def test_a_row_is_a_line_in_a_pipe() -> None:
    assert shown(40, terminal=False).splitlines()[1] == (
        "4 May 2020 | The repair would take about two weeks, the city said. [3] | 5 million [4]"
    )


def test_items_of_a_list_hang() -> None:
    out = io.StringIO()
    flow = Flow(Console(file=out, width=20, force_terminal=True, color_system=None, highlight=False))
    for text in ("One thing that is longer than a line.", "Another."):
        flow.begin_item()
        flow.write(Text(text))
    flow.end()
    flow.write(Text("And plain text that is broken."))
    flow.end()
    assert out.getvalue() == (
        "• One thing that is\n  longer than a\n  line.\n• Another.\nAnd plain text that\nis broken.\n"
    )
