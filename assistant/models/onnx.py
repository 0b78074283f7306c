"""ONNX Runtime as the bundled models use it: a session of one thread, and runs of it side by side."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
_MOST_RUNS = 8  # side by side, on however many cores: each takes about 50 MB


class Network:
    """A model file. It is loaded at the first run; threads may share it.

    A run has one thread, and a run for each core, up to eight, go side by side: threads that share a run wait for each
    other.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def run(self, outputs: list[str] | None, inputs: dict[str, Any]) -> list[Any]:
        """Return the named outputs (None: all) for arrays by the names of the inputs."""
        found: list[Any] = self.session.run(outputs, inputs)
        return found

    def side_by_side(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """As ``map(work, items)``, on all cores."""
        return self._pool.map(work, items) if cores() > 1 else map(work, items)

    @cached_property
    def session(self) -> Any:
        """The ONNX Runtime session."""
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # before the first import; its own switch comes too late
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Processors without VNNI would else let sums of 8-bit products overflow: other results than on those with it.
        options.add_session_config_entry("session.x64quantprecision", "1")
        return onnxruntime.InferenceSession(str(self._path), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(min(cores(), _MOST_RUNS), thread_name_prefix=self._path.stem)


def cores() -> int:
    """Cores this process may use: a container's or taskset's share, not the machine's."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
