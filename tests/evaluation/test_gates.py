"""What `--fail-on` reads and finds."""

import pytest

from assistant.errors import EvaluationError
from assistant.evaluation.gates import failed_gates, parse_gate
from tests.evaluation.making import result


class TestGates:
    @pytest.mark.parametrize("text", ["correctness", "correctness<", "correctness=1", "corectness<0.5", "<0.5", ""])
    def test_what_is_no_gate_is_refused(self, text: str) -> None:
        with pytest.raises(EvaluationError, match="--fail-on"):
            parse_gate(text)

    def test_a_wrong_name_gets_a_hint(self) -> None:
        with pytest.raises(EvaluationError, match="did you mean 'correctness'"):
            parse_gate("corectness<0.5")

    @pytest.mark.parametrize(
        ("gate", "fails"),
        [
            ("correctness<0.5", False),
            ("correctness<=0.5", True),
            ("correctness<0.51", True),
            ("correctness>0.4", True),
            ("correctness>=0.6", False),
            ("correctness[time]<0.1", True),
            ("correctness[fact]<1", False),
            ("nDCG@10<0.5", True),  # no value: nothing was shown
            ("latency_p95>0.01", True),
        ],
    )
    def test_gates(self, gate: str, fails: bool) -> None:
        results = [result(1, "fact", correctness=1.0), result(2, "time", correctness=0.0)]
        assert bool(failed_gates([parse_gate(gate)], results, None)) is fails

    def test_regression_needs_something_to_compare_with(self) -> None:
        with pytest.raises(EvaluationError, match="--baseline"):
            failed_gates([parse_gate("regression")], [result(1, correctness=1.0)], None)
