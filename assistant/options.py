"""What narrows a question, and how it is asked."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date
from typing import Literal, TypedDict

from assistant.types import DateRange, Order, Turn


class Options(TypedDict, total=False):
    """Options that narrow a question; all are optional.

    as_of: the day the question is asked as of (later documents are hidden); default: today, nothing hidden.
    after, before: first and last day of publication, both inclusive; on: that one day.
    sources: names of publishers; paths: globs of file names; undated: keep or exclude undated documents.
    order: newest or oldest first, whatever the question says.
    history: earlier turns of the conversation, oldest first.
    cancelled: set it from another thread to close the model's connection at once.
    fresh: ask the model again even if its reply to the same request is cached.
    """

    as_of: date | None
    after: date | None
    before: date | None
    on: date | None
    sources: Sequence[str]
    paths: Sequence[str]
    undated: Literal["keep", "exclude"] | None
    order: Order | None
    history: Sequence[Turn]
    cancelled: threading.Event | None
    fresh: bool


def published_in(options: Options) -> DateRange:
    """The days of publication that the options ask for."""
    on = options.get("on")
    if on is not None:
        return DateRange(on, on)
    return DateRange(options.get("after"), options.get("before"))
