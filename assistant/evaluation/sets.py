"""Finds the gold sets that a command line names: a file, a name in eval/, an adapter with a path, or the sample set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.errors import EvaluationError
from assistant.evaluation.adapters import ADAPTERS, adapt
from assistant.evaluation.gold.files import GoldSet, read_set
from assistant.installation import resource

GOLD = Path("eval")
DEFAULT = "seeds"


def find_sets(names: Sequence[str], *, cwd: Path, workspace: Path) -> list[GoldSet]:
    """Return the sets in the order named, ``seeds`` when none is. Sets with problems are returned too.

    `workspace` is where documents are written: those of external sets, and the sample articles.
    Raises EvaluationError for a name that means nothing.
    """
    sets = [_find(name, cwd, workspace) for name in names or (DEFAULT,)]
    repeated = {one.name for one in sets if sum(one.name == other.name for other in sets) > 1}
    if repeated:
        raise EvaluationError(f"two sets are called {min(repeated)!r}; rename one of them in its first line")
    return sets


def _find(name: str, cwd: Path, workspace: Path) -> GoldSet:
    adapter, separator, path = name.partition(":")
    if separator and adapter in ADAPTERS:
        return adapt(adapter, cwd / path, workspace)
    for candidate in (cwd / name, cwd / GOLD / f"{name}.jsonl"):
        if candidate.is_file():
            return read_set(candidate)
    if name == DEFAULT:
        return _sample(workspace)
    if name in ADAPTERS:
        raise EvaluationError(f"{name} needs the path of its files: {name}:PATH")
    adapters = ", ".join(f"{one}:PATH" for one in ADAPTERS)
    raise EvaluationError(f"no gold set {name!r}; name a file, a set in {GOLD}/, or one of {adapters}")


def _sample(workspace: Path) -> GoldSet:
    """The set that ships with the package, over a copy of its articles: an installation is no place for an index."""
    from assistant.evaluation.adapters.folder import write_corpus

    sample = read_set(resource("eval") / f"{DEFAULT}.jsonl")
    articles = {path.name: path.read_text(encoding="utf-8") for path in resource("seeds").glob("*.txt")}
    return replace(sample, corpus=write_corpus(workspace, DEFAULT, articles))
