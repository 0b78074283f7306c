"""Waiting for changes of the corpus."""

from __future__ import annotations

import threading
from itertools import count
from pathlib import Path

from assistant.index.build.watch import watch
from tests.index.corpora import write


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    root = write(tmp_path / "corpus", {"one.txt": "first"})
    noticed = threading.Event()

    def change() -> None:
        for turn in count():
            write(root, {"one.txt": f"turn {turn}"})
            if noticed.wait(0.05):
                return

    changing = threading.Thread(target=change)
    changing.start()
    try:
        next(watch(root, root / ".assistant"))
    finally:
        noticed.set()
        changing.join()


def test_a_stopped_watch_ends(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert list(watch(tmp_path, tmp_path / ".assistant", stop=stop)) == []
