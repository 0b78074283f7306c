"""What is wrong with an index is told by `index`, `doctor` and where a conversation begins, until it is dealt with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.interfaces.command import run

Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "corpus"
    root.mkdir()
    (root / "one.txt").write_text("date 2021-03-03\nThe council voted on the new harbour bridge on Monday.\n")
    return root


def test_skipped_files_are_told_until_they_are_dealt_with(capsys: Capsys, corpus: Path) -> None:
    (corpus / "photo\x1b[2J.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    (corpus / "scan.txt").write_bytes(b"\x89PNG\r\n" + bytes(100))
    for _ in range(2):  # the second run finds nothing to do and says it all the same
        done = run(capsys, "index", corpus)
        assert "2 skipped" in done.out
        assert "skipped scan.txt: a picture" in done.out
    doctor = run(capsys, "doctor", "--corpus", corpus)
    assert doctor.out.count("note  skipped") == 2
    assert "scan.txt: a picture" in doctor.out
    assert doctor.out.splitlines()[-1] == "next: fix or remove the skipped files"
    for _ in range(2):
        chat = run(capsys, "chat", "--corpus", corpus, "--quotes")
        assert "note: 2 files are not indexed (photo" in chat.err
        assert "/doctor lists them all" in chat.err
        assert "\x1b" not in chat.err

    (corpus / "scan.txt").unlink()
    assert "note: 1 file is not indexed (photo" in run(capsys, "chat", "--corpus", corpus, "--quotes").err
    (corpus / "photo\x1b[2J.txt").write_text("date 2021-03-04\nThe bridge will open in May.\n")
    assert "not indexed" not in run(capsys, "chat", "--corpus", corpus, "--quotes").err
    assert "note  skipped" not in run(capsys, "doctor", "--corpus", corpus).out
