"""Fits the weights of assistant/answering/relevance.py on CLAPNQ and says what cross-validation makes of them.

    python bench/fit_relevance.py --data CLAPNQ --ramdocs RAMDOCS      # folders of both data sets

Each question is asked of an index of all passages, twice: passages alone, and with their title as first line. Ranking
is a softmax over a question's candidates (the gold sentences' share of it is maximised), answering a logistic
regression on the best candidate; both with a ridge. Folds keep both forms of a question together.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

import numpy as np
from clapnq_quotes import Question, corpus, is_gold, load
from corpora import indexed, read_lines
from numpy.typing import NDArray

from assistant.answering.candidates import candidates_of
from assistant.answering.evidence import FEATURES, Evidence, gather
from assistant.answering.retrieve import retrieve
from assistant.answering.understand import understand

Matrix = NDArray[np.float64]
RIDGE = 3.0
FOLDS, REPEATS = 10, 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--ramdocs", type=Path, required=True)
    options = parser.parse_args()
    questions = load(options.data)
    others = ramdocs(options.ramdocs)
    rows = [row for titles in (False, True) for row in evidence_of(questions, titles)]
    count = len(questions)
    ids = np.arange(len(rows)) % count
    weights = fit_ranking([*rows, *others])
    print("ranking  ", dict(zip(FEATURES, np.round(weights, 3).tolist(), strict=True)))
    print("answering", np.round(fit_answering(rows, weights), 3).tolist(), "(score, centroid, log crowd, constant)")
    first, three, aurocs, refused = [], [], [], []
    for repeat in range(REPEATS):
        folds = np.random.default_rng(repeat).permutation(count) % FOLDS
        logits = np.empty(len(rows))
        for fold in range(FOLDS):
            train = [row for row, question in zip(rows, ids, strict=True) if folds[question] != fold]
            ranking = fit_ranking([*train, *others])
            answering = fit_answering(train, ranking)
            for position in np.flatnonzero(folds[ids] == fold):
                logits[position] = answering_features(rows[position][0], ranking) @ answering
                gold = rows[position][1]
                if questions[ids[position]].gold:
                    order = np.argsort(-(rows[position][0].features @ ranking))
                    first.append((position < count, gold[order[0]]))
                    three.append((position < count, gold[order[:3]].any()))
        for form in (True, False):
            part = logits[:count] if form else logits[count:]
            yes = np.array([bool(question.gold) for question in questions])
            aurocs.append((form, np.mean(part[yes][:, None] > part[~yes])))
            refused.append((form, np.mean(part[~yes] < np.quantile(part[yes], 0.1))))
    for form, name in ((True, "passages alone"), (False, "with titles")):
        means = [np.mean([value for which, value in of if which == form]) for of in (first, three, aurocs, refused)]
        print(f"{name}: best is gold {means[0]:.3f}, one of three {means[1]:.3f}, AUROC {means[2]:.3f}, "
              f"unanswerable refused when 10 % of answerable are {means[3]:.3f}")  # fmt: skip


def evidence_of(questions: list[Question], titles: bool) -> list[tuple[Evidence, NDArray[np.bool_]]]:
    rows = []
    with indexed(corpus(questions, titles)) as index:
        for question in questions:
            query = understand(question.text, as_of=date(2024, 1, 1))
            candidates = candidates_of(retrieve(index, query, k=8, per_document=3))
            (evidence,), _ = gather([question.text], candidates, index.embedder)
            rows.append((evidence, np.array([is_gold(one.text, question.gold) for one in candidates])))
    return rows


def ramdocs(folder: Path) -> list[tuple[Evidence, NDArray[np.bool_]]]:
    """Rows of RAMDocs: gold is a sentence of the question's own documents that holds a correct answer."""
    asked = read_lines(folder / "questions.jsonl")
    texts = {
        f"{number:03}-{place:02}.txt": document["text"]
        for number, row in enumerate(asked)
        for place, document in enumerate(row["documents"])
    }
    rows = []
    with indexed(texts) as index:
        for number, row in enumerate(asked):
            query = understand(row["question"], as_of=date(2024, 1, 1))
            candidates = candidates_of(retrieve(index, query, k=8, per_document=3))
            if not candidates:
                continue
            (evidence,), _ = gather([row["question"]], candidates, index.embedder)
            answers = [answer.lower() for answer in row["gold_answers"]]
            gold = [
                one.hit.document.path.startswith(f"{number:03}-")
                and any(answer in one.text.lower() for answer in answers)
                for one in candidates
            ]
            rows.append((evidence, np.array(gold)))
    return rows


def answering_features(evidence: Evidence, weights: Matrix) -> Matrix:
    scores = evidence.features @ weights
    best = int(scores.argmax())
    return np.array([scores[best], evidence.centroids[best], np.log(evidence.crowds[best]), 1.0])


def fit_ranking(rows: list[tuple[Evidence, NDArray[np.bool_]]]) -> Matrix:
    """Newton's method on the negative log share of the gold candidates, features standardised."""
    spread = np.concatenate([evidence.features for evidence, _ in rows]).std(axis=0)
    groups = [(evidence.features / spread, gold) for evidence, gold in rows if gold.any()]
    weights = np.zeros(len(FEATURES))
    for _ in range(50):
        gradient, hessian = RIDGE * weights, RIDGE * np.eye(len(weights))
        for features, gold in groups:
            scores = features @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            wanted = share * gold / (share * gold).sum()
            gradient = gradient + features.T @ (share - wanted)
            mean = features.T @ share
            hessian = hessian + (features * share[:, None]).T @ features - np.outer(mean, mean)
        step = np.linalg.solve(hessian, gradient)
        weights = weights - step
        if np.abs(step).max() < 1e-6:
            break
    return weights / spread


def fit_answering(rows: list[tuple[Evidence, NDArray[np.bool_]]], weights: Matrix) -> Matrix:
    """Newton's method on the logistic loss, features standardised; the constant is not held back."""
    features = np.stack([answering_features(evidence, weights) for evidence, _ in rows])
    answers = np.array([gold.any() for _, gold in rows], dtype=float)
    mean, spread = features[:, :-1].mean(axis=0), features[:, :-1].std(axis=0)
    features[:, :-1] = (features[:, :-1] - mean) / spread
    ridge = np.diag([1.0] * (features.shape[1] - 1) + [0.0])
    fitted = np.zeros(features.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-features @ fitted))
        hessian = (features * (chance * (1 - chance))[:, None]).T @ features + ridge
        step = np.linalg.solve(hessian, features.T @ (chance - answers) + ridge @ fitted)
        fitted = fitted - step
        if np.abs(step).max() < 1e-6:
            break
    raw = fitted[:-1] / spread
    return np.append(raw, fitted[-1] - raw @ mean)


if __name__ == "__main__":
    main()
