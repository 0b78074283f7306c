from __future__ import annotations

import numpy as np
import pytest

from assistant.answering.disagreement.differences import Difference, differences, in_words
from tests.answering.disagreement.readings import Said, reading

SIX: Said = ("The blast killed [six] people, police said on Monday.", "2023-04-11")
NINE: Said = ("In the blast [nine] people were killed.", "2023-04-11")
TOLL = "How many people were killed in the blast?"


def told(question: str, *said: Said, answers: float = 8.0, alike: float = 1.0) -> str:
    found = reading(question, said, answers=answers, alike=alike)
    difference = differences(found, np.arange(len(said)))
    return in_words(difference, found.candidates) if difference else ""


def test_two_figures_of_one_day_differ() -> None:
    assert told(TOLL, SIX, NINE) == "The articles differ: six (0.txt, 2023-04-11); nine (1.txt, 2023-04-11)."


def test_a_later_count_replaces_the_earlier_one_whichever_is_read_first() -> None:
    later: Said = ("The blast killed [eleven] people.", "2023-04-14")
    note = "Earlier reports said nine (2023-04-11); the newest says eleven (2023-04-14)."
    assert told(TOLL, NINE, later) == told(TOLL, later, NINE) == note


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("When did the mine close?", ("It closed in [1984].", "2012-04-04"), ("It closed in [1992].", "2013-08-30")),
        ("How tall is it?", ("It is [212 metres] tall.", "2020-08-01"), ("It is [187 metres] tall.", "2020-08-01")),
        ("Who wrote it?", ("It is by [Ann Lee].", "2022-02-02"), ("It is by [Bo Dahl].", "2022-02-04")),
        ("How old was he?", ("He died aged [81].", "2020-10-10"), ("He died aged [78].", "2020-10-11")),
        ("What time was it?", ("It rang at [2:10 a.m.]", "2022-10-22"), ("It rang at [3:32 a.m.]", "2023-02-14")),
        ("How often did they meet?", ("They met [twice].", "2021-03-24"), ("It took [three] meetings.", None)),
    ],
)
def test_what_cannot_both_be_true_differs(question: str, one: Said, other: Said) -> None:
    assert told(question, one, other).startswith("The articles differ:")
    assert told(question, other, one).startswith("The articles differ:")


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("When will it open?", ("On [1 May 2020].", "2020-01-15"), ("On [12 January 2021].", "2020-08-20")),
        ("What did it cost?", ("It cost [$62 million].", "2022-10-26"), ("It now costs [$88 million].", "2023-02-14")),
        ("How many votes?", ("She had [21,400] votes.", "2022-11-14"), ("She had [44,112] votes.", "2022-11-15")),
    ],
)
def test_plans_prices_and_counts_replace(question: str, one: Said, other: Said) -> None:
    assert told(question, one, other).startswith("Earlier reports said ")


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        # about another day, year, place or thing
        ("How many cases?", ("It had [17] cases on Monday.", "2019-03-05"), ("It had [41] on Monday.", "2019-03-12")),
        (
            "How many cases did it report?",
            ("It reported [17] cases on Monday.", "2019-03-05"),
            ("It reported [41] cases on Monday.", "2019-03-12"),
        ),
        (
            "How many soldiers did Karstan send?",
            ("Karstan sent [8,000] soldiers.", "2022-03-07"),
            ("The guards sent [1,500] soldiers.", "2022-03-07"),
        ),
        (
            "How many aircraft came?",
            ("It counted [38] aircraft on Friday.", "2021-10-01"),
            ("On Friday it was [16] aircraft, fewer than last week.", "2021-10-08"),
        ),
        (
            "How many pupils are absent?",
            ("In all [1,900] pupils are absent.", "2018-02-08"),
            ("At the Goethe school [112] pupils are absent.", "2018-02-08"),
        ),
        ("How many tourists came?", ("[84,000] came.", "2018-09-30"), ("[19,000] came.", "2020-09-30")),
        (
            "How many workers are there?",
            ("The mill in Rostrevor has [2,300].", "2020-06-15"),
            ("The works in Kilkeel have [310].", "2020-06-15"),
        ),
        ("When did it open?", ("It opened in [1931].", "2020-12-01"), ("It opened on [Tuesday].", "2020-12-02")),
        ("When was the drill?", ("It was in [2019].", "2019-06-01"), ("It was in [2021].", "2021-06-01")),
        ("When was it built?", ("It was built in [1866].", None), ("It was built in [1920].", None)),
        # both may be true
        ("Who spoke at the rally?", ("It was [Ann Lee].", "2021-09-24"), ("It was [Bo Dahl].", "2021-09-24")),
        ("Who is the mayor?", ("It is [Ann Lee].", "2015-02-02"), ("It is [Bo Dahl].", "2021-02-02")),
        ("How many jobs?", ("At least [12] jobs go.", "2021-01-01"), ("In all [14] jobs go.", "2021-01-01")),
        ("Did it make money?", ("It made [$12 million].", "2021-01-01"), ("It made [$3 million].", "2021-01-01")),
    ],
)
def test_silence_where_both_may_be_true(question: str, one: Said, other: Said) -> None:
    assert told(question, one, other) == ""


def test_a_correction_has_the_last_word() -> None:
    wrong: Said = ("They fell [12,000] trees.", "2019-04-01")
    right: Said = ("They fell [1,200] trees.|Correction: an earlier report said 12,000 trees.", "2019-04-01")
    for said in ((wrong, right), (right, wrong)):
        note = told("How many trees did they fell?", *said)
        assert note.startswith("Earlier reports said 12,000 (")
        assert note.endswith(", corrected).")


def test_only_sure_readings_of_sentences_alike_are_compared() -> None:
    assert told(TOLL, SIX, NINE, answers=1.0) == ""
    assert told(TOLL, SIX, NINE, alike=0.3) == ""


def test_copies_of_one_story_are_one_source() -> None:
    found = reading(TOLL, (SIX, NINE), copies=("0.txt", "1.txt"))
    assert differences(found, np.arange(2)) is None


def test_a_side_names_its_articles_oldest_first() -> None:
    found = reading(TOLL, (SIX, ("The blast killed [nine].", "2023-04-11"), ("[Nine] were killed.", "2023-04-10")))
    difference = differences(found, np.arange(3))
    assert isinstance(difference, Difference)
    assert difference.contradict
    assert [side.rows for side in difference.sides] == [(0,), (2, 1)]
