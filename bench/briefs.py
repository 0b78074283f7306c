"""What an overview costs beside its model: time, memory, requests and tokens, over a made-up archive of any size.

    python -m bench.briefs --articles 10000 --words 60

The model copies sentences of its passages at once, so that all the time is our own. The run is done three times: whole,
stopped after a third of its slices and gone on with, and killed (`kill -9`) there and gone on with. Vectors are words
hashed into dimensions; the reader is the bundled one.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import signal
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from assistant.app import Assistant
from assistant.briefs.brief import Brief, How, Planned, brief
from assistant.messages import Chunk, Message
from assistant.settings import Settings
from assistant.text.words import content_terms
from assistant.types import Vectors
from assistant.wiring import index_corpus, make_reader, open_index
from bench import articles


class Hashed:
    """Words hashed into dimensions, in the place of an embedder, whose time is not measured here."""

    fingerprint = "hashed"
    dimension = 384

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        vectors = np.full((len(texts), self.dimension), 1e-6, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


class Copier:
    """Writes sentences of its passages with themselves as quotes."""

    name = "copier"
    context_window = 16_384

    def __init__(self) -> None:
        self.seconds = 0.0

    def stream(self, messages: Sequence[Message]) -> Iterator[Chunk]:
        """See ChatModel."""
        began = time.perf_counter()
        user = messages[-1].content
        numbers = re.findall(r"^(\d+)\. \(", user, re.MULTILINE)
        said = [line.split(". ")[0] for line in user.split("\n\n") if ". " in line and not line.startswith("<")]
        reply = "\n".join(f"- {one}. <q>{one}</q>" for one in said[:5])
        if numbers:
            reply = f"NOW: {', '.join(numbers[-4:])}\nBEFORE: {', '.join(numbers[:10])}"
        self.seconds += time.perf_counter() - began
        yield Chunk(reply, "stop", sum(len(one.content) for one in messages) // 4, len(reply) // 4)


def main() -> None:
    """Print a line for each run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=60, help="words of an article")
    parser.add_argument("--slices", type=int, default=12)
    given = parser.parse_args()
    articles.WORDS = given.words
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "archive")
        articles.write(corpus, given.articles)
        settings = Settings(corpus=corpus, mode="quotes", data_dir=Path(folder, "data"), cache=False, check="code")
        began = time.perf_counter()
        index_corpus(settings, embedder=Hashed())
        print(f"{given.articles:,} articles indexed in {time.perf_counter() - began:.0f} s", flush=True)
        topic = _topic(corpus)
        for kind in ("whole", "stopped", "killed"):
            if kind != "whole":
                _interrupted(settings, topic, given.slices, kill=kind == "killed")
            _run(kind, settings, topic, given.slices)


def _run(kind: str, settings: Settings, topic: str, slices: int) -> None:
    model = Copier()
    with _opened(settings, model) as assistant:
        began, used = time.perf_counter(), time.process_time()
        planned, *_, last = brief(assistant, topic, how=How(slices=slices))
        seconds, processor = time.perf_counter() - began, time.process_time() - used
    assert isinstance(planned, Planned)
    assert isinstance(last, Brief)
    usage, receipt = last.answer.usage, last.receipt
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024
    print(
        f"{kind}: “{topic}”, {receipt.matched:,} matched, {receipt.read} read, {receipt.cited} cited; "
        f"{planned.done} of {receipt.slices} slices kept; "
        f"{seconds - model.seconds:.1f} s outside the model ({processor:.1f} s processor), {peak} MiB at most, "
        f"{usage.requests} requests, {usage.prompt_tokens} + {usage.completion_tokens} tokens, {len(last.notes)} notes",
        flush=True,
    )


def _interrupted(settings: Settings, topic: str, slices: int, *, kill: bool) -> None:
    """Begin a brief in a process of its own, and end it after a third of its slices."""
    child = os.fork()
    if child == 0:
        with (
            _opened(settings, Copier()) as assistant,
            closing(brief(assistant, topic, how=How(slices=slices))) as events,
        ):
            for at, _ in enumerate(events):
                if at == slices // 3 and kill:
                    os.kill(os.getpid(), signal.SIGKILL)
                if at == slices // 3:
                    break
        os._exit(0)
    os.waitpid(child, 0)


def _opened(settings: Settings, model: Copier) -> Assistant:
    embedder = Hashed()
    return Assistant(
        open_index(settings, embedder), settings, embedder=embedder, reader=make_reader(settings), model=model
    )


def _topic(corpus: Path) -> str:
    """The longer word that most articles have."""
    found: Counter[str] = Counter()
    for path in sorted(corpus.rglob("*.txt"))[:2_000]:
        found.update(set(re.findall(r"\b[a-z]{6,}\b", path.read_text(encoding="utf-8"))))
    return next(word for word, _ in found.most_common() if content_terms(word))


if __name__ == "__main__":
    main()
