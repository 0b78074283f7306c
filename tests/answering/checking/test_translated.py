"""A sentence in another language than its quote passes by its names and numbers, and not with others."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.checking.verify import Failure, Passed, Verifier
from assistant.types import DraftQuote, DraftSentence
from tests.answering.fakes import WordEmbedder, hit, query

QUOTE = "President Volodymyr Zelensky met 41 officials of the United States in Washington on Monday."


def check(sentence: str, quote: str = QUOTE) -> Passed | Failure:
    verifier = Verifier(
        query("Was geschah?"), {"P1": hit(f"{quote} More was not said.", day=date(2024, 5, 10))}, WordEmbedder()
    )
    return verifier.check(DraftSentence(sentence, (DraftQuote("P1", quote),)))


@pytest.mark.parametrize(
    "sentence",
    [
        "Präsident Wolodymyr Selenskyj traf am Montag in Washington 41 Vertreter der Vereinigten Staaten.",
        "Le président Volodymyr Zelensky a rencontré lundi à Washington des responsables des États-Unis.",
        "Nach dem Treffen mit Selenskyj reisten die Beamten im Mai 2024 wieder ab.",
    ],
)
def test_a_translation_passes(sentence: str) -> None:
    assert isinstance(check(sentence), Passed)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Die Kanzlerin Angela Merkel traf am Montag in Washington Vertreter der Regierung.", "Angela Merkel"),
        ("Präsident Selenskyj traf am Montag in Washington 14 Vertreter der Vereinigten Staaten.", "the number 14"),
        ("Die Regierung hat gestern die Steuern für alle Bürger gesenkt.", "another language"),
    ],
)
def test_another_name_or_number_does_not(sentence: str, reason: str) -> None:
    failure = check(sentence)
    assert isinstance(failure, Failure)
    assert reason in failure.reason


def test_german_nouns_are_no_names_beside_a_german_quote() -> None:
    quote = "Die Feuerwehr war mit 120 Kräften im Einsatz, weil in Gießen eine Lagerhalle brannte."
    assert isinstance(
        check("Beim Brand der Lagerhalle in Gießen war die Feuerwehr mit 120 Kräften im Einsatz.", quote), Passed
    )
    assert isinstance(check("Die Feuerwehr war mit 210 Kräften im Einsatz.", quote), Failure)
