"""Reads the live generation: hybrid search, documents, passages. Light to open: chromadb only for a Chroma server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from assistant.errors import AssistantError, IndexDamaged, IndexIncompatible
from assistant.index.lexical.engine import Lexical
from assistant.index.search.hits import Fused, Slot, changed, check_passages, fuse, hits, slots_of
from assistant.index.store.catalogue import Catalogue
from assistant.index.store.generation import Generation, Store, rebuild
from assistant.index.store.listing import Phrase
from assistant.index.vectors.exact import LIMIT, ExactVectors
from assistant.text.spelling import phrases, sought
from assistant.types import Document, Embedder, Hit, Passage, Query, Scope, Skipped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.index.lexical.protocol import Words
    from assistant.index.store.listing import Record
    from assistant.index.vectors.chroma import ChromaServer
    from assistant.index.vectors.protocol import VectorIndex
    from assistant.types import Scored, Vectors

_DEPTH = 64  # passages taken from each engine at first

P = ParamSpec("P")
T = TypeVar("T")


def _damage_told(look: Callable[Concatenate[Index, P], T]) -> Callable[Concatenate[Index, P], T]:
    """Let what looks things up raise IndexDamaged, and not whatever comes of it, where files were altered."""

    @wraps(look)
    def looking(index: Index, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return look(index, *args, **kwargs)
        except AssistantError:
            raise
        except Exception as error:
            if altered := index.damage:
                raise IndexDamaged(altered) from error
            raise

    return looking


class Index:
    """The live generation, open for reading. Stays as it is while others write; may be shared by threads."""

    def __init__(
        self,
        generation: Generation,
        embedder: Embedder,
        held: ExitStack,
        chroma: ChromaServer | None = None,
        *,
        catalogue: Catalogue | None = None,
        words: Words | None = None,
    ) -> None:
        """`held` is what closing lets go of; `catalogue` and `words`: other engines than those of the folder."""
        self.generation = generation
        self.embedder = embedder
        self._held = held
        self._server = chroma
        self.catalogue = catalogue or Catalogue(generation.catalogue)
        held.callback(self.catalogue.close)
        self.lexical: Words = words or Lexical(generation.lexical)
        self._lock = threading.Lock()
        self._exact: ExactVectors | None = None
        self._chroma: VectorIndex | None = None

    @classmethod
    def open(cls, index_dir: Path, embedder: Embedder, *, chroma: ChromaServer | None = None) -> Index:
        """Open the live generation of `index_dir`; nothing is written there.

        Args:
            chroma: the server that the index was built with, if one.

        Raises:
            IndexMissing: nothing was indexed yet.
            IndexIncompatible: it was built with another embedder, or by another version.
            IndexDamaged: a file is missing or cut short.
        """
        fix = rebuild(index_dir)
        with ExitStack() as stack:
            generation = stack.enter_context(Store(index_dir).held())
            built_with = generation.fingerprint.embedder
            if built_with != embedder.fingerprint:
                raise IndexIncompatible(
                    f"the index was built with embedder {built_with}, now it is {embedder.fingerprint}; {fix}"
                )
            if broken := generation.damaged():
                if all(name.startswith("lexical/") for name in broken):
                    fix = rebuild(index_dir, "")
                raise IndexDamaged(f"{generation.folder}: {', '.join(broken)} cut short or missing; {fix}")
            return cls(generation, embedder, stack.pop_all(), chroma)

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the generation, so that a writer may remove it."""
        self._held.close()

    @_damage_told
    def search(self, query: Query, k: int, *, per_document: int = 3) -> list[Hit]:
        """Return up to k hits inside the query's hard filters, best first.

        At most `per_document` passages of a document; passages of other files that say the same are named in
        `also_in`; neighbouring passages are merged into one hit, so that there may be fewer than k.
        """
        vector = self.embedder.embed([query.search_text])[0]
        wanted = sought(query.search_text, self.catalogue.languages())
        inside = self.catalogue.inside(query)
        kept = self.catalogue.candidates(query)
        depth = max(_DEPTH, 4 * k)
        while True:
            dense = self._nearest(vector, depth, kept, query)
            lexical = self.lexical.match(wanted, inside, depth)
            ids = self.catalogue.ids_of([row for row, _ in lexical])
            bm25 = {key: score for key, (_, score) in zip(ids, lexical, strict=True)}
            slots = self._slots(fuse(dict(dense), bm25), k, per_document, query)
            if len(slots) >= k or (len(dense) < depth and len(lexical) < depth):
                break
            depth *= 4  # copies of the same text took the places
        twins = self.catalogue.paths_with([slot.found.digest for slot in slots], query)
        for slot in slots:
            slot.also_in |= twins[slot.found.digest]
        whole = self.catalogue.whole([slot.found for slot in slots], query)
        check_passages((slot.found for slot in slots), whole, self.generation.folder.parent.parent)
        return hits(slots, whole)

    def changed(self, root: Path, paths: Sequence[str]) -> list[str]:
        """The files of these documents that are not as they were indexed any more, or gone."""
        return changed(self.catalogue, root, paths)

    @_damage_told
    def documents(self, query: Query | None = None) -> list[Document]:
        """All documents inside the query's hard filters (None: all), by path."""
        return self.catalogue.documents(query)

    def passage_counts(self) -> dict[str, int]:
        """How many passages each document has that has any, by its id."""
        return self.catalogue.passage_counts()

    @_damage_told
    def document(self, path_or_id: str) -> Document | None:
        """The document of that path or id, or None."""
        return self.catalogue.document(path_or_id)

    @_damage_told
    def passages(self, document_id: str) -> list[Passage]:
        """The passages of a document in the order of its text; none for an unknown id."""
        return self.catalogue.passages(document_id)

    @_damage_told
    def mentions(self, phrase: str) -> bool:
        """Whether any document has the words of `phrase` next to each other, in whatever form of each word."""
        return self.lexical.has(phrases(phrase, self.catalogue.languages()))

    @_damage_told
    def mentioning(self, phrase: str, *, exact: bool = False) -> set[int]:
        """The rows of the documents that have the words of a phrase next to each other; `exact`: in this form alone."""
        likely = self.lexical.documents_with(phrases(phrase, self.catalogue.languages()))
        return self.catalogue.mentioning(Phrase(phrase, exact), likely)

    @cached_property
    @_damage_told
    def newest_day(self) -> date | None:
        """The day of the newest document; None where all are undated."""
        return self.catalogue.newest_day()

    @cached_property
    @_damage_told
    def records(self) -> tuple[Record, ...]:
        """All documents without their texts, newest first and undated ones last; read once."""
        return self.catalogue.records()

    @_damage_told
    def scope(self, query: Query) -> Scope:
        """How much of the corpus the query's hard filters leave."""
        return self.catalogue.scope(query)

    def skipped(self) -> list[Skipped]:
        """The files that the last run could not index, and why."""
        return self.catalogue.skipped()

    def altered(self) -> str | None:
        """What of the index is not as it was written, and what to do; None when nothing is. Reads most of it."""
        altered = self.generation.altered()
        return f"{', '.join(altered)}: not as written when it was indexed; run `assistant index`" if altered else None

    @cached_property
    def damage(self) -> str | None:
        """As `altered`, looked for once."""
        return self.altered()

    def _slots(self, ranking: Sequence[Fused], k: int, per_document: int, query: Query) -> list[Slot]:
        found = self.catalogue.found([each.id for each in ranking])
        vectors = self._vectors().of([each.row for each in found])
        articles = {each.article for each in found if each.article is not None}
        versions = self.catalogue.versions(articles, query)
        return slots_of(list(zip(ranking, found, strict=True)), vectors, k, per_document, versions, self.catalogue.text)

    def _nearest(self, vector: Vectors, k: int, kept: NDArray[np.bool_] | None, query: Query) -> list[Scored]:
        exact, server = self._vectors(), self.generation.server
        left = len(exact) if kept is None else int(kept.sum())
        if server is None or left <= LIMIT:
            return exact.nearest(vector, k, kept)
        return self._open_chroma(server).query(vector, k, query)

    def _vectors(self) -> ExactVectors:
        with self._lock:
            if self._exact is None:
                self._exact = ExactVectors(self.generation.folder, self.catalogue)
            return self._exact

    def _open_chroma(self, url: str) -> VectorIndex:
        from assistant.index.vectors.chroma import ChromaServer, open_collection

        with self._lock:
            if self._chroma is None:
                server = self._server or ChromaServer(url)
                chroma = open_collection(server, self.generation.collection, self.catalogue)
                self._held.callback(chroma.close)
                self._chroma = chroma
            return self._chroma
