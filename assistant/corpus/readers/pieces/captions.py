"""Subtitles (SubRip, WebVTT): the words of the cues as running text; a cue's clock time is the place of its words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import NamedTuple

from assistant.corpus.readers.parsed import Parsed, UnreadableError
from assistant.corpus.readers.places import Joined
from assistant.types import Span

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d\d[,.]\d{1,3}"
_TIMES = re.compile(rf"[ \t]*(?P<from>{_CLOCK})[ \t]*(?:-->|,)[ \t]*{_CLOCK}(?:[ \t][^\n]*)?")
_HEAD_LINES = 60
_VOICE = re.compile(r"<v(?:\.[^\s>]{1,40})?\s+([^<>]{1,80})>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>\n]{0,80}>|\{\\[^{}\n]{0,80}\}")
_SPEAKS = re.compile(r"(?:[-–—]\s?(?=\S)|>>+\s?|[A-ZÀ-Þ][\w.'’ -]{0,40}:\s|\[[A-ZÀ-Þ][\w.'’ -]{0,40}\]:?\s)")
_ENDS = re.compile(r"[.!?…。！？]['\"”’»)\]]*$")
_BLOCK_LINES = ("NOTE", "STYLE", "REGION")
_PARAGRAPH = 700  # characters after which a sentence's end closes a paragraph


class Cue(NamedTuple):
    """A line of a subtitle; `number` is of its cue, `time` when that begins."""

    number: int
    time: str
    words: str


def read(parsed: Parsed) -> Parsed | None:
    """The words of a file of subtitles, which has no title; None for another text. Raises UnreadableError."""
    lines = parsed.text.split("\n")
    first = [i for i, line in enumerate(lines[:_HEAD_LINES]) if _TIMES.fullmatch(line)]
    if not first or (first[0] > 1 and not lines[0].startswith("WEBVTT")):
        return None
    text, places = joined(list(_cues(lines)))
    if not text:
        raise UnreadableError("subtitles without words")
    return replace(parsed, text=text, places=places, title="")


def joined(cues: Sequence[Cue]) -> Joined:
    """The words of cues as running text, each at the place of its clock time."""
    pieces: list[str] = []
    places: list[Span] = []
    length = paragraph = 0
    for cue in _without_repeats(cues):
        joint = ""
        if pieces:
            ended = _ENDS.search(pieces[-1]) is not None
            turn = ended and _SPEAKS.match(cue.words)
            joint = "\n\n" if turn or (ended and length - paragraph > _PARAGRAPH) else " "
        length += len(joint)
        if "\n" in joint:
            paragraph = length
        pieces += [joint, cue.words]
        places.append(Span(length, length + len(cue.words), cue.time))
        length += len(cue.words)
    return Joined("".join(pieces), tuple(places))


def _cues(lines: list[str]) -> Iterator[Cue]:
    """Each cue's time of beginning and its words, without numbers, settings and tags."""
    i = number = 0
    while i < len(lines):
        times = _TIMES.fullmatch(lines[i])
        i += 1
        if times is None:
            continue
        number += 1
        words: list[str] = []
        while i < len(lines) and lines[i] and not _TIMES.fullmatch(lines[i]):
            words.append(lines[i])
            i += 1
        if words and words[-1].strip().isdigit() and i < len(lines) and _TIMES.fullmatch(lines[i]):
            words.pop()  # the next cue's number, where no blank line stands between
        for line in words:
            said = _VOICE.sub(r"\1: ", line)
            said = " ".join(html.unescape(_TAG.sub("", said)).split())
            if said:
                yield Cue(number, times["from"].replace(",", ".").split(".")[0], said)


def _without_repeats(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Drop lines that roll up: automatic subtitles show a cue's last line again as the first one of the next."""
    shown = [list(lines) for _, lines in groupby(cues, key=lambda cue: cue.number)]
    rolled = [below[0].words == above[-1].words for above, below in pairwise(shown)]
    rolls = 3 * sum(rolled) > len(shown)
    for again, lines in zip([False, *rolled], shown, strict=False):  # there may be none
        yield from lines[1:] if again and (rolls or len(lines[0].words.split()) > 2) else lines
