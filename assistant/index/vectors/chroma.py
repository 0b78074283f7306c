"""The one door to chromadb: a collection per generation, on a Chroma server.

HNSW's settings are a compromise of build time and recall; `ef_search` is raised for a collection whose recall is found
too low (`build/served.py`).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import CorpusIndexError, IndexDamaged, SettingsError
from assistant.index.store.filters import epoch_day
from assistant.types import Scored

if TYPE_CHECKING:
    from assistant.index.store.catalogue import Catalogue
    from assistant.types import Query, Vectors

EF_SEARCH = 800
_HNSW = {
    "space": "cosine",
    "ef_construction": 100,
    "max_neighbors": 24,
    "ef_search": EF_SEARCH,
}
_NOTHING: dict[str, Any] = {"document": {"$in": []}}
_BATCH = 5_000  # chromadb takes at most 5,461 at once


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """A server started by ``chroma run``. `token` is sent as ``Authorization: Bearer``; https in the URL means TLS."""

    url: str
    token: str | None = field(default=None, repr=False)


class ChromaVectors:
    """One Chroma collection; fulfils types.VectorIndex. Use as a context manager, or close it."""

    def __init__(
        self,
        collection: Any,
        close: Callable[[], None],
        catalogue: Catalogue | None = None,
        faults: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        self._collection = collection
        self._catalogue = catalogue
        self._faults = faults
        self.close = close

    def __enter__(self) -> ChromaVectors:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        with self._faults():
            return int(self._collection.count())

    def upsert(self, ids: Sequence[str], vectors: Vectors, metadatas: Sequence[Mapping[str, int]]) -> None:
        """Add or replace vectors of shape (len(ids), dimension), with `metadata` of each."""
        for first in range(0, len(ids), _BATCH):
            part = slice(first, first + _BATCH)
            with self._faults():
                self._collection.upsert(
                    ids=list(ids[part]), embeddings=vectors[part], metadatas=[dict(each) for each in metadatas[part]]
                )

    def delete(self, ids: Sequence[str]) -> None:
        """Remove vectors; unknown ids are ignored."""
        for first in range(0, len(ids), _BATCH):
            with self._faults():
                self._collection.delete(ids=list(ids[first : first + _BATCH]))

    @property
    def ef_search(self) -> int:
        """How widely it searches."""
        return int(self._collection.configuration_json["hnsw"]["ef_search"])

    def set_ef_search(self, value: int) -> None:
        """Search wider (and slower); takes effect when the collection is opened the next time."""
        with self._faults(), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # chromadb's, that we embed ourselves
            self._collection.modify(configuration={"hnsw": {"ef_search": value}})

    def ids(self) -> set[str]:
        """All ids in the collection."""
        found: set[str] = set()
        while True:
            with self._faults():
                page = self._collection.get(limit=_BATCH, offset=len(found), include=[])["ids"]
            found.update(page)
            if len(page) < _BATCH:
                return found

    def query(self, vector: Vectors, k: int, query: Query | None = None) -> list[Scored]:
        """Return up to k passages with their cosines inside the query's hard filters, best first."""
        where = self._where(query) if query else None
        if where == _NOTHING:
            return []
        with self._faults():
            found = self._collection.query(query_embeddings=[vector], n_results=k, where=where, include=["distances"])
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [Scored(key, 1.0 - float(distance)) for key, distance in pairs]

    def _where(self, query: Query) -> dict[str, Any] | None:
        """The hard filters as a Chroma `where`: the same conditions as in `store/filters.py`, on the same numbers."""
        parts: list[dict[str, Any]] = []
        dated: list[dict[str, Any]] = []
        if query.published.start is not None:
            dated.append({"last_day": {"$gte": epoch_day(query.published.start)}})
        if query.published.end is not None:
            dated.append({"first_day": {"$lte": epoch_day(query.published.end)}})
        if dated:
            inside = _all_of(dated)
            parts.append({"$or": [{"undated": 1}, inside]} if query.include_undated else inside)
        if query.sources or query.authors or query.paths:
            if self._catalogue is None:
                raise ValueError("filters on source, author and path need the catalogue")
            documents = self._catalogue.documents_not_by_date(query)
            if not documents:
                return _NOTHING  # chromadb refuses an empty list
            parts.append({"document": {"$in": documents}})
        return _all_of(parts) if parts else None


def metadata(document: int, first_day: int | None, last_day: int | None) -> dict[str, int]:
    """What a vector carries so that `where` can filter: chromadb compares numbers only."""
    if first_day is None or last_day is None:
        return {"document": document, "undated": 1}
    return {"document": document, "undated": 0, "first_day": first_day, "last_day": last_day}


def write_collection(server: ChromaServer, name: str) -> ChromaVectors:
    """Open a collection for writing; what is missing is created."""
    with _faults_of(server):
        client = _client(server)
        collection = client.get_or_create_collection(name, embedding_function=None, configuration={"hnsw": _HNSW})
        return ChromaVectors(collection, lambda: _hang_up(client), faults=lambda: _faults_of(server))


def open_collection(server: ChromaServer, name: str, catalogue: Catalogue | None = None) -> ChromaVectors:
    """Open a finished collection. Raises IndexDamaged when it is not there."""
    from chromadb.errors import NotFoundError

    with _faults_of(server):
        client = _client(server)
        try:
            collection = client.get_collection(name, embedding_function=None)
        except NotFoundError:
            _hang_up(client)
            raise IndexDamaged(f"{server.url} has no collection {name}; run `assistant index`") from None
        return ChromaVectors(collection, lambda: _hang_up(client), catalogue, lambda: _faults_of(server))


def drop_collections(server: ChromaServer, prefix: str, keep: Collection[str]) -> None:
    """Delete the collections on a server whose names begin with `prefix`, but not those of `keep`."""
    with _faults_of(server):
        client = _client(server)
        try:
            for collection in client.list_collections():
                if collection.name.startswith(prefix) and collection.name not in keep:
                    client.delete_collection(collection.name)
        finally:
            _hang_up(client)


def _client(server: ChromaServer) -> Any:
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(server.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"chroma_url {server.url!r} is not a URL such as http://127.0.0.1:8000")
    secure = parts.scheme == "https"
    return chromadb.HttpClient(
        host=parts.hostname,
        port=parts.port or (443 if secure else 80),
        ssl=secure,
        headers={"Authorization": f"Bearer {server.token}"} if server.token else {},
        settings=Settings(anonymized_telemetry=False),
    )


def _hang_up(client: Any) -> None:
    """Close the connections too: chromadb leaves its two HTTP sessions open."""
    sessions = [each._server._session for each in (client, client._admin_client)]  # noqa: SLF001
    client.close()
    for session in sessions:
        session.close()


@contextmanager
def _faults_of(server: ChromaServer) -> Iterator[None]:
    """Turn a fault of the connection into one line that names the settings."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError, ValueError) as error:
        cause: BaseException = error
        while not isinstance(cause, ChromaError) and (below := cause.__cause__ or cause.__context__):
            cause = below  # chromadb says no more than "could not connect"
        said = " ".join(str(cause).split())
        trust = " (SSL_CERT_FILE names certificates to trust)" if "CERTIFICATE_VERIFY" in said else ""
        raise CorpusIndexError(
            f"the Chroma server {server.url} does not act like one ({said}); check chroma_url and chroma_token{trust}"
        ) from error


def _all_of(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return parts[0] if len(parts) == 1 else {"$and": list(parts)}
