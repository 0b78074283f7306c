"""The kill test: writers end by SIGKILL at any moment, and no index is ever lost or wrong. Run by ``make soak``.

`SOAK_KILLS` sets the number of kills (default 200).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.errors import IndexMissing
from assistant.index.reader import Index
from tests.index.corpora import WordEmbedder, article, ask, index, write

pytestmark = pytest.mark.soak

KILLS = int(os.environ.get("SOAK_KILLS", "200"))
_WRITER = """
    import sys
    from pathlib import Path
    from assistant.errors import IndexLocked
    from tests.index.corpora import index
    try:
        print(index(Path(sys.argv[1]), Path(sys.argv[2])).generation, flush=True)
    except IndexLocked:
        print("locked", flush=True)
"""


def writer(root: Path, index_dir: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(_WRITER), str(root), str(index_dir)],
        stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def checked(index_dir: Path, acknowledged: dict[str, str]) -> int:
    """Open the index and look for every acknowledged file by its own word; return the number of documents."""
    with Index.open(index_dir, WordEmbedder()) as reader:
        texts = {document.path: document.text for document in reader.documents()}
        for path, word in acknowledged.items():
            assert word in texts[path], f"{path} is lost"
            (hit, *_) = reader.search(ask(word), 1)
            assert hit.document.path == path, f"{path} is not found by {word!r}"
            assert hit.document.text[hit.passage.start : hit.passage.end] == hit.passage.text
        return len(texts)


@contextmanager
def rival_ingesters_and_a_reader(root: Path, index_dir: Path) -> Iterator[list[str]]:
    """Two more writers without end, and a reader that searches all the while; yields what went wrong."""
    ended = threading.Event()
    faults: list[str] = []

    def ingest() -> None:
        while not ended.is_set():
            process = writer(root, index_dir)
            process.wait()
            if process.returncode:
                faults.append(f"a writer ended with code {process.returncode}")

    def read() -> None:
        while not ended.is_set():
            try:
                with Index.open(index_dir, WordEmbedder()) as reader:
                    for document in reader.documents()[-3:]:
                        hits = reader.search(ask(document.text), 3)
                        if any(
                            hit.document.text[hit.passage.start : hit.passage.end] != hit.passage.text for hit in hits
                        ):
                            faults.append("a passage is not its document's text")
            except IndexMissing:
                time.sleep(0.05)
            except Exception as error:  # noqa: BLE001  whatever it is, it is a fault
                faults.append(f"a reader met {error!r}")

    threads = [threading.Thread(target=ingest), threading.Thread(target=ingest), threading.Thread(target=read)]
    for thread in threads:
        thread.start()
    try:
        yield faults
    finally:
        ended.set()
        for thread in threads:
            thread.join()


@pytest.mark.timeout(7_200)
def test_nothing_is_lost_under_kill_9(tmp_path: Path) -> None:
    rng = random.Random(0)
    root, index_dir = tmp_path / "corpus", tmp_path / "index"
    write(root, {f"base/{number}.txt": article("2021-01-01", f"basis{number}word") for number in range(40)})
    started = time.monotonic()
    index(root, index_dir)
    usual = time.monotonic() - started + 2
    acknowledged = {f"base/{number}.txt": f"basis{number}word" for number in range(40)}
    written: dict[str, str] = {}
    completed = 0
    with rival_ingesters_and_a_reader(root, index_dir) as faults:
        for kill in range(KILLS):
            name, word = f"new/{kill}.txt", f"fresh{kill}word"
            write(root, {name: article("2021-02-02", word)})
            written[name] = word
            process = writer(root, index_dir)
            until = time.monotonic() + rng.uniform(0, usual)
            while process.poll() is None and time.monotonic() < until:
                time.sleep(0.01)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            said = process.communicate()[0].strip()
            if said and said != "locked":  # the run saw this file and ended: it is acknowledged
                acknowledged |= written
                completed += 1
            sample = dict(rng.sample(sorted(acknowledged.items()), 5))
            checked(index_dir, sample)
            assert not faults, faults
    index(root, index_dir)
    assert checked(index_dir, acknowledged | written) == 40 + KILLS
    assert not list(index_dir.glob("staging-*"))
    print(f"{KILLS} kills, {completed} runs completed in between")
