"""Clocks, memory and tables for the measurements."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


def in_process(function: str, *arguments: object) -> dict[str, Any]:
    """Run ``bench.MODULE:NAME`` with JSON arguments in a fresh process.

    Returns what it returned (a dict), with ``peak_mb`` and ``child_mb`` (largest resident size of the process, and of
    the largest one that it started) and ``wall`` (seconds of the whole process, start to end).
    """
    module, name = function.split(":")
    code = (
        f"import json, resource, sys; from {module} import {name}; result = {name}(*json.loads(sys.argv[1]));"
        " result['peak_mb'] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024;"
        " result['child_mb'] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024; print(json.dumps(result))"
    )
    started = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-c", code, json.dumps([str(each) if isinstance(each, Path) else each for each in arguments])],
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return {**json.loads(ran.stdout.splitlines()[-1]), "wall": time.perf_counter() - started}


def milliseconds(function: Callable[[T], object], inputs: Iterable[T]) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds, of calling `function` on each input."""
    times = sorted(clock(partial(function, each)) for each in inputs)
    return statistics.median(times), times[int(len(times) * 0.95)]


def clock(function: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    before = time.perf_counter()
    function()
    return (time.perf_counter() - before) * 1e3


def size_mb(folder: Path) -> float:
    """Megabytes of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def table(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a Markdown table."""
    print(f"\n## {title}\n\n| " + " | ".join(header) + " |\n|" + " --- |" * len(header))
    for row in rows:
        print(
            "| " + " | ".join(f"{cell:.3g}" if isinstance(cell, float) else str(cell) for cell in row) + " |",
            flush=True,
        )
