"""A snippet shows the words that were found, wherever they stand in the passage."""

from __future__ import annotations

import pytest

from assistant.interfaces.render.snippet import snippet

LEAD = "The council spoke of roads, of schools and of the weather for most of the long evening. " * 6
TAIL = " Nobody could say afterwards who had counted the votes, or when the hall was locked." * 4


def bold(passage: str, searched: str, language: str | None = None) -> tuple[str, list[str]]:
    shown = snippet(passage, searched, language)
    return shown.plain, [shown.plain[span.start : span.end] for span in shown.spans]


def test_a_long_passage_is_shown_where_most_of_the_words_stand() -> None:
    plain, words = bold(
        f"{LEAD}The ferry to Wexholm sank in a storm on Sunday.{TAIL}", "Which ferries sank at Wexholm?"
    )
    assert "The ferry to Wexholm sank in a storm" in plain
    assert words == ["ferry", "Wexholm", "sank"]
    assert plain.startswith("…")
    assert plain.endswith("…")
    assert len(plain) <= 242


@pytest.mark.parametrize(
    ("passage", "searched", "language", "expected"),
    [
        ("Zwei Fähren sanken vor Kiel.", "Fähre", "de", ["Fähren"]),
        ("東京の橋は昨日閉鎖されたと市長は述べた。それはとても長い文だった。", "橋は閉鎖", None, ["橋は昨日閉鎖"]),
        ("The A-37 was closed.", "A-37", None, ["A", "37"]),
        ("Nothing of the kind.", "ferry", None, []),
        ("A short one.", "", None, []),
    ],
)
def test_a_short_one_is_shown_whole_with_the_words_in_any_form(
    passage: str, searched: str, language: str | None, expected: list[str]
) -> None:
    plain, words = bold(passage, searched, language)
    assert plain == passage
    assert words == expected
