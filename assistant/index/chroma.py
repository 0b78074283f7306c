"""The one door to chromadb: a collection per generation, in a folder of its own or on a Chroma server."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import IndexDamaged

if TYPE_CHECKING:
    from assistant.index.catalogue import Catalogue
    from assistant.types import Query, Vectors

COLLECTION = "passages"  # in a folder of its own; on a server the generation's name is part of it
# Recall@10 against exact search on 36,000 clustered vectors, see bench/recall.py.
HNSW = {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 400}
_BATCH = 5_000  # chromadb takes at most 5,461 at once


class ChromaVectors:
    """Nearest neighbours by cosine in one Chroma collection. Use as a context manager, or close it."""

    def __init__(self, client: Any, collection: Any, catalogue: Catalogue | None, close: Callable[[], None]) -> None:
        self._client = client
        self._collection = collection
        self._catalogue = catalogue
        self._close = close

    def __enter__(self) -> ChromaVectors:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files or the connection."""
        self._close()

    def upsert(self, ids: Sequence[str], vectors: Vectors, metadatas: Sequence[Mapping[str, str | int]]) -> None:
        """Add or replace vectors of shape (len(ids), dimension); metadata as `where` expects it."""
        for first in range(0, len(ids), _BATCH):
            part = slice(first, first + _BATCH)
            self._collection.upsert(
                ids=list(ids[part]), embeddings=vectors[part], metadatas=[dict(each) for each in metadatas[part]]
            )

    def delete(self, ids: Sequence[str]) -> None:
        """Remove vectors; unknown ids are ignored."""
        for some in _batched(ids, _BATCH):
            self._collection.delete(ids=some)

    def ids(self) -> set[str]:
        """All ids in the collection."""
        found: set[str] = set()
        while True:
            page = self._collection.get(limit=_BATCH, offset=len(found), include=[])["ids"]
            found.update(page)
            if len(page) < _BATCH:
                return found

    def query(self, vector: Vectors, k: int, query: Query | None = None) -> list[tuple[str, float]]:
        """Return up to k (passage id, cosine) inside the query's hard filters, best first."""
        k = min(k, self._collection.count())
        if not k:
            return []
        where = self._where(query) if query else None
        found = self._collection.query(query_embeddings=[vector], n_results=k, where=where, include=["distances"])
        return [
            (key, 1.0 - float(distance)) for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def _where(self, query: Query) -> dict[str, Any] | None:
        """The hard filters as a Chroma `where`: the same conditions as in filters.py, on the same numbers."""
        from assistant.index.filters import epoch_day

        parts: list[dict[str, Any]] = []
        dated: list[dict[str, Any]] = []
        if query.published.start is not None:
            dated.append({"last_day": {"$gte": epoch_day(query.published.start)}})
        if query.published.end is not None:
            dated.append({"first_day": {"$lte": epoch_day(query.published.end)}})
        if dated:
            inside = _all_of(dated)
            parts.append({"$or": [{"undated": 1}, inside]} if query.include_undated else inside)
        if query.sources or query.paths:
            if self._catalogue is None:
                raise ValueError("filters on source and path need the catalogue")
            parts.append({"document": {"$in": self._catalogue.documents_by_source_and_path(query)}})
        return _all_of(parts) if parts else None


def metadata(document: int, first_day: int | None, last_day: int | None) -> dict[str, str | int]:
    """What a vector carries so that `where` can filter: chromadb compares numbers only."""
    if first_day is None or last_day is None:
        return {"document": document, "undated": 1}
    return {"document": document, "undated": 0, "first_day": first_day, "last_day": last_day}


def create_embedded(folder: Path) -> ChromaVectors:
    """Open the collection in `folder` for writing; folder and collection are created when missing."""
    client = _client(folder)
    collection = client.get_or_create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": HNSW})
    return ChromaVectors(client, collection, None, lambda: _stop(client))


def open_embedded(folder: Path, catalogue: Catalogue | None = None) -> ChromaVectors:
    """Open a finished collection through a private copy: chromadb writes to what it opens, even to read.

    Raises IndexDamaged when the files are unusable.
    """
    private = Path(tempfile.mkdtemp(prefix="assistant-chroma-"))
    try:
        shutil.copytree(folder, private, dirs_exist_ok=True)
        for path in private.rglob("*"):
            path.chmod(0o700)
        client = _client(private)
        collection = client.get_collection(COLLECTION, embedding_function=None)
    except BaseException as error:
        shutil.rmtree(private, ignore_errors=True)
        if isinstance(error, Exception):
            raise IndexDamaged(
                f"Chroma cannot open {folder} ({type(error).__name__}); run `assistant index`, which rebuilds it"
            ) from error
        raise

    def close() -> None:
        _stop(client)
        shutil.rmtree(private, ignore_errors=True)

    return ChromaVectors(client, collection, catalogue, close)


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _stop(client: Any) -> None:
    """Close the files: chromadb keeps a client's system alive in a cache of its own otherwise."""
    client.close()


def _all_of(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return parts[0] if len(parts) == 1 else {"$and": list(parts)}


def _batched(items: Iterable[str], size: int) -> Iterator[list[str]]:
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        yield some
