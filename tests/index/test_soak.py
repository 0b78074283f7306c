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
from pathlib import Path

import pytest

from assistant.errors import IndexMissing
from assistant.index.search.index import Index
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


class Ingesters:
    """Three writers without end and a reader that searches all the while; notes what was acknowledged and faults."""

    def __init__(self, root: Path, index_dir: Path, acknowledged: dict[str, str]) -> None:
        self.acknowledged = acknowledged
        self.written: dict[str, str] = {}
        self.faults: list[str] = []
        self.completed = 0
        self.usual = 0.0  # seconds of the last run that completed
        self.running: dict[int, subprocess.Popen[str]] = {}
        self._root, self._index_dir = root, index_dir
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._threads = [
            threading.Thread(target=each) for each in (self._ingest, self._ingest, self._ingest, self._read)
        ]

    def __enter__(self) -> Ingesters:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def kill_one(self, rng: random.Random) -> bool:
        """Kill a writer that runs, mostly the one that holds the lock; say whether one was there to kill."""
        with self._lock:
            pids = sorted(self.running)
        holder = (self._index_dir / "lock").read_text().strip()
        if holder.isdigit() and int(holder) in pids and rng.random() < 0.8:
            pids = [int(holder)]
        if not pids:
            return False
        try:
            # Half of the time without the process that reads hostile formats, which then has to end by itself.
            rng.choice((os.kill, os.killpg))(rng.choice(pids), signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def wait_for_a_run(self) -> None:
        """Wait until one more run completes, or a fault ends the test."""
        before = self.completed
        while self.completed == before and not self.faults:
            time.sleep(0.05)

    def _ingest(self) -> None:
        while not self._ended.is_set():
            seen = dict(self.written)
            started = time.monotonic()
            process = writer(self._root, self._index_dir)
            with self._lock:
                self.running[process.pid] = process
            said = process.communicate()[0].strip()
            with self._lock:
                del self.running[process.pid]
                if process.returncode == 0 and said != "locked":
                    self.acknowledged |= seen
                    self.completed += 1
                    self.usual = time.monotonic() - started
                elif process.returncode not in (0, -signal.SIGKILL):
                    self.faults.append(f"a writer ended with code {process.returncode}")

    def _read(self) -> None:
        while not self._ended.is_set():
            try:
                with Index.open(self._index_dir, WordEmbedder()) as reader:
                    for document in reader.documents()[-3:]:
                        hits = reader.search(ask(document.text), 3)
                        if any(
                            hit.document.text[hit.passage.start : hit.passage.end] != hit.passage.text for hit in hits
                        ):
                            self.faults.append("a passage is not its document's text")
            except IndexMissing:
                time.sleep(0.05)
            except Exception as error:  # noqa: BLE001  whatever it is, it is a fault
                self.faults.append(f"a reader met {error!r}")


@pytest.mark.timeout(7_200)
def test_nothing_is_lost_under_kill_9(tmp_path: Path) -> None:
    rng = random.Random(0)
    root, index_dir = tmp_path / "corpus", tmp_path / "index"
    base = {f"base/{number}.txt": f"basis{number}word" for number in range(40)}
    write(root, {path: article("2021-01-01", word) for path, word in base.items()})
    index(root, index_dir)
    kills = 0
    with Ingesters(root, index_dir, dict(base)) as ingesters:
        while kills < KILLS:
            path, word = f"new/{kills}.txt", f"fresh{kills}word"
            write(root, {path: article("2021-02-02", word)})
            ingesters.written[path] = word
            if not ingesters.usual or rng.random() < 0.3:  # else hardly any run would come as far as the swap
                ingesters.wait_for_a_run()
            time.sleep(rng.uniform(0, ingesters.usual))
            kills += ingesters.kill_one(rng)
            known = sorted(ingesters.acknowledged.items())
            checked(index_dir, dict(rng.sample(known, 5)))
            assert not ingesters.faults, ingesters.faults
    index(root, index_dir)
    everything = base | ingesters.written
    assert checked(index_dir, everything) == len(everything)
    assert not list(index_dir.glob("staging-*"))
    print(f"{kills} kills, {ingesters.completed} runs completed, {len(everything)} files found")
