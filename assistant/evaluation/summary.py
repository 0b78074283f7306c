"""Many cases become one figure per metric: means, percentiles, tokens, cost, and how much repeats differ."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from assistant.evaluation.records import CaseResult, Score
from assistant.evaluation.scores.metrics import BY_NAME, METRICS


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost, of the prompt and of the reply, in one currency."""

    prompt: float
    reply: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric over some cases: its value and how many cases have it."""

    metric: str
    value: float
    cases: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How far repeats of the same questions differ: lowest and highest mean of a repeat."""

    metric: str
    lowest: float
    highest: float


def case_values(results: Iterable[CaseResult], metric: str) -> dict[tuple[str, str], float]:
    """The value of each case that has the metric, repeats averaged."""
    values: dict[tuple[str, str], list[float]] = {}
    for result in results:
        if metric in result.scores:
            values.setdefault(result.key, []).append(result.scores[metric].value)
    return {key: fmean(many) for key, many in values.items()}


def summarise(results: Sequence[CaseResult], price: Price | None = None) -> list[Figure]:
    """One figure for each metric that any of the cases has, in the order of `METRICS`.

    Quality metrics are means over cases; latency is the nearest-rank percentile over all that ended; cost is a total.
    """
    figures = {name: Figure(name, value, count) for name, value, count in _measured(results, price)}
    for metric in METRICS:
        values = case_values(results, metric.name)
        if values:
            figures[metric.name] = Figure(metric.name, fmean(values.values()), len(values))
    return [figures[metric.name] for metric in METRICS if metric.name in figures]


def by_category(results: Sequence[CaseResult]) -> dict[str, list[CaseResult]]:
    """The results of each category, in the order in which the categories first appear."""
    grouped: dict[str, list[CaseResult]] = {}
    for result in results:
        grouped.setdefault(result.category, []).append(result)
    return grouped


def spreads(results: Sequence[CaseResult]) -> list[Spread]:
    """For a run with repeats, the lowest and the highest mean of a repeat for each quality metric."""
    repeats: dict[int, list[CaseResult]] = {}
    for result in results:
        repeats.setdefault(result.repeat, []).append(result)
    if len(repeats) < 2:
        return []
    found = []
    for metric in METRICS:
        means = [fmean(values.values()) for one in repeats.values() if (values := case_values(one, metric.name))]
        if len(means) > 1:
            found.append(Spread(metric.name, min(means), max(means)))
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def failures(results: Iterable[CaseResult]) -> list[CaseResult]:
    """The cases that crashed or timed out."""
    return [result for result in results if result.failure is not None]


def as_mapping(figures: Iterable[Figure]) -> Mapping[str, float]:
    """Values by metric."""
    return {figure.metric: figure.value for figure in figures}


def _measured(results: Sequence[CaseResult], price: Price | None) -> Iterable[tuple[str, float, int]]:
    seconds = [result.seconds for result in results if result.failure != "crashed"]
    if seconds:
        yield "latency_p50", percentile(seconds, 0.5), len(seconds)
        yield "latency_p95", percentile(seconds, 0.95), len(seconds)
    counted = [
        (result.prompt_tokens, result.completion_tokens or 0) for result in results if result.prompt_tokens is not None
    ]
    if counted:
        yield "tokens", fmean(prompt + reply for prompt, reply in counted), len(counted)
        if price is not None:
            total = sum(prompt * price.prompt + reply * price.reply for prompt, reply in counted) / 1_000_000
            yield "cost", total, len(counted)


# A case counts as failed when one of these is not perfect, or one of those is below a half.
_MUST_BE_PERFECT = (
    "correctness", "abstention_recall", "false_refusals", "disagreement_recall", "trap_safety", "quote_validity",
    "date_accuracy", "filter_exactness", "date_phrases",
)  # fmt: skip
_MUST_REACH_A_HALF = ("citation_precision", "citation_recall", "R@10", "Hits@10")


def shortfalls(result: CaseResult) -> list[tuple[str, Score]]:
    """The scores for which a case counts as failed; none when it passed."""
    found = []
    for name, score in result.scores.items():
        goodness = score.value if BY_NAME[name].better == "higher" else 1 - score.value
        if (name in _MUST_BE_PERFECT and goodness < 1) or (name in _MUST_REACH_A_HALF and goodness < 0.5):
            found.append((name, score))
    return found
