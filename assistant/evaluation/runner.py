"""Asks every case, a few at a time; one that crashes or takes too long is a result too."""

from __future__ import annotations

import queue
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol, Unpack

from assistant.dates.asked.phrases import asked_dates
from assistant.errors import MODEL_FAULTS, AssistantError, ModelError
from assistant.evaluation.gold.cases import Case, Task
from assistant.evaluation.records import Outcome
from assistant.evaluation.scores.retrieval import DEPTH
from assistant.options import Options
from assistant.types import Answer, Hit

_PATIENCE = 2.0  # seconds that a job which was told to stop may take


class Answering(Protocol):
    """What is evaluated: `Assistant`, or anything that answers as it does."""

    def ask(self, question: str, **options: Unpack[Options]) -> Answer:
        """Answer a question."""
        ...

    def search(self, query: str, *, k: int = 10, **options: Unpack[Options]) -> list[Hit]:
        """Return up to k passages, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """One asking of one case of a set; a date phrase needs nobody to be asked. Setting `cancelled` stops it."""

    case: Case
    repeat: int
    task: Task
    asked: Answering | None = None
    set: str = ""
    cancelled: threading.Event = field(default_factory=threading.Event, compare=False)


def options_of(job: Job) -> Options:
    """The case's history and filters as `Assistant.ask` takes them."""
    case, filters = job.case, job.case.filters
    return {
        "as_of": case.as_of,
        "after": filters.after,
        "before": filters.before,
        "on": filters.on,
        "sources": filters.sources,
        "authors": filters.authors,
        "paths": filters.paths,
        "undated": filters.undated,
        "history": tuple(turn.turn for turn in case.history),
        "cancelled": job.cancelled,
    }


def ask(job: Job) -> Outcome:
    """Ask one case: its answer, its ranking, and how long the answer took. Raises what the product raises."""
    case, options = job.case, options_of(job)
    began = time.perf_counter()
    if job.asked is None:
        days = tuple(phrase.days for phrase in asked_dates(case.question, as_of=case.as_of or date.today()))
        return Outcome(days=days, seconds=time.perf_counter() - began)
    if job.task == "retrieval":
        hits = job.asked.search(case.question, k=DEPTH, **options)
        return Outcome(hits=tuple(hits), seconds=time.perf_counter() - began)
    answer = job.asked.ask(case.question, **options)
    _require_model(answer)
    seconds = time.perf_counter() - began
    return Outcome(answer, tuple(job.asked.search(case.question, k=DEPTH, **options)), seconds=seconds)


def _require_model(answer: Answer) -> None:
    """Raise ModelError where quotes answer because the endpoint failed: what is measured is the model."""
    for notice in answer.notices if answer.model is None else ():
        if notice.code in MODEL_FAULTS or notice.code == "broken_off":
            raise ModelError(notice.message)


def run(
    jobs: Sequence[Job], *, concurrency: int, timeout: float, ask: Callable[[Job], Outcome] = ask
) -> Iterator[tuple[Job, Outcome]]:
    """Yield each job with its outcome as it ends, at most `concurrency` at a time.

    A job that raises is `crashed`; one that takes more than `timeout` seconds is `timed_out` and told to stop. Closing
    the iterator stops what is running; a thread that does not end in a moment is left behind (a daemon).
    """
    ended: queue.Queue[tuple[int, Outcome]] = queue.Queue()
    waiting = iter(enumerate(jobs))
    running: dict[int, float] = {}
    threads: dict[int, threading.Thread] = {}

    def start() -> None:
        while len(running) < concurrency and (next_one := next(waiting, None)):
            number, job = next_one
            running[number] = time.monotonic() + timeout
            threads[number] = threading.Thread(target=_work, args=(number, job, ask, ended), daemon=True)
            threads[number].start()

    try:
        start()
        while running:
            try:
                number, outcome = ended.get(timeout=max(0.0, min(running.values()) - time.monotonic()))
                threads.pop(number).join()
            except queue.Empty:
                number = min(running, key=lambda each: running[each])
                jobs[number].cancelled.set()
                outcome = Outcome(seconds=timeout, failure="timed_out", error=f"no answer within {timeout:g} s")
            if running.pop(number, None) is None:
                continue  # came after its time was up
            yield jobs[number], outcome
            start()
    finally:
        _stop([jobs[number] for number in threads], list(threads.values()))


def _stop(jobs: Sequence[Job], threads: Sequence[threading.Thread]) -> None:
    """Tell jobs to stop and wait a moment: native code that still runs while Python shuts down would abort it."""
    for job in jobs:
        job.cancelled.set()
    until = time.monotonic() + _PATIENCE
    for thread in threads:
        thread.join(timeout=max(0.0, until - time.monotonic()))


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
