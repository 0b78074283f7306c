"""How a Chroma server is filled from a staged generation: wider where it must be, copies set apart, checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexDamaged
from assistant.index.build import ahead, served, verify
from assistant.index.build.served import put_on_server
from assistant.index.build.verify import Verdict
from assistant.index.search.index import Index
from assistant.index.store.catalogue import Catalogue
from assistant.index.store.generation import Generation
from assistant.index.store.vector_cache import VectorCache
from assistant.index.vectors.chroma import EF_SEARCH, ChromaServer, ChromaVectors, open_collection, write_collection
from assistant.index.vectors.exact import ExactVectors, Writer
from assistant.types import Scored, Vectors
from tests.index.corpora import WordEmbedder, article, ask, index, write


def staged(folder: Path, vectors: Vectors) -> Path:
    """A staged generation with as many passages as there are vectors, which are on disk."""
    catalogue = Catalogue(folder / "catalogue.sqlite3", "create")
    catalogue.connection.execute(
        "INSERT INTO documents (row, file, id, path, provenance, text, sha256)"
        " VALUES (1, 'f', 'd', 'f', 'none', '', '')"
    )
    catalogue.connection.executemany(
        "INSERT INTO passages (row, id, document, ordinal, start, end, line, digest) VALUES (?, ?, 1, ?, 0, 0, 1, x'')",
        [(number + 1, f"p{number}", number) for number in range(len(vectors))],
    )
    catalogue.close()
    with Writer(folder, range(1, len(vectors) + 1)) as writer:
        writer.append([vector.astype(np.float16).tobytes() for vector in vectors])
    return folder


def around(count: int, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((count, 16)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def silent(done: int, total: int) -> None:
    """Tells nobody."""


def test_it_searches_wider_until_its_recall_suffices(
    tmp_path: Path, server: ChromaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = staged(tmp_path, around(20))
    widths: list[int] = []

    def recall(chroma: ChromaVectors, *_: object) -> float:
        widths.append(chroma.ef_search)
        return 0.97 if len(widths) < wanted else 0.98

    monkeypatch.setattr(verify, "recall", recall)
    monkeypatch.setattr(served, "_BATCH", 7)
    told: list[tuple[int, int]] = []
    for wanted, expected in ((2, [1, 2]), (99, [1, 2, 4])):
        widths.clear()
        found = put_on_server(folder, server, f"wider{wanted}", lambda done, total: told.append((done, total)))
        assert widths == [EF_SEARCH * factor for factor in expected]
        assert found == (0.98 if wanted == 2 else 0.97)
        with open_collection(server, f"wider{wanted}") as chroma:
            assert chroma.ef_search == widths[-1]
    assert told == [(0, 20), (7, 20), (14, 20), (20, 20)] * 2


def test_copies_do_not_hide_what_lies_beside_them(tmp_path: Path, server: ChromaServer) -> None:
    vectors = np.concatenate((np.repeat(around(1), 300, axis=0), around(300, seed=1)))
    assert put_on_server(staged(tmp_path, vectors), server, "copies", silent) >= verify.RECALL
    with open_collection(server, "copies") as chroma:
        held = np.array(chroma._collection.get(ids=["p0", "p1", "p2"], include=["embeddings"])["embeddings"])
    cosines = held @ held.T
    assert cosines[0, 1] == pytest.approx(0.9998, abs=1e-4)
    assert cosines[1, 2] < 1 - 1e-5  # each in a direction of its own


def missing(chroma: ChromaVectors) -> None:
    chroma.delete(sorted(chroma.ids())[:1])


def more(chroma: ChromaVectors) -> None:
    chroma.upsert(["nobody's"], -np.ones((1, 16), dtype=np.float32), [{"document": 1, "undated": 1}])


def wrong(chroma: ChromaVectors) -> None:
    chroma.upsert(sorted(chroma.ids())[:1], -np.ones((1, 16), dtype=np.float32), [{"document": 1, "undated": 1}])


@pytest.mark.parametrize("damage", [missing, more, wrong])
def test_a_server_that_holds_something_else_does_not_pass_the_check(
    tmp_path: Path, server: ChromaServer, monkeypatch: pytest.MonkeyPatch, damage: Callable[[ChromaVectors], None]
) -> None:
    folder, name = staged(tmp_path, around(20)), f"damaged-{damage.__name__}"
    put_on_server(folder, server, name, silent)
    assert verify.check(folder, server, name) == Verdict(None, 1.0)
    with write_collection(server, name) as chroma:
        damage(chroma)
    assert verify.check(folder, server, name).fault
    if damage is more:  # what is in the way is not removed by filling it again
        with pytest.raises(IndexDamaged, match="Chroma holds 21 vectors for 20 passages"):
            put_on_server(folder, server, name, silent)


def test_vectors_that_are_not_those_of_the_passages_are_not_published(tmp_path: Path) -> None:
    folder = staged(tmp_path, around(20))
    assert verify.finish_vectors(folder) == 1.0
    np.save(folder / "rows.npy", np.arange(20))
    with pytest.raises(IndexDamaged, match="vectors are missing"):
        verify.finish_vectors(folder)
    staged_again = np.load(folder / "vectors.npy")
    np.save(folder / "rows.npy", np.arange(1, 21))
    np.save(folder / "vectors.npy", staged_again * np.float16(2))
    with pytest.raises(IndexDamaged, match="vectors are missing"):
        verify.finish_vectors(folder)


def test_recall_against_exact_search_is_measured(generation: Generation, catalogue: Catalogue) -> None:
    exact = ExactVectors(generation.folder, catalogue)
    ids = list(catalogue.vector_states())

    class Blind:
        def query(self, vector: object, k: int) -> list[Scored]:  # half of what it finds is the farthest
            near_and_far = exact.query(vector, len(ids))  # type: ignore[arg-type]
            return near_and_far[: k // 2] + near_and_far[k // 2 - k :]

    assert verify.recall(exact, exact, ids) == 1
    assert verify.recall(Blind(), exact, ids) == pytest.approx(0.5)  # type: ignore[arg-type]


def test_the_kth_cosine_is_found_over_all_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, asked = around(40), around(5, seed=2)
    folder = staged(tmp_path, vectors)
    catalogue = Catalogue(folder / "catalogue.sqlite3")
    monkeypatch.setattr("assistant.index.vectors.exact._BLOCK", 7)
    exact = ExactVectors(folder, catalogue)
    cosines = asked @ vectors.astype(np.float16).astype(np.float32).T
    assert exact.kth_cosines(asked, 4) == pytest.approx(np.sort(cosines, axis=1)[:, -4], abs=1e-6)
    catalogue.close()


def test_a_run_of_many_windows_gives_every_passage_its_own_vector(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "WINDOW", 4)
    topics = "tax vote law court school river storm train bridge harbour airport tunnel".split()
    files = {f"{topic}.txt": article("2021-03-03", topic, 3 + place) for place, topic in enumerate(topics)}
    root = write(tmp_path / "corpus", {**files, "a copy.txt": files["vote.txt"], "z copy.txt": files["law.txt"]})
    index(root, tmp_path / "index")
    write(root, {"new.txt": article("2021-03-04", "council", 9)})  # now most vectors come from the cache
    index(root, tmp_path / "index")
    with Index.open(tmp_path / "index", WordEmbedder()) as reader:
        texts = dict(zip(reader._vectors().rows, reader.catalogue.texts(reader._vectors().rows.tolist()), strict=True))
        expected = WordEmbedder().embed([text for _, text in texts.values()])
        assert reader._vectors().vectors == pytest.approx(expected, abs=1e-3)
        for topic in topics:
            assert topic in reader.search(ask(topic), 1)[0].passage.text


def test_vectors_that_no_passage_needs_leave_the_cache_once_they_are_most(tmp_path: Path) -> None:
    def count() -> int:
        cache = VectorCache(tmp_path / "index" / "vectors.sqlite3", "any")
        found: Iterator[tuple[int]] = cache._connection.execute("SELECT count(*) FROM vectors")
        (number,) = next(iter(found))
        cache.close()
        return number

    root = write(tmp_path / "corpus", {f"{n}.txt": article("2021-03-03", f"topic{n}") for n in range(5)})
    index(root, tmp_path / "index")
    assert count() == 5
    for n in range(4):
        (root / f"{n}.txt").unlink()
    index(root, tmp_path / "index")
    assert count() == 1
