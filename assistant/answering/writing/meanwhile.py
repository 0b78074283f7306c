"""Work that is done while the model thinks, for that is when the processor has nothing to do."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def meanwhile(work: Callable[[], T]) -> Future[T]:
    """Begin `work` in a thread of its own. It is joined at interpreter exit."""
    threads = ThreadPoolExecutor(1, thread_name_prefix="meanwhile")
    try:
        return threads.submit(work)
    finally:
        threads.shutdown(wait=False)
