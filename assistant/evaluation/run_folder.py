"""Where a run is stored as it goes: its conditions in `run.json`, one line per finished case in `cases.jsonl`.

A line is written and flushed as soon as its case ends, so that an interrupted run keeps what is done.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.errors import EvaluationError
from assistant.evaluation.records import CaseResult, Provenance, Run
from assistant.jsonable import json_text, to_json

FOLDER = ".assistant-eval"
_RESULT = TypeAdapter(CaseResult)
_PROVENANCE = TypeAdapter(Provenance)


class RunFolder:
    """One run on disk. `add` may be called by many threads."""

    def __init__(self, path: Path, provenance: Provenance, planned: int, started: str) -> None:
        self.path = path
        self.provenance = provenance
        self.planned = planned
        self.started = started
        self._lock = threading.Lock()

    @classmethod
    def create(cls, parent: Path, provenance: Provenance, planned: int) -> RunFolder:
        """Begin a run in a new folder of `parent`, named by the time. Raises EvaluationError when it cannot write."""
        now = datetime.now(UTC)
        try:
            path = _new_folder(parent, now.strftime("%Y%m%d-%H%M%S"))
            folder = cls(path, provenance, planned, now.isoformat(timespec="seconds"))
            head = {"provenance": to_json(provenance), "planned": planned, "started": folder.started}
            (path / "run.json").write_text(json_text(head, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise EvaluationError(f"cannot write {parent}: {error.strerror}; name a folder with --output") from None
        return folder

    @classmethod
    def open(cls, path: Path) -> RunFolder:
        """Open a run that was begun before. Raises EvaluationError when it is none."""
        try:
            head = json.loads((path / "run.json").read_text(encoding="utf-8"))
            provenance = _PROVENANCE.validate_python(head["provenance"])
            return cls(path, provenance, int(head["planned"]), str(head["started"]))
        except (OSError, ValueError, KeyError) as error:
            raise EvaluationError(f"{path} does not contain a run: {error}") from None

    @classmethod
    def latest_unfinished(cls, parent: Path) -> RunFolder | None:
        """The most recent run in `parent` that is unfinished."""
        for path in sorted(parent.glob("*/run.json"), reverse=True):
            with suppress(EvaluationError):
                folder = cls.open(path.parent)
                if len(folder.results()) < folder.planned:
                    return folder
        return None

    def add(self, result: CaseResult) -> None:
        """Keep a finished case."""
        line = json_text(to_json(result))
        with self._lock, (self.path / "cases.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def results(self) -> list[CaseResult]:
        """The finished cases; a line that was cut short by a kill is left out and its case runs again."""
        return list(self._lines())

    def run(self) -> Run:
        """The run as far as it has come."""
        return Run(self.provenance, tuple(self.results()), self.planned, self.started)

    def _lines(self) -> Iterator[CaseResult]:
        path = self.path / "cases.jsonl"
        if not path.exists():
            return
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValidationError):
                yield _RESULT.validate_json(line)


def _new_folder(parent: Path, name: str) -> Path:
    for count in range(1, 1000):
        path = parent / (name if count == 1 else f"{name}-{count}")
        with suppress(FileExistsError):
            path.mkdir(parents=True)
            return path
    raise FileExistsError(f"{parent}/{name}")
