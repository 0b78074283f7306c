"""What scripts rely on: events that keep to their schema, and flags that bound time and silence."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.errors import ExitCode
from assistant.jsonable import event_schema
from tests.interfaces.command import run

Capsys = pytest.CaptureFixture[str]
ANSWERED, REFUSED = "Who met Kim in Hanoi?", "What is the capital of Peru?"


@pytest.fixture(scope="module")
def corpus(seeds_assistant: Assistant, seeds: Path) -> Path:
    assert seeds_assistant.documents()
    return seeds


def test_every_event_keeps_to_the_schema(capsys: Capsys, corpus: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    valid = jsonschema.Draft202012Validator(event_schema())
    kinds = set()
    for question in (ANSWERED, REFUSED, "How many articles are there?"):
        for line in run(capsys, "ask", "--corpus", corpus, "--quotes", "--ndjson", question).out.splitlines():
            event = json.loads(line)
            assert list(valid.iter_errors(event)) == []
            kinds.add(event["event"])
            assert not valid.is_valid({**event, "event": "other"})
    assert kinds == {"understood", "checked", "answer"}


def test_nothing_is_printed_if_it_is_not_answered(capsys: Capsys, corpus: Path, tmp_path: Path) -> None:
    flags = ("--corpus", corpus, "--quotes", "--fail-if-empty", "--save", tmp_path / "answer.json")
    for form in ((), ("--json",), ("--ndjson",), ("--markdown",)):
        done = run(capsys, "ask", *flags, *form, REFUSED)
        assert (done.code, done.out, done.err) == (ExitCode.NOT_IN_CORPUS, "", "")
    assert not (tmp_path / "answer.json").exists()
    done = run(capsys, "ask", *flags, ANSWERED)
    assert done.code == ExitCode.OK
    assert "Sources" in done.out
    assert (tmp_path / "answer.json").is_file()


def test_an_answer_that_takes_too_long_is_stopped_and_what_is_checked_is_shown(
    capsys: Capsys, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Assistant.stream

    def slow(self: Assistant, question: str, **options: object) -> object:
        for event in whole(self, question, **options):  # type: ignore[arg-type]
            if type(event).__name__ == "Answer":
                signal.raise_signal(signal.SIGALRM)
            yield event

    monkeypatch.setattr(Assistant, "stream", slow)
    done = run(capsys, "ask", "--corpus", corpus, "--quotes", "--json", "--timeout", "60", ANSWERED)
    assert done.code == ExitCode.INCOMPLETE
    assert done.err.endswith("assistant: stopped after 60 s (--timeout)\n")
    answer = json.loads(done.out)
    assert (answer["status"], [each["code"] for each in answer["notices"]]) == ("incomplete", ["stopped"])
    assert answer["sentences"]
    assert run(capsys, "ask", "--timeout", "0", ANSWERED).code == ExitCode.USAGE
