"""Small files: whole or not at all, and never what a reader would wait for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.text.small_files import read_small, write_whole


def test_what_is_there_is_replaced_only_when_told(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    write_whole(target, "one \ud83d")
    assert target.read_text("utf-8") == "one ?"
    with pytest.raises(FileExistsError):
        write_whole(target, "two")
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "link", "two")
    assert target.read_text("utf-8") == "one ?"
    write_whole(target, "three", force=True)
    assert target.read_text("utf-8") == "three"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "link"]


@pytest.mark.parametrize("force", [True, False])
def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, force: bool) -> None:
    target = tmp_path / "a.json"
    if force:
        target.write_text("before")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(target, "after", force=force)
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == (["before"] if force else [])


@pytest.mark.timeout(5)
def test_only_regular_files_of_a_size_are_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("abc")
    assert read_small(tmp_path / "a", 3) == b"abc"
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    for name, most in (("a", 2), ("pipe", 9), ("link", 9), (".", 9), ("none", 9)):
        with pytest.raises(OSError) as failure:  # noqa: PT011 (each says something else)
            read_small(tmp_path / name, most)
        assert failure.value.strerror
    assert read_small(tmp_path / "link", 9, follow=True) == b"abc"
