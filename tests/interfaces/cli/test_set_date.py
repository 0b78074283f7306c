"""`assistant date` takes what the next index run believes, of files of the corpus, and nothing else."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from assistant.corpus.load import load
from assistant.corpus.walk import walk
from assistant.errors import ExitCode
from tests.interfaces.command import run

Capsys = pytest.CaptureFixture[str]
DAYS = (
    "2022-01-31", "2022-1-5", "2022-01", "2022", "1850-07", "1850", "1066", "1066-10-14", "0999", "0001-01-01", "1",
    "9999",    "2999-01-01", "2022-02-30", "2022-13", "2022-00", "today", "", "-1", "2022-01-31-01", "31.01.2022",
    "２０２２", "2022-01-31 ",
)  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "ferry.txt").write_text("Ferries left the harbour on a day.\n")
    (tmp_path / "outside.txt").write_text("Nobody's.\n")
    return tmp_path / "corpus"


def dated(corpus: Path) -> tuple[bool, list[str]]:
    """Whether an index run would date the file by what a person wrote, and what it would say against that."""
    (entry,), _ = walk(corpus, max_bytes=1_000)
    (document,) = load(corpus, entry, today=date.today()).documents
    return document.date.provenance == "sidecar", list(document.problems)


@pytest.mark.parametrize("day", DAYS)
def test_a_day_is_taken_if_the_next_run_believes_it(capsys: Capsys, corpus: Path, day: str) -> None:
    done = run(capsys, "date", "--corpus", corpus, "--", "ferry.txt", day)
    if done.code == ExitCode.OK:
        assert dated(corpus) == (True, [])
    else:
        assert done.code == ExitCode.USAGE
        assert done.err.count("\n") == 1
        assert not (corpus / "dates.toml").exists()


@pytest.mark.parametrize(
    "name", ["../outside.txt", "/etc/passwd", "ferry.txt/", "dates.toml", ".assistant/CURRENT", "", "\0", "*"]
)
def test_only_a_file_of_the_corpus_is_dated(capsys: Capsys, corpus: Path, name: str) -> None:
    done = run(capsys, "date", "--corpus", corpus, "--", name, "2022")
    assert done.code == ExitCode.CORPUS
    assert "Traceback" not in done.err
    assert not (corpus / "dates.toml").exists()


def test_a_pipe_or_a_link_in_the_place_of_the_dates_is_refused(capsys: Capsys, corpus: Path) -> None:
    os.mkfifo(corpus / "dates.toml")
    assert "not a regular file" in run(capsys, "date", "--corpus", corpus, "ferry.txt", "2022").err
    (corpus / "dates.toml").unlink()
    (corpus / "dates.toml").symlink_to(corpus.parent / "outside.txt")
    assert "links are not followed" in run(capsys, "date", "--corpus", corpus, "ferry.txt", "2022").err
    assert (corpus.parent / "outside.txt").read_text() == "Nobody's.\n"
