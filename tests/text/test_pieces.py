"""The pieces of a text, and what is looked for of a question."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text.spelling import Sought, phrases, pieces, sought


def said(found: list[Sought]) -> list[str]:
    return [" ".join(each.pieces) + ("*" if each.begins else "") for each in found]


def test_words_are_looked_for_as_written_and_by_their_stems_in_the_languages_of_the_corpus() -> None:
    assert said(sought("猫はどこ")) == ["猫は"]
    assert said(sought("猫")) == ["猫*"]
    assert said(sought("Überschwemmung", ["de", "ja"])) == ["uberschwemmung", "ueberschwemmung", "uberschwemm"]
    assert pieces("Überschwemmung", "de") == ["uberschwemm"]
    assert pieces("The Floods", "en") == ["the", "flood"]
    assert said(phrases('a "b" ()')) == ["a b"]
    assert phrases("()") == []


def test_names_are_looked_for_in_their_spellings_and_identifiers_as_phrases() -> None:
    assert said(sought("mueller in kiev")) == ["mueller", "muller", "kiev", "kijow", "kyiv", "kyjiw"]
    assert said(sought("What is S/RES/1718?"))[-1] == "s re 1718"
    assert pieces("Łódź: A320neo, snake_case") == ["lodz", "a", "320", "neo", "snake", "case"]
    assert said(sought("A320neo")) == ["a 320 neo"]
    assert said(phrases("Müller")) == ["muller", "mueller"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What is the population of Broken Bow?", ["popul", "broken", "bow"]),
        ("Who was The Who?", ["who", "wa", "the"]),
        ('said "OR" NOT', ["not"]),
        ("", []),
    ],
)
def test_stop_and_question_words_do_not_drive_the_engine(text: str, words: list[str]) -> None:
    assert said(sought(text)) == words


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=60), language=st.sampled_from([None, "de", "ru", "zh"]))
def test_the_engine_can_part_pieces_at_white_space(text: str, language: str | None) -> None:
    kept = pieces(text, language)
    assert " ".join(kept).split() == kept
