"""Baselines: a finished run in one file, to compare later ones with; a file, a run's folder or a git revision."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.errors import EvaluationError
from assistant.evaluation.provenance import show_at
from assistant.evaluation.records import Run
from assistant.evaluation.run_folder import RunFolder
from assistant.jsonable import json_text, to_json

FOLDER = Path("eval") / "baselines"
_FORMAT = 1
_RUN = TypeAdapter(Run)


def save_baseline(run: Run, path: Path) -> None:
    """Write a run as a baseline, one case per line, so that changes read well in version control."""
    if not run.complete:
        raise EvaluationError("an interrupted run cannot be a baseline; finish it with --resume")
    content = to_json(replace(run, results=()))
    results = ",\n".join(json_text(to_json(result)) for result in run.results)
    head = json_text({"format": _FORMAT, **content}, indent=1)
    text = head.replace('"results": []', f'"results": [\n{results}\n]', 1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"cannot write {path}: {error.strerror}") from None


def read_baseline(where: str, *, sets: tuple[str, ...] = (), cwd: Path | None = None) -> Run:
    """Read a baseline from a file, a run's folder, or a git revision (then ``eval/baselines/<set>.json`` of it).

    Raises EvaluationError when there is none, or it is of another format.
    """
    cwd = cwd or Path.cwd()
    path = cwd / where
    if path.is_dir():
        return RunFolder.open(path).run()
    if path.is_file():
        try:
            return parse_baseline(path.read_text(encoding="utf-8"), where)
        except (OSError, UnicodeDecodeError) as error:
            raise EvaluationError(f"{where}: {error}") from None
    name = "+".join(sets) or "seeds"
    relative = (FOLDER / f"{name}.json").as_posix()
    text = show_at(cwd, where, relative)
    if text is None:
        raise EvaluationError(f"no baseline {where!r}: neither a file nor a Git revision with {relative}")
    return parse_baseline(text, f"{where}:{relative}")


def parse_baseline(text: str, where: str) -> Run:
    """Read a baseline's text; `where` names it in errors."""
    try:
        content: dict[str, Any] = json.loads(text)
        if content.pop("format") != _FORMAT:
            raise EvaluationError(f"{where}: unsupported format; save it again with --save-baseline")
        return _RUN.validate_python(content)
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        reason = f"{error.error_count()} fields are wrong" if isinstance(error, ValidationError) else str(error)
        raise EvaluationError(f"{where} is not a baseline ({reason}); save one with --save-baseline") from None
