"""Asks every case, a few at a time; one that crashes or takes too long is a result too."""

from __future__ import annotations

import queue
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, Unpack

from assistant.answering.grammar import phrases
from assistant.app import Options
from assistant.errors import AssistantError
from assistant.evaluation.gold import Case, Task
from assistant.evaluation.records import Outcome
from assistant.evaluation.score_retrieval import DEPTH
from assistant.types import Answer, Hit


class Asked(Protocol):
    """What is evaluated: `Assistant`, or anything that answers as it does."""

    def ask(self, question: str, **options: Unpack[Options]) -> Answer:
        """Answer a question."""
        ...

    def search(self, query: str, *, k: int = 10, **options: Unpack[Options]) -> list[Hit]:
        """Return up to k passages, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """One asking of one case of a set; a date phrase needs nobody to be asked."""

    case: Case
    repeat: int
    task: Task
    asked: Asked | None = None
    set: str = ""


def options_of(case: Case) -> Options:
    """The case's history and filters as `Assistant.ask` takes them."""
    filters = case.filters
    return {
        "as_of": case.as_of,
        "after": filters.after,
        "before": filters.before,
        "on": filters.on,
        "sources": filters.sources,
        "paths": filters.paths,
        "undated": filters.undated,
        "history": tuple(turn.turn for turn in case.history),
    }


def ask(job: Job) -> Outcome:
    """Ask one case: its answer, its ranking, and how long the answer took. Raises what the product raises."""
    case, options = job.case, options_of(job.case)
    began = time.perf_counter()
    if job.asked is None:
        days = tuple(phrase.days for phrase in phrases(case.question, as_of=case.as_of or date.today()))
        return Outcome(days=days, seconds=time.perf_counter() - began)
    if job.task == "retrieval":
        hits = job.asked.search(case.question, k=DEPTH, **options)
        return Outcome(hits=tuple(hits), seconds=time.perf_counter() - began)
    answer = job.asked.ask(case.question, **options)
    seconds = time.perf_counter() - began
    return Outcome(answer, tuple(job.asked.search(case.question, k=DEPTH, **options)), seconds=seconds)


def run(
    jobs: Sequence[Job], *, concurrency: int, timeout: float, ask: Callable[[Job], Outcome] = ask
) -> Iterator[tuple[Job, Outcome]]:
    """Yield each job with its outcome as it ends, at most `concurrency` at a time.

    A job that raises is `crashed`; one that takes more than `timeout` seconds is `timed_out` and its thread is left
    behind (a daemon: it does not hold up the end of the program).
    """
    ended: queue.Queue[tuple[int, Outcome]] = queue.Queue()
    waiting = iter(enumerate(jobs))
    running: dict[int, float] = {}

    def start(some: Iterable[tuple[int, Job]]) -> None:
        for number, job in some:
            running[number] = time.monotonic() + timeout
            threading.Thread(target=_work, args=(number, job, ask, ended), daemon=True).start()
            if len(running) >= concurrency:
                return

    start(waiting)
    while running:
        try:
            number, outcome = ended.get(timeout=max(0.0, min(running.values()) - time.monotonic()))
        except queue.Empty:
            number = min(running, key=lambda each: running[each])
            outcome = Outcome(seconds=timeout, failure="timed_out", error=f"no answer within {timeout:g} s")
        if running.pop(number, None) is None:
            continue  # came after its time was up
        yield jobs[number], outcome
        start(waiting)


def _work(number: int, job: Job, ask: Callable[[Job], Outcome], ended: queue.Queue[tuple[int, Outcome]]) -> None:
    began = time.perf_counter()
    try:
        outcome = ask(job)
    except Exception as error:  # noqa: BLE001  (whatever goes wrong in a case is that case's result)
        outcome = Outcome(seconds=time.perf_counter() - began, failure="crashed", error=_described(error))
    ended.put((number, outcome))


def _described(error: Exception) -> str:
    """The error in one line, with the place where it was raised unless it is meant for the user."""
    line = f"{type(error).__name__}: {error}"
    frames = traceback.extract_tb(error.__traceback__)
    if isinstance(error, AssistantError) or not frames:
        return line
    place = Path(frames[-1].filename)
    return f"{line} (in {place.parent.name}/{place.name}, line {frames[-1].lineno})"
