"""What was altered behind the program's back is noticed, and mended by the command that the message names."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexDamaged
from assistant.index.build.difference import difference
from assistant.index.search.index import Index
from assistant.index.store.generation import Generation, Store
from tests.index.corpora import WordEmbedder, article, ask, index, write


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {f"{ship}.txt": article("2021-03-01", ship) for ship in ("ferry", "barge", "tug")}
    root = write(tmp_path_factory.mktemp("built") / "corpus", files)
    index(root, root / ".assistant")
    return root


@pytest.fixture
def corpus(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "corpus", copy_function=shutil.copy2))


def live(root: Path) -> Generation:
    found = Store(root / ".assistant").live()
    assert found
    return found


def test_a_quote_is_never_of_other_words_than_were_indexed(corpus: Path) -> None:
    catalogue = live(corpus).catalogue
    content = catalogue.read_bytes()
    assert b"The ferry was reported on line 0" in content
    catalogue.write_bytes(content.replace(b"The ferry was reported on", b"The ferry was scuttled on"))
    with Index.open(corpus / ".assistant", WordEmbedder()) as reader:
        with pytest.raises(
            IndexDamaged, match=r"ferry.txt in .* is not what was indexed; run `assistant index .*--rebuild`"
        ):
            reader.search(ask("ferry"), 1)
        assert "catalogue.sqlite3" in str(reader.altered())
    index(corpus, corpus / ".assistant")
    with Index.open(corpus / ".assistant", WordEmbedder()) as reader:
        assert "scuttled" not in reader.search(ask("ferry"), 1)[0].passage.text
        assert reader.altered() is None


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("rows.npy", b"{'descr'", b"{'descr\n"), ("rows.npy", b"), }", b"),\0}"), ("rows.npy", b"'<i8'", b"'<f8'"),
        ("vectors.npy", b"'<f2'", b"'|O' "), ("vectors.npy", b"{'descr'", b"{\xb0descr'"),
    ],
)  # fmt: skip
def test_a_damaged_header_of_an_array_is_one_line(corpus: Path, file: str, before: bytes, after: bytes) -> None:
    array = live(corpus).folder / file
    content = array.read_bytes()
    assert before in content[:128]
    array.write_bytes(content.replace(before, after, 1))
    with (
        Index.open(corpus / ".assistant", WordEmbedder()) as reader,
        pytest.raises(IndexDamaged, match=r"is damaged; run `assistant index --rebuild`"),
    ):
        reader.search(ask("ferry"), 1)
    index(corpus, corpus / ".assistant")
    with Index.open(corpus / ".assistant", WordEmbedder()) as reader:
        assert reader.search(ask("ferry"), 1)


@pytest.mark.parametrize(
    "change",
    [
        "language = cast(x'0aa2' AS TEXT)",
        "text = cast(x'0aa2' AS TEXT)",
        "day = '2021-03-41'",
        "problems = '[1'",
        "boilerplate = '[[1, 2, 3, 4, 5]]'",
    ],
)
def test_a_damaged_cell_of_the_catalogue_is_one_line(corpus: Path, change: str) -> None:
    with sqlite3.connect(live(corpus).catalogue) as file:
        file.execute(f"UPDATE documents SET {change}")
    file.close()
    with Index.open(corpus / ".assistant", WordEmbedder()) as reader:
        for look in (lambda: reader.search(ask("ferry"), 1), reader.documents):
            with pytest.raises(IndexDamaged, match="run `assistant index") as told:
                look()
            assert "\n" not in str(told.value)
    index(corpus, corpus / ".assistant")
    with Index.open(corpus / ".assistant", WordEmbedder()) as reader:
        assert reader.search(ask("ferry"), 1)


@pytest.mark.parametrize("value", [np.nan, 0.5])
def test_overwritten_vectors_are_made_anew(corpus: Path, value: float) -> None:
    file = live(corpus).folder / "vectors.npy"
    before = file.read_bytes()
    vectors = np.load(file)
    np.save(file, np.full_like(vectors, value))
    with Index.open(corpus / ".assistant", WordEmbedder()) as reader:
        assert "vectors.npy" in str(reader.altered())
    index(corpus, corpus / ".assistant")
    assert (live(corpus).folder / "vectors.npy").read_bytes() == before


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"../../..", b"000009\n", b"\x00" * 5_000])
def test_a_damaged_pointer_is_mended_by_a_rebuild(corpus: Path, content: bytes) -> None:
    (corpus / ".assistant/CURRENT").write_bytes(content)
    with pytest.raises(IndexDamaged, match="--rebuild"):
        Index.open(corpus / ".assistant", WordEmbedder())
    embedder = WordEmbedder()
    index(corpus, corpus / ".assistant", embedder, rebuild=True)
    assert not embedder.texts  # the vectors were kept
    with Index.open(corpus / ".assistant", WordEmbedder()) as reader:
        assert len(reader.documents()) == 3


def test_a_missing_catalogue_is_one_line_and_made_anew(corpus: Path) -> None:
    live(corpus).catalogue.unlink()
    with pytest.raises(IndexDamaged, match=r"catalogue.sqlite3 cut short or missing; run `assistant index"):
        Index.open(corpus / ".assistant", WordEmbedder())
    assert len(difference(corpus, corpus / ".assistant").added) == 3
    index(corpus, corpus / ".assistant")
    with Index.open(corpus / ".assistant", WordEmbedder()) as reader:
        assert len(reader.documents()) == 3


def test_files_that_are_not_as_they_were_indexed_are_named(corpus: Path) -> None:
    with Index.open(corpus / ".assistant", WordEmbedder()) as reader:
        paths = [document.path for document in reader.documents()]
        assert reader.changed(corpus, paths) == []
        os.utime(corpus / "tug.txt", (1, 1))  # touched, with the same bytes
        (corpus / "barge.txt").write_text("something else")
        (corpus / "ferry.txt").unlink()
        assert reader.changed(corpus, paths) == ["barge.txt", "ferry.txt"]
        assert reader.changed(corpus, ["tug.txt"]) == []
