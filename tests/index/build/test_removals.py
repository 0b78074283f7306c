"""A run never forgets what may only be out of reach: a disk that is not mounted, a file that is locked or growing."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path

import pytest

from assistant.corpus import load as loading
from assistant.corpus.walk import FileEntry
from assistant.errors import CorpusIndexError, IndexLocked, RemovalsRefused
from assistant.index.build.difference import KEPT, difference
from assistant.index.search.index import Index
from tests.index.corpora import TODAY, WordEmbedder, article, index, write

SHIPS = ("ferry", "barge", "tug", "liner", "yacht", "canoe", "dinghy", "galley", "sloop", "ketch", "cutter", "punt")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    files = {f"{ship}.txt": article(f"2021-03-{day:02}", ship) for day, ship in enumerate(SHIPS, 1)}
    root = write(
        tmp_path / "corpus", {**files, "old/a.txt": article(None, "anchor"), "old/b.txt": article(None, "buoy")}
    )
    index(root, root / ".assistant")
    return root


def paths(root: Path) -> list[str]:
    with Index.open(root / ".assistant", WordEmbedder()) as reader:
        return [document.path for document in reader.documents()]


def skipped(root: Path) -> dict[str, str]:
    with Index.open(root / ".assistant", WordEmbedder()) as reader:
        return {each.path: each.reason for each in reader.skipped()}


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (("old/a.txt", "old/b.txt"), "all files of .*old are gone"),
        (tuple(f"{ship}.txt" for ship in SHIPS[:5]), "5 of 14 files"),
        ((*(f"{ship}.txt" for ship in SHIPS), "old/a.txt", "old/b.txt"), "all files of .*corpus are gone"),
    ],
)
def test_many_files_are_forgotten_only_when_told(corpus: Path, gone: tuple[str, ...], said: str) -> None:
    before = paths(corpus)
    for name in gone:
        (corpus / name).unlink()
    with pytest.raises(RemovalsRefused, match=f"(?s){said}.*--accept-removals"):
        index(corpus, corpus / ".assistant")
    assert paths(corpus) == before
    assert index(corpus, corpus / ".assistant", accept_removals=True).removed == tuple(sorted(gone))
    assert paths(corpus) == [path for path in before if path not in gone]


def test_a_few_files_are_forgotten_and_a_folder_may_be_renamed(corpus: Path) -> None:
    (corpus / "punt.txt").unlink()
    (corpus / "old/a.txt").unlink()
    (corpus / "old").rename(corpus / "new")
    found = index(corpus, corpus / ".assistant")
    assert found.removed == ("old/a.txt", "punt.txt")
    assert found.renamed == (("old/b.txt", "new/b.txt"),)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_is_kept(corpus: Path) -> None:
    (corpus / "tug.txt").write_text(article("2021-03-03", "tugboat"))
    (corpus / "tug.txt").chmod(0)
    (corpus / "old").chmod(0)
    try:
        before = paths(corpus)
        index(corpus, corpus / ".assistant")
        assert paths(corpus) == before
        assert {path for path, reason in skipped(corpus).items() if KEPT in reason} == {"old/", "tug.txt"}
        assert not difference(corpus, corpus / ".assistant")
    finally:
        (corpus / "old").chmod(0o755)
        (corpus / "tug.txt").chmod(0o644)


def test_what_cannot_be_read_is_kept(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a locked file, or a folder on a disk that fails."""
    before = paths(corpus)
    (corpus / "tug.txt").write_text(article("2021-03-03", "tugboat"))

    def locked(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(loading, "_bytes", locked)
    index(corpus, corpus / ".assistant")
    assert paths(corpus) == before
    assert skipped(corpus) == {"tug.txt": f"cannot be read: Permission denied; {KEPT}"}
    monkeypatch.undo()
    index(corpus, corpus / ".assistant")
    assert not skipped(corpus)
    with Index.open(corpus / ".assistant", WordEmbedder()) as reader:
        found = reader.document("tug.txt")
        assert found
        assert "tugboat" in found.text


def test_a_file_that_grows_keeps_its_last_version(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = paths(corpus)
    grown = article("2021-03-03", "tugboat")
    (corpus / "tug.txt").write_text(grown)
    whole = loading._bytes

    def growing(entry: FileEntry) -> bytes:
        entry.absolute.write_text(grown * 2)
        return whole(entry)

    monkeypatch.setattr(loading, "_bytes", growing)
    index(corpus, corpus / ".assistant")
    assert paths(corpus) == before
    assert "grew while it was being indexed" in skipped(corpus)["tug.txt"]


def test_a_date_that_was_in_the_future_is_believed_once_it_has_come(tmp_path: Path) -> None:
    root = write(
        tmp_path / "corpus",
        {"a.txt": article("2022-03-05", "harbour"), "b.txt": "Published: 7 March 2022\n" + article(None, "bridge")},
    )

    def days(today: date) -> list[date | None]:
        index(root, root / ".assistant", today=today)
        with Index.open(root / ".assistant", WordEmbedder()) as reader:
            return [document.date.day for document in reader.documents()]

    assert days(TODAY) == [None, None]
    assert not difference(root, root / ".assistant", today=date(2022, 3, 4))
    assert days(date(2022, 3, 6)) == [date(2022, 3, 5), None]
    assert days(date(2022, 3, 7)) == [date(2022, 3, 5), date(2022, 3, 7)]


def test_a_file_system_without_locks_is_named(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("assistant.index.store.generation.fcntl.flock", flock)
    for use in (lambda: index(corpus, corpus / ".assistant"), lambda: paths(corpus)):
        with pytest.raises(CorpusIndexError, match=r"has no locks \(No locks available\).*--index-dir") as caught:
            use()
        assert not isinstance(caught.value, IndexLocked)
