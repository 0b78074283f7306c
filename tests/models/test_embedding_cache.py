"""The embedder with a cache: the same vectors, each text embedded once, bounded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.models.embedder import BundledEmbedder
from assistant.models.embedding_cache import CachedEmbedder
from assistant.types import Vectors


class Counting:
    fingerprint = "counting"
    dimension = 2

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        rows = [[float(len(text)), 1.0] for text in texts]
        return np.asarray(rows, dtype=np.float32).reshape(len(texts), 2)


def test_a_text_is_embedded_once_and_the_order_kept() -> None:
    behind = Counting()
    embedder = CachedEmbedder(behind)
    assert embedder.embed(["a", "bb", "a"])[:, 0].tolist() == [1, 2, 1]
    assert embedder.embed(["ccc", "bb"])[:, 0].tolist() == [3, 2]
    assert behind.asked == ["a", "bb", "ccc"]
    assert embedder.embed([]).shape == (0, 2)
    assert (embedder.fingerprint, embedder.dimension) == ("counting", 2)


def test_only_the_last_texts_are_kept() -> None:
    behind = Counting()
    embedder = CachedEmbedder(behind, most=2)
    for text in ("a", "bb", "a", "ccc"):
        embedder.embed([text])
    embedder.embed(["a"])
    assert behind.asked == ["a", "bb", "ccc"]
    embedder.embed(["bb"])
    assert behind.asked[-1] == "bb"


def test_more_texts_than_are_kept_still_come_back_whole() -> None:
    texts = [str(number) * number for number in range(1, 9)]
    assert CachedEmbedder(Counting(), most=2).embed(texts)[:, 0].tolist() == [len(text) for text in texts]


def test_a_vector_does_not_depend_on_the_texts_beside_it() -> None:
    text = "Two missiles were fired on Sunday, they confirmed."
    others = ["short", "a much longer text about ships in a harbour, " * 12, "another one"]
    alone = CachedEmbedder(BundledEmbedder()).embed([text])[0]
    assert np.array_equal(CachedEmbedder(BundledEmbedder()).embed([*others, text])[-1], alone)
