"""Results on stdout, all else on stderr; no colour in a pipe or under NO_COLOR; JSON; progress bars."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from assistant.interfaces.render import one_line, print_lines
from assistant.jsonable import to_json

if TYPE_CHECKING:
    from assistant.index.build import Progress


def stdout() -> Console:
    """The console for results."""
    return _console(stderr=False)


def stderr() -> Console:
    """The console for progress, notices and errors."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    dumb = os.environ.get("TERM") == "dumb"
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, no_color=dumb or None, file=stream)


def print_json(value: object) -> None:
    """Print one JSON document on stdout."""
    sys.stdout.write(json.dumps(to_json(value), ensure_ascii=False, indent=2) + "\n")


def print_json_line(value: object) -> None:
    """Print one line of JSON on stdout, at once."""
    sys.stdout.write(json.dumps(to_json(value), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def say_error(message: str) -> None:
    """Print one line for an error."""
    print_lines(stderr(), [Text(f"assistant: {one_line(message)}")])


@contextmanager
def progress_bar() -> Iterator[Callable[[Progress], None] | None]:
    """Yield a callback that draws a bar with rate and time left; None where nobody watches."""
    console = stderr()
    if not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        tasks: dict[str, int] = {}

        def show(progress: Progress) -> None:
            if progress.stage not in tasks:
                tasks[progress.stage] = bar.add_task(progress.stage, total=progress.total)
            bar.update(tasks[progress.stage], completed=progress.done, total=progress.total)  # type: ignore[arg-type]

        yield show
