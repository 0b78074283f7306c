"""Finds the gold sets that a command line names: a file, a name in eval/, or an adapter with a path."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.errors import EvaluationError
from assistant.evaluation.gold.files import GoldSet, read_set

GOLD = Path("eval")
DEFAULT = "seeds"


def find_sets(names: Sequence[str], *, cwd: Path, workspace: Path) -> list[GoldSet]:
    """Return the sets in the order named, ``seeds`` when none is. Sets with problems are returned too.

    `workspace` is where adapters write the documents of external sets.
    Raises EvaluationError for a name that means nothing.
    """
    sets = [_find(name, cwd, workspace) for name in names or (DEFAULT,)]
    repeated = {one.name for one in sets if sum(one.name == other.name for other in sets) > 1}
    if repeated:
        raise EvaluationError(f"two sets are called {min(repeated)!r}; rename one of them in its first line")
    return sets


def _find(name: str, cwd: Path, workspace: Path) -> GoldSet:
    from assistant.evaluation.adapters import ADAPTERS, adapt

    adapter, separator, path = name.partition(":")
    if separator and adapter in ADAPTERS:
        return adapt(adapter, cwd / path, workspace)
    for candidate in (cwd / name, cwd / GOLD / f"{name}.jsonl"):
        if candidate.is_file():
            return read_set(candidate)
    if name in ADAPTERS:
        raise EvaluationError(f"{name} needs the path of its files: {name}:PATH")
    adapters = ", ".join(f"{one}:PATH" for one in ADAPTERS)
    raise EvaluationError(f"no gold set {name!r}; name a file, a set in {GOLD}/, or one of {adapters}")
