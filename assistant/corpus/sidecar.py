"""What people say about files beside the files: `dates.toml` in the corpus root, or `FILE.meta.json`.

# dates.toml
"reports/north.txt" = 2022-01-31
"reports/south.txt" = { date = "2022-01", source = "Reuters", title = "Southern report", updated = 2022-02-03 }
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple, TypeAlias

from assistant.errors import CorpusError
from assistant.text.small_files import read_small, write_whole
from assistant.types import Precision

DATES_NAME = "dates.toml"
META_SUFFIX = ".meta.json"
KEYS = ("date", "updated", "source", "author", "title", "url")
_MAX_META_BYTES = 100_000
_MAX_DATES_BYTES = 20_000_000

Sidecars: TypeAlias = Mapping[str, Mapping[str, str]]
"""For each path what its sidecar says: some of `KEYS`, as text; dates as ``2022-01-31``, ``2022-01`` or ``2022``."""


class DatesFile(NamedTuple):
    """What `dates.toml` says by path, and what is wrong with it in plain words."""

    sidecars: Sidecars
    problems: list[str]


def read_sidecars(root: Path) -> DatesFile:
    """Read `dates.toml`; a file that is not there says nothing."""
    path = root / DATES_NAME
    try:
        text = read_small(path, _MAX_DATES_BYTES).decode("utf-8")
    except FileNotFoundError:
        return DatesFile({}, [])
    except OSError as error:
        return DatesFile({}, [f"cannot be used: {error.strerror}"])
    except UnicodeDecodeError as error:
        return DatesFile({}, [f"cannot be used: {error}"])
    content, problems = _statements(text)
    sidecars: dict[str, Mapping[str, str]] = {}
    for name, value in content.items():
        said = _as_text(value if isinstance(value, dict) else {"date": value})
        if said:
            sidecars[name.removeprefix("./")] = said
        else:
            problems.append(f"{name!r} needs a date, or a table with some of: {', '.join(KEYS)}")
    return DatesFile(sidecars, problems)


def _statements(text: str) -> tuple[dict[str, object], list[str]]:
    """What TOML says; where it is broken, what each statement says on its own, and the broken ones as problems."""
    try:
        return tomllib.loads(text), []
    except (tomllib.TOMLDecodeError, RecursionError):
        content: dict[str, object] = {}
    problems, line = [], 1
    for block in _blocks(text):
        try:
            said = tomllib.loads(block)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            problems.append(f"line {line} cannot be used: {str(error).partition(' (at')[0]}")
        else:
            problems += [f"line {line} names {name!r} again; the first one counts" for name in said if name in content]
            content = {**said, **content}
        line += block.count("\n")
    return content, problems


def read_meta(path: Path) -> Mapping[str, str]:
    """Read one `FILE.meta.json`; what cannot be read comes back as ``{"problem": why}``."""
    try:
        content = json.loads(read_small(path, _MAX_META_BYTES))
    except OSError as error:
        return {"problem": f"{path.name} cannot be read: {error.strerror}"}
    except (ValueError, RecursionError):
        return {"problem": f"{path.name} is not valid JSON"}
    if not isinstance(content, dict):
        return {"problem": f"{path.name} is not a JSON object"}
    return _as_text(content)


def _as_text(table: Mapping[str, object]) -> dict[str, str]:
    said = {}
    for key in KEYS:
        value = table.get(key)
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            value = value.isoformat()
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and value.strip():
            said[key] = value.strip()
    return said


def set_date(root: Path, path: str, day: date, precision: Precision = "day") -> Path:
    """Write the date of one file to `dates.toml`, atomically; other entries and comments stay as they are.

    Returns the path of `dates.toml`. Raises CorpusError when it exists and is not valid TOML, or cannot be written.
    """
    target = root / DATES_NAME
    shown = day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]
    try:
        old = read_small(target, _MAX_DATES_BYTES).decode("utf-8") if os.path.lexists(target) else ""
        tomllib.loads(old)
    except (OSError, ValueError, RecursionError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise CorpusError(f"{target} cannot be changed: {why}; correct it or remove it") from None
    _replace(target, _with_entry(old, path, shown))
    return target


def _with_entry(old: str, path: str, shown: str) -> str:
    known = tomllib.loads(old).get(path)
    if isinstance(known, dict):
        entry = {**known, "date": shown}
        value = "{ " + ", ".join(f"{_toml(key)} = {_toml(each)}" for key, each in entry.items()) + " }"
    else:
        value = f'"{shown}"' if len(shown) < len("2022-01-31") else shown
    statement = f"{_toml(path)} = {value}\n"
    kept = []
    for block in _blocks(old):
        try:
            names_path = path in tomllib.loads(block)
        except tomllib.TOMLDecodeError:
            names_path = False
        if not names_path:
            kept.append(block)
    return "".join(_insert(kept, statement))


def _blocks(old: str) -> list[str]:
    """Cut TOML into statements: single lines at the top, each `[table]` with its lines as one."""
    blocks: list[str] = []
    for line in old.removesuffix("\n").split("\n") if old else []:
        in_table = bool(blocks) and blocks[-1].lstrip().startswith("[")
        if in_table and not line.lstrip().startswith("["):
            blocks[-1] += line + "\n"
        else:
            blocks.append(line + "\n")
    return blocks


def _insert(blocks: list[str], statement: str) -> list[str]:
    """Put a top-level statement behind the last one: before the first `[table]`, as TOML requires."""
    for i, block in enumerate(blocks):
        if block.lstrip().startswith("["):
            return [*blocks[:i], statement, *blocks[i:]]
    return [*blocks, statement]


def _toml(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _replace(target: Path, content: str) -> None:
    try:
        write_whole(target, content, force=True)
    except OSError as error:
        raise CorpusError(f"{target} cannot be written: {error.strerror}") from None
