"""Words of any script, and names in running text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.text.words import foreign_names, is_foreign, names, names_in_small_letters, search_words, stem, words


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


def test_search_words_scripts_without_spaces_are_cut_into_pieces() -> None:
    assert search_words("東京で2人、ABC社") == ["東京", "京で", "2", "人", "abc", "社"]
    assert search_words("ＡＢＣ ｶﾞｽ") == ["abc", "ガス"]
    assert search_words("ปีนี้") == ["ปีน", "ีนี", "นี้"]
    assert search_words("हिन्दी की") == ["हिन्दी", "की"]


@pytest.mark.parametrize(
    "text",
    ["Wer gewann die Stichwahl?", "Was kostet Benzin?", "Qui a gagné l'élection ?", "¿Cuándo llegó el tren?",
     "Kto wygrał wybory?", "Кто победил?"],
)  # fmt: skip
def test_other_languages_are_known_by_their_small_words(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text", ["Who is van der Bellen?", "Los Angeles burns", "Der Spiegel reported it", "was obama invited", ""]
)
def test_english_with_foreign_names_stays_english(text: str) -> None:
    assert not is_foreign(text)


def test_names_of_a_text_in_another_language_have_several_words() -> None:
    german = "Was sagte Friedrich Merz zur Bahn und zu den Vereinigten Staaten am Ende Mai?"
    assert foreign_names(german) == ["Friedrich Merz"]


def test_names_begin_with_a_capital_of_any_latin_alphabet() -> None:
    assert names("They saw Łódź and the Øresund") == ["Łódź", "Øresund"]
    assert names("Quand Macron a parlé") == ["Macron"]


def test_names_without_capitals() -> None:
    assert names_in_small_letters("who leads the defence ministry of south korea") == ["south korea"]
    assert names_in_small_letters("what did obama say about brexit") == ["obama", "brexit"]
    assert names_in_small_letters("why do new bison leave the north in march") == []
