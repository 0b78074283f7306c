"""Exact search and a Chroma server answer the same questions alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date

import pytest

from assistant.index.store.catalogue import Catalogue
from assistant.index.store.generation import Generation, Store
from assistant.index.vectors.chroma import ChromaServer, open_collection
from assistant.index.vectors.exact import ExactVectors
from assistant.index.vectors.protocol import VectorIndex
from tests.index.corpora import WordEmbedder, ask, index


@pytest.fixture(params=["exact", "served"])
def vectors(request: pytest.FixtureRequest, generation: Generation, catalogue: Catalogue) -> Iterator[VectorIndex]:
    with ExitStack() as stack:
        if request.param == "exact":
            yield ExactVectors(generation.folder, catalogue)
        else:
            server: ChromaServer = request.getfixturevalue("server")
            root = generation.folder.parent.parent.parent
            index_dir = root.parent / "served"
            index(root, index_dir, chroma=server)
            live = Store(index_dir).live()
            assert live is not None
            assert live.server == server.url
            yield stack.enter_context(open_collection(server, live.collection, catalogue))


@pytest.mark.parametrize(
    "query",
    [
        ask("x"),
        ask("x", date(2021, 3, 1), date(2021, 4, 30)),
        ask("x", date(2021, 3, 10), date(2021, 3, 11), include_undated=False),
        ask("x", date(2021, 6, 1)),
        ask("x", sources=("npr",)),
        ask("x", None, date(2021, 5, 1), paths=("*o*.txt",)),
        ask("x", authors=("jane doe",)),
        ask("x", paths=("nothing",)),
    ],
)
def test_all_engines_find_the_same_neighbours_inside_the_filters(
    vectors: VectorIndex, generation: Generation, catalogue: Catalogue, query: object
) -> None:
    exact = ExactVectors(generation.folder, catalogue)
    for text in ("river storm", "the vote in the court", "an airport"):
        vector = WordEmbedder().embed([text])[0]
        expected = exact.query(vector, 7, query)  # type: ignore[arg-type]
        found = vectors.query(vector, 7, query)  # type: ignore[arg-type]
        assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=2e-3)
    allowed = catalogue.candidates(query)  # type: ignore[arg-type]
    everything = vectors.query(vector, 1_000, query)  # type: ignore[arg-type]
    assert {key for key, _ in everything} == set(
        catalogue.vector_states() if allowed is None else catalogue.ids_of(exact.rows[allowed].tolist())
    )
