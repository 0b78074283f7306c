"""All scores of one case."""

from __future__ import annotations

from assistant.evaluation.gold.cases import Case
from assistant.evaluation.records import Outcome
from assistant.evaluation.scores.metrics import Truth, score
from tests.evaluation.scores.making import answer, case, hit


class TestACaseAsAWhole:
    def test_a_timeout_has_the_worst_value_of_all_that_the_case_speaks_of(self) -> None:
        asked = case(quotes=["q"], forbidden=["f"], filters={"after": "2021-03-20"})
        truth = Truth("answers", {"a.txt": "2021-03-24"})
        scores = score(asked, Outcome(failure="timed_out", error="no answer within 1 s"), truth)
        whole = score(asked, Outcome(answer(), (hit("a.txt"),)), truth)
        assert scores.keys() == whole.keys()
        assert {name: one.value for name, one in scores.items()} == {
            name: float(name == "false_refusals") for name in scores
        }
        assert {one.explanation for one in scores.values()} == {"timed out: no answer within 1 s"}

    def test_an_unanswerable_case_is_measured_by_its_refusal(self) -> None:
        asked = Case.model_validate({"id": "n", "question": "?", "status": "not_in_corpus"})
        truth = Truth("answers", {})
        refused = answer(citations=(), sentences=(), status="filtered_out")
        assert {name: one.value for name, one in score(asked, Outcome(refused), truth).items()} == {
            "abstention_recall": 1,
            "abstention_precision": 1,
            "status_accuracy": 0,
        }
        assert score(asked, Outcome(answer()), truth)["abstention_recall"].value == 0
        assert "abstention_precision" not in score(asked, Outcome(answer()), truth)

    def test_a_wrong_refusal_lowers_abstention_precision(self) -> None:
        refused = answer(citations=(), sentences=(), status="not_in_corpus")
        scores = score(case(), Outcome(refused), Truth("answers", {}))
        assert scores["abstention_precision"].value == 0
        assert scores["false_refusals"].value == 1
