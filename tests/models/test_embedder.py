"""The bundled embedder: unit vectors that do not depend on what else is embedded with them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.models.embedder import MODEL, TOKENIZER, BundledEmbedder, CachedEmbedder, batches
from assistant.types import Vectors


@pytest.fixture(scope="module")
def embedder() -> BundledEmbedder:
    return BundledEmbedder()


def test_vectors_are_of_norm_1_and_in_the_order_given(embedder: BundledEmbedder) -> None:
    texts = ["A missile was fired.", "", "word " * 600, "Rain is expected in the north. " * 5, "A missile was fired."]
    vectors = embedder.embed(texts)
    assert vectors.shape == (5, embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
    for text, vector in zip(texts, vectors, strict=True):
        assert embedder.embed([text])[0] @ vector == pytest.approx(1, abs=0.02)  # int8: scales depend on the batch


def test_runs_side_by_side_give_what_they_give_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"Storm {number} " + "crossed the bay again " * (number % 60) for number in range(0, 80, 2)]
    made = []
    for cores in (1, 4):
        monkeypatch.setattr("assistant.models.embedder.cores", lambda cores=cores: cores)
        embedder = BundledEmbedder()
        made.append((embedder.embed(texts), embedder.embed_each(texts)))
    for alone, beside in zip(*made, strict=True):
        assert np.array_equal(alone, beside)


def test_near_in_meaning_is_near_in_space(embedder: BundledEmbedder) -> None:
    question, right, wrong = embedder.embed(
        ["Who leads the city council?", "The mayor chairs the meetings of the town.", "Tuna are fish of the open sea."]
    )
    assert question @ right > question @ wrong + 0.2


def test_nothing_gives_no_rows(embedder: BundledEmbedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


@settings(deadline=None)
@given(lengths=st.lists(st.integers(1, 300), max_size=60), budget=st.integers(1, 2_000))
def test_batches_hold_every_text_once_within_the_budget(lengths: list[int], budget: int) -> None:
    made = list(batches(lengths, budget))
    assert sorted(place for batch in made for place in batch) == list(range(len(lengths)))
    for batch in made:
        assert len(batch) == 1 or len(batch) * max(lengths[place] for place in batch) <= budget
    flat = [lengths[place] for batch in made for place in batch]
    assert flat == sorted(flat, reverse=True)


def test_another_model_needs_another_fingerprint() -> None:
    """Vectors of one fingerprint must be comparable: who replaces the model's files changes the fingerprint too."""
    hashed = hashlib.sha256(MODEL.read_bytes() + TOKENIZER.read_bytes()).hexdigest()
    assert (BundledEmbedder.fingerprint, hashed[:16]) == ("all-MiniLM-L6-v2-int8-256", "62c2baab63ec09e2")


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
