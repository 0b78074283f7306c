"""Words, and names in running text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.text.words import names, stem, words


@pytest.mark.parametrize("stop", [".", "!", "?", ":", " “", ' "', ".\n\n"])
def test_a_capital_after_a_stop_alone_makes_no_name(stop: str) -> None:
    assert names(f"they left{stop} Reporters asked Merkel") == ["Merkel"]
    assert names(f"they left{stop} Angela Merkel stayed") == ["Angela Merkel"]


def test_the_first_word_alone_makes_no_name() -> None:
    assert names("Merkel stayed") == []
    assert names("so Merkel stayed") == ["Merkel"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kim’s envoy didn’t say", ["Kim", "envoy", "didn't", "say"]),
        ("AT&T, the U.S. and Moon Jae-in", ["AT&T", "the", "U.S", "and", "Moon", "Jae-in"]),
        ("1,200 of 3.5", ["1", "200", "of", "3.5"]),
        ("Xi Jinping 習近平 spoke", ["Xi", "Jinping", "習近", "近平", "spoke"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_stems_are_the_same_from_many_threads() -> None:
    words = [f"{beginning}{ending}" for beginning in ("launch", "negotiat", "miss") for ending in ("ing", "ed", "es")]
    many = [f"{word}{'ly' * (number % 3)}{number:x}s" for number in range(600) for word in words]
    one_by_one = [stem.__wrapped__(word) for word in many]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(stem.__wrapped__, many, chunksize=50)) == one_by_one
