"""Reads gold sets; every malformed line is named with its field and what was expected there."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from assistant.errors import EvaluationError
from assistant.evaluation.gold.cases import Case, Header

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line of a gold set; prints as ``file:line: field: expected …, got …``."""

    path: Path
    line: int
    field: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.field}: expected {self.expected}, got {self.got}"


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A gold set; `corpus` is its folder of documents (None: the one that the settings name)."""

    name: str
    header: Header
    cases: tuple[Case, ...]
    sha256: str
    corpus: Path | None = None
    problems: tuple[Problem, ...] = field(default=())


def read_set(path: Path) -> GoldSet:
    """Read a set with all its problems (`GoldSet.problems`); lines that are in order become its cases.

    Raises EvaluationError when the file cannot be read.
    """
    try:
        content = path.read_bytes()
        lines = content.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise EvaluationError(f"{path}: {error.strerror or error}; `assistant eval init` drafts a set") from None
    except UnicodeDecodeError:
        raise EvaluationError(f"{path}: not UTF-8; save it as UTF-8, one JSON object per line") from None
    header = Header(set=_name_of(path))
    cases: list[Case] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    first = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        parsed = _parse(path, number, line)
        if isinstance(parsed, Problem):
            problems.append(parsed)
        elif first and "set" in parsed:
            header = _validate(Header, parsed, path, number, problems) or header
        elif case := _validate(Case, parsed, path, number, problems):
            problems.extend(_repeated(case, seen, path, number))
            cases.append(case)
        first = False
    if not cases and not problems:
        problems.append(Problem(path, max(1, len(lines)), "file", "at least one case", "none"))
    corpus = None if header.corpus is None else (path.parent / header.corpus).resolve()
    return GoldSet(header.set, header, tuple(cases), hashlib.sha256(content).hexdigest(), corpus, tuple(problems))


def _name_of(path: Path) -> str:
    return "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in path.stem) or "set"


def _parse(path: Path, number: int, line: str) -> dict[str, Any] | Problem:
    try:
        parsed = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        reason = f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else "deep nesting"
        return Problem(path, number, "line", "one JSON object", reason)
    if not isinstance(parsed, dict):
        return Problem(path, number, "line", "one JSON object", f"{type(parsed).__name__} {_shown(parsed)}")
    return parsed


def _validate(
    model: type[Model], value: dict[str, Any], path: Path, number: int, problems: list[Problem]
) -> Model | None:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        problems.extend(_problems(model, error, path, number))
        return None


def _problems(model: type[BaseModel], error: ValidationError, path: Path, number: int) -> Iterator[Problem]:
    for detail in error.errors():
        name = str(detail["loc"][-1]) if detail["loc"] else ""
        where = ".".join(str(part) for part in detail["loc"]) or "line"
        if detail["type"] == "extra_forbidden":
            near = difflib.get_close_matches(name, model.model_fields, n=1)
            expected = f"the field {near[0]!r}" if near else f"one of the fields {', '.join(model.model_fields)}"
            yield Problem(path, number, where, expected, f"unknown field {name!r}")
        elif detail["type"] == "missing":
            yield Problem(path, number, where, "a value", "nothing")
        else:
            yield Problem(path, number, where, _expected(detail), _shown(detail["input"]))


def _expected(detail: ErrorDetails) -> str:
    """What should stand there, in our words where pydantic's change from version to version."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return str(context["expected"])
    if kind == "string_pattern_mismatch":
        return f"text of the form {context['pattern']}"
    if kind.startswith("date"):
        return "a day such as 2021-03-24"
    known = {"too_short": "at least one", "string_too_short": "non-empty text", "string_type": "text"}
    known |= {"tuple_type": "a list", "dict_type": "an object", "model_type": "an object", "bool_type": "true or false"}
    return known.get(kind, detail["msg"])


def _repeated(case: Case, seen: dict[str, int], path: Path, number: int) -> Iterator[Problem]:
    if case.id in seen:
        yield Problem(path, number, "id", "a unique id", f"{case.id!r} of line {seen[case.id]} again")
    seen.setdefault(case.id, number)


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else text[:77] + "…"
