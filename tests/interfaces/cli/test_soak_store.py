"""Two servers of one store under questions, while the index changes and a server is restarted. Run by ``make soak``."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import httpx
import pytest

from assistant.settings import Settings
from assistant.wiring import index_corpus, migrate
from tests.interfaces.cli.test_serve import served
from tests.postgres_server import Server

pytestmark = pytest.mark.soak

_CLIENTS, _SECONDS = 8, 24.0
TOPICS = ("harbour", "railway", "orchard", "lighthouse", "theatre", "quarry")


def _write(corpus: Path, topic: str, day: str) -> None:
    text = f"date {day}\nThe {topic} of Velm was closed by the council of the town. Nobody was hurt there.\n"
    (corpus / f"{topic}.txt").write_text(text, encoding="utf-8")


class _Clients:
    """Ask in turn, as a proxy would: who cannot connect, or is told that a server is not ready, asks the other one."""

    def __init__(self, addresses: list[str]) -> None:
        self.addresses = addresses
        self.told: Counter[str] = Counter()
        self.over = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(_CLIENTS)]

    def __enter__(self) -> _Clients:
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for each in self._threads:
            each.join(60)

    def _ask(self, number: int) -> None:
        with httpx.Client(timeout=60) as client:
            for turn in count(number):
                if self.over.is_set():
                    return
                topic = TOPICS[turn % len(TOPICS)]
                self.told[self._one(client, topic, turn)] += 1

    def _one(self, client: httpx.Client, topic: str, turn: int) -> str:
        for attempt in range(2):
            address = self.addresses[(turn + attempt) % 2]
            try:
                reply = client.post(f"{address}/api/ask", json={"question": f"Who closed the {topic} of Velm?"})
            except httpx.ConnectError:
                continue
            except httpx.HTTPError as error:
                return f"broken {type(error).__name__}"
            if reply.status_code == 503:
                continue
            paths = {citation["path"] for citation in reply.json()["citations"]}
            return "right" if reply.status_code == 200 and paths == {f"{topic}.txt"} else f"wrong {topic} {paths}"
        return "refused by both"


def test_a_new_index_and_a_rolling_restart_lose_no_question(postgres: Server, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, topic in enumerate(TOPICS, start=1):
        _write(corpus, topic, f"2021-03-0{number}")
    embedded = Settings(corpus=corpus, mode="quotes", data_dir=tmp_path / "data")
    store = f"{postgres.url}&schema=soaked"
    settings = embedded.model_copy(update={"store": store})
    index_corpus(embedded)
    migrate(settings, back=False)
    arguments = ("--corpus", str(corpus), "--quotes", "--store", store, "--rate", "100000/minute", "--drain", "20")
    with ExitStack() as stack:
        one = stack.enter_context(_running(*arguments))
        other = stack.enter_context(_running(*arguments))
        clients = _Clients([one[0], other[0]])
        with clients:
            began = time.monotonic()
            time.sleep(_SECONDS / 4)
            _write(corpus, "museum", "2021-04-01")
            index_corpus(settings)
            until = time.monotonic() + 5
            for address in clients.addresses:
                while not _knows(address, "museum"):
                    assert time.monotonic() < until, "a server has not taken up the new generation after 5 s"
            one[1].send_signal(signal.SIGTERM)
            one[1].wait(40)
            again = stack.enter_context(_running(*arguments))
            clients.addresses[0] = again[0]
            assert set(clients.told) == {"right"}, "a server that is told to stop finishes what it was asked"
            other[1].kill()
            clients.addresses[1] = stack.enter_context(_running(*arguments))[0]
            time.sleep(max(0.0, began + _SECONDS - time.monotonic()))
        print(f"\n{_CLIENTS} clients, {time.monotonic() - began:.0f} s: {dict(clients.told)}")
        lost = sum(number for told, number in clients.told.items() if told.startswith("broken"))
        assert {told for told in clients.told if not told.startswith("broken")} == {"right"}
        assert lost <= _CLIENTS, "only what the killed server was at"
        assert clients.told["right"] > _CLIENTS


@contextmanager
def _running(*arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server whose log is read: it would wait for that when the pipe is full."""
    with served(*arguments) as (address, process):
        assert process.stderr is not None
        log = threading.Thread(target=deque, args=(process.stderr, 0), daemon=True)
        log.start()
        try:
            yield address, process
        finally:
            process.kill()
            log.join(10)


def _knows(address: str, topic: str) -> bool:
    reply = httpx.get(f"{address}/api/articles", timeout=30)
    return topic in reply.text
