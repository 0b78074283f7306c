from __future__ import annotations

import pytest

from assistant.text.spelling import initials, is_among, plain_name, same_name, same_word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Japan", "Japanese"), ("Russia", "Russian"), ("China", "Chinese"), ("Iran", "Iranians"), ("Peru", "Peruvian"),
        ("France", "French"), ("British", "UK"), ("U.S.", "American"), ("Portugal", "Portuguese"),
        ("Reuters", "Reuter"), ("Defence", "Defense"), ("Wójcik", "Wojcik"), ("Kyiv", "Kiev"), ("Söder", "Soeder"),
        ("Łódź", "Lodz"), ("Dvořák", "Dvorak"), ("Đorđević", "Djordjevic"), ("Øresund", "Öresund"),
        ("Turkey", "Türkiye"), ("Zelenskyy", "Zelensky"), ("Weißenfels", "Weissenfels"),
    ],
)  # fmt: skip
def test_forms_of_one_name(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)
    assert is_among(one, [plain_name(other), "else"])


@pytest.mark.parametrize(
    ("one", "other"),
    [("Iran", "Iraq"), ("Austin", "Austria"), ("Austria", "Australia"), ("Korea", "Koran"), ("Kim", "Kimono"),
     ("US", "UK"), ("Johnson", "Robinson"), ("Müller", "Miller"), ("Kyiv", "Kiel"), ("Novák", "Nowak")],
)  # fmt: skip
def test_names_that_only_look_alike(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert not is_among(one, {plain_name(other)})


def test_a_country_and_its_people_are_two_words() -> None:
    assert same_word("directed", "director")
    assert same_word("fired", "fires")
    assert not same_word("China", "Chinese")
    assert not same_word("increased", "decreased")


def test_initials_leave_out_what_they_are_told_to() -> None:
    assert initials("United Nations") == "un"
    assert initials("Bank of England", {"of"}) == "be"
