"""What narrows a question, and how it is asked."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date
from typing import Literal, TypedDict

from assistant.calendar import DateRange
from assistant.errors import SettingsError
from assistant.types import Document, Order, Turn


class Options(TypedDict, total=False):
    """Options that narrow a question; all are optional.

    as_of: the day the question is asked as of (later documents are hidden); default: today, nothing hidden.
    after, before: first and last day of publication, both inclusive; on: that one day.
    sources, authors: names of publishers and of writers; paths: globs of file names.
    undated: keep or exclude undated documents.
    order: newest or oldest first, whatever the question says.
    history: earlier turns of the conversation, oldest first.
    cancelled: set it from another thread to close the model's connection at once.
    attached: documents that are asked beside those of the corpus, and cited like them.
    fresh: ask the model again even if its reply to the same request is cached.
    """

    as_of: date | None
    after: date | None
    before: date | None
    on: date | None
    sources: Sequence[str]
    authors: Sequence[str]
    paths: Sequence[str]
    undated: Literal["keep", "exclude"] | None
    order: Order | None
    history: Sequence[Turn]
    cancelled: threading.Event | None
    attached: Sequence[Document]
    fresh: bool


def published(options: Options) -> DateRange:
    """The days of publication that the options ask for. Raises SettingsError when they contradict each other."""
    after, before, on = options.get("after"), options.get("before"), options.get("on")
    if on is not None:
        other = f"after {after}" if after else f"before {before}" if before else None
        if other:
            raise SettingsError(f"on {on} and {other} cannot both be asked for; choose one")
        return DateRange.on(on)
    if after and before and after > before:
        raise SettingsError(f"no day is both after {after} and before {before}; swap them or leave one out")
    return DateRange(after, before)
