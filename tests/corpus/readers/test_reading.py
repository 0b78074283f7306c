"""The door of the readers: limits of time and memory, what is loaded, and whatever bytes come."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.corpus.load import load
from assistant.corpus.readers import UnreadableError
from assistant.corpus.readers.formats import read_here
from assistant.corpus.readers.worker import Worker
from assistant.corpus.walk import walk
from assistant.extras import needed_to_read
from tests.corpus.making import gz, warc_record
from tests.corpus.readers.test_formats import FILES, TALKS, TODAY

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
        f"for entry in walk(Path({str(tmp_path)!r}), max_bytes=1000)[0]:\n"
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


@pytest.mark.parametrize("name", sorted(FILES))
def test_damaged_files_are_read_or_refused(name: str) -> None:
    content = FILES[name]
    raw = content.encode() if isinstance(content, str) else content
    if len(raw) > 100_000:
        pytest.skip("too large to be damaged often")
    chance = random.Random(name)
    for _ in range(6):
        damaged = bytearray(raw)
        for _ in range(chance.randint(1, 8)):
            place = chance.randrange(len(damaged) + 1)
            damaged[place : place + chance.choice((0, 1, 20))] = chance.randbytes(chance.choice((0, 1, 4)))
        try:
            for part in read_here(name, bytes(damaged)):
                getattr(part, "text", "").encode("utf-8")
        except UnreadableError:
            continue


def test_a_number_that_is_no_character_is_a_reason() -> None:
    with pytest.raises(UnreadableError, match=r"^RTF that cannot be read"):
        read_here("a.rtf", rb"{\rtf1 Talks \u99999999999999999999? went on}")


def test_a_web_archive_is_told_with_the_extra_that_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    with pytest.raises(UnreadableError) as told:
        read_here("a.warc", warc_record(f"<p>{TALKS}</p>"))
    assert str(told.value) == needed_to_read("web archives", "warc")


def test_a_web_archive_gives_its_pages(tmp_path: Path) -> None:
    page = f"<html><head><title>Talks go on</title></head><body><p>{TALKS}</p></body></html>"
    records = [warc_record(body) for body in (page, "<html></html>")]
    (tmp_path / "pages.warc").write_bytes(b"".join(records))
    (tmp_path / "pages.warc.gz").write_bytes(b"".join(map(gz, records)))
    for entry in walk(tmp_path, max_bytes=100_000)[0]:
        loaded = load(tmp_path, entry, today=TODAY)
        assert [(each.path, each.title, each.text) for each in loaded.documents] == [
            (f"{entry.path}#record-1.html", "Talks go on", TALKS)
        ]
        assert [each.path for each in loaded.skipped] == [f"{entry.path}#record-2.html"]
