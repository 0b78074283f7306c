"""The door to embeddings, over real sockets with the real SDK."""

from __future__ import annotations

import pytest

from assistant.models.embeddings import OpenAIEmbeddings
from tests.fake_openai import fake_openai


def test_embeddings_keep_the_order_across_batches() -> None:
    with fake_openai() as fake:
        embedder = OpenAIEmbeddings(model="e", base_url=fake.url, api_key="right-key", timeout=5, batch=2)
        texts = ["a", "bb", "", "eeee", "ccccc"]
        vectors = embedder.embed(texts)
        alone = [embedder.embed([text])[0] for text in texts]
    assert vectors.shape == (5, 4)
    assert embedder.dimension == 4
    assert embedder.fingerprint == "openai:e"
    for row, single in zip(vectors, alone, strict=True):
        assert row.tolist() == pytest.approx(single.tolist())
        assert float((row**2).sum()) == pytest.approx(1.0)
