"""What ranks a sentence, and what makes an answer likely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.answering.checking.relation import Relation
from assistant.answering.reading.candidates import candidates_of
from assistant.answering.reading.ranking import FEATURES, Evidence, chance_of_answer, gather
from assistant.types import Vectors
from tests.answering.fakes import WordEmbedder, asked, hit, query

STORM = (
    "The storm closed the bridge over the river. The storm closed the school in the town.\n\n"
    "The storm cost nine million crowns, the council said.\n"
)


def test_apart_tells_the_sentence_that_answers_from_those_that_only_share_the_subject() -> None:
    question = "What did the storm cost?"
    (evidence,), _ = gather(asked(question), candidates_of([hit(STORM)], asked(question)), WordEmbedder())
    assert evidence.features[:, FEATURES.index("cosine")].min() > 0.2
    *others, cost = evidence.features[:, FEATURES.index("apart")]
    assert cost > 0 > max(others)


def test_a_heading_of_markdown_is_no_candidate() -> None:
    heading = "# The council expands the harbour and the bridge; work begins in January of next year"
    candidates = candidates_of([hit(f"{heading}\n\n{STORM}", path="plan.md")], asked("When does work begin?"))
    assert all("expands" not in one.text for one in candidates)


def test_of_a_crowded_passage_no_more_than_ten_sentences_count() -> None:
    def chance(crowd: int) -> float:
        features = np.full((1, len(FEATURES)), 0.5)
        return chance_of_answer(
            asked("what did it cost"), Evidence(features, np.array([0.5]), np.array([crowd])), np.array([0])
        )

    assert chance(3) > chance(10)
    assert chance(10) == chance(40)


def test_what_retrieval_knows_of_a_passage_is_not_computed_again() -> None:
    class NoEmbedder(WordEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            raise AssertionError("the cosines are known")

    one = hit(STORM)
    question = query("Who won the cup?")
    assert not Relation(question, [replace(one, dense=0.05)], NoEmbedder()).is_possible
    assert Relation(question, [replace(one, dense=0.05), replace(one, dense=0.6)], NoEmbedder()).is_possible
