"""What adapters share: reading lines of JSON, and writing documents so that an index can take them in."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.errors import EvaluationError
from assistant.evaluation.gold.cases import Case, Header
from assistant.evaluation.gold.files import GoldSet


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line number, object) for each line of a JSONL file, with or without a BOM. Raises EvaluationError."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path}: {error}") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            parsed = json.loads(line)
        except json.JSONDecodeError as error:
            raise EvaluationError(f"{path}:{number}: expected one JSON object, got {error.msg}") from None
        if not isinstance(parsed, dict):
            raise EvaluationError(f"{path}:{number}: expected one JSON object, got {type(parsed).__name__}")
        yield number, parsed


def files_in(path: Path, pattern: str) -> list[Path]:
    """The file itself, or the files of a folder that match. Raises EvaluationError when there are none."""
    found = [path] if path.is_file() else sorted(path.glob(pattern))
    if not found:
        raise EvaluationError(f"{path}: no file {pattern} there")
    return found


def write_corpus(workspace: Path, name: str, documents: Mapping[str, str]) -> Path:
    """Write documents (relative path → text) into a folder named by their content, once; return the folder.

    The same documents give the same folder, so that a second run finds it indexed.
    """
    digest = hashlib.sha256()
    for path, text in sorted(documents.items()):
        digest.update(f"{path}\0{text}\0".encode())
    folder = workspace / f"{name}-{digest.hexdigest()[:12]}"
    if folder.is_dir():
        return folder
    unfinished = folder.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        for path, text in documents.items():
            target = unfinished / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        unfinished.rename(folder)
    except OSError as error:
        raise EvaluationError(f"cannot write {folder}: {error.strerror}; name a folder with --output") from None
    return folder


def gold_set(header: Header, cases: Sequence[Case], corpus: Path | None) -> GoldSet:
    """Put cases together to a set, with a digest of all of them."""
    digest = hashlib.sha256("\n".join(case.model_dump_json() for case in cases).encode()).hexdigest()
    return GoldSet(header.set, header, tuple(cases), digest, corpus)


def case_of(path: Path, number: int, **fields: Any) -> Case:
    """Make a case of a line. Raises EvaluationError that names file, line and field."""
    try:
        return Case(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise EvaluationError(f"{path}:{number}: {where}: {first['msg']}, got {first['input']!r}") from None
