"""The part of a passage that shows why it was found: where most of the words that were searched for stand together."""

from __future__ import annotations

from rich.text import Text

from assistant.text.clean import one_line
from assistant.text.spelling import pieces, sought
from assistant.text.words import SEARCH_WORD, unspaced

_LONGEST = 240  # characters of a snippet
_LEAD = 60  # of them, at most, stand before the first word that was found
_NEAR = 20  # characters within which a snippet's beginning is moved to the beginning of a word


def snippet(passage: str, searched: str, language: str | None = None) -> Text:
    """A passage, or the part of a long one with most of the words that were searched for, which are bold."""
    text = one_line(passage)
    found = _found(text, searched, language)
    begin = _begin(text, found)
    end = min(len(text), begin + _LONGEST)
    end = begin + len(text[begin:end].rstrip())
    shown = Text("…" if begin else "").append(text[begin:end]).append("…" if end < len(text) else "")
    for start, stop in found:
        if begin <= start and stop <= end:
            shown.stylize("bold", start - begin + bool(begin), stop - begin + bool(begin))
    return shown


def _found(text: str, searched: str, language: str | None) -> list[tuple[int, int]]:
    """Where words of a text stand that are searched for, in whatever form."""
    wanted = {piece for each in sought(searched, [language] if language else []) for piece in each.pieces}
    spans = []
    for word in SEARCH_WORD.finditer(text):
        same = wanted.intersection(pieces(word.group(), language))
        # Of a run of a script without spaces only what was looked for.
        parts = [word.group().casefold().find(piece) for piece in same] if unspaced(word.group()) else []
        if any(at >= 0 for at in parts):
            first, last = min(at for at in parts if at >= 0), max(parts)
            spans.append((word.start() + first, min(word.end(), word.start() + last + 2)))
        elif same:
            spans.append(word.span())
    return spans


def _begin(text: str, found: list[tuple[int, int]]) -> int:
    """Where the stretch with most different words that were found begins; the earliest of equal ones."""
    if len(text) <= _LONGEST:
        return 0
    best, most = 0, 0
    for start, _ in found:
        first = max(0, min(start - _LEAD, len(text) - _LONGEST))
        told = {text[a:b].casefold() for a, b in found if first <= a and b <= first + _LONGEST}
        if len(told) > most:
            best, most = first, len(told)
    space = text.find(" ", best, best + _NEAR)
    return space + 1 if best and space > 0 else best
