"""A small index, its catalogue, and a Chroma server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from assistant.index.store.catalogue import Catalogue
from assistant.index.store.generation import Generation, Store
from assistant.index.vectors.chroma import ChromaServer
from tests.index.corpora import article, index, write

TOPICS = ("tax", "vote", "law", "court", "school", "river", "storm", "train", "bridge", "harbour")

FILES = {
    **{
        f"{topic}.txt": article(f"2021-0{place % 9 + 1}-15", topic, 8).replace("story", " ".join(TOPICS[:place]))
        for place, topic in enumerate(TOPICS)
    },
    "undated.txt": article(None, "airport", 8),
    "npr/march.md": "---\ndate: 2021-03\nsource: NPR\n---\n" + article(None, "election", 8),
}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """``chroma run`` on a free port of loopback; another one where somebody was faster."""
    command = Path(sys.executable).with_name("chroma")
    environment = {**os.environ, "CHROMA_PRODUCT_TELEMETRY_OPT_OUT": "1", "ANONYMIZED_TELEMETRY": "FALSE"}
    until = monotonic() + 60
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        process = subprocess.Popen(
            [command, "run", "--path", tmp_path_factory.mktemp("server"), "--host", "127.0.0.1", "--port", str(port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
        )  # fmt: skip
        url = f"http://127.0.0.1:{port}"
        try:
            while process.poll() is None and not _answers(url):
                assert monotonic() < until, "chroma run does not answer"
            if process.poll() is None:
                yield ChromaServer(url, "secret")
                return
            assert monotonic() < until, "chroma run ends"
        finally:
            process.terminate()
            process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=1):
            return True
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    root = write(tmp_path_factory.mktemp("vectors") / "corpus", FILES)
    index(root, root / ".assistant")
    live = Store(root / ".assistant").live()
    assert live is not None
    return live


@pytest.fixture(scope="session")
def catalogue(generation: Generation) -> Iterator[Catalogue]:
    catalogue = Catalogue(generation.catalogue)
    yield catalogue
    catalogue.close()
