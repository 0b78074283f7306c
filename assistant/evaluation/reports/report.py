"""What every report shows: the run, its figures, the comparison with a baseline, and the gates that failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assistant.evaluation.compare import Comparison
from assistant.evaluation.records import CaseResult, Run
from assistant.evaluation.scores.judge import Agreement, agreement
from assistant.evaluation.scores.metrics import METRICS, Metric
from assistant.evaluation.summary import Figure, Price, Spread, by_category, failures, shortfalls, spreads, summarise
from assistant.jsonable import to_json


@dataclass(frozen=True)
class Report:
    """A run and what was made of it. `gates` are the lines of the gates that failed."""

    run: Run
    comparison: Comparison | None = None
    gates: Sequence[str] = ()
    price: Price | None = None

    @cached_property
    def figures(self) -> list[Figure]:
        """Each metric over all cases."""
        return summarise(self.run.results, self.price)

    @cached_property
    def categories(self) -> dict[str, list[Figure]]:
        """Each metric by category."""
        return {name: summarise(some) for name, some in by_category(self.run.results).items()}

    @cached_property
    def failed(self) -> list[CaseResult]:
        """The cases that fell short, crashed ones among them."""
        return [result for result in self.run.results if result.failure is not None or shortfalls(result)]

    @cached_property
    def broken(self) -> list[CaseResult]:
        """The cases that crashed or timed out."""
        return failures(self.run.results)

    @cached_property
    def spreads(self) -> list[Spread]:
        """How far repeats differ."""
        return spreads(self.run.results)

    @cached_property
    def agreement(self) -> Agreement | None:
        """How far the judge agrees with the comparison of strings."""
        return agreement(self.run.results)

    @property
    def metrics(self) -> list[Metric]:
        """The metrics that this run has, with their definitions."""
        names = {figure.metric for figure in self.figures}
        return [metric for metric in METRICS if metric.name in names]

    def to_json(self) -> dict[str, Any]:
        """The whole report as JSON values."""
        return {
            "provenance": to_json(self.run.provenance),
            "started": self.run.started,
            "planned": self.run.planned,
            "complete": self.run.complete,
            "summary": to_json(self.figures),
            "categories": to_json(self.categories),
            "spreads": to_json(self.spreads),
            "judge_agreement": to_json(self.agreement),
            "failed_gates": list(self.gates),
            "failed_cases": [{"set": result.set, "id": result.id} for result in self.failed],
            "comparison": to_json(self.comparison),
            "metrics": {metric.name: metric.definition for metric in self.metrics},
            "cases": to_json(self.run.results),
        }
