"""From the lists of two engines to hits: fused, one slot for each thing said, neighbours merged.

Of copies one leads and the others are named; documents are capped. Each list is stretched to 0..1, then the weighted
mean is taken.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import IndexDamaged
from assistant.index.store.catalogue import Catalogue
from assistant.index.store.columns import FileState, Found, Whole, digest, embedded_text
from assistant.index.store.filters import Versions
from assistant.index.store.generation import rebuild
from assistant.text.words import search_words
from assistant.types import Hit

if TYPE_CHECKING:
    from assistant.types import Vectors

# Chosen by recall at 1 on 300 CLAPNQ questions (with titles / with the title as a plain first line) and 250 of RAMDocs:
#     BM25 alone                         .81 / .77   .84
#     vectors alone                      .87 / .85   .74
#     reciprocal rank fusion (60)        .86 / .83   .86
#     divided by the best, half each     .85 / .83   .81
#     stretched, vectors weigh .5        .88 / .85   .82
#     stretched, vectors weigh .6        .89 / .86   .81      (recall at 10: .98 / .97  .85)
#     stretched, vectors weigh .7        .90 / .86   .79
#     z-scores, vectors weigh .7         .88 / .86   .81
# Weights from .5 to .7 and lists of 32 to 200 passages differ by a hundredth or two.
_DENSE_WEIGHT = 0.6
_ALIKE = 0.95  # cosine from which two passages are compared word for word
_SAME = 0.8  # share of word triples that two passages have in common when they say the same
_FOUND = 0.5  # share of a passage's word triples that stand in those passages of a copy that were found
_REWRITTEN = 0.5  # share of an older version's passage that the latest one has when it tells the same again
_FACT = re.compile(r"\d+|(?<=[\w,;:] )[^\W\d_a-z]\w+")
_Triple = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fused:
    """A passage's place in the ranking.

    `score` compares passages of one search only. `dense` is the cosine (negative ones as 0) and so has a meaning of
    its own; `lexical` is BM25 as a share of the best passage's. None: that engine did not find it.
    """

    id: str
    score: float
    dense: float | None
    lexical: float | None


def fuse(cosines: Mapping[str, float], bm25: Mapping[str, float]) -> list[Fused]:
    """Rank the union of both lists, best first. A passage that one list lacks counts there as that list's worst."""
    weight = _DENSE_WEIGHT if cosines and bm25 else float(bool(cosines))
    dense, lexical = _stretched(cosines), _stretched(bm25)
    best = max(bm25.values(), default=0.0)
    ranking = [
        Fused(
            key,
            weight * dense.get(key, 0.0) + (1 - weight) * lexical.get(key, 0.0),
            min(1.0, max(0.0, cosines[key])) if key in cosines else None,
            max(0.0, bm25[key] / best) if key in bm25 and best > 0 else None,
        )
        for key in cosines.keys() | bm25.keys()
    ]
    return sorted(ranking, key=lambda each: (-each.score, each.id))


def _stretched(scores: Mapping[str, float]) -> dict[str, float]:
    """Map the worst to 0 and the best to 1; equal ones all to 1."""
    low, high = min(scores.values(), default=0.0), max(scores.values(), default=0.0)
    return {key: (score - low) / (high - low) if high > low else 1.0 for key, score in scores.items()}


@dataclass(slots=True)
class Slot:
    """One place among the hits: the passage shown, and the other files that say the same."""

    found: Found
    fused: Fused
    alike: frozenset[int]  # places in the ranking whose vectors are near
    also_in: set[str] = field(default_factory=set)


def slots_of(
    ranking: Sequence[tuple[Fused, Found]],
    vectors: Vectors,
    k: int,
    per_document: int,
    versions: Versions,
    text: Callable[[int], str],
) -> list[Slot]:
    """Take the best k passages of a ranking, at most `per_document` of a document, one for each thing said.

    ``vectors[i]`` is the unit vector of ``ranking[i]``, `text` gives the text of a document's row. Of copies with the
    same score the earliest leads. A passage of an older version of an article gives way to the latest one, unless that
    leaves out what it says.
    """
    said = _Said(ranking, versions, text)
    slots: list[Slot] = []
    of_story: dict[int | None, list[Slot]] = defaultdict(list)
    taken: Counter[int] = Counter()
    for place in sorted(range(len(ranking)), key=lambda place: _rank(*ranking[place])):
        fused, found = ranking[place]
        if found.document in versions.not_yet or said.was_rewritten(found):
            continue
        twin = next((slot for slot in slots if place in slot.alike and said.same(slot.found, found)), None)
        if twin is None:
            told = [slot for slot in of_story[found.story] if said.in_other(found, slot.found)]
            twin = max(told, key=lambda slot: said.shared(found, slot.found), default=None)
        if twin is not None:
            twin.also_in.add(found.path)
        elif len(slots) < k and taken[found.document] < per_document:
            taken[found.document] += 1
            alike = frozenset((vectors @ vectors[place] >= _ALIKE).nonzero()[0].tolist())
            slots.append(Slot(found, fused, alike))
            if found.story is not None:
                of_story[found.story].append(slots[-1])
    return slots


def _rank(fused: Fused, found: Found) -> tuple[float, bool, int, str]:
    return -fused.score, found.day is None, found.day or 0, found.path


class _Said:
    """What passages and documents say, compared by words. A text is read when it is first asked for."""

    def __init__(self, ranking: Sequence[tuple[Fused, Found]], versions: Versions, text: Callable[[int], str]) -> None:
        self._versions = versions
        self._text = text
        self._passages: dict[int, list[Found]] = defaultdict(list)
        for _, found in ranking:
            self._passages[found.document].append(found)
        self._triples: dict[str, frozenset[_Triple]] = {}
        self._whole: dict[int, tuple[frozenset[_Triple], frozenset[str]]] = {}
        self._texts: dict[int, str] = {}

    def same(self, one: Found, other: Found) -> bool:
        """Whether two passages say the same: the same text, or most word triples and all numbers."""
        if one.digest == other.digest:
            return True
        words, others = search_words(self._passage(one)), search_words(self._passage(other))
        if {word for word in words if word.isdigit()} != {word for word in others if word.isdigit()}:
            return False  # another count or price is another fact
        first, second = self._of(one), self._of(other)
        shared = len(first & second)
        return shared >= _SAME * (len(first) + len(second) - shared)

    def in_other(self, found: Found, other: Found) -> bool:
        """Whether a copy of its document says what a passage says: most word triples, all names and numbers.

        The copy must be found by what it says of it, or the passage would be lost.
        """
        if found.document == other.document:
            return False
        triples = self._of(found)
        whole, words = self._document(other.document)
        if len(triples & whole) < _SAME * len(triples) or not _facts(self._passage(found)) <= words:
            return False
        ranked = frozenset[_Triple]().union(*map(self._of, self._passages[other.document]))
        return len(triples & ranked) >= _FOUND * len(triples)

    def shared(self, one: Found, other: Found) -> int:
        """How many word triples two passages have in common."""
        return len(self._of(one) & self._of(other))

    def was_rewritten(self, found: Found) -> bool:
        """Whether a later version of its article, which is found too, has a passage in its words."""
        if found.article is None:
            return False
        current = self._versions.current.get(found.article, found.document)
        if current == found.document or current not in self._passages:
            return False
        triples = self._of(found)
        return len(triples & self._document(current)[0]) >= _REWRITTEN * len(triples)

    def _of(self, found: Found) -> frozenset[_Triple]:
        if found.id not in self._triples:
            self._triples[found.id] = _triples(search_words(self._passage(found)))
        return self._triples[found.id]

    def _document(self, row: int) -> tuple[frozenset[_Triple], frozenset[str]]:
        if row not in self._whole:
            words = search_words(self._read(row))
            self._whole[row] = _triples(words), frozenset(words)
        return self._whole[row]

    def _passage(self, found: Found) -> str:
        return self._read(found.document)[found.start : found.end]

    def _read(self, row: int) -> str:
        if row not in self._texts:
            self._texts[row] = self._text(row)
        return self._texts[row]


def hits(slots: Sequence[Slot], whole: Mapping[str, Whole]) -> list[Hit]:
    """Turn slots into hits, best first; neighbours in one document become one hit with the better one's scores."""
    made: list[Hit] = []
    for slot in slots:
        passage, document = whole[slot.found.id]
        fused = slot.fused
        also_in = tuple(sorted(slot.also_in - {document.path}))
        hit = Hit(passage, document, fused.score, fused.dense, fused.lexical, also_in=also_in)
        while (near := next((other for other in made if _adjacent(hit, other)), None)) is not None:
            made.remove(near)
            hit = _merged(near, hit)
        made.append(hit)
    return sorted(made, key=lambda hit: -hit.score)


def _adjacent(one: Hit, other: Hit) -> bool:
    if one.document.id != other.document.id or one.also_in != other.also_in:
        return False
    first, second = sorted((one.passage, other.passage), key=lambda passage: passage.start)
    return second.start <= first.end or not one.document.text[first.end : second.start].strip()


def _merged(better: Hit, other: Hit) -> Hit:
    first, second = sorted((better.passage, other.passage), key=lambda passage: passage.start)
    end = max(first.end, second.end)
    mentions = sorted({*first.mentions, *second.mentions}, key=lambda mention: (mention.start, mention.end))
    text = better.document.text[first.start : end]
    return replace(better, passage=replace(first, end=end, text=text, mentions=tuple(mentions)))


def _triples(words: Sequence[str]) -> frozenset[_Triple]:
    return frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset([tuple(words)])


def _facts(text: str) -> set[str]:
    """The numbers of a text, and the words inside its sentences that begin with a capital."""
    return set(search_words(" ".join(_FACT.findall(text))))


def check_passages(found: Iterable[Found], whole: dict[str, Whole], folder: Path) -> None:
    """Raise IndexDamaged where the catalogue's words are not those that were indexed."""
    for each in found:
        passage, document = whole[each.id]
        if digest(embedded_text(document.title, passage.text)) != each.digest:
            raise IndexDamaged(f"the text of {document.path} in {folder} is not what was indexed; {rebuild(folder)}")


def changed(catalogue: Catalogue, root: Path, paths: Sequence[str]) -> list[str]:
    """The files, of these documents, that are no longer as they were indexed, or gone.

    A file is read only where its size or time has changed, and once for each change.
    """
    return [state.path for state in catalogue.files_of(paths) if not _as_indexed(root, state)]


def _as_indexed(root: Path, state: FileState) -> bool:
    file = root / state.path
    if "\\x" in state.path:  # a name that is not UTF-8
        from assistant.corpus.walk import locate

        file = locate(root, state.path)
    try:
        now = file.lstat()
        same = (now.st_size, now.st_mtime_ns) == (state.size, state.mtime_ns)
        return same or _sha256(file, now.st_size, now.st_mtime_ns, state.sidecar) == state.sha256
    except OSError:
        return False


@lru_cache(maxsize=1_024)
def _sha256(file: Path, size: int, mtime_ns: int, sidecar: str) -> str:  # noqa: ARG001 (they are what is remembered by)
    with file.open("rb") as content:
        hashed = hashlib.file_digest(content, "sha256")
    hashed.update(sidecar.encode())
    return hashed.hexdigest()
