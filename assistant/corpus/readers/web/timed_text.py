"""Subtitles in XML (TTML, DFXP): the words of their cues as running text, as of other subtitles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.corpus.readers.parsed import Parsed, language_code
from assistant.corpus.readers.pieces.captions import Cue, joined
from assistant.text.clean import replace_controls

_SECONDS = re.compile(r"(\d{1,7})(?:\.\d{1,9})?s")


def read(root: Any, part: str) -> Parsed | None:
    """The subtitles of a `tt` element without namespaces; None where they have no words."""
    text, places = joined(list(_cues(root)))
    if not text:
        return None
    text, replaced = replace_controls(text)
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return Parsed(text, part=part, title="", language=language_code(language), places=places, replaced=replaced)


def _cues(root: Any) -> Iterator[Cue]:
    for number, cue in enumerate(root.iter("p")):
        for line in cue.iter("br"):
            line.tail = f"\n{line.tail or ''}"
        for line in "".join(cue.itertext()).split("\n"):
            if words := " ".join(line.split()):
                yield Cue(number, _clock(cue.get("begin") or ""), words)


def _clock(begin: str) -> str:
    """``12.5s`` and ``00:00:12.500`` as ``00:00:12``."""
    seconds = _SECONDS.fullmatch(begin)
    if seconds is None:
        return begin.partition(".")[0]
    minutes, rest = divmod(int(seconds[1]), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"
