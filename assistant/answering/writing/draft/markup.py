"""Splits a stream of text into tags and the text between them, whatever the borders of its chunks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["quote", "missing", "none", "thought", "final"]
_KINDS: dict[str, Kind] = {
    "q": "quote", "quote": "quote", "cite": "quote", "citation": "quote", "evidence": "quote", "source": "quote",
    "missing": "missing", "none": "none",
    "think": "thought", "thinking": "thought", "thought": "thought", "reasoning": "thought",
}  # fmt: skip
_TAG = re.compile(r"<(/?)(?:[A-Za-z]+:(?=think))?([A-Za-z]+)([^<>\n]{0,100})>")
# Marks of some models' own: ``<|channel|>analysis<|message|>…<|end|><|start|>assistant<|channel|>final<|message|>``.
_MARK = re.compile(r"<\|(\w{1,20})\|>")
_PART_OF_TAG = re.compile(r"<(?:/?(?:[A-Za-z]+[^<>\n]{0,100})?|\|\w{0,20}\|?)?")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening or closing tag of the answer protocol. `label` is the passage it names, such as ``P3``."""

    kind: Kind
    opens: bool
    label: str | None = None


class Lexer:
    """Turns chunks into tags of the protocol and text. All other markup is text and left to `text/plain.py`."""

    def __init__(self) -> None:
        self._waiting = ""

    def feed(self, chunk: str) -> Iterator[Tag | str]:
        """Yield what `chunk` completes; the beginning of a tag is kept until it is whole."""
        self._waiting += chunk
        yield from self._pieces(final=False)

    def close(self) -> Iterator[Tag | str]:
        """Yield what is left; a tag that was cut short counts as far as it can be known, and is never text."""
        yield from self._pieces(final=True)

    def _pieces(self, *, final: bool) -> Iterator[Tag | str]:
        text, self._waiting = self._waiting, ""
        at = 0
        while at < len(text):
            opening = text.find("<", at)
            if opening < 0:
                yield text[at:]
                return
            if opening > at:
                yield text[at:opening]
            if mark := _MARK.match(text, opening):
                if mark.group(1) in ("channel", "message"):
                    yield Tag("thought" if mark.group(1) == "channel" else "final", opens=True)
                at = mark.end()
            elif match := _TAG.match(text, opening):
                yield _tag(match) or match.group()
                at = match.end()
            elif _PART_OF_TAG.fullmatch(text, opening):
                if final:
                    yield from _cut_short(text[opening:])
                else:
                    self._waiting = text[opening:]
                return
            else:
                yield "<"
                at = opening + 1


def _tag(match: re.Match[str]) -> Tag | None:
    name = match.group(2).lower()
    kind = _KINDS.get(name)
    if name == "p" and match.group(3).isdigit():  # <P3>
        kind = "quote"
    if kind is None:
        return None
    number = _NUMBER.search(match.group(3))
    return Tag(kind, opens=not match.group(1), label=f"P{int(number.group())}" if number else None)


def _cut_short(text: str) -> Iterator[Tag | str]:
    name = re.fullmatch(r"</?([A-Za-z]*).*", text, re.DOTALL)
    if name and any(known.startswith(name.group(1).lower()) for known in _KINDS):
        return
    yield text
