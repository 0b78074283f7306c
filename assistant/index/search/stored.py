"""Opens the live generation of a store in PostgreSQL: the same `Index`, with other engines under it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import IndexIncompatible
from assistant.index.postgres.catalogue import StoredCatalogue
from assistant.index.postgres.generations import Stored, live
from assistant.index.postgres.mirror import mirrored
from assistant.index.postgres.words import StoredWords
from assistant.index.search.index import Index
from assistant.index.store.catalogue import FORMAT
from assistant.index.store.generation import Generation
from assistant.postgres import schema
from assistant.postgres.database import Database
from assistant.types import Embedder

if TYPE_CHECKING:
    from assistant.index.vectors.chroma import ChromaServer
    from assistant.postgres.address import Address


def open_stored(where: Address, embedder: Embedder, cache: Path, chroma: ChromaServer | None = None) -> Index:
    """Open the store's live generation; its arrays are kept in the folder `cache`.

    Raises IndexMissing, IndexIncompatible, and CorpusIndexError when the server cannot be reached.
    """
    while True:
        with Database(where) as database:
            schema.check(database)
            stored = live(database)
        _fits(stored, embedder, where)
        with ExitStack() as stack:
            database = stack.enter_context(Database(where, generation=stored.number))
            if not database.all("SELECT FROM generations WHERE number = %s", [stored.number]):
                continue  # it was replaced and removed between two looks
            folder = mirrored(database, stored, cache)
            generation = Generation(
                folder, stored.fingerprint, stored.collection, stored.server, stored.recall, files={}
            )
            words = StoredWords(database, stored.passages, stored.size)
            catalogue = StoredCatalogue(database, folder)
            return Index(generation, embedder, stack.pop_all(), chroma, catalogue=catalogue, words=words)


def live_name(database: Database) -> str:
    """The name of the generation that is live in a store. Raises IndexMissing."""
    return f"{live(database).number:06d}"


def _fits(stored: Stored, embedder: Embedder, where: Address) -> None:
    made = stored.fingerprint
    if made.format != FORMAT:
        raise IndexIncompatible(
            f"the store {where.shown} has format {made.format}, this version needs {FORMAT}; run `assistant index"
            " --rebuild --store …`"
        )
    if made.embedder != embedder.fingerprint:
        raise IndexIncompatible(
            f"the store {where.shown} was built with embedder {made.embedder}, now it is {embedder.fingerprint}; set"
            " embedder to that, or run `assistant index --rebuild --store …`"
        )
