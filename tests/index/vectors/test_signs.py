"""The likeliest neighbours by the signs of their components."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.index.build import verify
from assistant.index.search.index import Index
from assistant.index.vectors import exact as exact_module
from assistant.index.vectors import signs
from assistant.types import Vectors
from tests.index.corpora import WordEmbedder, article, ask, index, write


def around(count: int, centres: int = 20, dimension: int = 100) -> Vectors:
    """Unit vectors around unit centres, far from the origin on one side as those of real embedders are."""
    random = np.random.default_rng(1)
    middles = random.standard_normal((centres, dimension)) + 1
    vectors = middles[random.integers(centres, size=count)] + 0.7 * random.standard_normal((count, dimension))
    unit: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Vectors, signs.Signs]:
    vectors = around(3_000)
    folder = tmp_path_factory.mktemp("signs")
    np.save(folder / "vectors.npy", vectors.astype(np.float16))
    signs.write(folder)
    return vectors, signs.Signs(folder)


@pytest.mark.parametrize("share", [1, 2, 10])
def test_the_nearest_are_among_the_likeliest(held: tuple[Vectors, signs.Signs], share: int) -> None:
    vectors, likely = held
    places = None if share == 1 else np.arange(0, len(vectors), share)
    among = np.arange(len(vectors)) if places is None else places
    for vector in vectors[5::300]:
        nearest = among[np.argsort(-(vectors[among] @ vector))[:10]]
        found = likely.likeliest(vector, places, 150)
        assert len(found) == 150
        assert found.tolist() == sorted(set(found.tolist()) & set(among.tolist()))
        assert len(set(nearest.tolist()) & set(found.tolist())) >= 9


def test_of_equal_vectors_no_more_are_taken_than_are_wanted(tmp_path: Path) -> None:
    np.save(tmp_path / "vectors.npy", np.tile(around(1), (500, 1)).astype(np.float16))
    signs.write(tmp_path, 7)
    likely = signs.Signs(tmp_path)
    assert likely.width == 7
    assert likely.likeliest(around(1)[0], None, 7).tolist() == list(range(7))
    assert likely.likeliest(around(1)[0], np.array([3, 5]), 7).tolist() == [3, 5]


def test_an_index_with_signs_finds_what_one_without_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    topics = "tax vote law court school river storm train bridge harbour".split()
    root = write(
        tmp_path / "corpus", {f"{at}.txt": article(f"2021-03-{at + 10}", one, 8) for at, one in enumerate(topics)}
    )
    index(root, tmp_path / "plain")
    monkeypatch.setattr(verify, "LIMIT", 5)
    index(root, tmp_path / "signed")
    monkeypatch.setattr(exact_module, "LIMIT", 5)
    assert not list((tmp_path / "plain").rglob("signs.npy"))
    assert list((tmp_path / "signed").rglob("signs.npy"))
    queries = (ask("river storm"), ask("the court", date(2021, 3, 12)), ask("train", paths=("*1.txt", "7.txt")))
    with (
        Index.open(tmp_path / "plain", WordEmbedder()) as plain,
        Index.open(tmp_path / "signed", WordEmbedder()) as signed,
    ):
        for query in queries:
            assert [(hit.passage, hit.score) for hit in signed.search(query, 5)] == [
                (hit.passage, hit.score) for hit in plain.search(query, 5)
            ]


def test_more_are_compared_where_the_likeliest_do_not_suffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(
        tmp_path / "corpus", {"long.txt": " ".join(f"Sentence {n} tells of thing{n % 7}." for n in range(900))}
    )
    monkeypatch.setattr(verify, "LIMIT", 5)
    monkeypatch.setattr(signs, "WIDTH", 4)
    monkeypatch.setattr(exact_module, "_WIDER", 0)
    index(root, tmp_path / "index")
    with Index.open(tmp_path / "index", WordEmbedder()) as reader:
        found = reader._vectors().signs
        assert found
        assert found.width > 4


def test_inside_a_filter_that_leaves_few_near_ones_the_nearest_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = around(6_000, centres=300)
    np.save(tmp_path / "rows.npy", np.arange(6_000))
    np.save(tmp_path / "vectors.npy", vectors.astype(np.float16))
    signs.write(tmp_path, 100)
    monkeypatch.setattr(exact_module, "LIMIT", 100)

    class Named:
        def ids_of(self, rows: list[int]) -> list[str]:
            return list(map(str, rows))

    exact = exact_module.ExactVectors(tmp_path, Named())  # type: ignore[arg-type]
    kept = np.arange(6_000) % 10 == 0  # two for each centre: most of the ten nearest are no near ones
    found, wanted = 0, 0
    for vector in vectors[5::200]:
        nearest = np.flatnonzero(kept)[np.argsort(-(vectors[kept] @ vector))[:10]]
        found += len({int(each.id) for each in exact.nearest(vector, 10, kept)} & set(nearest.tolist()))
        wanted += 10
    assert found >= 0.97 * wanted
