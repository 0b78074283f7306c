"""Two runs side by side: what got better, what got worse."""

from dataclasses import replace

from assistant.evaluation.compare import ALL, compare
from tests.evaluation.making import result, run


class TestCompare:
    def test_a_fall_is_worse_and_a_rise_of_what_should_be_low_too(self) -> None:
        before = run(*(result(i, correctness=1.0, false_refusals=0.0) for i in range(20)))
        after = run(*(result(i, correctness=0.0, false_refusals=1.0) for i in range(20)))
        comparison = compare(before, after)
        assert {change.metric for change in comparison.regressions} == {"correctness", "false_refusals"}
        assert {change.verdict for change in compare(after, before).changes} == {"better"}

    def test_one_flip_is_listed_and_no_regression(self) -> None:
        before = run(*(result(i, correctness=1.0) for i in range(20)))
        after = run(result(0, correctness=0.0), *before.results[1:])
        comparison = compare(before, after)
        assert comparison.regressions == []
        assert [(flip.after.id, flip.direction, flip.metric) for flip in comparison.flips] == [
            ("c0", "worse", "correctness")
        ]

    def test_new_gone_and_edited_cases_are_named_and_not_compared(self) -> None:
        before = run(result(1, correctness=1.0), result(2, correctness=1.0), result(3, correctness=1.0))
        edited = replace(result(2, correctness=0.0), case_sha256="2")
        comparison = compare(before, run(result(1, correctness=1.0), edited, result(4, correctness=0.0)))
        assert comparison.added == (("s", "c4"),)
        assert comparison.removed == (("s", "c3"),)
        assert comparison.edited == (("s", "c2"),)
        assert [(c.before, c.after, c.cases) for c in comparison.changes if c.category == ALL] == [(1.0, 1.0, 1)]

    def test_categories_are_compared_by_themselves(self) -> None:
        before = run(*(result(i, "time" if i < 10 else "fact", correctness=1.0) for i in range(30)))
        after = run(*(result(i, "time" if i < 10 else "fact", correctness=float(i >= 10)) for i in range(30)))
        verdicts = {change.category: change.verdict for change in compare(before, after).changes}
        assert verdicts == {ALL: "worse", "time": "worse", "fact": None}

    def test_what_made_the_runs_differ_is_said(self) -> None:
        before = run(result(1, correctness=1.0))
        after = replace(before, provenance=replace(before.provenance, settings={"passages": 4}, writer="gpt"))
        assert compare(before, after).made_otherwise == ("writer: quotes → gpt", "settings.passages: nothing → 4")
