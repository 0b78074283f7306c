"""Passages are embedded while files are read: what is embedded, in which windows, and what happens to errors."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.index.build import ahead
from assistant.index.build.ahead import Ahead, embed_window
from assistant.index.store.columns import EmbeddedText
from assistant.index.store.generation import Store
from assistant.index.store.vector_cache import VectorCache
from assistant.types import Vectors
from tests.index.corpora import WordEmbedder, article, index, write


@pytest.fixture(autouse=True)
def small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "WINDOW", 3)


class Gated(WordEmbedder):
    """Waits with its first window until it is let go on; keeps every window that it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.began = threading.Event()
        self.windows: list[list[str]] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.began.set()
        assert self.gate.wait(60)
        self.windows.append(sorted(texts))
        return super().embed(texts)


def keyed(*texts: str) -> list[EmbeddedText]:
    return [EmbeddedText(text.encode() * 8, text) for text in texts]


def test_full_windows_of_new_texts_are_embedded_and_the_rest_is_left(tmp_path: Path) -> None:
    path, embedder = tmp_path / "cache", Gated()
    embedder.gate.set()
    cache = VectorCache(path, embedder.fingerprint)
    embed_window(embedder, cache, keyed("known"))
    with Ahead(embedder, path) as embedding:
        embedding.add(keyed("a", "known", "b"))
        embedding.add(keyed("a", "c", "d", "e"))
        embedding.add(keyed("f", "g"))
        while cache.missing([key for key, _ in keyed("a", "b", "c", "d", "e", "f")]):
            embedding.add([])
    assert embedder.windows == [["known"], ["a", "b", "c"], ["d", "e", "f"]]
    assert cache.missing([key for key, _ in keyed("f", "g")]) == {b"g" * 8}
    assert embedding.seconds > 0


def test_at_the_end_the_window_at_work_is_kept_and_those_that_wait_are_left(tmp_path: Path) -> None:
    path, embedder = tmp_path / "cache", Gated()
    with Ahead(embedder, path) as embedding:
        embedding.add(keyed("a", "b", "c", "d", "e", "f"))
        assert embedder.began.wait(60)
        embedding._over = True  # as leaving the context does, which then waits
        embedder.gate.set()
    assert embedder.windows == [["a", "b", "c"]]


def test_a_run_that_is_stopped_does_not_wait_for_the_rest_of_its_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_PIECE", 1)
    path, embedder = tmp_path / "cache", Gated()

    def stop() -> None:
        with Ahead(embedder, path) as embedding:
            embedding.add(keyed("a", "b", "c"))
            assert embedder.began.wait(60)
            embedding._stopped = True  # as leaving the context by an error does, which then waits
            embedder.gate.set()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert embedder.windows == [["a"]]
    cache = VectorCache(path, embedder.fingerprint)
    assert cache.missing([key for key, _ in keyed("a", "b", "c")]) == {b"b" * 8, b"c" * 8}


def test_of_a_long_backlog_no_more_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_BACKLOG", 5)
    path, embedder = tmp_path / "cache", Gated()
    with Ahead(embedder, path) as embedding:
        for number in range(100):
            embedding.add(keyed(f"{number:03}"))
        embedder.gate.set()
        cache = VectorCache(path, embedder.fingerprint)
        while cache.missing([key for key, _ in keyed("003", "004", "005")]):
            embedding.add(keyed("late"))
    assert embedder.windows == [["000", "001", "002"], ["003", "004", "005"]]


def test_an_error_of_the_embedder_ends_the_run(tmp_path: Path) -> None:
    root = write(tmp_path / "corpus", {f"{number}.txt": article("2021-03-03", f"topic{number}") for number in range(9)})
    with pytest.raises(KeyboardInterrupt):
        index(root, tmp_path / "index", WordEmbedder(fail_after=2))
    assert Store(tmp_path / "index").live() is None


def test_reading_stops_once_embedding_failed(tmp_path: Path) -> None:
    def read() -> None:
        with Ahead(WordEmbedder(fail_after=2), tmp_path / "cache") as embedding:
            embedding.add(keyed("a", "b", "c"))
            while True:
                embedding.add(keyed("d"))

    with pytest.raises(KeyboardInterrupt):
        read()


def test_an_error_of_the_reader_is_not_hidden_by_one_of_the_embedder(tmp_path: Path) -> None:
    def read() -> None:
        with Ahead(WordEmbedder(fail_after=0), tmp_path / "cache") as embedding:
            embedding.add(keyed("a", "b", "c"))
            raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        read()


def test_a_run_embeds_every_text_once_in_the_same_windows_however_far_it_came_ahead(tmp_path: Path) -> None:
    files = {f"{number:02}.txt": article("2021-03-03", f"topic{number}") for number in range(11)}
    root = write(tmp_path / "corpus", files)
    windows = []
    for name, given in (("ahead", None), ("approved", lambda _: None)):
        embedder = Gated()
        embedder.gate.set()
        index(root, tmp_path / name, embedder, approve=given)
        windows.append(embedder.windows)
    assert windows[0] == windows[1]
    assert {len(window) for window in windows[0][:-1]} == {3}
