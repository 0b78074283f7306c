"""Speed and memory of the server: ``python -m bench.serve [--articles 300] [--requests 5000] [--delay 1.0]``.

`assistant serve` runs as a process of its own, a fake model as another, and this process asks. The model's reply takes
`delay` seconds and quotes a sentence of its prompt, so what is left of a request's time is ours: HTTP,
retrieval, the prompt, and the check of the quote.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import httpx
import psutil
from fastapi import FastAPI, Request
from starlette.responses import Response, StreamingResponse

from assistant.settings import Settings
from assistant.wiring import index_corpus
from bench import articles
from bench.measure import table

CLIENTS = 20
LEAVERS = 20
Kind = Literal["replies", "stall", "silent"]
_PASSAGE = re.compile(r'<passage id="(P\d+)"[^>]*>\n(.*?)\n</passage>', re.DOTALL)
_REPORTS = (["The"], ["A"], ["In"], ["Of"], ["It"], ["He"], ["That"], ["His"], ["They"])
_CHUNK = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "fake"}
# Of three searches one asks for everything, one as of a day in the middle of the archive, one for half of its days.
_NARROWED: tuple[dict[str, str], ...] = ({}, {"as_of": "2019-01-01"}, {"after": "2019-01-01"})
_READY = 60.0  # seconds that a server is given to start


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.serve", description=__doc__)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--requests", type=int, default=5_000, help="requests of the memory run")
    parser.add_argument("--answers", type=int, default=300, help="answers of the fake model")
    parser.add_argument("--delay", type=float, default=1.0, help="seconds of the fake model")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assistant-bench-") as name:
        corpus = Path(name) / "archive"
        articles.write(corpus, options.articles)
        index_corpus(Settings(corpus=corpus))
        asked = articles.questions(corpus, 200)
        written(corpus, asked, options.answers, options.delay)
        retrieval(corpus, asked, options.requests)
        overload(corpus, asked, options.delay)
        leaving(corpus, asked)


def written(corpus: Path, asked: Sequence[str], count: int, delay: float) -> None:
    """Our share of answers that a model writes."""
    with fake_model(delay) as model, served(corpus, "--model", "fake", model=model) as (url, process):
        used, before = _cpu(process), time.perf_counter()
        # The first answers load what all need, and their clients begin at one moment, which no real ones do.
        replies = asyncio.run(many(url, asked, count + 2 * CLIENTS, _answer))[2 * CLIENTS :]
        wall, used = time.perf_counter() - before, _cpu(process) - used
    ours = sorted(seconds * 1e3 - model_took for seconds, model_took in replies)
    rows = [
        ("overhead p50 ms", statistics.median(ours)),
        ("overhead p95 ms", ours[int(len(ours) * 0.95)]),
        ("answers/s", (count + 2 * CLIENTS) / wall),
        ("CPU ms an answer", used / (count + 2 * CLIENTS) * 1e3),
    ]
    table(f"{CLIENTS} clients, a model that takes about {delay:g} s, {count} answers", ("measure", "value"), rows)


def retrieval(corpus: Path, asked: Sequence[str], count: int) -> None:
    """Searches and their memory."""
    sizes = []
    with served(corpus, "--quotes") as (url, process):
        used = _cpu(process)
        for part in (min(500, count), max(0, count - 500)):
            before = time.perf_counter()
            times = [seconds for seconds, _ in asyncio.run(many(url, asked, part, _search))]
            wall = time.perf_counter() - before
            sizes.append(process.memory_info().rss / 1e6)
        used = _cpu(process) - used
    times.sort()
    rows = [
        ("requests/s", len(times) / wall),
        ("p50 ms", statistics.median(times) * 1e3),
        ("p95 ms", times[int(len(times) * 0.95)] * 1e3),
        ("CPU ms a request", used / count * 1e3),
        ("MB after 500", sizes[0]),
        (f"MB after {count}", sizes[1]),
        ("growth", sizes[1] / sizes[0]),
    ]
    table(f"retrieval only, {CLIENTS} clients, {count} requests", ("measure", "value"), rows)


def overload(corpus: Path, asked: Sequence[str], delay: float) -> None:
    """How soon a request is refused when every slot and every place in the queue is taken."""
    with (
        fake_model(5 * delay) as model,
        served(corpus, "--model", "fake", "--answers", "4", "--waiting", "4", model=model) as (url, _),
    ):
        refused = asyncio.run(_crowd(url, asked))
    rows = [
        ("refused", len(refused)),
        ("p50 ms", statistics.median(refused)),
        ("p95 ms", refused[int(len(refused) * 0.95)]),
    ]
    table("overload: 4 answers at once, 4 waiting, 100 more ask one after the other", ("measure", "value"), rows)


def leaving(corpus: Path, asked: Sequence[str]) -> None:
    """How soon the model learns that a client has left: while it streams, and before its reply has begun."""
    rows = []
    for name, kind in (("streaming, ms", "stall"), ("not begun, ms", "silent")):
        with fake_model(0.0, kind) as model, served(corpus, "--model", "fake", model=model) as (url, _):
            times = asyncio.run(_leave(url, model, asked[:LEAVERS]))
        rows += [(f"{name} p50", statistics.median(times)), (f"{name} longest", max(times))]
    table(f"{LEAVERS} clients leave, one after the other; the model sees it after", ("measure", "value"), rows)


def _cpu(process: psutil.Process) -> float:
    """Seconds of processor time so far; unlike a clock, it tells the same on a busy machine."""
    times = process.cpu_times()
    return float(times.user + times.system)


async def _crowd(url: str, asked: Sequence[str]) -> list[float]:
    async with httpx.AsyncClient(timeout=60) as client:
        busy = [asyncio.create_task(_answer(client, url, question)) for question in asked[:8]]
        while (await client.get(f"{url}/readyz")).status_code == 200:
            await asyncio.sleep(0.05)
        times = []
        for question in asked[:100]:
            before = time.perf_counter()
            reply = await client.post(f"{url}/api/ask", json={"question": question})
            times.append((time.perf_counter() - before) * 1e3)
            if reply.status_code != 503 or "retry-after" not in reply.headers:
                raise RuntimeError(f"not refused: {reply.status_code}")
        for task in busy:
            task.cancel()
    return sorted(times)


async def _leave(url: str, model: str, asked: Sequence[str]) -> list[float]:
    times = []
    async with httpx.AsyncClient(timeout=60) as client:
        for number, question in enumerate(asked, 1):
            body = {**_chat(question), "stream": number % 2 == 0}
            request = asyncio.create_task(client.post(f"{url}/v1/chat/completions", json=body))
            while len((await client.get(f"{model}/seen")).json()["asked"]) < number:
                await asyncio.sleep(0.01)
            left = time.monotonic()  # the same clock in every process of a machine
            request.cancel()
            while len(gone := (await client.get(f"{model}/seen")).json()["gone"]) < number:
                await asyncio.sleep(0.01)
            times.append((gone[-1] - left) * 1e3)
    return times


async def many(
    url: str, asked: Sequence[str], count: int, ask: Callable[[httpx.AsyncClient, str, str], Awaitable[int]]
) -> list[tuple[float, int]]:
    """Ask `count` questions, `CLIENTS` at a time; return the seconds of each, and what `ask` returned."""
    numbers = iter(range(count))
    times: list[tuple[float, int]] = []

    async def client_loop(client: httpx.AsyncClient) -> None:
        for number in numbers:
            before = time.perf_counter()
            told = await ask(client, url, asked[number % len(asked)])
            times.append((time.perf_counter() - before, told))

    async with httpx.AsyncClient(timeout=60) as client:
        await asyncio.gather(*[client_loop(client) for _ in range(CLIENTS)])
    return times


async def _answer(client: httpx.AsyncClient, url: str, question: str) -> int:
    reply = await client.post(f"{url}/v1/chat/completions", json=_chat(question))
    milliseconds: int = reply.raise_for_status().json()["usage"]["prompt_tokens"]
    return milliseconds


async def _search(client: httpx.AsyncClient, url: str, question: str) -> int:
    narrowed = _NARROWED[len(question) % len(_NARROWED)]  # the same for a question in every run
    reply = await client.post(f"{url}/api/search", json={"query": question, "k": 6, **narrowed})
    return reply.raise_for_status().status_code


def _chat(question: str) -> dict[str, object]:
    return {"model": "assistant", "messages": [{"role": "user", "content": question}]}


@contextmanager
def served(corpus: Path, *arguments: str, model: str | None = None) -> Iterator[tuple[str, psutil.Process]]:
    """Run `assistant serve`; yield its address and process."""
    port = _free_port()
    command = [sys.executable, "-m", "assistant", "serve", "--corpus", str(corpus), "--port", str(port)]
    environment = {**os.environ, "OPENAI_BASE_URL": model or "", "OPENAI_API_KEY": "any", "ASSISTANT_CACHE": "false"}
    process = subprocess.Popen(
        [*command, "--rate", "1000000/second", *arguments], env=environment, stderr=subprocess.DEVNULL
    )
    with _running(process, f"http://127.0.0.1:{port}", "/readyz") as url:
        yield url, psutil.Process(process.pid)


@contextmanager
def fake_model(delay: float, kind: Kind = "replies") -> Iterator[str]:
    """Run the fake model; yield its base URL."""
    port = _free_port()
    app = f"model_app({delay}, {kind!r}), port={port}, log_level='error'"
    code = f"import uvicorn; from bench.serve import model_app; uvicorn.run({app})"
    with _running(subprocess.Popen([sys.executable, "-c", code]), f"http://127.0.0.1:{port}", "/v1/models") as url:
        yield f"{url}/v1"


@contextmanager
def _running(process: subprocess.Popen[bytes], url: str, path: str) -> Iterator[str]:
    try:
        until = time.monotonic() + _READY
        while True:
            try:
                httpx.get(url + path).raise_for_status()
                break
            except httpx.HTTPError:
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"{process.args!r} did not start") from None
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def model_app(delay: float, kind: Kind) -> FastAPI:
    """A model that waits, then quotes the sentence that has most of the question's words, in five pieces.

    It waits between half of `delay` and three halves of it, so that clients do not march in step, and reports the
    milliseconds that it took as tokens of the prompt: an answer may hold two of its replies.
    One that stalls sends the first piece only, a silent one not even a header; both note when their client leaves.
    """
    app = FastAPI()
    numbers = itertools.count()
    seen: dict[str, list[float]] = {"asked": [], "gone": []}

    @app.get("/v1/models")
    async def models() -> dict[str, object]:
        return {"object": "list", "data": [{"id": "fake", "object": "model"}]}

    @app.get("/v1/seen")
    async def times() -> dict[str, list[float]]:
        return seen

    @app.post("/v1/chat/completions", response_class=Response)
    async def complete(request: Request) -> Response:
        began = time.perf_counter()
        prompt = (await request.json())["messages"][-1]["content"]
        asked = set(prompt.rpartition("</passage>")[2].lower().split())
        sentences = [(label, one) for label, text in _PASSAGE.findall(prompt) for one in text.split(". ")]
        # Made-up words that begin with a verb read as an order, which no answer may repeat.
        reported = [pair for pair in sentences if pair[1].split()[:1] in _REPORTS] or sentences
        label, said = max(reported, key=lambda pair: len(asked & set(pair[1].lower().split())))
        quote = said.split("\n")[-1].rstrip(".")
        reply = f'{quote}. <q p="{label}">{quote}</q>'

        async def until_gone() -> None:
            seen["asked"].append(time.monotonic())
            try:
                while not await request.is_disconnected():
                    await asyncio.sleep(0.005)
            finally:
                seen["gone"].append(time.monotonic())

        async def pieces() -> AsyncIterator[str]:
            await asyncio.sleep(delay * (0.5 + next(numbers) * 0.618 % 1))
            step = len(reply) // 5 + 1
            for start in range(0, len(reply), step):
                yield _event({"delta": {"content": reply[start : start + step]}, "finish_reason": None})
                if kind == "stall":
                    await until_gone()
                    return
            yield _event({"delta": {}, "finish_reason": "stop"})
            took = round((time.perf_counter() - began) * 1e3)
            usage = {"prompt_tokens": took, "completion_tokens": 0, "total_tokens": took}
            yield f"data: {json.dumps({**_CHUNK, 'choices': [], 'usage': usage})}\n\n"
            yield "data: [DONE]\n\n"

        if kind == "silent":
            await until_gone()
            return Response()
        return StreamingResponse(pieces(), media_type="text/event-stream")

    return app


def _event(choice: dict[str, object]) -> str:
    return f"data: {json.dumps({**_CHUNK, 'choices': [{'index': 0, **choice}]})}\n\n"


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


if __name__ == "__main__":
    main()
