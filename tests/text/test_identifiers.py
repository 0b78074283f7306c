"""What is an identifier, and where a text has one."""

from __future__ import annotations

import time

import pytest

from assistant.text.spelling import has_identifier, identifiers


@pytest.mark.parametrize(
    "identifier",
    ["88-4471", "S/RES/1718", "s/res/1718", "B 2207 K", "GB-2021/17", "A320neo", "KN-23", "kn23", "§ 12a",
     "+49 30 1234567", "2019/C-77", "Su-57"],
)  # fmt: skip
def test_identifiers_stand_in_a_sentence(identifier: str) -> None:
    assert identifiers(f"what does {identifier} say?") == (identifier,)
    assert has_identifier(identifier, f"It was {identifier}.")


@pytest.mark.parametrize(
    "text",
    ["G20", "COVID-19", "a 20-year-old", "2021-22", "3-2", "100-200", "1990s", "24/7", "9/11", "Q3", "FY24",
     "1066-1154", "A 300-year-old tree", "$3bn", "12/03/2024", "2024-03-12", "mid-90s", "3pm", "1914-1918", "10-1000"],
)  # fmt: skip
def test_dates_ranges_scores_and_quantities_are_none(text: str) -> None:
    assert identifiers(f"what happened in {text}?") == ()


@pytest.mark.parametrize(
    ("identifier", "text", "has"),
    [("B2207K", "the B 2207 K valve", True), ("GB 2021 17", "GB-2021/17", True), ("A320", "an A320neo", True),
     ("88-4472", "88-4471", False), ("A32", "an A320neo", False), ("KN-2", "KN-23", False),
     ("BB 2207 K", "B 2207 K", False)],
)  # fmt: skip
def test_signs_do_not_matter_and_every_letter_does(identifier: str, text: str, has: bool) -> None:
    assert has_identifier(identifier, text) == has


def test_a_long_text_is_read_at_once() -> None:
    for text in ("1-" * 50_000, "a1/" * 50_000, "+1 " * 50_000, "§" * 50_000 + "x", "B 22" * 50_000):
        before = time.perf_counter()
        identifiers(text)
        assert time.perf_counter() - before < 2
