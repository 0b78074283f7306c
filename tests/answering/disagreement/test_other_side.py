from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.citations import Stretch
from assistant.answering.disagreement.other_side import OtherSides
from assistant.types import Citation, DocumentDate, Hit, Sentence
from tests.answering.fakes import hit

OLD, NEW = hit("It killed three.", path="old.txt"), hit("It killed nine.", path="new.txt")
BOTH = OtherSides("Earlier three; nine.", ((Stretch(OLD, 0, 16),), (Stretch(NEW, 0, 15),)), contradict=False)
APART = replace(BOTH, contradict=True)


def cited(number: int, one: Hit, start: int = 3) -> Citation:
    day = DocumentDate(date(2021, 3, 24), "day", "header_line")
    return Citation(number, one.document.path, day, None, one.passage.text[start:], start, len(one.passage.text), 1)


@pytest.mark.parametrize(
    ("citations", "of_a_contradiction", "of_a_later_figure"),
    [
        ((), False, False),
        ((cited(1, OLD),), True, True),
        ((cited(1, NEW),), True, False),
        ((cited(1, NEW), cited(2, OLD)), False, False),
        ((cited(1, hit("Rain.", path="else.txt"), 0),), False, False),
    ],
)
def test_what_an_answer_leaves_untold(
    citations: tuple[Citation, ...], of_a_contradiction: bool, of_a_later_figure: bool
) -> None:
    assert APART.untold(citations) is of_a_contradiction
    assert BOTH.untold(citations) is of_a_later_figure


def test_a_conflict_is_told_by_a_sentence_or_two_that_cite_each_side() -> None:
    citations = (cited(1, NEW), cited(2, OLD))
    one, two = Sentence("It killed nine.", (1,)), Sentence("Others say three.", (2,))
    told = APART.told((one, two), citations)
    assert told is not None
    assert (told.about, told.sides) == ("It killed nine.", ((2,), (1,)))
    assert APART.told((one, Sentence("It rained."), two), citations) is None
    assert BOTH.told((one, two), citations) is None
