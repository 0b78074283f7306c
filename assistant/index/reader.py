"""Reads the live generation: hybrid search, documents, passages. Light to open: chromadb only for a large corpus."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import IndexDamaged, IndexIncompatible
from assistant.index.catalogue import Catalogue
from assistant.index.fusion import fuse
from assistant.index.generation import REBUILD, Generation, Store
from assistant.index.slots import choose, hits
from assistant.index.terms import match_expression
from assistant.types import Document, Embedder, Hit, Passage, Query, Scope, Skipped

if TYPE_CHECKING:
    from assistant.index.chroma import ChromaVectors
    from assistant.index.exact import ExactVectors
    from assistant.types import Vectors

EXACT_LIMIT = 20_000  # passages up to which all are compared; beyond, Chroma's graph is asked
_DEPTH = 64  # passages taken from each engine at first


class Index:
    """The live generation, open for reading. Stays as it is while others write; may be shared by threads."""

    def __init__(self, generation: Generation, embedder: Embedder, held: ExitStack) -> None:
        self.generation = generation
        self.embedder = embedder
        self._held = held
        self._catalogue = Catalogue(generation.catalogue)
        held.callback(self._catalogue.close)
        self._lock = threading.Lock()
        self._exact: ExactVectors | None = None
        self._chroma: ChromaVectors | None = None

    @classmethod
    def open(cls, index_dir: Path, embedder: Embedder) -> Index:
        """Open the live generation of `index_dir`; nothing is written there.

        Raises:
            IndexMissing: nothing was indexed yet.
            IndexIncompatible: it was built with another embedder, or by another version.
            IndexDamaged: a file is missing or cut short.
        """
        with ExitStack() as stack:
            generation = stack.enter_context(Store(index_dir).held())
            built_with = generation.fingerprint.embedder
            if built_with != embedder.fingerprint:
                raise IndexIncompatible(
                    f"the index was built with embedder {built_with}, now it is {embedder.fingerprint}; {REBUILD}"
                )
            broken = [name for name in generation.damaged() if not name.startswith("chroma/")]
            if broken:
                raise IndexDamaged(f"{generation.folder}: {', '.join(broken)} cut short or missing; {REBUILD}")
            return cls(generation, embedder, stack.pop_all())

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the generation, so that a writer may remove it."""
        self._held.close()

    def search(self, query: Query, k: int, *, per_document: int = 3) -> list[Hit]:
        """Return up to k hits inside the query's hard filters, best first.

        At most `per_document` passages of a document; passages of other files that say the same are named in
        `also_in`; neighbouring passages are merged into one hit, so that there may be fewer than k.
        """
        vector = self.embedder.embed([query.search_text])[0]
        expression = match_expression(query.search_text)
        rows = self._catalogue.candidates(query)
        depth = max(_DEPTH, 4 * k)
        while True:
            dense = self._nearest(vector, depth, rows, query)
            lexical = self._catalogue.match(expression, query, depth)
            ranking = fuse(dict(dense), dict(lexical))
            located = self._catalogue.located([fused.row for fused in ranking])
            slots = choose(((fused, located[fused.row]) for fused in ranking), k, per_document)
            exhausted = len(dense) < depth and len(lexical) < depth
            if len(slots) >= k or exhausted:
                return hits(slots)
            depth *= 4

    def documents(self) -> list[Document]:
        """All documents, by path."""
        return self._catalogue.documents()

    def document(self, path_or_id: str) -> Document | None:
        """The document of that path or id, or None."""
        return self._catalogue.document(path_or_id)

    def passages(self, document_id: str) -> list[Passage]:
        """The passages of a document in the order of its text; none for an unknown id."""
        return self._catalogue.passages(document_id)

    def scope(self, query: Query) -> Scope:
        """How much of the corpus the query's hard filters leave."""
        return self._catalogue.scope(query)

    def skipped(self) -> list[Skipped]:
        """The files that the last run could not index, and why."""
        return self._catalogue.skipped()

    def _nearest(self, vector: Vectors, k: int, rows: Sequence[int] | None, query: Query) -> list[tuple[int, float]]:
        exact = self._vectors()
        if len(exact if rows is None else rows) <= EXACT_LIMIT or self._chroma_is_damaged():
            return exact.nearest(vector, k, rows)
        found = self._open_chroma().query(vector, k, query)
        known = self._catalogue.rows_of([key for key, _ in found])
        return [(known[key], cosine) for key, cosine in found if key in known]

    def _vectors(self) -> ExactVectors:
        from assistant.index.exact import ExactVectors

        with self._lock:
            if self._exact is None:
                self._exact = ExactVectors(self.generation.folder)
            return self._exact

    def _chroma_is_damaged(self) -> bool:
        return any(name.startswith("chroma/") for name in self.generation.damaged())

    def _open_chroma(self) -> ChromaVectors:
        from assistant.index.chroma import open_embedded

        with self._lock:
            if self._chroma is None:
                self._chroma = open_embedded(self.generation.chroma, self._catalogue)
                self._held.callback(self._chroma.close)
            return self._chroma
