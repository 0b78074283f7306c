"""What changed in the corpus since the index was built: by path, size, time and sidecar first, then by hash."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from assistant.corpus.dating import FUTURE
from assistant.corpus.walk import NO_FIELDS, UNREADABLE, FileEntry, RecordFields, Walked, walk
from assistant.errors import IndexDamaged
from assistant.index.store.catalogue import Catalogue
from assistant.index.store.columns import FileState
from assistant.index.store.generation import Generation, Store
from assistant.types import Skipped

_AHEAD = re.compile(rf"(\d{{4}}-\d\d-\d\d)\W{{1,2}}{FUTURE}")
KEPT = "it is kept as it was last indexed"


@dataclass(frozen=True, slots=True)
class Difference:
    """Files to read, files to forget, and how that looks to the user: a renamed file is read under its new name."""

    added: tuple[FileEntry, ...] = ()
    changed: tuple[FileEntry, ...] = ()
    renamed: tuple[tuple[str, FileEntry], ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    cleared: str = ""  # a folder of which no file is left ("" for none)
    passed_over: tuple[Skipped, ...] = ()
    other_skipped: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.renamed or self.removed or self.other_skipped)

    @property
    def to_read(self) -> tuple[FileEntry, ...]:
        """Files whose documents must be read again."""
        return (*self.added, *self.changed, *(entry for _, entry in self.renamed))

    @property
    def to_forget(self) -> tuple[str, ...]:
        """Paths whose documents leave the index first; those of a changed file leave when it was read again."""
        return (*self.removed, *(old for old, _ in self.renamed))


def difference(
    root: Path,
    index_dir: Path,
    *,
    max_bytes: int = 50_000_000,
    fields: RecordFields = NO_FIELDS,
    today: date | None = None,
) -> Difference:
    """Compare the corpus with the live index. Reads no file whose size and time are those of the last run.

    Without an index, or with one that cannot be read, every file is new. Raises CorpusError, IndexIncompatible.
    """
    try:
        live = Store(index_dir).live()
        if live and live.catalogue.name in live.damaged():
            live = None
    except IndexDamaged:
        live = None
    return since(live, root, index_dir, max_bytes, fields, today or date.today())


def since(
    live: Generation | None, root: Path, index_dir: Path, max_bytes: int, fields: RecordFields, today: date
) -> Difference:
    """Compare the corpus with a generation; None: with nothing. A date that lay in the future is judged by `today`."""
    entries, skipped = _list_files(root, index_dir, max_bytes, fields)
    if live is None:
        return compare(entries, skipped, {}, [])
    catalogue = Catalogue(live.catalogue)
    try:
        awaited = catalogue.connection.execute(
            "SELECT file, problems FROM documents WHERE problems LIKE ?", (f"%{FUTURE}%",)
        )
        arrived = {file for file, problems in awaited if any(day <= str(today) for day in _AHEAD.findall(problems))}
        return compare(entries, skipped, catalogue.files(), catalogue.passed_over(), arrived)
    finally:
        catalogue.close()


def _list_files(root: Path, index_dir: Path, max_bytes: int, fields: RecordFields) -> Walked:
    """The corpus's files, without those of an index that lies in a visible folder of the corpus."""
    walked = walk(root, max_bytes=max_bytes, fields=fields)
    root, index_dir = root.resolve(), index_dir.resolve()
    if index_dir == root or not index_dir.is_relative_to(root):
        return walked
    own = index_dir.relative_to(root).as_posix() + "/"
    return Walked(
        [entry for entry in walked.entries if not entry.path.startswith(own)],
        [item for item in walked.skipped if not item.path.startswith(own)],
    )


def compare(
    entries: Sequence[FileEntry],
    passed_over: Sequence[Skipped],
    known: Mapping[str, FileState],
    known_passed_over: Sequence[Skipped],
    read_again: Collection[str] = (),
) -> Difference:
    """Sort files into added, changed, renamed, removed and unchanged.

    What cannot be read now, a file or all of a folder, is kept as it was last indexed. `read_again` are files that
    count as changed although they are as they were.
    """
    present = {entry.path for entry in entries}
    closed = tuple(each.path for each in passed_over if UNREADABLE in each.reason)
    gone = {path: state for path, state in known.items() if path not in present and not _lies_in(path, closed)}
    kept = [
        replace(each, reason=f"{each.reason}; {KEPT}") if any(_lies_in(path, (each.path,)) for path in known) else each
        for each in passed_over
    ]
    added, changed, renamed = [], [], []
    for entry in entries:
        state = known.get(entry.path)
        if state is None:
            old = _same_content(entry, gone)
            if old is None:
                added.append(entry)
            else:
                del gone[old]
                renamed.append((old, entry))
        elif entry.path in read_again:
            changed.append(entry)
        elif not _looks_same(entry, state) and (found := content_hash(entry)) != state.sha256:
            if found:
                changed.append(entry)
            else:
                kept.append(Skipped(entry.path, f"{UNREADABLE}; {KEPT}"))
    return Difference(
        added=tuple(added),
        changed=tuple(changed),
        renamed=tuple(renamed),
        removed=tuple(sorted(gone)),
        unchanged=len(entries) - len(added) - len(changed) - len(renamed),
        cleared=_cleared(gone, {*present, *known} - gone.keys()),
        passed_over=tuple(kept),
        other_skipped=sorted(kept, key=_order) != sorted(known_passed_over, key=_order),
    )


def _lies_in(path: str, closed: tuple[str, ...]) -> bool:
    """Whether a path is one of these, or lies in one that ends in a slash."""
    return any(path.startswith(each) if each.endswith("/") else path == each for each in closed)


def _cleared(gone: Collection[str], left: Collection[str]) -> str:
    """The uppermost folder that lost all its files, several of them; "." for the whole corpus."""
    folders = {f"{folder}/" for path in left for folder in PurePosixPath(path).parents}
    lost = Counter(f"{folder}/" for path in gone for folder in PurePosixPath(path).parents)
    cleared = [folder for folder, count in lost.items() if folder not in folders and (count > 1 or folder == "./")]
    return min(cleared, key=len, default="").removesuffix("/")


def content_hash(entry: FileEntry) -> str:
    """SHA-256 of the file's bytes and what its sidecar says; "" when it cannot be read."""
    try:
        with entry.absolute.open("rb") as file:
            hashed = hashlib.file_digest(file, "sha256")
    except OSError:
        return ""
    hashed.update(entry.sidecar.encode())
    return hashed.hexdigest()


def _looks_same(entry: FileEntry, state: FileState) -> bool:
    return (entry.size, entry.mtime_ns, entry.sidecar) == (state.size, state.mtime_ns, state.sidecar)


def _same_content(entry: FileEntry, gone: Mapping[str, FileState]) -> str | None:
    likely = [path for path, state in gone.items() if (state.size, state.sidecar) == (entry.size, entry.sidecar)]
    if not likely:
        return None
    found = content_hash(entry)
    return next((path for path in likely if gone[path].sha256 == found), None)


def _order(item: Skipped) -> tuple[str, str]:
    return item.path, item.reason
