"""The parts of an Assistant, made from settings: index, embedder, model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import IndexLocked, RemovalsRefused, SettingsError
from assistant.types import ChatModel, Embedder, Notice, Reader

if TYPE_CHECKING:
    from assistant.corpus.feeds import FeedReport
    from assistant.index.build.estimate import Estimate
    from assistant.index.build.report import BuildReport, Progress, ToEmbed
    from assistant.index.search.index import Index
    from assistant.index.vectors.chroma import ChromaServer
    from assistant.postgres.address import Address
    from assistant.postgres.database import Database
    from assistant.settings import Settings

# A refresh up to this many files is done before answering (a few seconds); a larger one is left to `assistant index`.
_REFRESH_FILES = 50


def settings_for(path: str | Path | None, settings: Settings | None) -> tuple[Settings, list[Notice]]:
    """Return the settings for the folder `path` (default: the setting `corpus`), and what its own file may not set."""
    from assistant.settings import load_settings

    if settings is None:
        loaded = load_settings({"corpus": path})
        return loaded.settings, [Notice("settings_ignored", loaded.ignored)] if loaded.ignored else []
    return settings.model_copy(update={"corpus": Path(path)}) if path is not None else settings, []


def index_corpus(
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    rebuild: bool = False,
    dry_run: bool = False,
    accept_removals: bool = False,
    progress: Callable[[Progress], None] | None = None,
    approve: Callable[[ToEmbed], None] | None = None,
    today: date | None = None,
) -> BuildReport:
    """Bring the index of ``settings.corpus`` up to date and report what changed.

    Args:
        approve: called with what a remote embedder will be given, before it is given any; may raise to end the run.
            Never called for the bundled one.

    Raises:
        CorpusError: no such folder.
        IndexLocked: another process is writing (its pid is named).
        IndexIncompatible: made with other settings and `rebuild` was not given.
        RemovalsRefused: many files are gone and `accept_removals` was not given.
    """
    from assistant.index.build.run import build

    require_folder(settings)
    make = partial(
        build,
        settings.corpus,
        settings.index_path,
        embedder or make_embedder(settings),
        passage_tokens=settings.passage_tokens,
        passage_overlap=settings.passage_overlap,
        max_bytes=settings.max_file_bytes,
        fields=settings.fields,
        today=today or date.today(),
        rebuild=rebuild,
        dry_run=dry_run,
        accept_removals=accept_removals,
        progress=progress,
        approve=None if settings.embedder == "bundled" else approve or (lambda _: None),
        chroma=_chroma_server(settings),
    )
    where = store_of(settings)
    if where is None or dry_run:
        return make()
    from assistant.index.build.shared import build_shared

    telling = progress or (lambda _: None)
    return build_shared(where, settings.corpus, settings.index_path, make, telling)


def migrate(settings: Settings, *, back: bool, progress: Callable[[Progress], None] | None = None) -> str:
    """Copy the index into the store of the settings, or `back`; return the name of the generation there.

    Raises SettingsError without a store, and what `publish` and `fetch` raise.
    """
    from assistant.index.build.shared import fetch, publish

    where, telling = store_of(settings), progress or (lambda _: None)
    if where is None:
        raise SettingsError("name the store: assistant migrate --store postgresql://USER@HOST/DATABASE")
    if back:
        return fetch(where, settings.corpus, settings.index_path, telling)
    return publish(where, settings.index_path, telling)


def read_feeds(settings: Settings, feeds: Sequence[str] = (), follow: Sequence[str] = ()) -> list[FeedReport]:
    """Store what is new in the feeds of the settings, and in these, in the corpus; pages from the hosts of both.

    Raises CorpusError if the corpus is not a folder; what goes wrong with a feed is in its report.
    """
    wanted = (*settings.feeds, *feeds)
    require_folder(settings)
    if not wanted:
        return []
    from assistant.corpus.feeds import take_in

    return take_in(settings.corpus, wanted, follow=(*settings.follow, *follow))


def make_embedder(settings: Settings) -> Embedder:
    """Return the embedder that the settings name; nothing is loaded before its first use."""
    if settings.embedder == "bundled":
        return _bundled_embedder()
    from assistant.models.embeddings import OpenAIEmbeddings

    key = settings.embedder_api_key or (settings.api_key if _on_one_host(settings) else None)
    return OpenAIEmbeddings(
        model=settings.embedder,
        base_url=settings.embedder_base_url or settings.base_url,
        api_key=key.get_secret_value() if key else None,
        timeout=settings.timeout,
    )


def _on_one_host(settings: Settings) -> bool:
    """Whether embedder and chat model are served by one host: a key goes to the host that it was set for."""
    from urllib.parse import urlsplit

    chat, embedder = settings.base_url or "https://api.openai.com", settings.embedder_base_url
    return embedder is None or urlsplit(embedder).hostname == urlsplit(chat).hostname


def make_reader(settings: Settings) -> Reader | None:
    """Return the bundled reader, None where the setting `reader` is off; nothing is loaded before its first use."""
    return _bundled_reader() if settings.reader else None


@cache
def _bundled_embedder() -> Embedder:
    """One for the process: a model file is loaded once, however many corpora are opened."""
    from assistant.models.embedder import BundledEmbedder

    return BundledEmbedder()


def remembering(embedder: Embedder) -> Embedder:
    """The embedder as questions use it: it keeps the vectors of the last texts, the bundled one for the process."""
    from assistant.models.embedder import CachedEmbedder

    return _bundled_memory() if embedder is _bundled_embedder() else CachedEmbedder(embedder)


@cache
def _bundled_memory() -> Embedder:
    from assistant.models.embedder import CachedEmbedder

    return CachedEmbedder(_bundled_embedder())


@cache
def _bundled_reader() -> Reader:
    """One for the process: it remembers what it read, whichever corpus asks."""
    from assistant.models.reader import BundledReader, CachedReader

    return CachedReader(BundledReader())


def make_model(settings: Settings) -> ChatModel:
    """Return the chat model that the settings name. Raises ModelAuthError when neither key nor URL is set."""
    from assistant.models.chat import OpenAIChat

    return OpenAIChat(
        model=settings.model,
        base_url=settings.base_url,
        api_key=settings.api_key.get_secret_value() if settings.api_key else None,
        context_window=settings.context_window,
        timeout=settings.timeout,
        stall=settings.stall_timeout,
        streamed=settings.stream,
        reply_tokens=settings.reply_tokens,
        seed=settings.seed,
    )


def model_for_question(
    model: ChatModel | None, settings: Settings, *, cancelled: threading.Event | None = None, fresh: bool = False
) -> ChatModel | None:
    """Return the model as one question uses it: one behind an endpoint can be stopped, and its replies are cached.

    Setting `cancelled` closes its connection at once; with `fresh` it is asked even if its reply is cached.
    """
    if model is None:
        return None
    from assistant.models.chat import OpenAIChat
    from assistant.models.replies import KeptReplies, ReplyCache, StoredReplies

    if not isinstance(model, OpenAIChat):
        return model
    stoppable = model.stopped_by(cancelled)
    if not settings.cache:
        return stoppable
    kept: ReplyCache | StoredReplies = ReplyCache(settings.cache_path / "replies")
    if (where := store_of(settings)) is not None:
        kept = StoredReplies(_database(where))
    return KeptReplies(stoppable, kept, endpoint=model.url, fresh=fresh, seed=settings.seed)


@cache
def _database(where: Address) -> Database:
    """One for the process, open until it ends: each question would otherwise open one for its reply."""
    import atexit

    from assistant.postgres.database import Database

    database = Database(where, writes=True)
    atexit.register(database.close)
    return database


def require_folder(settings: Settings) -> None:
    """Raise CorpusError when the setting `corpus` names no folder that can be read."""
    from assistant.corpus.walk import check_folder

    check_folder(settings.corpus)


def open_index(settings: Settings, embedder: Embedder) -> Index:
    """Open the live generation for reading. Raises what `Index.open` and `open_stored` raise."""
    if (where := store_of(settings)) is not None:
        from assistant.index.search.stored import open_stored

        return open_stored(where, embedder, settings.cache_path, _chroma_server(settings))
    from assistant.index.search.index import Index

    return Index.open(settings.index_path, embedder, chroma=_chroma_server(settings))


def watched(settings: Settings) -> tuple[Callable[[], str | None], Callable[[], None]]:
    """What names the live generation whenever it is called, and what ends that."""
    if (where := store_of(settings)) is not None:
        from assistant.index.search.stored import live_name
        from assistant.postgres.database import Database

        database = Database(where)
        return partial(live_name, database), database.close
    from assistant.index.store.generation import Store

    store = Store(settings.index_path)

    def generation() -> str | None:
        live = store.live()
        return live.name if live else None

    return generation, lambda: None


def first_run(settings: Settings, embedder: Embedder) -> Estimate | None:
    """What a first index run would read and how long that takes; None where something is indexed, or nothing there."""
    from assistant.index.store.generation import Store

    require_folder(settings)
    if settings.store is not None or Store(settings.index_path).begun():
        return None
    from assistant.index.build.difference import difference
    from assistant.index.build.estimate import estimate  # with every reader, which takes a moment to import

    found = difference(settings.corpus, settings.index_path, max_bytes=settings.max_file_bytes, fields=settings.fields)
    free = embedder if settings.embedder == "bundled" else None
    return estimate(found, settings.corpus, free, tokens=settings.passage_tokens, today=date.today()) if found else None


def store_of(settings: Settings) -> Address | None:
    """The store that the settings name. Raises SettingsError for what is no address."""
    if settings.store is None:
        return None
    from assistant.postgres.address import address

    return address(settings.store)


def _chroma_server(settings: Settings) -> ChromaServer | None:
    if settings.chroma_url is None:
        return None
    from assistant.index.vectors.chroma import ChromaServer

    token = settings.chroma_token
    return ChromaServer(settings.chroma_url, token.get_secret_value() if token else None)


def bring_up_to_date(
    settings: Settings,
    embedder: Embedder,
    progress: Callable[[Progress], None] | None,
    approve: Callable[[ToEmbed], None] | None = None,
) -> list[Notice]:
    """Index what is missing or changed if that is little; otherwise say how the index is out of date."""
    from assistant.index.build.difference import difference

    if settings.store is not None:
        return []  # `assistant index` alone writes what many read
    found = difference(settings.corpus, settings.index_path, max_bytes=settings.max_file_bytes, fields=settings.fields)
    if not found:
        return []
    changed = len(found.to_read) + len(found.removed)
    if changed <= _REFRESH_FILES or not found.unchanged:
        try:
            index_corpus(settings, embedder=embedder, progress=progress, approve=approve)
        except (IndexLocked, RemovalsRefused) as reason:
            return [Notice("index_stale", f"answered from the existing index: {reason}")]
        return []
    advice = f"{changed} files changed since they were indexed; run `assistant index` to update the index"
    return [Notice("index_stale", advice)]
