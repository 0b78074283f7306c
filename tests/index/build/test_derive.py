"""How Chroma is filled from a staged generation: as vectors come, wider where it must be, copies set apart."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import CorpusIndexError, IndexDamaged
from assistant.index.build import ahead, verify
from assistant.index.build import derive as derive_module
from assistant.index.build import run as build_module
from assistant.index.build.derive import Derivation, Job, derive
from assistant.index.build.verify import Verdict
from assistant.index.search.index import Index
from assistant.index.store.catalogue import Catalogue
from assistant.index.store.generation import Store
from assistant.index.store.vector_cache import VectorCache
from assistant.index.vectors.chroma import EF_SEARCH, open_collection
from assistant.index.vectors.exact import ExactVectors, Writer
from assistant.types import Vectors
from tests.index.corpora import WordEmbedder, article, ask, index, write


def staged(folder: Path, vectors: Vectors) -> Job:
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
    return Job(folder, "passages")


def around(count: int, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((count, 16)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def test_vectors_are_taken_over_as_they_come(tmp_path: Path) -> None:
    job = staged(tmp_path, around(50))
    told: list[tuple[int, int]] = []
    assert derive(job, iter([7, 7, 30, 50]), lambda done, total: told.append((done, total))) == Verdict(None, 1.0)
    assert told == [(7, 50), (30, 50), (50, 50)]


def test_it_searches_wider_until_its_recall_suffices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    widths: list[int] = []

    def recall(chroma: object, *_: object) -> float:
        widths.append(chroma.ef_search)  # type: ignore[attr-defined]
        return 0.97 if len(widths) < wanted else 0.98

    monkeypatch.setattr(verify, "recall", recall)
    for wanted, expected in ((2, [1, 2]), (99, [1, 2, 4])):
        (tmp_path / str(wanted)).mkdir()
        job = staged(tmp_path / str(wanted), around(20))
        widths.clear()
        verdict = derive(job, iter([20]), lambda _, __: None)
        assert widths == [EF_SEARCH * factor for factor in expected]
        assert verdict == Verdict(None, 0.98 if wanted == 2 else 0.97)
        with open_collection(job.chroma, None, "passages") as chroma:
            assert chroma.ef_search == widths[-1]


def test_copies_do_not_hide_what_lies_beside_them(tmp_path: Path) -> None:
    vectors = np.concatenate((np.repeat(around(1), 300, axis=0), around(300, seed=1)))
    job = staged(tmp_path, vectors)
    assert derive(job, iter([600]), lambda _, __: None).is_good
    with open_collection(job.chroma, None, "passages") as chroma:
        held = np.array(chroma._collection.get(ids=["p0", "p1", "p2"], include=["embeddings"])["embeddings"])
    cosines = held @ held.T
    assert cosines[0, 1] == pytest.approx(0.9998, abs=1e-4)
    assert cosines[1, 2] < 1 - 1e-5  # each in a direction of its own


def test_the_kth_cosine_is_found_over_all_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, asked = around(40), around(5, seed=2)
    job = staged(tmp_path, vectors)
    catalogue = Catalogue(job.folder / "catalogue.sqlite3")
    monkeypatch.setattr("assistant.index.vectors.exact._BLOCK", 7)
    exact = ExactVectors(job.folder, catalogue)
    cosines = asked @ vectors.astype(np.float16).astype(np.float32).T
    assert exact.kth_cosines(asked, 4) == pytest.approx(np.sort(cosines, axis=1)[:, -4], abs=1e-6)
    catalogue.close()


def test_a_run_of_many_windows_gives_every_passage_its_own_vector(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_module, "_WINDOWS", 2)
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


@pytest.mark.parametrize("faults", [1, 2, 3])
def test_a_collection_that_fails_its_check_is_made_from_nothing_twice_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, faults: int
) -> None:
    job = staged(tmp_path, around(20))
    checked: list[int] = []
    real = Derivation._outcome

    def outcome(self: Derivation, progress: Callable[[int, int], None]) -> object:
        verdict = real(self, progress)
        checked.append(self._process.pid)
        return Verdict("a passage is not found by its own vector") if len(checked) <= faults else verdict

    monkeypatch.setattr(Derivation, "_outcome", outcome)
    with Derivation(job.folder, None, job.collection, None) as derivation:
        derivation.ready(20)
        if faults > 2:
            with pytest.raises(IndexDamaged, match="not found by its own vector"):
                derivation.finish(lambda _, __: None)
        else:
            assert derivation.finish(lambda _, __: None) == 1.0
    assert len(set(checked)) == min(faults + 1, 3)
    assert verify.check(job.folder, None, job.collection) == Verdict(None, 1.0)


def test_an_error_of_chroma_ends_the_run_with_the_first_vectors(tmp_path: Path) -> None:
    (tmp_path / "chroma").write_text("a file where the folder should be")
    with Derivation(tmp_path, None, "passages", None) as derivation:
        derivation._process.wait()
        with pytest.raises((CorpusIndexError, OSError)):
            derivation.ready(1)


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


def test_a_derivation_that_falls_silent_over_a_copied_chroma_is_ended_and_made_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path / "corpus", {"one.txt": article("2021-03-03", "tax"), "two.txt": article(None, "vote")})
    index(root, tmp_path / "index")
    write(root, {"three.txt": article("2021-03-04", "river")})
    started: list[subprocess.Popen[str]] = []

    class Silent(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *args: object, **settings: object) -> None:
            super().__init__(*args, **settings)  # type: ignore[call-overload]
            if not started:
                self.send_signal(signal.SIGSTOP)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Silent)
    monkeypatch.setattr(derive_module, "_PATIENCE", 0.1)
    assert index(root, tmp_path / "index").generation == "000002"
    assert len(started) == 2  # the second is killed at the end, or has ended before
    assert started[0].returncode == -signal.SIGKILL
    after = Store(tmp_path / "index").live()
    assert after is not None
    assert verify.check(after.folder, None, "passages") == verify.Verdict(None, 1.0)
