"""Web archives."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assistant.corpus.load import load
from assistant.corpus.readers import UnreadableError
from assistant.corpus.readers.formats import read_here
from assistant.corpus.walk import walk
from assistant.installation import install_command
from tests.corpus.making import gz, warc_record
from tests.corpus.readers.test_formats import TALKS, TODAY


def test_a_web_archive_is_told_with_the_extra_that_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    with pytest.raises(UnreadableError) as told:
        read_here("a.warc", warc_record(f"<p>{TALKS}</p>"))
    assert str(told.value) == f"reading web archives needs an extra: {install_command('warc')}"


def test_a_web_archive_gives_its_pages(tmp_path: Path) -> None:
    page = f"<html><head><title>Talks go on</title></head><body><p>{TALKS}</p></body></html>"
    records = [warc_record(body) for body in (page, "<html></html>")]
    (tmp_path / "pages.warc").write_bytes(b"".join(records))
    (tmp_path / "pages.warc.gz").write_bytes(b"".join(map(gz, records)))
    for entry in walk(tmp_path, max_bytes=100_000).entries:
        loaded = load(tmp_path, entry, today=TODAY)
        assert [(each.path, each.title, each.text) for each in loaded.documents] == [
            (f"{entry.path}#record-1.html", "Talks go on", TALKS)
        ]
        assert [each.path for each in loaded.skipped] == [f"{entry.path}#record-2.html"]
