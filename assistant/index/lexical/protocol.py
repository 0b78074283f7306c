"""What every engine of words does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.index.lexical.engine import Contents, Inside, Ranked
from assistant.text.spelling import Sought


class Words(Protocol):
    """Passages by the pieces of words that they have, inside one generation. Raises `CorpusIndexError`."""

    def match(self, sought: Sequence[Sought], inside: Inside, limit: int) -> list[Ranked]:
        """The best passages by BM25 that have any of what is sought, best first."""
        ...

    def has(self, phrases: Sequence[Sought]) -> bool:
        """Whether a passage or a title has one of the phrases."""
        ...

    def documents_with(self, phrases: Sequence[Sought]) -> set[int]:
        """The rows of all documents that have one of the phrases."""
        ...

    def contents(self) -> Contents:
        """How many passages it holds, and which."""
        ...
