"""Derives Chroma from the catalogue and the vectors of a staged generation, and checks what came out.

All of it happens in a process of its own, for a broken Chroma ends the process that opens it by SIGSEGV. The process is
started first of all, imports chromadb (a second) while files are read, and takes the vectors over while others are
embedded. It reads its `Job` as JSON from stdin, then one number per line: how many vectors are on disk. It prints JSON
lines: how many it took over, and at last a `Verdict` or the error to show the user.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import errors
from assistant.errors import AssistantError, IndexDamaged
from assistant.index.build import verify
from assistant.index.build.verify import Verdict
from assistant.index.store.catalogue import Catalogue
from assistant.index.store.generation import Generation
from assistant.index.vectors.chroma import EF_SEARCH, ChromaServer, ChromaVectors, metadata, write_collection
from assistant.index.vectors.exact import ExactVectors

if TYPE_CHECKING:
    from assistant.types import Vectors

_WIDEST = 4 * EF_SEARCH
_BATCH = 5_000
_STEP = 0.02
_TRIES = 2
_PATIENCE = 120.0  # seconds: a batch takes about ten where the graph is large


@dataclass(frozen=True, slots=True)
class Job:
    """The folder of a staged generation, and the collection that will hold its vectors.

    `base` is a finished generation's folder: its Chroma is copied and only the difference applied.
    """

    folder: Path
    collection: str
    server: ChromaServer | None = None
    base: Path | None = None

    @property
    def chroma(self) -> Path:
        """Chroma's folder, where no server is used."""
        return self.folder / "chroma"

    def to_json(self) -> str:
        """One line."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, line: str) -> Job:
        """What `to_json` wrote."""
        told = json.loads(line)
        server = ChromaServer(**told["server"]) if told["server"] else None
        return cls(Path(told["folder"]), told["collection"], server, Path(told["base"]) if told["base"] else None)


class Derivation:
    """The process, as the run that needs it sees it. A context manager: at its end the process is gone."""

    def __init__(self, folder: Path, server: ChromaServer | None, collection: str, live: Generation | None) -> None:
        """Start with a copy of the live generation's Chroma where that is sound and embedded too."""
        base = live.folder if live and not server and not live.server and not live.chroma_damaged() else None
        self._job = Job(folder, collection, server, base)
        self._ready = 0
        self._start()

    def __enter__(self) -> Derivation:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def ready(self, count: int) -> None:
        """The first `count` vectors are on disk, and the catalogue is written. Raises what `finish` raises."""
        self._ready = count
        self._tell(str(count))

    def finish(self, progress: Callable[[int, int], None]) -> float:
        """Wait until all is filled in and checked; return recall@10 of Chroma against exact search.

        A collection that does not pass the check is made from nothing, twice at most: HNSW's graph is another one each
        time. Raises IndexDamaged when it still does not pass, and CorpusIndexError or SettingsError when Chroma cannot
        be written or reached.
        """
        outcome = self._outcome(progress)
        for _ in range(_TRIES):
            faulty = isinstance(outcome, Verdict) and bool(outcome.fault)
            copied = self._job.base and not (isinstance(outcome, Verdict) and outcome.is_good)
            if not (faulty or copied):
                break
            self._end()
            shutil.rmtree(self._job.chroma, ignore_errors=True)
            self._job = replace(self._job, base=None)
            self._start()
            self.ready(self._ready)
            outcome = self._outcome(progress)
        if isinstance(outcome, Exception):
            raise outcome
        if outcome.fault:
            raise IndexDamaged(f"the new index failed its check ({outcome.fault}); the old one is unchanged; try again")
        return outcome.recall

    def _start(self) -> None:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "assistant.index.build.derive"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._complaints, text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )  # fmt: skip
        self._tell(self._job.to_json())

    def _tell(self, line: str) -> None:
        assert self._process.stdin
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            outcome = self._outcome(lambda _, __: None)
            if isinstance(outcome, Exception) and not self._job.base:
                raise outcome from None  # of all else `finish` takes care

    def _outcome(self, progress: Callable[[int, int], None]) -> Verdict | AssistantError | OSError:
        for line in self._lines():
            told = json.loads(line)
            if "error" in told:
                known: AssistantError | OSError = getattr(errors, told["error"], OSError)(told["message"])
                return known
            if "done" not in told:
                return Verdict(**told)
            progress(told["done"], told["total"])
        code = self._process.wait()
        if code < 0:
            return Verdict(f"opening it ends by signal {-code}")
        self._complaints.seek(0)
        last = self._complaints.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        return Verdict(last or f"the check ended with code {code}")

    def _lines(self) -> Iterator[str]:
        """What it says. One that works on a copied Chroma and falls silent is ended: hnswlib may not return from a
        graph that was cut short.
        """
        assert self._process.stdout
        while True:
            impatience = threading.Timer(_PATIENCE, self._process.kill)
            if self._job.base:
                impatience.start()
            try:
                line = self._process.stdout.readline()
            finally:
                impatience.cancel()
            if not line:
                return
            yield line

    def _end(self) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout, self._complaints):
            assert pipe
            with suppress(BrokenPipeError):
                pipe.close()
        self._process.wait()


def derive(job: Job, ready: Iterator[int], progress: Callable[[int, int], None]) -> Verdict:
    """Fill the collection with vectors as they come, close it, and check it, searching wider until its recall suffices.

    `ready` yields how many vectors are on disk; the first number says that the catalogue is written, too.
    """
    if job.base:
        shutil.copytree(job.base / "chroma", job.chroma)
    with write_collection(job.chroma, job.server, job.collection) as chroma:
        _fill(job, chroma, ready, progress)
    width = EF_SEARCH
    verdict = verify.check(job.folder, job.server, job.collection)
    while not verdict.is_good and width < _WIDEST:
        width *= 2
        with write_collection(job.chroma, job.server, job.collection) as chroma:
            chroma.set_ef_search(width)
        verdict = verify.check(job.folder, job.server, job.collection)
    return verdict


def _fill(job: Job, chroma: ChromaVectors, ready: Iterator[int], progress: Callable[[int, int], None]) -> None:
    count = next(ready)
    catalogue = Catalogue(job.folder / "catalogue.sqlite3")
    states = catalogue.vector_states()
    exact = ExactVectors(job.folder, catalogue)
    before = {}
    if job.base:
        old = Catalogue(job.base / "catalogue.sqlite3")
        before = {key: state[1:] for key, state in old.vector_states().items()}
        old.close()
        chroma.delete(list(before.keys() - states.keys()))
    seen: set[int] = set()
    done = 0
    # Rows ascend in both, so the place among the states is the place among the vectors.
    coming = iter(states.items())
    while True:
        while done < count:
            batch = list(islice(coming, min(_BATCH, count - done)))
            vectors = exact.vectors[done : done + len(batch)].astype("float32")
            _set_apart(vectors, [key for key, _ in batch], seen)
            new = [place for place, (key, state) in enumerate(batch) if before.get(key) != state[1:]]
            chroma.upsert(
                [batch[place][0] for place in new],
                vectors[new],
                [metadata(state.document, state.first_day, state.last_day) for _, state in map(batch.__getitem__, new)],
            )
            done += len(batch)
            progress(done, len(states))
        if done == len(states):
            break
        count = next(ready)
    catalogue.close()


def _set_apart(vectors: Vectors, keys: list[str], seen: set[int]) -> None:
    """Move each vector that equals an earlier one by 0.02 in a direction of its own (cosine to itself 0.9998).

    One story in many files has equal vectors, and these become each other's only neighbours in HNSW's graph: searches
    that enter such a group do not leave it. Of 3,000 other passages beside 1,000 copies, 7 of 200 were not found by
    their own vectors; moved: 0. `seen` holds the hashes of the vectors so far.
    """
    import numpy as np

    for row, key in enumerate(keys):
        value = hash(vectors[row].tobytes())
        if value in seen:
            step = np.random.default_rng(zlib.crc32(key.encode())).standard_normal(vectors.shape[1])
            vectors[row] += _STEP * step / np.linalg.norm(step)
            vectors[row] /= np.linalg.norm(vectors[row])
        seen.add(value)


def _serve() -> None:
    """Do the job told on stdin; end when the run that told it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which ends this process
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a library prints is not an answer

    def answer(**told: Any) -> None:
        answers.write(json.dumps(told) + "\n")
        answers.flush()

    job = Job.from_json(sys.stdin.readline())
    try:
        verdict = derive(job, map(int, sys.stdin), lambda done, total: answer(done=done, total=total))
    except StopIteration:
        return  # the run was killed
    except (AssistantError, OSError) as error:
        answer(error=type(error).__name__, message=str(error))
    else:
        answer(**asdict(verdict))


if __name__ == "__main__":
    _serve()
