"""`--fail-on`: conditions on a run that turn into an exit code."""

from __future__ import annotations

import difflib
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.errors import EvaluationError
from assistant.evaluation.compare import Comparison
from assistant.evaluation.records import CaseResult
from assistant.evaluation.scores.metrics import BY_NAME
from assistant.evaluation.summary import as_mapping, by_category, summarise

_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_CONDITION = re.compile(r"\s*+([\w@]++)(?:\[([^\]]++)\])?\s*+(<=|>=|<|>)\s*+(-?(?:\d++(?:\.\d++)?|\.\d++))\s*+")


@dataclass(frozen=True, slots=True)
class Gate:
    """Fails when the metric's value stands in the given relation to `bound`; or, named ``regression``, on any."""

    text: str
    metric: str
    category: str | None = None
    relation: str = ""
    bound: float = 0.0


def parse_gate(text: str) -> Gate:
    """Read ``regression``, ``citation_precision<0.95`` or ``correctness[time]<0.8``. Raises EvaluationError."""
    if text.strip() == "regression":
        return Gate(text, "regression")
    match = _CONDITION.fullmatch(text)
    if match is None:
        raise EvaluationError(f"--fail-on {text!r}: write 'correctness<0.85', 'correctness[time]<0.8' or 'regression'")
    metric, category, relation, bound = match.groups()
    if metric not in BY_NAME:
        near = difflib.get_close_matches(metric, BY_NAME, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else f"; known metrics: {', '.join(BY_NAME)}"
        raise EvaluationError(f"--fail-on {text!r}: no metric {metric!r}{hint}")
    return Gate(text, metric, category, relation, float(bound))


def failed_gates(gates: Sequence[Gate], results: Sequence[CaseResult], comparison: Comparison | None) -> list[str]:
    """One line for each gate that fails. A metric without any value fails its gate: nothing was shown.

    Raises EvaluationError when ``regression`` is asked for and there is no baseline.
    """
    lines: list[str] = []
    for gate in gates:
        if gate.metric == "regression":
            if comparison is None:
                raise EvaluationError("--fail-on regression needs --baseline")
            lines += [
                f"regression: {change.metric} {change.before:.3f} → {change.after:.3f}"
                f" (95% interval of the difference {change.interval.low:+.3f} to {change.interval.high:+.3f})"
                for change in comparison.regressions
                if change.interval and change.before is not None and change.after is not None
            ]
            continue
        some = results if gate.category is None else by_category(results).get(gate.category, [])
        value = as_mapping(summarise(some)).get(gate.metric)
        if value is None:
            lines.append(f"{gate.text}: {gate.metric} has no value in this run")
        elif _OPERATORS[gate.relation](value, gate.bound):
            lines.append(f"{gate.text}: {gate.metric} is {value:.3f}")
    return lines
