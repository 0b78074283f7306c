"""How documents name their fields (date, title, source, author) in twenty languages and more: field_words.txt."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path


@cache
def words(role: str) -> tuple[str, ...]:
    """The words for a role (date, published, updated, title, source, author) in small letters, longer ones first."""
    lines = Path(__file__).with_name("field_words.txt").read_text(encoding="utf-8").splitlines()
    found = (line.partition(": ")[2].split(", ") for line in lines if line.startswith(f"{role}: "))
    return tuple(sorted({word for line in found for word in line}, key=lambda word: (-len(word), word)))


def pattern(role: str) -> str:
    """A pattern of the words for a role."""
    return "|".join(map(re.escape, words(role)))
