"""The lines of a text with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\w[\w'’.-]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: ``text[start:end] == content``, without the white space around it.

    `gap` says that a blank line, or the beginning of the text, stands before it.
    """

    start: int
    end: int
    content: str
    gap: bool

    @property
    def words(self) -> list[str]:
        """Its words, without punctuation around them."""
        return _WORD.findall(self.content)

    @property
    def ends_sentence(self) -> bool:
        """Whether it closes like a sentence, quotation marks and brackets aside."""
        return self.content.rstrip("\"'”’»)] ").endswith((".", "!", "?", "…", "。", "！", "？"))

    @property
    def is_prose(self) -> bool:
        """Whether it reads like running text and not like a heading, a byline or a caption."""
        return len(self.content) >= 140 or (self.ends_sentence and len(self.content) >= 50)


def lines_of(text: str, start: int = 0) -> Iterator[Line]:
    """Yield the lines of ``text[start:]`` that are not blank."""
    last_end = -2
    for match in _LINE.finditer(text, start):
        content = match[0].strip()
        if not content:
            continue
        begin = match.start() + len(match[0]) - len(match[0].lstrip())
        blank_between = last_end < 0 or text.count("\n", last_end, begin) > 1
        last_end = begin + len(content)
        yield Line(begin, last_end, content, blank_between)
