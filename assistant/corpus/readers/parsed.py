"""What a reader finds in a file."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.corpus.evidence import Evidence
from assistant.types import Span


class UnreadableError(ValueError):
    """A file that holds no document; ``str(error)`` says why in plain words."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """One document as its format gives it.

    `part` tells the documents of one file apart ("" for a file that is one document). `boilerplate` is what the
    format itself marks, such as front matter. `replaced` counts characters that could not be read.
    """

    text: str
    part: str = ""
    title: str | None = None
    source: str | None = None
    evidence: tuple[Evidence, ...] = ()
    boilerplate: tuple[Span, ...] = ()
    replaced: int = 0
    problems: tuple[str, ...] = ()
