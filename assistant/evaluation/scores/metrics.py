"""All metrics in the order in which they are shown: which case each speaks of, and how it is computed."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from assistant.evaluation.gold.cases import Case, Task
from assistant.evaluation.records import Outcome, Score
from assistant.evaluation.scores import answer as score_answer
from assistant.evaluation.scores import citations as score_citations
from assistant.evaluation.scores import dates as score_dates
from assistant.evaluation.scores import retrieval as score_retrieval
from assistant.evaluation.scores.dates import CorpusFiles
from assistant.types import Answer


@dataclass(frozen=True, slots=True)
class Truth:
    """What a case is measured against besides itself: its set's task, the right dates, the files on disk."""

    task: Task
    dates: Mapping[str, str | None]
    files: CorpusFiles | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric's name as it is printed, its definition with the source, and which way is better.

    `noisy` ones (time, tokens, cost) differ from run to run and are never called a regression.
    """

    name: str
    definition: str
    better: Literal["higher", "lower"] = "higher"
    noisy: bool = False
    unit: str = ""


def _described(function: Callable[..., object]) -> str:
    return " ".join(inspect.cleandoc(function.__doc__ or "").split())


_RANKS = _described(score_retrieval.rank_scores)
_MULTIHOP = _described(score_retrieval.multihop_scores)
_TIME = "Wall-clock seconds per question: the nearest-rank percentile over all cases that completed."
_TOKENS = "Prompt and reply tokens, summed over a case's model requests, as the endpoint reported them."

METRICS: tuple[Metric, ...] = (
    Metric("correctness", _described(score_answer.correctness)),
    Metric("answer_recall", _described(score_answer.answer_recall)),
    Metric("judged_correct", "Share of answers that a model, given the expected answer, judges correct (--judge)."),
    Metric("citation_precision", _described(score_citations.citation_precision)),
    Metric("citation_recall", _described(score_citations.citation_recall)),
    Metric("quote_precision", _described(score_citations.quote_precision)),
    Metric("quote_recall", _described(score_citations.quote_recall)),
    Metric("quote_validity", _described(score_dates.quote_validity)),
    Metric("date_accuracy", _described(score_dates.date_accuracy)),
    Metric("filter_exactness", _described(score_dates.filter_exactness)),
    Metric("abstention_precision", _described(score_answer.abstention_precision)),
    Metric("abstention_recall", _described(score_answer.abstention_recall)),
    Metric("false_refusals", _described(score_answer.false_refusals), better="lower"),
    Metric("disagreement_recall", _described(score_answer.disagreement_recall)),
    Metric("trap_safety", _described(score_answer.trap_safety)),
    Metric("status_accuracy", _described(score_answer.status_accuracy)),
    Metric("date_phrases", _described(score_dates.date_phrases)),
    Metric("R@3", _RANKS),
    Metric("R@10", _RANKS),
    Metric("MRR@10", _RANKS),
    Metric("nDCG@10", _RANKS),
    Metric("Hits@4", _MULTIHOP),
    Metric("Hits@10", _MULTIHOP),
    Metric("MAP@10", _MULTIHOP),
    Metric("latency_p50", _TIME, better="lower", noisy=True, unit="s"),
    Metric("latency_p95", _TIME, better="lower", noisy=True, unit="s"),
    Metric("tokens", _TOKENS + " Mean per case.", better="lower", noisy=True),
    Metric("cost", _TOKENS + " Priced with --price; total of the run.", better="lower", noisy=True),
)
BY_NAME: Mapping[str, Metric] = {metric.name: metric for metric in METRICS}

_RANK_NAMES = ("R@3", "R@10", "MRR@10", "nDCG@10")
_MULTIHOP_NAMES = ("Hits@4", "Hits@10", "MAP@10", "MRR@10")

_Scorer = Callable[[Answer], Score | None]


def _answer_scorers(case: Case, truth: Truth) -> dict[str, _Scorer]:
    """The metrics of the answer that this case speaks of; a case that is expected to be refused has few."""
    scorers: dict[str, _Scorer] = {}
    if not case.may_abstain:
        scorers["false_refusals"] = score_answer.false_refusals
    if not case.abstains:
        if case.answer:
            scorers["correctness"] = partial(score_answer.correctness, case)
            scorers["answer_recall"] = partial(score_answer.answer_recall, case)
        if case.files:
            scorers["citation_precision"] = partial(score_citations.citation_precision, case)
            scorers["citation_recall"] = partial(score_citations.citation_recall, case)
        if case.quotes:
            scorers["quote_precision"] = partial(score_citations.quote_precision, case)
            scorers["quote_recall"] = partial(score_citations.quote_recall, case)
        if case.disagreement:
            scorers["disagreement_recall"] = partial(score_answer.disagreement_recall, case)
    else:
        scorers["abstention_recall"] = score_answer.abstention_recall
    scorers["abstention_precision"] = partial(score_answer.abstention_precision, case)
    if truth.files is not None:
        scorers["quote_validity"] = partial(score_dates.quote_validity, files=truth.files)
    dates = {**truth.dates, **case.dates}
    if dates:
        scorers["date_accuracy"] = partial(score_dates.date_accuracy, dates=dates)
    if score_dates.narrows(case):
        scorers["filter_exactness"] = partial(score_dates.filter_exactness, case, dates=dates)
    if case.forbidden:
        scorers["trap_safety"] = partial(score_answer.trap_safety, case)
    scorers["status_accuracy"] = partial(score_answer.status_accuracy, case)
    return scorers


def score(case: Case, outcome: Outcome, truth: Truth) -> dict[str, Score]:
    """All scores that a case has, by metric. A case that crashed or timed out has the worst value of each."""
    scorers = _answer_scorers(case, truth) if truth.task == "answers" else {}
    if outcome.failure is not None:
        scorers.pop("abstention_precision", None)  # it speaks of refusals, and none was made
        names = (*scorers, *_retrieval_names(case))
        reason = f"{outcome.failure.replace('_', ' ')}: {outcome.error}"
        return {name: Score(float(BY_NAME[name].better == "lower"), reason) for name in names}
    scores: dict[str, Score] = {}
    if outcome.answer is not None:
        for name, scorer in scorers.items():
            result = scorer(outcome.answer)
            if result is not None:
                scores[name] = result
    scores |= _retrieval(case, outcome)
    return {metric.name: scores[metric.name] for metric in METRICS if metric.name in scores}


def _retrieval_names(case: Case) -> tuple[str, ...]:
    if case.days:
        return ("date_phrases",)
    if case.facts:
        return _MULTIHOP_NAMES
    return _RANK_NAMES if _relevance(case) else ()


def _relevance(case: Case) -> dict[str, int]:
    return case.relevance or dict.fromkeys(case.files.named if case.files else (), 1)


def _retrieval(case: Case, outcome: Outcome) -> dict[str, Score]:
    if case.days:
        return {"date_phrases": score_dates.date_phrases(case, outcome.days)}
    if case.facts:
        return score_retrieval.multihop_scores([hit.passage.text for hit in outcome.hits], case.facts)
    relevance = _relevance(case)
    return score_retrieval.rank_scores(outcome.hits, relevance) if relevance else {}
