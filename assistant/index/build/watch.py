"""Waits for changes of the corpus, for `assistant index --watch`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

QUIET_MS = 1_600  # changes that come closer together than this are one


def watch(root: Path, index_dir: Path, *, stop: threading.Event | None = None) -> Iterator[None]:
    """Yield whenever files under `root` changed and came to rest. Hidden files and the index do not count.

    Ends when `stop` is set; Ctrl-C raises KeyboardInterrupt. Compare with `difference` after each: a change may turn
    out to be none.
    """
    from watchfiles import Change
    from watchfiles import watch as changes

    root, index_dir = root.resolve(), index_dir.resolve()

    def counts(_: Change, name: str) -> bool:
        path = Path(name)
        inside = path.relative_to(root).parts if path.is_relative_to(root) else path.parts
        return not path.is_relative_to(index_dir) and not any(part.startswith(".") for part in inside)

    for _ in changes(root, watch_filter=counts, debounce=QUIET_MS, stop_event=stop, raise_interrupt=True):
        yield
