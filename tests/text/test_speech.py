from __future__ import annotations

import re

import pytest

from assistant.text.speech import MADE_KNOWN, MAKING_KNOWN, SAID, SAYING, SPEAKER_MAY_FOLLOW


@pytest.mark.parametrize(
    "forms",
    [
        "say says said", "tell tells told", "write writes wrote written", "deny denies denied", "reply replies replied",
        "admit admits admitted", "dismiss dismisses dismissed", "criticise criticises criticised", "vow vows vowed",
        "announce announces announced", "downplay downplays downplayed", "think thinks thought",
    ],
)  # fmt: skip
def test_forms_are_spelled_as_people_spell_them(forms: str) -> None:
    assert set(forms.split()) <= SAYING


def test_behind_some_verbs_stands_who_is_spoken_to() -> None:
    assert SPEAKER_MAY_FOLLOW < SAYING
    assert SPEAKER_MAY_FOLLOW.isdisjoint({"told", "asked", "warned", "called", "accused"})
    assert MAKING_KNOWN < SAYING
    assert MAKING_KNOWN.isdisjoint({"wrote", "warned", "denied"})


@pytest.mark.parametrize(
    ("noun", "verb"), [("report", "reported"), ("state", "stated"), ("note", "noted"), ("claim", "claimed")]
)
def test_what_is_a_noun_as_often_cites_nobody(noun: str, verb: str) -> None:
    assert not re.fullmatch(SAID, noun)
    assert re.fullmatch(SAID, verb)


def test_who_warns_makes_no_fact_known() -> None:
    assert re.fullmatch(SAID, "warned")
    assert not re.fullmatch(MADE_KNOWN, "warned")
    assert re.fullmatch(MADE_KNOWN, "admitted")
