"""Results on stdout, all else on stderr; no colour in a pipe or under NO_COLOR; JSON; progress."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.text import Text

from assistant.interfaces.render.lines import one_line, print_lines
from assistant.jsonable import json_text, to_json

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from assistant.index.build.report import Progress as Stage


MEASURE = 100  # cells of a line of text, also where the terminal is wider
PLAIN = "ASSISTANT_PLAIN"  # the variable that the flag --plain sets


def is_plain() -> bool:
    """Whether output is for a screen reader: words in their order, without colours, bars or lines drawn again."""
    return os.environ.get(PLAIN, "").lower() in ("1", "true", "yes", "on")


def stdout(*, wide: bool = False) -> Console:
    """The console for results; `wide` ones, such as tables, may be as wide as the terminal."""
    return _console(stderr=False, wide=wide)


def stderr() -> Console:
    """The console for progress, notices and errors."""
    return _console(stderr=True)


def _console(*, stderr: bool, wide: bool = False) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    dumb = os.environ.get("TERM") == "dumb"
    plain = False if is_plain() else None
    console = Console(
        stderr=stderr, markup=False, highlight=False, emoji=False, no_color=dumb or None, file=stream,
        force_terminal=plain,
    )  # fmt: skip
    if console.is_terminal and not wide:
        console.width = min(console.width, MEASURE)
    return console


def print_json(value: object) -> None:
    """Print one JSON document on stdout."""
    sys.stdout.write(json_text(to_json(value), indent=2) + "\n")


def print_json_line(value: object) -> None:
    """Print one line of JSON on stdout, at once."""
    sys.stdout.write(json_text(to_json(value)) + "\n")
    sys.stdout.flush()


def say_error(message: str) -> None:
    """Print one line for an error."""
    print_lines(stderr(), [Text(f"assistant: {one_line(message)}")])


_EVERY = 10.0  # seconds between two lines of progress


class Shown(Protocol):
    """What shows how far a stage of a run is."""

    def __call__(self, progress: Stage) -> None:
        """Show how far a stage is."""

    def paused(self) -> AbstractContextManager[None]:
        """Show nothing until the block ends."""


class Lines:
    """A line now and then for the stage of an index run, with its rate and the time left: for pipes and logs."""

    def __init__(self) -> None:
        self._said = time.monotonic()
        self._stage = ""

    def __call__(self, progress: Stage) -> None:
        """Print a line if none was printed lately."""
        now = time.monotonic()
        if progress.stage != self._stage:
            self._stage, self._began, self._first = progress.stage, now, progress.done
        if now - self._said < _EVERY or progress.done == progress.total:
            return
        self._said = now
        line = f"{progress.stage} {progress.done:,} of {progress.total:,}"
        rate = (progress.done - self._first) / max(now - self._began, 1e-9)
        if rate:
            line += f", {rate:,.3g}/s, {duration((progress.total - progress.done) / rate)} left"
        stderr().print(line, soft_wrap=True)

    def paused(self) -> AbstractContextManager[None]:
        """Nothing is in the way of a question."""
        return nullcontext()


class Bar:
    """A bar for each stage of an index run, with its rate and the time left."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, progress: Stage) -> None:
        """Draw how far a stage is."""
        if progress.stage not in self._tasks:
            self._tasks[progress.stage] = self._bars.add_task(progress.stage, total=progress.total, rate="")
        task = self._tasks[progress.stage]
        speed = self._bars.tasks[task].speed
        rate = f"{speed:,.0f}/s" if speed else ""
        self._bars.update(task, completed=progress.done, total=progress.total, rate=rate)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Clear the screen of the bars until the block ends."""
        self._bars.stop()
        try:
            yield
        finally:
            self._bars.start()


@contextmanager
def progress_bar() -> Iterator[Shown]:
    """Yield what draws a bar on a terminal, or prints a line now and then."""
    console = stderr()
    if not console.is_terminal:
        yield Lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        yield Bar(bars)


def duration(seconds: float) -> str:
    """Such as "40 s", "12 min" or "3.5 h"."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6_000 else f"{seconds / 3_600:.1f} h"


def size(count: int) -> str:
    """Bytes in words: "820 bytes", "41 KB", "3.5 MB" or "1.2 GB"."""
    for factor, unit in ((10**9, "GB"), (10**6, "MB"), (10**3, "KB")):
        if count >= factor:
            return f"{count / factor:.{1 if count < 10 * factor else 0}f} {unit}"
    return f"{count} bytes"
