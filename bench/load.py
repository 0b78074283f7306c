"""The server under load: ``python -m bench.load [--seconds 600] [--clients 50] [--articles 300]``.

`assistant serve` answers in quotes. First its clients ask, search and chat without a pause, two of three requests as of
a day, after a day or of a folder: times, errors, and memory after against memory before. Then ten times as many clients
as there are slots ask without ever waiting: answers a second, against those of a server that is just busy.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import httpx

from assistant.settings import Settings
from assistant.wiring import index_corpus
from bench import articles
from bench.measure import table
from bench.serve import served

_SLOTS = 4
_NARROWED: tuple[dict[str, object], ...] = (
    {},
    {"as_of": "2019-01-01"},
    {"after": "2018-06-01", "before": "2020-06-01"},
    {"path": ["*1*"]},
    {"as_of": "2020-01-01", "path": ["*2*"]},
    {},
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--articles", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assistant-load-") as name:
        corpus = Path(name) / "archive"
        articles.write(corpus, options.articles)
        index_corpus(Settings(corpus=corpus))
        asked = articles.questions(corpus, 200)
        steady(corpus, asked, options.clients, options.seconds)
        overload(corpus, asked, max(options.seconds / 5, 20.0))


def steady(corpus: Path, asked: Sequence[str], clients: int, seconds: float) -> None:
    with served(corpus, "--quotes", "--waiting", str(clients)) as (url, process):
        asyncio.run(crowd(url, asked, clients, seconds / 10, patient=True))  # what is loaded once is loaded
        before = process.memory_info().rss
        took, statuses = asyncio.run(crowd(url, asked, clients, seconds, patient=True))
        after = process.memory_info().rss
    took.sort()
    rows = [
        ("answers", len(took)),
        ("a second", len(took) / seconds),
        *((f"p{share} ms", took[min(int(len(took) * share / 100), len(took) - 1)] * 1e3) for share in (50, 95, 99)),
        ("told to come later (503)", statuses[503]),
        ("errors", sum(count for status, count in statuses.items() if status not in (200, 503))),
        ("memory after / before", after / before),
        ("load of the machine", os.getloadavg()[0]),
    ]
    table(
        f"{clients} clients for {seconds:g} s: ask, search and chat in quotes, filtered and as of a day", ("", ""), rows
    )


def overload(corpus: Path, asked: Sequence[str], seconds: float) -> None:
    limits = ("--quotes", "--answers", str(_SLOTS), "--waiting", str(_SLOTS))
    with served(corpus, *limits) as (url, _):
        asyncio.run(crowd(url, asked, _SLOTS, seconds / 4))
        busy = asyncio.run(crowd(url, asked, 2 * _SLOTS, seconds))[1]
        flooded = asyncio.run(crowd(url, asked, 20 * _SLOTS, seconds))[1]
    rows = [
        ("busy: answers a second", busy[200] / seconds),
        ("flooded: answers a second", flooded[200] / seconds),
        ("flooded: refusals a second", (flooded.total() - flooded[200]) / seconds),
        ("goodput / capacity", flooded[200] / max(busy[200], 1)),
        ("load of the machine", os.getloadavg()[0]),
    ]
    table(f"{_SLOTS} answers at once, {_SLOTS} waiting: {2 * _SLOTS} clients, then {20 * _SLOTS}", ("", ""), rows)


async def crowd(
    url: str, asked: Sequence[str], clients: int, seconds: float, *, patient: bool = False
) -> tuple[list[float], Counter[int]]:
    """Let `clients` ask without a pause; the seconds of each answer, and how often each status came.

    `patient` ones that are told to come later do so; their time then counts from when they first asked.
    """
    took: list[float] = []
    statuses: Counter[int] = Counter()
    end = time.monotonic() + seconds

    async def one(client: httpx.AsyncClient, number: int) -> None:
        before = time.perf_counter()
        while time.monotonic() < end:
            try:
                reply = await _send(client, url, asked[number % len(asked)], number)
            except httpx.HTTPError:
                statuses[0] += 1
                continue
            statuses[reply.status_code] += 1
            if patient and reply.status_code == 503:
                await asyncio.sleep(float(reply.headers["retry-after"]))
                continue
            if reply.status_code == 200:
                took.append(time.perf_counter() - before)
            before = time.perf_counter()
            number += clients

    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(timeout=120, limits=limits) as client:
        await asyncio.gather(*(one(client, number) for number in range(clients)))
    return took, statuses


async def _send(client: httpx.AsyncClient, url: str, question: str, number: int) -> httpx.Response:
    narrowed = _NARROWED[number % len(_NARROWED)]
    if number % 3 == 0:
        reply = await client.post(f"{url}/api/search", json={"query": question, "k": 6, **narrowed})
    elif number % 3 == 1:
        reply = await client.post(f"{url}/api/ask", json={"question": question, **narrowed})
    else:
        body = {"model": "assistant", "messages": [{"role": "user", "content": question}]}
        reply = await client.post(f"{url}/v1/chat/completions", json=body)
    return reply


if __name__ == "__main__":
    main()
