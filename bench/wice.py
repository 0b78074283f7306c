"""Measures the support score on WiCE (Wikipedia claims with web evidence): supported against the rest.

    python -m bench.wice --data FOLDER

FOLDER holds oracle_chunks_dev.jsonl. Prints the AUROC of the score beside that of two plain cosines, and precision and
recall of what the shipped rule lets through. The claim's page title counts as context, as the question does in use.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answering.checking.agreement import Known
from assistant.answering.checking.support import THRESHOLD, support
from assistant.models.embedder import BundledEmbedder
from assistant.types import Vectors


class Remembered:
    """Embeds each text once."""

    fingerprint = BundledEmbedder.fingerprint
    dimension = BundledEmbedder.dimension

    def __init__(self) -> None:
        self._embedder = BundledEmbedder()
        self._vectors: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self._embedder.embed(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])


def auroc(scores: Sequence[float], positive: NDArray[np.bool_]) -> float:
    """Chance that a positive case scores above a negative one, ties counting half (Mann-Whitney U)."""
    _, inverse, counts = np.unique(np.asarray(scores), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    n = positive.sum()
    return float((ranks[positive].sum() - n * (n + 1) / 2) / (n * (len(positive) - n)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    path = parser.parse_args().data / "oracle_chunks_dev.jsonl"
    if not path.is_file():
        print(f"no file {path}", file=sys.stderr)
        return 0
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    supported = np.array([row["label"] == "supported" for row in rows])
    unsupported = np.array([row["label"] == "not_supported" for row in rows])
    embedder = Remembered()
    embedder.embed([text for row in rows for text in (row["claim"], " ".join(row["evidence"]), *row["evidence"])])
    results = [
        support(row["claim"], row["evidence"], Known(context=row["meta"]["claim_title"]), embedder) for row in rows
    ]
    whole, nearest = [], []
    for row in rows:
        vectors = embedder.embed([row["claim"], " ".join(row["evidence"]), *row["evidence"]])
        whole.append(float(vectors[1] @ vectors[0]))
        nearest.append(float((vectors[2:] @ vectors[0]).max()))
    print(f"{len(rows)} claims, {supported.sum()} supported, {unsupported.sum()} not supported, the rest in part")
    print(f"AUROC  score {auroc([r.score for r in results], supported):.3f}", end="")
    print(f"  cosine with all evidence {auroc(whole, supported):.3f}", end="")
    print(f"  cosine with the nearest sentence {auroc(nearest, supported):.3f}")
    agree = np.array([not result.problems for result in results])
    scores = np.array([result.score for result in results])
    for threshold in sorted({0.0, 0.35, 0.4, 0.5, 0.55, 0.6, THRESHOLD}):
        through = agree & (scores >= threshold)
        print(
            f"threshold {threshold:.2f}{' *' if threshold == THRESHOLD else '  '}"
            f" precision {supported[through].mean():.3f} recall {through[supported].mean():.3f}"
            f" not-supported let through {through[unsupported].mean():.3f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
