"""A damaged Chroma does not pass the check, is not carried on, and ends no run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.index.build import derive, verify
from assistant.index.store.catalogue import Catalogue
from assistant.index.store.generation import Generation, Store
from assistant.index.vectors.chroma import open_collection, write_collection
from assistant.index.vectors.exact import ExactVectors
from assistant.types import Scored
from tests.index.corpora import article, index, write

Damage = Callable[[Path], None]


def damage_missing(folder: Path) -> None:
    with write_collection(folder / "chroma", None, "passages") as chroma:
        chroma.delete(sorted(chroma.ids())[:1])


def damage_more(folder: Path) -> None:
    with write_collection(folder / "chroma", None, "passages") as chroma:
        chroma.upsert(["nobody's"], -np.ones((1, 64), dtype=np.float32), [{"document": 1, "undated": 1}])


def damage_wrong(folder: Path) -> None:
    with write_collection(folder / "chroma", None, "passages") as chroma:
        first = sorted(chroma.ids())[:1]
        chroma.upsert(first, -np.ones((1, 64), dtype=np.float32), [{"document": 1, "undated": 1}])


def damage_truncated(folder: Path) -> None:
    (data,) = folder.glob("chroma/*/data_level0.bin")
    data.write_bytes(data.read_bytes()[:50])


def damage_database(folder: Path) -> None:
    (folder / "chroma" / "chroma.sqlite3").write_bytes(b"nothing")


@pytest.mark.parametrize("damage", [damage_missing, damage_more, damage_wrong])
def test_a_bad_chroma_does_not_pass_the_check(generation: Generation, tmp_path: Path, damage: Damage) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(generation.folder, folder)
    assert verify.check(folder, None, "passages") == verify.Verdict(None, 1.0)
    damage(folder)
    assert verify.check(folder, None, "passages").fault


@pytest.mark.parametrize("damage", [damage_missing, damage_wrong, damage_truncated, damage_database])
def test_a_bad_chroma_is_not_carried_on_and_ends_no_run(
    tmp_path: Path, damage: Damage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derive, "_PATIENCE", 5.0)  # hnswlib may not return from a graph that was cut short
    root = write(tmp_path / "corpus", {"one.txt": article("2021-03-03", "tax"), "two.txt": article(None, "vote")})
    index(root, tmp_path / "index")
    live = Store(tmp_path / "index").live()
    assert live is not None
    damage(live.folder)
    about = live.folder / "generation.json"  # the damage does not show in the sizes
    told = json.loads(about.read_text())
    files = (path for path in live.folder.rglob("*") if path.is_file() and path != about)
    told["files"] = {path.relative_to(live.folder).as_posix(): path.stat().st_size for path in files}
    about.write_text(json.dumps(told))
    write(root, {"three.txt": article("2021-03-04", "river")})
    assert index(root, tmp_path / "index").generation == "000002"
    after = Store(tmp_path / "index").live()
    assert after is not None
    assert verify.check(after.folder, None, "passages") == verify.Verdict(None, 1.0)


def test_recall_against_exact_search_is_measured(generation: Generation, catalogue: Catalogue) -> None:
    exact = ExactVectors(generation.folder, catalogue)

    ids = list(catalogue.vector_states())

    class Blind:
        def query(self, vector: object, k: int) -> list[Scored]:  # half of what it finds is the farthest
            near_and_far = exact.query(vector, len(ids))  # type: ignore[arg-type]
            return near_and_far[: k // 2] + near_and_far[k // 2 - k :]

    with open_collection(generation.chroma, None, generation.collection) as chroma:
        assert verify.recall(chroma, exact, ids) == 1
    assert verify.recall(Blind(), exact, ids) == pytest.approx(0.5)  # type: ignore[arg-type]
