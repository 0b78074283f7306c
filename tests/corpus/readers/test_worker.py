"""Readers run in a process of their own, under a clock, and are loaded only where they are needed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from assistant.corpus.header import Header
from assistant.corpus.lines import Line
from assistant.corpus.load import load
from assistant.corpus.readers import UnreadableError, clock
from assistant.corpus.readers.worker import Worker
from assistant.corpus.walk import walk
from tests.corpus.readers.test_formats import TALKS

HEAVY = {"pypdf", "lxml", "trafilatura", "feedparser", "striprtf", "defusedxml", "warcio", "llama_index", "htmldate"}


def loaded_by(code: str) -> set[str]:
    """The heavy modules that a fresh Python holds after `code`."""
    shown = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"],
        check=True,
        capture_output=True,
        text=True,
    )
    return HEAVY & set(shown.stdout.splitlines()[-1].split())


def test_reading_text_loads_no_other_reader(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TALKS)
    (tmp_path / "b.md").write_text(f"---\ntitle: Talks\n---\n{TALKS}")
    code = (
        "from pathlib import Path; from datetime import date\n"
        "from assistant.corpus.walk import walk; from assistant.corpus.load import load\n"
        f"for entry in walk(Path({str(tmp_path)!r}), max_bytes=1000).entries:\n"
        "    assert load(Path(), entry, today=date(2024, 6, 30)).documents"
    )
    assert loaded_by(code) == set()


def test_reading_other_formats_loads_their_libraries_elsewhere() -> None:
    page = f"<html><body><p>{TALKS}</p></body></html>".encode()
    assert loaded_by(f"from assistant.corpus.readers import read; assert read('a.html', {page!r})") == set()


def test_the_commands_over_texts_load_no_reader(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TALKS)
    code = (
        "import sys; from assistant.interfaces.cli.main import main\n"
        "for command in (['index', FOLDER], ['ask', '--corpus', FOLDER, 'Where did talks go on?'],"
        " ['sources', '--corpus', FOLDER]):\n"
        "    sys.argv = ['assistant', *command]\n"
        "    try: main()\n"
        "    except SystemExit as ended: assert not ended.code, ended.code\n"
    )
    assert loaded_by(code.replace("FOLDER", repr(str(tmp_path)))) == {"llama_index"}


def test_asking_loads_no_reader() -> None:
    assert loaded_by("import assistant.app, assistant.index.search.index, assistant.interfaces.cli.main") == set()


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    worker = Worker()  # its process has yet to start, which takes far longer than the limit
    try:
        page = f"<html><body><p>{TALKS}</p></body></html>".encode()
        with pytest.raises(UnreadableError, match=r"^took longer than 0.001 s to read$"):
            worker.read("a.html", page, 0.001)
        assert worker.read("a.html", page, 60.0)
    finally:
        worker.close()


def test_a_reader_that_dies_is_told_and_the_next_file_is_read() -> None:
    worker = Worker()
    try:
        page = f"<html><body><p>{TALKS}</p></body></html>".encode()
        assert worker.read("a.html", page, 60.0)
        assert worker._process is not None
        worker._process.kill()
        worker._process.wait()
        assert worker.read("a.html", page, 60.0)
    finally:
        worker.close()
        worker.close()


def for_ever(text: str) -> None:
    while True:
        with suppress(ValueError, UnreadableError):
            re.fullmatch(r"(?:a|a)+", f"{'a' * 40}b{text}")


def test_the_clock_of_this_process_stops_a_pattern_that_never_ends() -> None:
    with pytest.raises(UnreadableError, match=r"took longer than 0\.05 s to read"), clock(0.05):
        for_ever("")
    with clock(60), clock(0.01):  # the outer one goes on
        for_ever_not = sum(range(1_000_000))
    assert for_ever_not


def test_a_document_whose_header_takes_for_ever_is_skipped_and_the_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reading(lines: Sequence[Line]) -> Header:
        if "two" in lines[0].content:
            for_ever("")
        return Header()

    monkeypatch.setattr("assistant.corpus.load.clock", partial(clock, 0.2))
    monkeypatch.setattr("assistant.corpus.load.read_header", reading)
    records = ("one was said", "two was said", "three was said")
    lines = (json.dumps({"text": record}) + "\n" for record in records)
    (tmp_path / "a.jsonl").write_text("".join(lines))
    found = load(tmp_path, walk(tmp_path, max_bytes=1_000).entries[0], today=date(2024, 6, 30))
    assert [document.text for document in found.documents] == ["one was said", "three was said"]
    assert [(each.path, each.reason) for each in found.skipped] == [
        ("a.jsonl#line-2", "took longer than 0.2 s to read")
    ]
