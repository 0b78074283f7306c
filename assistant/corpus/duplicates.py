"""Copies of one story: syndicated, re-published, slightly edited. MinHash finds candidates, their words decide.

A. Broder, "On the resemblance and containment of documents", 1997. Two texts are copies when they share `SAME` of their
word triples (Jaccard), or when the shorter one, of `_FEWEST` triples at least, lies almost whole in the longer.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.corpus.clean import visible
from assistant.types import Document

SAME = 0.5
_INSIDE = 0.85
_FEWEST = 30
# Bands and rows of the signature: texts with a Jaccard of .5 meet in a band with a probability of .996, of .2 in .29.
_BANDS, _ROWS = 42, 3
_WORD = re.compile(r"\w+")


def groups(documents: Sequence[Document]) -> list[list[Document]]:
    """Group copies of one story; a document without a copy is a group of its own.

    In a group the earliest published document stands first (undated ones last, then by path): the others repeat it or
    are later versions of it. Groups come in the order of their first document in `documents`.
    """
    triples = [_triples(document) for document in documents]
    parents = list(range(len(documents)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    for one, other in _candidates(triples):
        first, second = sorted((root(one), root(other)))
        if first != second and _are_copies(triples[one], triples[other]):
            parents[second] = first
    found: dict[int, list[Document]] = defaultdict(list)
    for number, document in enumerate(documents):
        found[root(number)].append(document)
    return [sorted(group, key=_age) for group in found.values()]


def _age(document: Document) -> tuple[date, str]:
    return document.date.day or date.max, document.path


def _triples(document: Document) -> frozenset[bytes]:
    """The word triples of a document's own text, hashed."""
    pieces, position = [], 0
    for span in sorted(document.boilerplate, key=lambda span: span.start):
        pieces.append(document.text[position : span.start])
        position = max(position, span.end)
    pieces.append(document.text[position:])
    words = [word.casefold() for word in _WORD.findall(visible(" ".join(pieces)))]
    return frozenset(
        hashlib.blake2b(" ".join(three).encode("utf-8", "replace"), digest_size=8).digest()
        for three in zip(words, words[1:], words[2:], strict=False)
    )


def _candidates(triples: Sequence[frozenset[bytes]]) -> Iterator[tuple[int, int]]:
    """Yield pairs that are likely to be copies."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
    for number, each in enumerate(triples):
        if not each:
            continue
        signature = MinHash(num_perm=_BANDS * _ROWS, hashfunc=lambda triple: int.from_bytes(triple[:4], "big"))
        signature.update_batch(sorted(each))
        for other in index.query(signature):
            yield int(other), number
        index.insert(number, signature)


def _are_copies(one: frozenset[bytes], other: frozenset[bytes]) -> bool:
    shared = len(one & other)
    if shared >= SAME * (len(one) + len(other) - shared):
        return True
    shorter = min(len(one), len(other))
    return shorter >= _FEWEST and shared >= _INSIDE * shorter
