"""Cases in parallel: order, faults, filters and history."""

from __future__ import annotations

import re
import threading

from assistant.evaluation import runner
from assistant.evaluation.gold.cases import Case
from assistant.evaluation.records import Outcome
from assistant.evaluation.runner import Job


def _jobs(count: int) -> list[Job]:
    return [Job(Case(id=f"c{i}", question="?", reference="x"), 1, "answers") for i in range(count)]


class TestRunner:
    def test_every_job_ends_once_and_no_more_run_at_a_time_than_allowed(self) -> None:
        running, most, lock = 0, 0, threading.Lock()
        together = threading.Barrier(3, timeout=10)

        def ask(job: Job) -> Outcome:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            together.wait()
            with lock:
                running -= 1
            return Outcome(error=job.case.id)

        ended = list(runner.run(_jobs(9), concurrency=3, timeout=30, ask=ask))
        assert sorted(outcome.error for _, outcome in ended) == sorted(f"c{i}" for i in range(9))
        assert all(job.case.id == outcome.error for job, outcome in ended)
        assert most == 3

    def test_a_crash_and_a_hang_are_results_and_the_rest_goes_on(self) -> None:
        stopped: list[bool] = []

        def ask(job: Job) -> Outcome:
            if job.case.id == "c1":
                raise KeyError("lost")
            if job.case.id == "c2":
                stopped.append(job.cancelled.wait(timeout=10))
            return Outcome()

        ended = {job.case.id: outcome for job, outcome in runner.run(_jobs(5), concurrency=2, timeout=0.2, ask=ask)}
        assert stopped == [True]
        assert {name: outcome.failure for name, outcome in ended.items()} == {
            "c0": None, "c1": "crashed", "c2": "timed_out", "c3": None, "c4": None,
        }  # fmt: skip
        assert re.fullmatch(r"KeyError: 'lost' \(in evaluation/test_runner\.py, line \d+\)", ended["c1"].error)
        assert ended["c2"].error == "no answer within 0.2 s"

    def test_closing_stops_what_is_running(self) -> None:
        ended = []

        def ask(job: Job) -> Outcome:
            if job.case.id != "c0":
                ended.append(job.cancelled.wait(timeout=10))
            return Outcome()

        outcomes = runner.run(_jobs(9), concurrency=3, timeout=30, ask=ask)
        assert next(outcomes)[0].case.id == "c0"
        outcomes.close()  # type: ignore[attr-defined]
        assert ended == [True, True]

    def test_a_late_answer_does_not_count_twice(self) -> None:
        late = threading.Event()

        def ask(job: Job) -> Outcome:
            if job.case.id == "c0":
                late.wait()
            else:
                late.set()
            return Outcome()

        ended = list(runner.run(_jobs(2), concurrency=1, timeout=0.2, ask=ask))
        assert [(job.case.id, outcome.failure) for job, outcome in ended] == [("c0", "timed_out"), ("c1", None)]


def test_questions_are_asked_with_their_filters_and_history() -> None:
    case = Case.model_validate(
        {
            "id": "x",
            "question": "And then?",
            "reference": "r",
            "as_of": "2021-03-20",
            "history": [{"question": "Who?", "answer": "Kim", "paths": ["a.txt"]}],
            "filters": {
                "after": "2021-03-01",
                "undated": "exclude",
                "paths": ["a*"],
                "sources": ["NPR"],
                "authors": ["Doe"],
            },
        }
    )
    options = runner.options_of(Job(case, 1, "answers"))
    assert options["undated"] == "exclude"
    assert options["paths"] == ("a*",)
    assert (options["sources"], options["authors"]) == (("NPR",), ("Doe",))
    assert [turn.answer for turn in options["history"]] == ["Kim"]
    assert str(options["as_of"]) == "2021-03-20"
