"""Brings the index up to date with the corpus: difference → staged generation → check → swap."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.corpus.load import Loaded, load
from assistant.corpus.passages import split, token_counter
from assistant.corpus.walk import NO_FIELDS, FileEntry, RecordFields
from assistant.errors import CorpusIndexError, IndexDamaged, RemovalsRefused
from assistant.index.build import ahead, matrix, verify, words
from assistant.index.build.difference import KEPT, Difference, content_hash, since
from assistant.index.build.report import BuildReport, Progress, ToEmbed, report
from assistant.index.store.catalogue import Catalogue
from assistant.index.store.columns import EmbeddedText, FileState, digest, embedded_text
from assistant.index.store.generation import Fingerprint, Generation, Store, root_name
from assistant.index.store.vector_cache import VectorCache
from assistant.types import Embedder, Skipped

if TYPE_CHECKING:
    from assistant.index.vectors.chroma import ChromaServer

_MOST_REMOVED, _FEW = 0.1, 5  # share of the files, and number, that a run removes without being told to


def build(
    root: Path,
    index_dir: Path,
    embedder: Embedder,
    *,
    passage_tokens: int,
    passage_overlap: int,
    max_bytes: int,
    today: date,
    rebuild: bool = False,
    dry_run: bool = False,
    accept_removals: bool = False,
    progress: Callable[[Progress], None] | None = None,
    approve: Callable[[ToEmbed], None] | None = None,
    chroma: ChromaServer | None = None,
    fields: RecordFields = NO_FIELDS,
) -> BuildReport:
    """Index the corpus in `root` into `index_dir`; only what changed is read and embedded.

    Args:
        rebuild: start from scratch, even if the live index does not fit the embedder or the passage sizes. Vectors that
            the cache already holds are used all the same.
        dry_run: only report what would be done; writes nothing.
        accept_removals: forget files that are gone, however many.
        progress: called often, from this thread.
        fields: patterns of files, each with the fields of their records.
        approve: for an embedder that costs money: called with what it will be given, before it is given any, in a
            dry run too; may raise to end the run, and the live index is unchanged.
        chroma: a server that holds the vectors as well and is asked for the nearest of many.

    Raises:
        CorpusError: the folder is missing or unreadable.
        IndexLocked: another process is writing.
        IndexIncompatible: the live index was built otherwise and `rebuild` is not set.
        RemovalsRefused: over a tenth of the files, or all of a folder, are gone; the live index is unchanged.
        CorpusIndexError: the disk is full, the folder is read-only, or the new index failed its check; the live
            index is unchanged.
    """
    started = time.perf_counter()
    store = Store(index_dir)
    wanted = Fingerprint(embedder.fingerprint, passage_tokens, passage_overlap, root_name(root, index_dir))
    timings: dict[str, float] = {}
    run = _Run(store, embedder, chroma, progress or (lambda _: None), approve, timings)
    if dry_run:
        live = _usable(store, wanted, rebuild)
        found = since(live, root, index_dir, max_bytes, fields, today)
        if approve:
            run.plan(found, root, wanted, today)
        return report(found, live, started, dry_run=True, to_embed=run.to_embed)
    with _write_errors(index_dir), _ended_like_ctrl_c(), store.writing():
        live = _usable(store, wanted, rebuild)
        found = since(live, root, index_dir, max_bytes, fields, today)
        if not accept_removals:
            _check_removals(found, live, root)
        timings["compare"] = time.perf_counter() - started
        unlike = live is not None and live.server != (chroma.url if chroma else None)
        if live is None or found or unlike or live.damaged() or live.altered() or not words.is_sound(live):
            live = run.build(live, found, root, wanted, today)
    return report(found, live, started, timings=timings, to_embed=run.to_embed, fields=run.fields)


@dataclass
class _Run:
    """One writing run; each method is a stage."""

    store: Store
    embedder: Embedder
    server: ChromaServer | None
    progress: Callable[[Progress], None]
    approve: Callable[[ToEmbed], None] | None
    timings: dict[str, float]
    to_embed: ToEmbed | None = None
    fields: dict[str, str] = field(default_factory=dict)

    def plan(self, found: Difference, root: Path, wanted: Fingerprint, today: date) -> None:
        """Find out what would be embedded: read what changed into a catalogue that is thrown away."""
        with tempfile.TemporaryDirectory() as folder:
            catalogue = Catalogue(Path(folder) / "catalogue.sqlite3", "create")
            cache = VectorCache(self.store.cache, self.embedder.fingerprint, read_only=True)
            try:
                self._read(catalogue, found, root, wanted, today)
                self._ask(catalogue, _missing(catalogue, cache))
            finally:
                catalogue.close()
                cache.close()

    def build(
        self, base: Generation | None, found: Difference, root: Path, wanted: Fingerprint, today: date
    ) -> Generation:
        name = self.store.next_name()
        collection = f"{self.store.collection_prefix}{name}" if self.server else ""
        if self.server:
            self._drop_collections()  # first of all, so that a server that cannot be reached is told at once
        with self.store.staging(name) as folder:
            path = folder / "catalogue.sqlite3"
            if base is not None:
                shutil.copyfile(base.catalogue, path)
            catalogue = Catalogue(path, "create" if base is None else "write")
            cache = VectorCache(self.store.cache, self.embedder.fingerprint)
            try:
                with self._timed("read"):
                    self._read_and_embed(catalogue, found, root, wanted, today)
                with self._timed("words"):
                    words.derive(
                        catalogue,
                        folder / "lexical",
                        base,
                        self._telling("words"),
                    )
                with self._timed("embed"):
                    self._embed(catalogue, cache, folder)
            finally:
                catalogue.close()
                cache.close()
            with self._timed("vectors"):
                recall = verify.finish_vectors(folder)
            if self.server:
                from assistant.index.build.served import put_on_server

                with self._timed("chroma"):
                    recall = put_on_server(folder, self.server, collection, self._telling("vectors"))
            with self._timed("publish"):
                url = self.server.url if self.server else None
                live = self.store.publish(folder, name, wanted, collection, url, recall)
        self._tidy(live)
        return live

    def _read_and_embed(
        self, catalogue: Catalogue, found: Difference, root: Path, wanted: Fingerprint, today: date
    ) -> None:
        """Read, and embed beside it what no one need approve of."""
        self.timings["embedder"] = 0.0
        if self.approve is not None:
            self._read(catalogue, found, root, wanted, today)
            return
        with ahead.Ahead(self.embedder, self.store.cache) as embedding:
            self._read(catalogue, found, root, wanted, today, embedding)
        self.timings["embedder"] += embedding.seconds

    def _read(
        self,
        catalogue: Catalogue,
        found: Difference,
        root: Path,
        wanted: Fingerprint,
        today: date,
        embedding: ahead.Ahead | None = None,
    ) -> None:
        catalogue.connection.execute("BEGIN")
        for path in found.to_forget:
            catalogue.remove_file(path)
        passed_over = list(found.passed_over)
        for done, entry in enumerate(found.to_read):
            self.progress(Progress("read", done, len(found.to_read)))
            loaded = load(root, entry, today=today)
            if entry in found.changed:
                if loaded.again:
                    passed_over += [Skipped(each.path, f"{each.reason}; {KEPT}") for each in loaded.skipped]
                    continue
                catalogue.remove_file(entry.path)
            texts = _add_file(catalogue, entry, loaded, wanted)
            if loaded.fields:
                self.fields[entry.path] = loaded.fields
            if embedding:
                embedding.add(texts)
        catalogue.regroup()
        catalogue.mark_repeated(partial(split, tokens=wanted.passage_tokens, overlap=wanted.passage_overlap))
        catalogue.set_passed_over(passed_over)
        catalogue.connection.execute("COMMIT")
        self.progress(Progress("read", len(found.to_read), len(found.to_read)))

    def _ask(self, catalogue: Catalogue, todo: Sequence[int]) -> None:
        """Let the caller approve of what is to be embedded."""
        if self.approve is None:
            return
        count = token_counter()
        windows = (catalogue.texts(todo[first : first + ahead.WINDOW]) for first in range(0, len(todo), ahead.WINDOW))
        self.to_embed = ToEmbed(len(todo), sum(count(one.text) for window in windows for one in window))
        if todo:
            self.approve(self.to_embed)

    def _embed(self, catalogue: Catalogue, cache: VectorCache, folder: Path) -> None:
        """Embed what the cache lacks, then write down the vectors of all rows."""
        todo = _missing(catalogue, cache)
        self._ask(catalogue, todo)
        self.progress(Progress("embed", 0, len(todo)))
        for start in range(0, len(todo), ahead.WINDOW):
            some = todo[start : start + ahead.WINDOW]
            self.timings["embedder"] += ahead.embed_window(self.embedder, cache, catalogue.texts(some))
            self.progress(Progress("embed", start + len(some), len(todo)))
        matrix.derive(catalogue, cache, folder)

    def _tidy(self, live: Generation) -> None:
        """Drop what no generation needs: vectors, and collections on the server."""
        cache = VectorCache(self.store.cache, self.embedder.fingerprint)
        try:
            cache.keep_only(live.catalogue)
        finally:
            cache.close()
        if self.server:
            self._drop_collections()

    def _drop_collections(self) -> None:
        from assistant.index.vectors.chroma import drop_collections

        assert self.server is not None
        drop_collections(self.server, self.store.collection_prefix, self.store.collections())

    def _telling(self, stage: str) -> Callable[[int, int], None]:
        return lambda done, total: self.progress(Progress(stage, done, total))

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        before = time.perf_counter()
        yield
        self.timings[stage] = time.perf_counter() - before


@contextmanager
def _ended_like_ctrl_c() -> Iterator[None]:
    """Let SIGTERM raise KeyboardInterrupt inside the block, so that a stopped run cleans up like an interrupted one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _missing(catalogue: Catalogue, cache: VectorCache) -> list[int]:
    """Rows of the passages that must be embedded; of passages with the same text the first."""
    first_row = {key: row for row, key in reversed(catalogue.digests().items())}
    return sorted(first_row[key] for key in cache.missing(list(first_row)))


def _add_file(catalogue: Catalogue, entry: FileEntry, loaded: Loaded, wanted: Fingerprint) -> list[EmbeddedText]:
    """Put what was read of a file into the catalogue; return what is embedded of it."""
    documents = [
        (document, split(document, tokens=wanted.passage_tokens, overlap=wanted.passage_overlap))
        for document in loaded.documents
    ]
    sha256 = loaded.documents[0].sha256 if loaded.documents else content_hash(entry)
    state = FileState(entry.path, entry.size, entry.mtime_ns, entry.sidecar, sha256)
    catalogue.add_file(state, documents, loaded.skipped)
    texts = [embedded_text(document.title, passage.text) for document, passages in documents for passage in passages]
    return [EmbeddedText(digest(text), text) for text in texts]


def _check_removals(found: Difference, live: Generation | None, root: Path) -> None:
    """Raise RemovalsRefused where more goes than somebody deletes in passing: a disk may not be mounted."""
    gone = len(found.removed)
    held = gone + found.unchanged + len(found.changed) + len(found.renamed)
    many = gone >= _FEW and gone > _MOST_REMOVED * held
    if live is None or not (many or found.cleared):
        return
    what = f"all files of {root / found.cleared}" if found.cleared else f"{gone} of {held} files of {root}"
    raise RemovalsRefused(
        f"{what} are gone; the index keeps them until you run `assistant index --accept-removals`;"
        " if they should be there, check that the folder is complete and mounted"
    )


def _usable(store: Store, wanted: Fingerprint, rebuild: bool) -> Generation | None:
    """The live generation to continue from; None to start from scratch. Raises IndexIncompatible."""
    if rebuild:
        return None
    try:
        live = store.live()
    except IndexDamaged:
        return None
    if live is not None:
        live.fingerprint.check(wanted)
        if not _readable(live) or live.catalogue.name in live.altered():
            return None
    return live


def _readable(live: Generation) -> bool:
    if live.catalogue.name in live.damaged():
        return False
    try:
        catalogue = Catalogue(live.catalogue)
        catalogue.counts()
        catalogue.close()
    except (IndexDamaged, sqlite3.DatabaseError):
        return False
    return True


@contextmanager
def _write_errors(index_dir: Path) -> Iterator[None]:
    """Turn errors of disk and database into one line that names the fix."""
    fix = "free some space or fix its permissions, or keep the index elsewhere with the setting index_dir"
    try:
        yield
    except OSError as error:
        raise CorpusIndexError(f"cannot write the index {index_dir} ({error.strerror or error}); {fix}") from error
    except sqlite3.DatabaseError as error:
        raise CorpusIndexError(f"cannot write the index {index_dir} ({error}); {fix}") from error
