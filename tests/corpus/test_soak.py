"""Readers under damaged files for ten minutes, and ten thousand small files of all kinds. Run by ``make soak``.

Damaged files go through the readers' process and, every other one, through all that becomes of a text in this one.

`SOAK_SECONDS` sets the length of the first (default 600), `SOAK_FILES` the size of the second.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import psutil
import pytest

from assistant.corpus.load import load, load_bytes
from assistant.corpus.readers import FieldNames, UnreadableError
from assistant.corpus.readers.worker import MEMORY, Worker
from assistant.corpus.walk import FileEntry, walk
from tests.corpus.making import drawn_pdf, locked, pdf, placed
from tests.corpus.readers.exports import test_exports
from tests.corpus.readers.pages.test_pdf import HEADLINE, LEFT, RIGHT, across, column
from tests.corpus.readers.pieces import test_day_chat, test_pieces
from tests.corpus.readers.test_formats import DOCUMENTS, FILES, SKIPPED, TALKS, TODAY
from tests.corpus.readers.web import test_news_xml

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3_600)]

# Beside the files of every format: forms that a format has of its own.
FORMS: dict[str, bytes | str] = {
    "columns.pdf": drawn_pdf([placed([(72, 740, HEADLINE), *across(column(72, LEFT), column(320, RIGHT))])] * 3),
    "open.pdf": locked(pdf([[TALKS]]), "", "AES-256"),
    "front.txt": f'+++\ntitle = "Talks"\ndate = 2024-03-21\n+++\n{TALKS}',
    "front.md": f"---\ntitle: Talks: go on\ndate: 2024-03-21\nauthors: [A, B]\n---\n{TALKS}",
}
SAMPLES = {
    f"{number:03} {Path(sample.name).name}": sample
    for number, sample in enumerate((*test_pieces.SAMPLES, *test_day_chat.SAMPLES, *test_exports.SAMPLES))
}
KINDS = {name: sample.content for name, sample in SAMPLES.items()}
NAMES = FieldNames("*", {"text": "article.body", "date": "meta.when", "records": "payload.rows"})
SECONDS = float(os.environ.get("SOAK_SECONDS", "600"))
COUNT = int(os.environ.get("SOAK_FILES", "10000"))
LIMIT = 20.0


def damaged(raw: bytes, chance: random.Random) -> bytes:
    content = bytearray(raw)
    for _ in range(chance.randint(1, 30)):
        place = chance.randrange(len(content) + 1)
        match chance.randrange(4):
            case 0:
                content[place : place + 1] = chance.randbytes(1)
            case 1:
                del content[place : place + chance.randint(1, 200)]
            case 2:
                content[place:place] = content[chance.randrange(len(content) + 1) :][: chance.randint(1, 500)]
            case _:
                content[place:place] = chance.choice((b"<", b">", b"\\", b"{", b'"', b"\0", b"\xff", b"(", b"9" * 20))
    return bytes(content)


def test_damaged_files_neither_crash_nor_hang_a_reader() -> None:
    chance = random.Random(SECONDS)
    news = {f"{name}.xml": content for name, content in test_news_xml.FILES.items()}
    files = {name: content for name, content in (FILES | FORMS | KINDS | news).items() if 0 < len(content) < 200_000}
    worker = Worker()
    tried = read = most = 0
    reasons: dict[str, int] = {}
    began = time.monotonic()
    try:
        while time.monotonic() - began < SECONDS:
            name = chance.choice(list(files))
            content = files[name]
            raw = damaged(content.encode() if isinstance(content, str) else content, chance)
            started = time.monotonic()
            tried += 1
            try:
                if tried % 2:
                    read += bool(worker.read(name, raw, LIMIT, NAMES if chance.random() < 0.1 else FieldNames()))
                else:
                    entry = FileEntry(name, Path(name), len(raw), 0)
                    read += bool(load_bytes(entry, raw, today=TODAY).documents)
            except UnreadableError as error:
                reason = str(error) if str(error).startswith("cannot be read") else str(error).split(":")[0]
                reasons[reason] = reasons.get(reason, 0) + 1
            assert time.monotonic() - started < LIMIT + 5
            if worker._process is not None:
                most = max(most, psutil.Process(worker._process.pid).memory_info().rss)
    finally:
        worker.close()
    print(f"\n{tried} damaged files, {read} read, {len(reasons)} reasons; at most {most // 1_000_000} MB")
    for reason, count in sorted(reasons.items(), key=lambda each: -each[1])[:40]:
        print(f"{count:6} {reason}")
    assert "its reader crashed; the file may be damaged or malicious" not in reasons
    # Faults that no reader has foreseen reach the user as a reason all the same; they are rare and printed above.
    unforeseen = sum(count for reason, count in reasons.items() if reason.startswith("cannot be read"))
    assert unforeseen <= tried / 10_000
    assert most < MEMORY


def test_nothing_of_ten_thousand_small_files_is_lost(tmp_path: Path) -> None:
    files = {name: content for name, content in (FILES | KINDS).items() if len(content) < 200_000}
    chosen = list(files)
    for number in range(COUNT):
        name = chosen[number % len(chosen)]
        content = files[name]
        folder = tmp_path / f"{number // 500:03}-{number % 500:03}"
        folder.mkdir()
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    began = time.monotonic()
    entries, _ = walk(tmp_path, max_bytes=1_000_000)
    documents: dict[str, int] = {}
    skipped: dict[str, int] = {}
    pieces: dict[str, int] = {}
    slowest = (0.0, "")
    for entry in entries:
        started = time.monotonic()
        loaded = load(tmp_path, entry, today=TODAY)
        slowest = max(slowest, (time.monotonic() - started, entry.path))
        if (name := entry.path.partition("/")[2]) in SAMPLES:
            pieces[name] = pieces.get(name, 0) + len(loaded.documents)
            continue
        for document in loaded.documents:
            path = document.path.partition("/")[2]
            documents[path] = documents.get(path, 0) + 1
        for each in loaded.skipped:
            path = each.path.partition("/")[2]
            skipped[path] = skipped.get(path, 0) + 1
    seconds = time.monotonic() - began
    processes = [psutil.Process(), *psutil.Process().children()]
    memory = sum(process.memory_info().rss for process in processes)
    print(f"\n{len(entries)} files of {len(chosen)} kinds in {seconds:.1f} s: {len(entries) / seconds:.0f} a second")
    print(f"{sum(documents.values()) + sum(pieces.values())} documents; {memory // 1_000_000} MB; slowest {slowest}")

    def expected(paths: object) -> dict[str, int]:
        assert isinstance(paths, dict)
        return {path: copies[path.partition("#")[0]] for path in paths if path.partition("#")[0] in copies}

    copies = {name: len(range(place, COUNT, len(chosen))) for place, name in enumerate(chosen)}
    assert pieces == {name: copies[name] * len(sample.pieces) for name, sample in SAMPLES.items() if copies.get(name)}
    assert documents == expected(DOCUMENTS)
    assert skipped == expected(SKIPPED)
