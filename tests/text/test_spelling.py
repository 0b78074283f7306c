"""Spellings of a name: those that are looked for, and the one that all are compared by."""

from __future__ import annotations

from assistant.text.spelling import plain_letters, plain_spelling, spellings


def test_letters_become_plain() -> None:
    assert plain_letters("Łódź, Øresund, Straße, Þórshöfn, Đorđević") == "Lodz, Oresund, Strasse, Thorshofn, Dordevic"
    assert plain_letters("東京 서울") == "東京 서울"


def test_ordinary_words_have_no_other_spelling() -> None:
    assert [spellings(word) for word in ("poet", "value", "does", "bauer")] == [
        ("poet",),
        ("value",),
        ("does",),
        ("bauer",),
    ]


def test_all_spellings_of_a_name_are_compared_by_one() -> None:
    for name in ("müller", "kyiv", "đoković", "zelenskyy", "malmö"):
        assert {plain_spelling(each) for each in spellings(name)} == {plain_spelling(name)}
