"""Copies of one story: syndicated, re-published, slightly edited. MinHash finds candidates, their words decide.

A. Broder, "On the resemblance and containment of documents", 1997. Two texts are copies when they share `SAME` of their
word triples (Jaccard), or when the shorter one lies almost whole in the longer. They are versions of one article when
they also have its title or address, for which they may share less. Names and figures must agree in either case: of two
bulletins that fill in one form, every word but those is the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain

import numpy as np

from assistant.text.segment import search_words
from assistant.types import Document

SAME = 0.6
_SAME_OF_FEW = 0.8  # of two texts of which one has fewer than _FEWEST triples
_INSIDE = 0.85
_FEWEST = 30
_VERSION_INSIDE = 0.6  # what a version shares with another one, of the shorter one's triples, under one title
_ADDRESS_INSIDE = 0.2  # and under one address
_FIGURES = 5  # different ones from which they count
_FIGURES_SHARED = 0.5
_FACTS_SHARED = 0.75  # of the names and figures; of those of the shorter one where it lies in the longer
_FACTS_KEPT = 0.5  # by a version
# Bands and rows of the signature: texts with a Jaccard of .5 meet in two bands at least with a probability of .9997, of
# .33 (a third of the longer one) with .80, of .1 with .003.
_BANDS, _ROWS = 84, 3
_CROWD = 32  # documents in one band's bucket from which each is compared with its next neighbours alone
_NEIGHBOURS = 8
_NAME, _SMALL = re.compile(r"(?<=[a-z,;] )[A-Z][\w-]+"), re.compile(r"\b[a-z][\w-]+")
_NOT_ALPHANUMERIC = re.compile(r"\W+")

_MIX = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64
)  # odd


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What copies are known by: a text's word triples, the figures in it, and the words that it only capitalises."""

    triples: frozenset[str]
    figures: frozenset[str]
    names: frozenset[str] = frozenset()


def fingerprint(document: Document) -> Fingerprint:
    """The fingerprint of a document's own text, boilerplate left out."""
    pieces, position = [], 0
    for span in sorted(document.boilerplate, key=lambda span: span.start):
        pieces.append(document.text[position : span.start])
        position = max(position, span.end)
    pieces.append(document.text[position:])
    text = " ".join(pieces)
    words = search_words(text)
    small = set(_SMALL.findall(text))
    names = frozenset(name.lower() for name in _NAME.findall(text)) - small
    triples = frozenset(" ".join(three) for three in zip(words, words[1:], words[2:], strict=False))
    return Fingerprint(triples, frozenset(word for word in words if word.isdigit()), names)


def signature(of: Fingerprint) -> bytes:
    """What likely copies have in common a part of: a key of each band of the text's MinHash, uint32 of shape (BANDS,).

    It is b"" where there is nothing to compare.
    """
    from rensa import RMinHash

    if not of.triples:
        return b""
    minhash = RMinHash(num_perm=_BANDS * _ROWS, seed=1)
    minhash.update(list(of.triples))
    bands = np.array(minhash.digest(), dtype=np.uint64).reshape(_BANDS, _ROWS)
    mixed = (bands * _MIX[:_ROWS]).sum(axis=1) * _MIX[_ROWS]
    keys: bytes = (mixed >> np.uint64(32)).astype("<u4").tobytes()
    return keys


def likely_copies(signatures: Sequence[bytes], fresh: Sequence[bool]) -> list[tuple[int, int]]:
    """Pairs of places (lower first) that are likely to be copies, one of each pair at least being fresh, in order."""
    present = [place for place, each in enumerate(signatures) if each]
    new = np.array([fresh[place] for place in present], dtype=np.bool_)
    bands = np.frombuffer(b"".join(signatures[place] for place in present), dtype="<u4").reshape(len(present), _BANDS)
    once: set[tuple[int, int]] = set()
    likely: set[tuple[int, int]] = set()
    for keys in bands.T:
        buckets: dict[int, list[int]] = defaultdict(list)
        shared = np.flatnonzero(np.isin(keys, keys[new]))
        for place, key in zip(shared.tolist(), keys[shared].tolist(), strict=True):
            buckets[key].append(present[place])
        for pair in chain.from_iterable(map(pairs_among, buckets.values())):
            if fresh[pair[0]] or fresh[pair[1]]:
                (likely if pair in once else once).add(pair)
    return sorted(likely)


def pairs_among(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """All pairs of places; of a crowd only neighbours, so that a thousand copies do not make a million comparisons."""
    reach = _NEIGHBOURS if len(places) > _CROWD else len(places)
    return ((one, other) for at, one in enumerate(places) for other in places[at + 1 : at + 1 + reach])


def are_copies(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether two texts tell one story in the same words."""
    shared, shorter = len(one.triples & other.triples), min(len(one.triples), len(other.triples))
    same = SAME if shorter >= _FEWEST else _SAME_OF_FEW
    alike = shared >= same * (len(one.triples) + len(other.triples) - shared)
    inside = shorter >= _FEWEST and shared >= _INSIDE * shorter
    return _figures_agree(one, other) and (
        (alike and _facts_agree(one, other, _FACTS_SHARED, max))
        or (inside and _facts_agree(one, other, _FACTS_SHARED, min))
    )


def may_be_versions(one: Document, other: Document) -> bool:
    """Whether two documents have one address, or one title and no two publishers."""
    return _one_address(one, other) or (
        title_key(one.title) is not None
        and title_key(one.title) == title_key(other.title)
        and (one.source is None or other.source is None or title_key(one.source) == title_key(other.source))
    )


def are_versions(one: Document, other: Document, first: Fingerprint, second: Fingerprint) -> bool:
    """Whether one is a later version of the other: not the same text, of one address or title, and enough in common.

    A column that appears under one title every day shares little but its frame.
    """
    if first.triples == second.triples or not may_be_versions(one, other):
        return False
    shorter = min(len(first.triples), len(second.triples))
    share = _ADDRESS_INSIDE if _one_address(one, other) else _VERSION_INSIDE
    shared = len(first.triples & second.triples)
    agree = _figures_agree(first, second) and _facts_agree(first, second, _FACTS_KEPT, min)
    return bool(shorter) and shared >= share * shorter and agree


def title_key(title: str | None) -> str | None:
    """A title as titles are compared: its letters and digits."""
    return _NOT_ALPHANUMERIC.sub(" ", title).strip().casefold() or None if title else None


def _one_address(one: Document, other: Document) -> bool:
    return one.url is not None and one.url == other.url


def _figures_agree(one: Fingerprint, other: Fingerprint) -> bool:
    fewest = min(len(one.figures), len(other.figures))
    return fewest < _FIGURES or len(one.figures & other.figures) >= _FIGURES_SHARED * fewest


def _facts_agree(one: Fingerprint, other: Fingerprint, share: float, of: Callable[[int, int], int]) -> bool:
    """Whether they have that share of the names and figures in common, of those of the text with `of` (min, max)."""
    first, second = one.figures | one.names, other.figures | other.names
    return len(first & second) >= share * of(len(first), len(second))


class Groups:
    """Places in groups (union–find): `join` two, then ask for the `root` of a place, which is one of its group."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def root(self, place: int) -> int:
        """The place that stands for the group."""
        while self._parents[place] != place:
            self._parents[place] = self._parents[self._parents[place]]
            place = self._parents[place]
        return place

    def join(self, one: int, other: int) -> None:
        """Make the groups of two places one; the lower root stands for it."""
        first, second = sorted((self.root(one), self.root(other)))
        self._parents[second] = first


def join_copies(
    groups: Groups, signatures: Sequence[bytes], fresh: Sequence[bool], of: Callable[[int], Fingerprint]
) -> None:
    """Join the places of copies, looking only at pairs with a fresh place; `of` gives the fingerprint of a place."""
    for one, other in likely_copies(signatures, fresh):
        if groups.root(one) != groups.root(other) and are_copies(of(one), of(other)):
            groups.join(one, other)


def groups(documents: Sequence[Document]) -> list[list[Document]]:
    """Group copies of one story; a document without a copy is a group of its own.

    In a group the earliest published document stands first (undated ones last, then by path): the others repeat it or
    are later versions of it. Groups come in the order of their first document in `documents`.
    """
    of = lru_cache(maxsize=None)(lambda place: fingerprint(documents[place]))
    signatures = [signature(of(place)) for place in range(len(documents))]
    joined = Groups(len(documents))
    join_copies(joined, signatures, [True] * len(documents), of)
    found: dict[int, list[Document]] = defaultdict(list)
    for place, document in enumerate(documents):
        found[joined.root(place)].append(document)
    return [sorted(group, key=age) for group in found.values()]


def age(document: Document) -> tuple[date, str]:
    """Sorts by day of publication, undated last, then by path."""
    return document.date.day or date.max, document.path
