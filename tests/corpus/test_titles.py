"""What a text is called: its headline, however that ends or begins; else the beginning of its first sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.corpus.load import load
from assistant.corpus.titles import shown_title
from assistant.corpus.walk import walk
from assistant.types import Document

BODY = (
    "Inspectors found cracks in an arch of the old bridge on Monday, and the council closed it to lorries the same day,"
    " although the hauliers had asked for a week to find another way to the harbour.\n\nIt may open again in May.\n"
)


def loaded(folder: Path, text: str) -> Document:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (entry,) = walk(folder, max_bytes=100_000).entries
    return load(folder, entry, today=date(2024, 1, 1)).documents[0]


@pytest.mark.parametrize(
    "title",
    [
        "Old bridge of Mostar closed after cracks are found…",
        "Bridge shut, and the wait goes on...",
        "The bridge is closed.",
        "10 hurt as bridge gives way in Mostar",
        "2,000 lorries a day must find another way",
        "3 things to know about the bridge",
        "Is the old bridge safe?",
        "U.S. engineers to look at the bridge",
    ],
)
def test_a_first_line_of_its_own_is_a_title(tmp_path: Path, title: str) -> None:
    assert loaded(tmp_path, f"2023-03-04\n\n{title}\n\n{BODY}").title == title


@pytest.mark.parametrize(
    "line",
    [
        "1. Inspectors look at the arch",
        "and so it was closed",
        "It rained on Sunday. The bridge held. Nobody was hurt.",
        f"The old bridge, {'which has stood for long, ' * 5}was closed.",
    ],
)
def test_an_item_and_running_text_are_none(tmp_path: Path, line: str) -> None:
    assert loaded(tmp_path, f"2023-03-04\n\n{line}\n\n{BODY}").title is None


def test_what_has_no_title_is_called_by_its_first_sentence(tmp_path: Path) -> None:
    short = "Inspectors found cracks in an arch of the old bridge on Monday, and the council closed it…"
    document = loaded(tmp_path, f"date 2023-03-04 {BODY}")
    assert (document.title, shown_title(document)) == (None, short)
    assert shown_title(loaded(tmp_path, f"By Ann Bee\n\n{BODY}")) == short
    assert shown_title(loaded(tmp_path, "It rained. It rained on.")) == "It rained."
    assert shown_title(Document("1", "a.txt", None, None, document.date, "…\n\n***", "")) is None
