"""Opens the corpus for a command, with a progress bar while files are indexed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.settings import Settings


@contextmanager
def opened(settings: Settings) -> Iterator[Assistant]:
    """The corpus that the settings name, until the block ends. Raises what `Assistant.open` raises."""
    from assistant.interfaces.approval import open_assistant
    from assistant.interfaces.render.console import progress_bar

    with progress_bar() as bar:
        assistant = open_assistant(settings, bar)
    with assistant:
        yield assistant
