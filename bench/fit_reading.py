"""Fits the weights of answering/reading: in which order sentences answer, and the chance that any does.

    python -m bench.fit_reading seeds ellery velmark wire filings     # sets of eval/, or files in that format

Each set has the same weight, and so have its answerable and its unanswerable questions. Printed are the weights fitted
on all sets, and for each set what those fitted on the others are worth: whether the first sentence is evidence, whether
one of the best three is, and the area under the ROC curve of the chance. `rulings` must stay unseen. The chance judges
the sentences that the product's weights put first: after a change of `ORDER` run it again.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.answering.quoting.quotes_answer import by_tier
from assistant.answering.reading.reading import features_of_chance, read
from assistant.answering.reading.selection import naming, quotes_of
from assistant.app import Assistant
from assistant.evaluation.evaluate import open_set
from assistant.evaluation.gold.cases import Case
from assistant.evaluation.runner import Job, options_of
from assistant.evaluation.sets import find_sets
from assistant.settings import Settings
from bench.gold_quotes import is_evidence

Array = NDArray[np.float64]
_RIDGE_ORDER, _RIDGE_CHANCE = 0.02, 0.02  # on weights of features that were scaled to a deviation of 1
_FALSELY_REFUSED = 0.05


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: features of each sentence (rows, 4), which are evidence; features of the chance; its side."""

    features: Array
    evidence: NDArray[np.bool_]
    chance: Array
    answerable: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+")
    sets: dict[str, list[Asked]] = {}
    with TemporaryDirectory() as folder:
        settings = Settings(mode="quotes", index_dir=Path(folder))
        for gold in find_sets(parser.parse_args().sets, cwd=Path.cwd(), workspace=Path(folder)):
            with open_set(gold, settings) as opened:
                assert opened.assistant is not None
                sets[gold.name] = list(asked(gold.name, gold.cases, opened.assistant))
            print(f"{gold.name}: {len(sets[gold.name])} questions", flush=True)
    report(sets)


def asked(name: str, cases: Sequence[Case], assistant: Assistant) -> Iterator[Asked]:
    """The questions of a set that have one part, no history, and sentences to choose from."""
    assert assistant.reader is not None
    for case in cases:
        if case.history or not (case.quotes or case.abstains):
            continue
        query = assistant.understand(case.question, **options_of(Job(case, 1, "answers", assistant, name)))
        hits = assistant.hits(query)
        readings = read(query.asked, hits, assistant.reader, assistant.embedder)
        if len(readings) != 1 or query.asked.catalogue:
            continue
        (reading,) = readings
        tiers = (naming(query.asked.names, reading.candidates, tier) for tier in by_tier(query, hits, reading))
        rows = next(tiers, np.arange(0))
        if rows.size:
            quotes = [(quote := quotes_of(reading, [int(row)])[0]).candidate.hit.document.text[quote.start : quote.end]
                      for row in rows]  # fmt: skip
            evidence = np.array([not case.abstains and is_evidence(quote, case) for quote in quotes])
            yield Asked(reading.features[rows], evidence, features_of_chance(reading, rows), not case.abstains)


def report(sets: dict[str, list[Asked]]) -> None:
    """Print the weights of all sets, then a line for each set that was left out."""
    every = list(sets)
    likely = fit_chance(sets, every)
    print("ORDER ", fit_order(sets, every).round(3))
    print("CHANCE", likely.round(3))
    sure = [float(one.chance @ likely) for name in every for one in sets[name] if one.answerable]
    print(f"REFUSE_BELOW {1 / (1 + np.exp(-np.quantile(sure, _FALSELY_REFUSED))):.2f}")
    for name in every:
        others = [one for one in every if one != name] or every
        order, chance = fit_order(sets, others), fit_chance(sets, others)
        ranked = [
            one.evidence[np.argsort(-(one.features @ order), kind="stable")] for one in sets[name] if one.answerable
        ]
        yes, no = (
            np.array([one.chance @ chance for one in sets[name] if one.answerable is it]) for it in (True, False)
        )
        auroc = np.mean((yes[:, None] > no) + 0.5 * (yes[:, None] == no)) if len(no) else np.nan
        print(
            f"{name:16} left out: first {np.mean([one[0] for one in ranked]):.3f}  "
            f"of 3 {np.mean([one[:3].any() for one in ranked]):.3f}  AUROC {auroc:.3f}"
        )


def fit_order(sets: dict[str, list[Asked]], names: Sequence[str]) -> Array:
    """Weights for which the evidence has the largest share of a softmax over the sentences of its question."""
    items = []
    for name in names:
        usable = [one for one in sets[name] if one.answerable and one.evidence.any() and not one.evidence.all()]
        items += [(one, 1 / len(usable)) for one in usable]
    deviation = np.concatenate([one.features for one, _ in items]).std(axis=0)

    def loss(weights: Array) -> tuple[float, Array]:
        value, gradient = _RIDGE_ORDER * weights @ weights, 2 * _RIDGE_ORDER * weights
        for one, weight in items:
            scaled = one.features / deviation
            shares = np.exp((scores := scaled @ weights) - scores.max())
            shares /= shares.sum()
            found = shares[one.evidence].sum()
            value -= weight * np.log(found)
            gradient += weight * ((shares - shares * one.evidence / found) @ scaled)
        return value, gradient

    return minimize(loss, np.zeros(len(deviation)), jac=True).x / deviation


def fit_chance(sets: dict[str, list[Asked]], names: Sequence[str]) -> Array:
    """Weights of a logistic regression, that of the constant last."""
    rows = [(one, name) for name in names for one in sets[name]]
    sides = [(name, one.answerable) for one, name in rows]
    weights = np.array([1 / sides.count(side) for side in sides])
    weights /= weights.sum()
    features = np.array([one.chance[:-1] for one, _ in rows])
    mean, deviation = features.mean(axis=0), features.std(axis=0) + 1e-9
    scaled = np.column_stack([(features - mean) / deviation, np.ones(len(rows))])
    sign = np.where([one.answerable for one, _ in rows], 1, -1)
    ridge = np.array([_RIDGE_CHANCE] * features.shape[1] + [0.0])

    def loss(found: Array) -> tuple[float, Array]:
        odds = sign * (scaled @ found)
        value = weights @ np.logaddexp(0, -odds) + ridge @ found**2
        return value, 2 * ridge * found - (weights * sign / (1 + np.exp(odds))) @ scaled

    fitted = minimize(loss, np.zeros(scaled.shape[1]), jac=True).x
    inner = fitted[:-1] / deviation
    return np.append(inner, fitted[-1] - inner @ mean)


if __name__ == "__main__":
    main()
