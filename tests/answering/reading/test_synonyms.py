"""Words of a question and other words for the same."""

from __future__ import annotations

import pytest

from assistant.answering.reading.synonyms import SYNONYMS
from assistant.text.words import stem


@pytest.mark.parametrize(
    ("asked", "written"),
    [("replied", "response"), ("purchase", "acquired"), ("fired", "launches"), ("visit", "trip")],
)
def test_a_word_may_stand_for_another(asked: str, written: str) -> None:
    assert stem(written) in SYNONYMS[stem(asked)]
    assert stem(asked) in SYNONYMS[stem(written)]


def test_other_words_are_not_taken_for_the_same() -> None:
    assert stem("brother") not in SYNONYMS.get(stem("sister"), ())
    assert stem("sell") not in SYNONYMS[stem("buy")]


@pytest.mark.parametrize(
    ("one", "other"),
    [("busy", "business"), ("import", "important"), ("experience", "experiments"), ("universe", "universities")],
)
def test_words_that_merely_begin_alike_have_stems_of_their_own(one: str, other: str) -> None:
    assert stem(one) != stem(other)
    assert stem(other) == stem(other.capitalize())
