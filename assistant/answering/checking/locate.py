"""Finds a quote in the passages: where exactly it stands, or that it stands nowhere.

A quote counts as found when its words are the source's words. Typography (see `text/folding.py`), an annotation that
the prompt added, a missing or added outer quotation mark do not matter. At most 3 % of edits are forgiven, and
never in a number, a name or a negation; the source's own words are what is cited in every case.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from assistant.text.folding import Folded, fold
from assistant.text.plain import plain
from assistant.text.wording import harmless_difference, is_negation
from assistant.text.words import words
from assistant.types import Document, DraftQuote, Hit, QuoteState

_EDITS = 0.03
_MIN_LETTERS = 8
_MIN_WORDS = 2
_MIN_CUT = 20  # a quote that ends inside a word must be at least this long
_MIN_PIECE_WORDS = 4  # of a stitched quote without a mark where it was joined
_MAX_PIECES = 3
_CLOSE = 60  # characters between two pieces that are read as one stretch with words left out
_ELLIPSIS = re.compile(r"(?>(?:(?<!\s)\s++)?)(?:\[(?:…|\.{3})\]|\((?:…|\.{3})\)|…|\.{3,}|(?:\. ){2,}\.)\s*")
_ANNOTATION = re.compile(
    r"(?>(?:(?<!\s)\s++)?)[\[(]=?\s*+\d{4}(?:-\d\d){0,2}(?:\s*+(?:\.\.|–|-|to)\s*+\d{4}(?:-\d\d){0,2})?[\])]"
)
_OUTER = " \t\r\n\"'`“”‘’„«»"
_END = ".,;:!?…" + _OUTER
_LABEL = re.compile(r"\d+")
_UNSPACED = "\u2e80"  # from here on scripts that put no spaces between words


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote, or a piece of one, stands: ``hit.document.text[start:end]``."""

    hit: Hit
    start: int
    end: int
    state: QuoteState

    @property
    def text(self) -> str:
        """The source's own words."""
        return self.hit.document.text[self.start : self.end]


class _Source:
    """One hit to search in: its passage first, its whole document when asked."""

    def __init__(self, hit: Hit, documents: dict[str, Folded]) -> None:
        self.hit = hit
        self._documents = documents

    @cached_property
    def passage(self) -> Folded:
        start = self.hit.passage.start
        folded = fold(self.document.text[start : self.hit.passage.end])
        return Folded(folded.text, tuple(start + origin for origin in folded.origins))

    @property
    def whole(self) -> Folded:
        folded = self._documents.get(self.document.id)
        if folded is None:
            folded = self._documents[self.document.id] = fold(self.document.text)
        return folded

    @property
    def document(self) -> Document:
        return self.hit.document

    @property
    def text(self) -> str:
        return self.hit.document.text

    def place(self, start: int, end: int, state: QuoteState) -> Place | None:
        """A place, unless it lies in what is never evidence (a caption, a byline) outside of the passage."""
        inside = self.hit.passage.start <= start and end <= self.hit.passage.end
        if not inside and any(span.start < end and start < span.end for span in self.document.boilerplate):
            return None
        return Place(self.hit, start, end, state)


class Locator:
    """Searches the passages of one prompt. Folding is done once per passage and kept."""

    def __init__(self, labels: Mapping[str, Hit]) -> None:
        documents: dict[str, Folded] = {}
        self._sources = {label: _Source(hit, documents) for label, hit in labels.items()}

    def locate(self, quote: DraftQuote) -> tuple[Place, ...]:
        """Return where the quote stands: one place, several when it was stitched, none when it is not found.

        The named passage is searched first, with the text of its document around it, then all others.
        """
        named = self._sources.get(_label(quote.label))
        others = [source for source in self._sources.values() if source is not named]
        variants = _variants(quote.text)
        for find in (_verbatim, _other_case, _nearly):
            for variant in variants:
                if named and (place := find(named, named.passage, variant) or find(named, named.whole, variant)):
                    return (place,)
                for source in others:
                    if place := find(source, source.passage, variant):
                        return (place if quote.label is None else replace(place, state="misattributed"),)
        for source in ([named] if named else []) + others:
            if places := _stitched(source, quote.text.strip(_OUTER)):
                return places
        return ()


def _label(label: str | None) -> str:
    number = _LABEL.search(label or "")
    return f"P{int(number.group())}" if number else ""


def _variants(quote: str) -> list[str]:
    """The quote as written, then without what a model or the prompt may have added to it."""
    variants: dict[str, None] = {}
    for text in (quote, html.unescape(quote), plain(quote)):  # the last without bold type and markup
        for bare in (text, _ANNOTATION.sub("", text)):
            for candidate in (bare.strip(_OUTER), _without_outer_ellipsis(bare), bare.strip(_END)):
                if _long_enough(candidate):
                    variants[candidate] = None
    return list(variants)


def _without_outer_ellipsis(quote: str) -> str:
    """Without a mark at either end that says the quote was cut there."""
    pieces = [piece for piece in re.split(f"({_ELLIPSIS.pattern})", quote.strip(_OUTER)) if piece]
    while pieces and _ELLIPSIS.fullmatch(pieces[0]):
        pieces.pop(0)
    while pieces and _ELLIPSIS.fullmatch(pieces[-1]):
        pieces.pop()
    return "".join(pieces).strip(_OUTER)


def _long_enough(text: str) -> bool:
    return len(text.split()) >= _MIN_WORDS and sum(map(str.isalnum, text)) >= _MIN_LETTERS


def _verbatim(source: _Source, folded: Folded, quote: str) -> Place | None:
    return _find(source, folded, folded.text, _needle(quote).text, "exact")


def _other_case(source: _Source, folded: Folded, quote: str) -> Place | None:
    return _find(source, folded, folded.lowered, _needle(quote).lowered, "repaired")


@lru_cache(maxsize=64)
def _needle(quote: str) -> Folded:
    return fold(quote)


def _find(source: _Source, folded: Folded, haystack: str, needle: str, state: QuoteState) -> Place | None:
    """The first occurrence that begins and ends at a word's border; a long one may end inside a word, not a number."""
    at = haystack.find(needle) if needle else -1
    while at >= 0:
        start, end = folded.origins[at], folded.origins[at + len(needle) - 1] + 1
        if not _inside_word(source.text, start):
            if not _inside_word(source.text, end):
                return source.place(start, end, state)
            if len(needle) >= _MIN_CUT and source.text[end - 1].isalpha():
                return source.place(start, _word_end(source.text, end), "repaired")
        at = haystack.find(needle, at + 1)
    return None


def _nearly(source: _Source, folded: Folded, quote: str) -> Place | None:
    """The stretch that differs least, if by at most 3 % of the quote's characters and in nothing that matters."""
    allowed = int(_EDITS * len(quote))
    needle = _needle(quote).text
    if not allowed or len(folded.text) < len(needle) // 2:
        return None
    found = fuzz.partial_ratio_alignment(needle, folded.text, score_cutoff=100 * (1 - 2 * _EDITS))
    if found is None or found.dest_end <= found.dest_start:
        return None
    first, last = max(found.dest_start - allowed, 0), min(found.dest_end + allowed, len(folded.text))
    best: tuple[int, int, int] | None = None
    for low in range(first, min(found.dest_start + allowed, last - 1) + 1):
        for high in range(max(found.dest_end - allowed, low + 1), last + 1):
            start, end = folded.origins[low], folded.origins[high - 1] + 1
            if _inside_word(source.text, start) or _inside_word(source.text, end):
                continue
            edits = Levenshtein.distance(needle, folded.text[low:high], score_cutoff=allowed)
            if edits <= allowed and (best is None or edits < best[0]):
                best = (edits, start, end)
    if best is None or not harmless_difference(quote, source.text[best[1] : best[2]]):
        return None
    return source.place(best[1], best[2], "repaired")


def _stitched(source: _Source, quote: str) -> tuple[Place, ...]:
    """The places that were joined, in the order of the quote: at marks of omission, else wherever the text jumps."""
    marked = [piece.strip(_OUTER) for piece in _ELLIPSIS.split(quote)]
    pieces = [piece for piece in marked if piece]
    if len(pieces) > 1:
        places = [
            _verbatim(source, folded, piece) for piece in pieces if _long_enough(piece) for folded in (source.passage,)
        ]
        found = [place for place in places if place]
        return _joined(found) if len(found) == len(pieces) else ()
    return _joined(list(_jumps(source, quote.split())))


def _jumps(source: _Source, quote: list[str]) -> Iterator[Place]:
    """Cover the words of `quote` by the longest stretches of the passage; yields nothing unless all are covered."""
    places: list[Place] = []
    while quote and len(places) < _MAX_PIECES:
        low, high = _MIN_PIECE_WORDS - 1, len(quote)
        best: Place | None = None
        while low < high:  # a longer piece is found only if every shorter one is
            middle = (low + high + 1) // 2
            place = _verbatim(source, source.passage, " ".join(quote[:middle]))
            if place and place.state == "exact":
                low, best = middle, place
            else:
                high = middle - 1
        if best is None:
            return
        places.append(best)
        quote = quote[low:]
    if not quote:
        yield from places


def _joined(places: list[Place]) -> tuple[Place, ...]:
    """The pieces as citations, unless what was left out between two close ones turns their meaning round."""
    if len(places) < 2:
        return ()
    for left, right in pairwise(places):
        between = left.hit.document.text[left.end : right.start]
        if 0 < right.start - left.end <= _CLOSE and any(map(is_negation, words(between))):
            return ()
    return tuple(replace(place, state="stitched") for place in places)


def _inside_word(text: str, offset: int) -> bool:
    """Whether a cut at `offset` would fall inside a word, or between a letter and its accent."""
    if not 0 < offset < len(text):
        return False
    before, after = text[offset - 1], text[offset]
    if unicodedata.combining(after):
        return True
    return before.isalnum() and after.isalnum() and max(before, after) < _UNSPACED


def _word_end(text: str, offset: int) -> int:
    while _inside_word(text, offset):
        offset += 1
    return offset
