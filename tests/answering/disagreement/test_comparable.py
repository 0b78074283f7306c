from __future__ import annotations

import pytest

from assistant.answering.disagreement.comparable import Value, value_of
from tests.answering.disagreement.readings import span, statement


def value(marked: str, question: str = "what is it") -> Value | None:
    return value_of(statement(marked, "2021-03-24"), span(marked), frozenset(question.split()))


@pytest.mark.parametrize(
    ("marked", "kind", "words"),
    [
        ("At least [three] people were killed.", "number", "At least three"),
        ("It cost almost [190 million euros] in all.", "number", "almost 190 million euros"),
        ("It cost $[4.2 million] in all.", "number", "$4.2 million"),
        ("It was worth [$4.2 million] then.", "number", "$4.2 million"),
        ("A loaf costs [4.20 euros] there.", "number", "4.20 euros"),
        ("A loaf costs [$4.20] there.", "number", "$4.20"),
        ("It rose by [1.25 percent] in all.", "number", "1.25 percent"),
        ("[62 per cent] of them agreed.", "number", "62 per cent"),
        ("They need [two to three] weeks.", "number", "two to three weeks"),
        ("It sounded at [3:32 a.m.] that night.", "clock", "3:32 a.m."),
        ("It closed in [1984].", "days", "1984"),
        ("It opens in [the autumn of 2025].", "days", "the autumn of 2025"),
        ("It opened on [14 June 1968] at last.", "days", "14 June 1968"),
        ("It was written by [Daniel Strauss].", "name", "Daniel Strauss"),
        ("The [University of Penrith] led it.", "name", "University of Penrith"),
    ],
)
def test_what_a_span_states(marked: str, kind: str, words: str) -> None:
    found = value(marked)
    assert found is not None
    assert (found.kind, found.words) == (kind, words)


@pytest.mark.parametrize(
    "marked",
    [
        "It made a [loss of 3 million dollars].",  # more than a number
        "It rose [4 percent to 806 million euros].",  # two measures
        "They agreed by [6 to 3].",
        "Of them [one died on Thursday, the third] of all.",
        "It came [third].",
        "It goes to [a wind farm].",
        "It was [Ann Lee, Bo Dahl] and others.",
        "He is [Dutch].",
        "It was about [the Bridge].",  # the question's own word
    ],
)
def test_what_states_nothing_that_can_be_compared(marked: str) -> None:
    assert value(marked, "who built the bridge") is None


@pytest.mark.parametrize(
    ("one", "other", "agree", "admit"),
    [
        ("about [300] people", "[330] people", True, True),
        ("[300] people", "[360] people", False, False),
        ("[30] people", "[31] people", False, False),
        ("at least [three] people", "[eleven] people", False, True),
        ("up to [20] people", "[14] people", False, True),
        ("more than [20] people", "[14] people", False, False),
        ("[80,000] people", "[79,800] people", True, True),
        ("[80,000] people", "[8,000] people", False, False),
        ("[54 percent] of all", "[54.1 percent] of all", True, True),
        ("[54.1 percent] of all", "[57.8 percent] of all", False, False),
        ("in [2021] it", "on [3 May 2021] it", True, True),
        ("on [4 May 2021] it", "on [3 May 2021] it", False, False),
        ("by [Karl Lunde] alone", "by [Lunde] alone", True, True),
        ("by [Karl Lunde] alone", "by [Vera Holm] alone", False, False),
        ("at [3:32 a.m.] then", "at [2:10 a.m.] then", False, False),
    ],
)
def test_what_agrees_as_far_as_it_is_meant(one: str, other: str, agree: bool, admit: bool) -> None:
    ours, theirs = value(one), value(other)
    assert ours is not None
    assert theirs is not None
    assert ours.comparable(theirs)
    assert ours.agrees(theirs) is theirs.agrees(ours) is agree
    assert ours.admits(theirs) is theirs.admits(ours) is admit


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("[4,000] hectares", "[40] square kilometres"),
        ("[3 million] dollars", "[3 million] euros"),
        ("[75] litres a day", "[500] litres in all"),
        ("[909] families", "[3,559] people"),
        ("[12 percent] of all", "[12] people"),
    ],
)
def test_other_measures_are_not_compared(one: str, other: str) -> None:
    ours, theirs = value(one), value(other)
    assert ours is not None
    assert theirs is not None
    assert not ours.comparable(theirs)
