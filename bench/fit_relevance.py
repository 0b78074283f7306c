"""Fits the weights of `assistant/answering/reading/ranking.py` and says what cross-validation makes of them.

    python -m bench.fit_relevance --data CLAPNQ --ramdocs RAMDOCS      # folders of both data sets

Ranking is a softmax over a question's candidates: the share of those that answer is maximised, with a ridge. It is
fitted on CLAPNQ (asked twice of an index of all its passages: alone, and with their title as first line), RAMDocs, the
questions of the tests on the sample corpus, and the gold sets `ellery` and `velmark`; each counts as `_COUNTS` says,
and folds keep both forms of a question together. For questions written out, two features have a weight more.

The chance of an answer is a logistic regression on the best candidate, on CLAPNQ alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.answering.question.understand import understand
from assistant.answering.reading.candidates import Candidate, candidates_of
from assistant.answering.reading.ranking import FEATURES, Evidence, chance_logits, gather
from assistant.answering.retrieval.retrieve import retrieve
from assistant.evaluation.gold.files import read_set
from assistant.index.search.index import Index
from assistant.models.embedding_cache import CachedEmbedder
from assistant.types import Asked, Query
from bench.clapnq_quotes import Question, corpus, is_gold, load
from bench.corpora import indexed, read_lines
from tests.answering.seed_questions import ANSWERABLE

Matrix = NDArray[np.float64]
Judge = Callable[[Candidate, str], bool]
RIDGE = 3.0
FOLDS, REPEATS = 5, 2
ROOT = Path(__file__).resolve().parent.parent
_COUNTS = {"clapnq": 0.5, "clapnq with titles": 0.5, "ramdocs": 0.25, "seeds": 1.0, "ellery": 1.0, "velmark": 1.0}
_WRITTEN_OUT = ("telling", "apart")
# Fitted freely it is 3 to 4.3, which costs CLAPNQ one of three in a hundred; half the articles of news have no title
# that a reader could tell from their first line.
_TITLED = 2.5


@dataclass(frozen=True, slots=True)
class Row:
    """A question's candidates, and which of them answer."""

    asked: Asked
    evidence: Evidence
    gold: NDArray[np.bool_]

    @property
    def features(self) -> Matrix:
        """As FEATURES but for `titled`, then those that count once more where the question is written out."""
        own = np.delete(self.evidence.features, FEATURES.index("titled"), axis=1)
        written_out = float(self.asked.sentence)
        more = [self.evidence.features[:, FEATURES.index(name)] * written_out for name in _WRITTEN_OUT]
        return np.column_stack([own, *more])

    @property
    def offset(self) -> Matrix:
        """What the feature adds whose weight is not fitted."""
        titled: Matrix = _TITLED * self.evidence.features[:, FEATURES.index("titled")]
        return titled


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--ramdocs", type=Path, required=True)
    options = parser.parse_args()
    questions = load(options.data)
    forms = [clapnq(questions, titles) for titles in (False, True)]
    sets = {"clapnq": forms[0], "clapnq with titles": forms[1], "ramdocs": ramdocs(options.ramdocs), "seeds": seeds()}
    sets |= {name: gold_set(name) for name in ("ellery", "velmark")}
    answerable = {name: [row for row in rows if row.gold.any()] for name, rows in sets.items()}
    names = [name for name in FEATURES if name != "titled"] + [f"{name} (written out)" for name in _WRITTEN_OUT]
    weights = fit_ranking(answerable)
    print("ranking", {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)})
    for name, (first, three) in cross_validated(answerable).items():
        print(f"  {name}: best is gold {first:.3f}, one of three {three:.3f}")
    chance = fit_chance([*forms[0], *forms[1]])
    print("chance", np.round(chance, 3).tolist(), "(logits of the best, its centroid, log crowd, constant)")


def clapnq(questions: list[Question], titles: bool) -> list[Row]:
    with indexed(corpus(questions, titles)) as index:
        asked = ((one.text, judged_by(one.gold)) for one in questions)
        return list(rows_of(index, asked, date(2024, 1, 1)))


def judged_by(gold: tuple[str, ...]) -> Judge:
    return lambda candidate, _: bool(gold) and is_gold(candidate.text, gold)


def ramdocs(folder: Path) -> list[Row]:
    """Gold is a sentence of the question's own documents that holds a correct answer."""
    asked = read_lines(folder / "questions.jsonl")
    texts = {
        f"{number:03}-{place:02}.txt": document["text"]
        for number, row in enumerate(asked)
        for place, document in enumerate(row["documents"])
    }

    def judge(number: int, answers: list[str]) -> Judge:
        return lambda candidate, text: (
            candidate.hit.document.path.startswith(f"{number:03}-") and any(one in text.lower() for one in answers)
        )

    with indexed(texts) as index:
        questions = (
            (row["question"], judge(number, [answer.lower() for answer in row["gold_answers"]]))
            for number, row in enumerate(asked)
        )
        return list(rows_of(index, questions, date(2024, 1, 1)))


def seeds() -> list[Row]:
    def judge(parts: str) -> Judge:
        return lambda _, text: any(" ".join(part.split()) in text for part in parts.split("|"))

    today = date(2022, 2, 1)
    with indexed(texts_in(ROOT / "seeds"), today=today) as index:
        return list(rows_of(index, ((question, judge(parts)) for question, parts in ANSWERABLE), today))


def gold_set(name: str) -> list[Row]:
    """The questions of a gold set that stand alone; gold is what holds, or lies in, one of their quotes."""
    gold = read_set(ROOT / "eval" / f"{name}.jsonl")

    def judge(quotes: list[str], paths: frozenset[str]) -> Judge:
        return lambda candidate, text: (
            candidate.hit.document.path in paths
            and any(quote in text or (len(text) > 12 and text in quote) for quote in quotes)
        )

    questions = [
        (
            case.question,
            judge(
                [" ".join(quote.split()) for group in case.quotes for quote in group],
                frozenset(case.files.named if case.files else ()),
            ),
            case.as_of or gold.header.today,
        )
        for case in gold.cases
        if not case.history
    ]
    with indexed(texts_in(ROOT / "eval" / "corpora" / name), today=gold.header.today or date.today()) as index:
        return [
            row
            for question, judged, today in questions
            for row in rows_of(index, [(question, judged)], today or date.today())
        ]


def texts_in(folder: Path) -> Mapping[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()) if path.is_file()}


def rows_of(index: Index, asked: Iterable[tuple[str, Judge]], today: date) -> Iterator[Row]:
    embedder = CachedEmbedder(index.embedder)
    for question, judge in asked:
        query: Query = understand(question, as_of=today)
        hits = retrieve(index, query, k=8, per_document=3)
        whole = replace(query.asked, parts=())
        if candidates := candidates_of(hits, whole):
            (evidence,), _ = gather(whole, candidates, embedder)
            gold = np.array([judge(one, " ".join(one.text.split())) for one in candidates])
            yield Row(whole, evidence, gold)


def fit_ranking(sets: Mapping[str, list[Row]], spread: Matrix | None = None) -> Matrix:
    """The weights that give the gold candidates the largest shares; features are standardised for the ridge."""
    spread = spread_of(sets) if spread is None else spread
    groups = [
        (row.features / spread, row.offset, row.gold, _COUNTS[name]) for name, rows in sets.items() for row in rows
    ]

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total, gradient = RIDGE / 2 * float(weights @ weights), RIDGE * weights
        for features, offset, gold, counts in groups:
            scores = features @ weights + offset
            raised = np.exp(scores - scores.max())
            share, wanted = raised / raised.sum(), raised * gold / max(raised[gold].sum(), 1e-300)
            total -= counts * float(np.log(share[gold].sum() + 1e-12))
            gradient = gradient + counts * (features.T @ (share - wanted))
        return total, gradient

    found: Matrix = minimize(loss, np.zeros(len(spread)), jac=True, method="L-BFGS-B").x / spread
    return found


def spread_of(sets: Mapping[str, list[Row]]) -> Matrix:
    spread: Matrix = np.concatenate([row.features for rows in sets.values() for row in rows]).std(axis=0)
    return np.where(spread > 0, spread, 1.0)


def cross_validated(sets: Mapping[str, list[Row]]) -> dict[str, tuple[float, float]]:
    """How often the best candidate is gold, and one of the three best, over questions that were not fitted on."""
    found: dict[str, list[tuple[bool, bool]]] = {name: [] for name in sets}
    spread = spread_of(sets)
    questions = sorted({row.asked.text for rows in sets.values() for row in rows})
    for repeat in range(REPEATS):
        folds = dict(zip(questions, np.random.default_rng(repeat).permutation(len(questions)) % FOLDS, strict=True))
        for fold in range(FOLDS):
            rest = {name: [row for row in rows if folds[row.asked.text] != fold] for name, rows in sets.items()}
            weights = fit_ranking(rest, spread)
            for name, rows in sets.items():
                for row in rows:
                    if folds[row.asked.text] == fold:
                        order = np.argsort(-(row.features @ weights + row.offset))
                        found[name].append((bool(row.gold[order[0]]), bool(row.gold[order[:3]].any())))
    return {name: tuple(np.mean(values, axis=0)) for name, values in found.items()}


def fit_chance(rows: list[Row]) -> Matrix:
    """The logistic regression, features standardised for the ridge; the constant is not held back."""
    features = np.stack([chance_features(row) for row in rows])
    answers = np.array([row.gold.any() for row in rows], dtype=float)
    mean, spread = features.mean(axis=0), features.std(axis=0)
    mean[-1], spread[-1] = 0.0, 1.0
    standard = (features - mean) / spread
    ridge = np.append(np.ones(features.shape[1] - 1), 0.0)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        logits = standard @ weights
        total = float(np.logaddexp(0, logits).sum() - answers @ logits + (ridge * weights) @ weights / 2)
        return total, standard.T @ (1 / (1 + np.exp(-logits)) - answers) + ridge * weights

    raw: Matrix = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B").x / spread
    raw[-1] -= float(raw @ mean)
    return raw


def chance_features(row: Row) -> Matrix:
    logits = chance_logits(row.asked, row.evidence)
    best = int(logits.argmax())
    return np.array([logits[best], row.evidence.centroids[best], np.log(row.evidence.crowds[best]), 1.0])


if __name__ == "__main__":
    main()
