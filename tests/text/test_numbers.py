from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.numbers import CURRENCY, ONES, ORDINALS, TENS, numbers, stated_numbers, without


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,200 troops and 3.5 million euros", [1200, 3.5e6]),
        ("twenty-one ships, two hundred men, the thirtieth day", [21, 200, 30]),
        ("twice as many, the first of 5bn", [2, 1, 5e9]),
        ("the season of 2018–19", [2018, 2019]),
        ("8-17 March", [8, 17]),
        ("−40 degrees, 12m people", [40, 12e6]),
        ("someone in A4 or v1.2", []),
    ],
)
def test_numbers_in_the_order_of_the_text(text: str, values: list[float]) -> None:
    assert [one.value for one in stated_numbers(text)] == values


@given(st.integers(0, 99))
def test_spelled_out_numbers_are_read(number: int) -> None:
    tens, ones = ({value: word for word, value in table.items()} for table in (TENS, ONES))
    word = ones.get(number) or tens.get(number) or f"{tens[number // 10 * 10]}-{ones[number % 10]}"
    assert numbers(f"There are {word} of them.") == {number}


def test_ordinals_are_spelled_as_people_spell_them() -> None:
    assert {value: word for word, value in ORDINALS.items() if value in (12, 20, 40, 90)} == {
        12: "twelfth", 20: "twentieth", 40: "fortieth", 90: "ninetieth",
    }  # fmt: skip


def test_what_is_blanked_keeps_its_length() -> None:
    text = "5 of 12"
    (five, twelve) = stated_numbers(text)
    assert without(text, [five]) == "  of 12"
    assert without(text, [five, twelve]) == "  of   "


@pytest.mark.parametrize("word", ["dollars", "euro", "roubles", "rubles", "kroner", "pence", "won"])
def test_currencies(word: str) -> None:
    assert re.fullmatch(CURRENCY, word)
