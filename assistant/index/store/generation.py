"""Generations: complete indexes side by side, one of them live. The only code that knows the folder's layout.

    CURRENT                      name of the live generation; replaced atomically
    generations/<name>/          generation.json  catalogue.sqlite3  lexical/
                                 vectors.npy  rows.npy  passages.npy  signs.npy  signs.json
    staging-<name>-<pid>/        what a writer is building; thrown away by the next one when it was killed
    vectors.sqlite3              the vector cache
    lock                         flock of the one writer, with its pid

A reader holds a shared flock on its generation's generation.json; a generation that nobody holds is removed.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shlex
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from assistant.errors import CorpusIndexError, IndexDamaged, IndexIncompatible, IndexLocked, IndexMissing
from assistant.index.store.catalogue import FORMAT

_ABOUT = "generation.json"


def rebuild(index_dir: Path | None = None, option: str = " --rebuild") -> str:
    """The command that rebuilds an index; with its corpus if the index lies in one."""
    corpus = f" {shlex.quote(str(index_dir.parent))}" if index_dir and index_dir.name == ".assistant" else ""
    return f"run `assistant index{corpus}{option}`"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What must be equal for two runs to share an index. `root` is relative where the index lies in the corpus.

    The embedder's name stands for its dimension too: to ask a remote one for it would cost a request.
    """

    embedder: str
    passage_tokens: int
    passage_overlap: int
    root: str
    format: int = FORMAT

    def check(self, other: Fingerprint) -> None:
        """Raise IndexIncompatible, which names what differs, unless `other` (wanted) is equal."""
        for name, value in asdict(self).items():
            wanted = getattr(other, name)
            if value != wanted:
                what = name.replace("_", " ")
                raise IndexIncompatible(f"the index was built with {what} {value}, now it is {wanted}; {rebuild()}")


@dataclass(frozen=True, slots=True)
class Generation:
    """A finished generation.

    `server` is the URL of the Chroma server that holds its vectors as `collection`, too; None where nobody asked for
    one. `recall` is recall@10 against exact search of what is asked for the nearest of many, measured when it was
    checked. `files` are the sizes of its files in bytes, to notice a truncated one; `digests` are the SHA-256 of those
    that no engine looks after, to notice an altered one.
    """

    folder: Path
    fingerprint: Fingerprint
    collection: str
    server: str | None
    recall: float
    files: dict[str, int]
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name, which is its number."""
        return self.folder.name

    @property
    def catalogue(self) -> Path:
        """The catalogue's file."""
        return self.folder / "catalogue.sqlite3"

    @property
    def lexical(self) -> Path:
        """The lexical index's folder."""
        return self.folder / "lexical"

    def damaged(self) -> list[str]:
        """Names of files that are missing or not as long as they were."""
        return [name for name, size in self.files.items() if _size(self.folder / name) != size]

    def altered(self) -> list[str]:
        """Names of files that hold something else than was written. Reads them all."""
        return [name for name, known in self.digests.items() if _sha256(self.folder / name) != known]


class Store:
    """The index folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def cache(self) -> Path:
        """The vector cache's file."""
        return self.folder / "vectors.sqlite3"

    def live(self) -> Generation | None:
        """The live generation; None when nothing was indexed yet. Raises as `read` does."""
        name = self._current()
        return None if name is None else read(self.folder / "generations" / name)

    def begun(self) -> bool:
        """Whether a generation was ever published here."""
        return (self.folder / "CURRENT").exists()

    @contextmanager
    def held(self) -> Iterator[Generation]:
        """The live generation, kept from removal inside the block. Raises IndexMissing and as `read` does."""
        while True:
            name = self._current()
            if name is None:
                raise IndexMissing(f"nothing is indexed in {self.folder}; run `assistant index`")
            try:
                handle = (self.folder / "generations" / name / _ABOUT).open("rb")
            except OSError as error:
                if self._current() != name:
                    continue  # swapped and removed between two looks
                fix = rebuild(self.folder)
                raise IndexDamaged(f"generation {name} of {self.folder} cannot be read ({error}); {fix}") from None
            with handle:
                self._lock(handle, fcntl.LOCK_SH)
                if handle_is_stale(handle, self.folder / "generations" / name / _ABOUT):
                    continue
                yield read(self.folder / "generations" / name)
                return

    def _lock(self, handle: IO[bytes], how: int) -> None:
        """Lock a file. Raises BlockingIOError where another process has it, and CorpusIndexError where nobody can."""
        try:
            fcntl.flock(handle, how)
        except BlockingIOError:
            raise
        except OSError as error:
            raise CorpusIndexError(
                f"the file system of {self.folder} has no locks ({error.strerror}), as some network folders have none;"
                " name a folder of a local disk with --index-dir, or mount it with locks"
            ) from None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer inside the block. Raises IndexLocked with the holder's pid."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        with os.fdopen(handle, "r+b") as lock:
            try:
                self._lock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pid = lock.read().decode("ascii", "replace").strip() or "unknown"
                raise IndexLocked(
                    f"another process (pid {pid}) is writing the index {self.folder}; wait until it ends"
                ) from None
            lock.truncate(0)
            lock.write(f"{os.getpid()}\n".encode())
            lock.flush()
            self._sweep()
            yield

    @contextmanager
    def staging(self, name: str) -> Iterator[Path]:
        """A new folder to build a generation in; removed at the end unless it was published."""
        # The pid: what a killed writer's child still writes must not land among the files of the next writer.
        folder = self.folder / f"staging-{name}-{os.getpid()}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def publish(
        self, staged: Path, name: str, fingerprint: Fingerprint, collection: str, server: str | None, recall: float
    ) -> Generation:
        """Make the staged folder the live generation. Everything is on disk before the pointer moves."""
        files = {
            path.relative_to(staged).as_posix(): path.stat().st_size for path in staged.rglob("*") if path.is_file()
        }
        digests = {name: _sha256(staged / name) for name in files if "/" not in name}
        about = {"collection": collection, "server": server, "recall": recall, "files": files, "digests": digests}
        (staged / _ABOUT).write_text(json.dumps({"fingerprint": asdict(fingerprint), **about}, indent=1))
        for path in [*staged.rglob("*"), staged]:
            _sync(path)
        target = self.folder / "generations" / name
        target.parent.mkdir(exist_ok=True)
        staged.rename(target)
        _sync(target.parent)
        pointer = self.folder / "CURRENT.new"
        pointer.write_text(name + "\n")
        _sync(pointer)
        pointer.replace(self.folder / "CURRENT")
        _sync(self.folder)
        self._sweep()
        return read(target)

    def collections(self) -> set[str]:
        """The collections of all generations that are still there."""
        names = set()
        for folder in (self.folder / "generations").glob("*"):
            with suppress(CorpusIndexError):
                names.add(read(folder).collection)
        return names

    @property
    def collection_prefix(self) -> str:
        """What the names of this index's collections on a server begin with."""
        place = f"{socket.gethostname()}:{self.folder.resolve()}"
        return f"assistant-{hashlib.sha256(place.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}-"

    def next_name(self) -> str:
        """A name that sorts behind all others."""
        names = [path.name for path in (self.folder / "generations").glob("*") if path.name.isdigit()]
        return f"{max(map(int, names), default=0) + 1:06d}"

    def _current(self) -> str | None:
        try:
            name = (self.folder / "CURRENT").read_text(encoding="ascii").strip()
            if not name.isdigit():
                raise ValueError("it names no generation")
            return name
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{self.folder / 'CURRENT'} cannot be read ({error}); {rebuild(self.folder)}") from None

    def _sweep(self) -> None:
        """Remove what killed writers left, and old generations that no reader holds."""
        for path in self.folder.glob("staging-*"):
            shutil.rmtree(path, ignore_errors=True)
        try:
            live = self._current()
        except IndexDamaged:
            return  # which one is live is not known; the next generation that is published tells
        if live and not (self.folder / "generations" / live).is_dir():
            return
        for folder in (self.folder / "generations").glob("*"):
            if folder.name == live:
                continue
            with suppress(OSError), (folder / _ABOUT).open("rb") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)


def root_name(root: Path, index_dir: Path) -> str:
    """How the index remembers its corpus: relative when it lies inside, so that the folder can be moved."""
    root, index_dir = root.resolve(), index_dir.resolve()
    if index_dir.is_relative_to(root):
        return "/".join([".."] * len(index_dir.relative_to(root).parts))
    return str(root)


def read(folder: Path) -> Generation:
    """Read a generation's description. Raises IndexDamaged, or IndexIncompatible for another format."""
    fix = rebuild(folder.parent.parent)
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        found = about["fingerprint"].get("format")
        if found != FORMAT:
            raise IndexIncompatible(f"the index {folder} has format {found}, this version needs {FORMAT}; {fix}")
        return Generation(folder, **{**about, "fingerprint": Fingerprint(**about["fingerprint"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"{folder / _ABOUT} cannot be read ({error}); {fix}") from None


def handle_is_stale(handle: IO[bytes], path: Path) -> bool:
    """Whether `path` no longer is the file that `handle` opened: it was removed before the lock was taken."""
    try:
        return not os.path.samestat(os.fstat(handle.fileno()), path.stat())
    except FileNotFoundError:
        return True


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
