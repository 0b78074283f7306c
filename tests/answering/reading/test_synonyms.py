"""Words of a question and other words for the same."""

from __future__ import annotations

import pytest

from assistant.answering.reading.synonyms import with_synonyms
from assistant.text.words import stem, stems_of


@pytest.mark.parametrize(
    ("asked", "written"),
    [("replied", "response"), ("purchase", "acquired"), ("fired", "launches"), ("visit", "trip")],
)
def test_a_text_says_a_word_in_other_words(asked: str, written: str) -> None:
    assert stem(asked) in with_synonyms(stems_of(f"There was {written} of it."))
    assert stem(written) in with_synonyms(stems_of(f"There was {asked} of it."))


def test_other_words_are_not_taken_for_the_same() -> None:
    assert with_synonyms(stems_of("sister")).isdisjoint(stems_of("brother"))
    assert with_synonyms(stems_of("buy")).isdisjoint(stems_of("sell"))
    assert with_synonyms(frozenset()) == frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [("busy", "business"), ("import", "important"), ("experience", "experiments"), ("universe", "universities")],
)
def test_words_that_merely_begin_alike_have_stems_of_their_own(one: str, other: str) -> None:
    assert stem(one) != stem(other)
    assert stem(other) == stem(other.capitalize())
