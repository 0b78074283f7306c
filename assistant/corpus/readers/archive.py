"""Zip and tar archives, and web archives: each member is read like a file of its own."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from assistant.corpus.readers.parsed import Parsed, RefusedError, Unread, UnreadableError
from assistant.corpus.readers.zipped import Budget, Zip
from assistant.installation import install_command

if TYPE_CHECKING:
    import tarfile

Read = Callable[[str, bytes], list[Parsed | Unread]]
_MOST_MEMBERS = 20_000
_STEP = 1 << 16


def read_zip(raw: bytes, read: Read) -> list[Parsed | Unread]:
    """Return the documents of all members of a zip file."""
    archive = Zip(raw)
    return _all(((member.filename, partial(archive.read, member)) for member in archive.members), read)


def read_tar(raw: bytes, read: Read) -> list[Parsed | Unread]:
    """Return the documents of all members of a tar file, which may be packed as a whole."""
    import tarfile

    budget = Budget(len(raw))
    try:
        with tarfile.open(fileobj=io.BytesIO(raw), mode="r:*") as archive:
            return _all(
                ((member.name, partial(_member, archive, member, budget)) for member in archive if member.isfile()),
                read,
            )
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise UnreadableError(f"a tar archive that cannot be opened: {error}") from None


def read_gzip(raw: bytes, read: Read) -> list[Parsed | Unread]:
    """Unpack a gzip file; a tar or web archive in it is read as such, anything else as one file."""
    import gzip
    import zlib

    try:
        content = _bounded(gzip.GzipFile(fileobj=io.BytesIO(raw)), Budget(len(raw)))
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(f"a gzip archive that cannot be opened: {error}") from None
    if content[257:262] == b"ustar":
        return read_tar(content, read)
    return read("", content)


def read_warc(raw: bytes, read: Read) -> list[Parsed | Unread]:
    """Return the pages of a web archive; needs the extra ``warc``."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ModuleNotFoundError:
        raise UnreadableError(f"reading web archives needs an extra: {install_command('warc')}") from None
    from warcio.exceptions import ArchiveLoadFailed

    budget = Budget(len(raw))

    def members() -> Iterator[tuple[str, Callable[[], bytes]]]:
        for number, record in enumerate(ArchiveIterator(io.BytesIO(raw)), 1):
            kind = record.http_headers.get_header("Content-Type") if record.http_headers else None
            if record.rec_type == "response" and "html" in (kind or "html"):
                content = _bounded(record.content_stream(), budget)
                yield f"record-{number}.html", partial(bytes, content)

    try:
        return _all(members(), read)
    except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
        raise UnreadableError(f"a web archive that cannot be opened: {error}") from None


def _all(members: Iterable[tuple[str, Callable[[], bytes]]], read: Read) -> list[Parsed | Unread]:
    """Read every member, but for hidden ones."""
    found: list[Parsed | Unread] = []
    for number, (raw_name, content) in enumerate(members, 1):
        if number > _MOST_MEMBERS:
            raise RefusedError(f"refused: more than {_MOST_MEMBERS:,} files in it")
        name = raw_name.encode("utf-8", "backslashreplace").decode()
        if PurePosixPath(name).name.startswith(".") or name.startswith("__MACOSX/"):
            continue
        try:
            parts = read(name, content())
        except RefusedError:
            raise
        except UnreadableError as error:
            parts = [Unread("", str(error))]
        found += [replace(part, part=f"{name}#{part.part}" if part.part else name) for part in parts]
    if not found:
        raise UnreadableError("an archive without files")
    return found


def _member(archive: tarfile.TarFile, member: tarfile.TarInfo, budget: Budget) -> bytes:
    return _bounded(archive.extractfile(member), budget)


def _bounded(file: Any, budget: Budget) -> bytes:
    pieces: list[bytes] = []
    while piece := file.read(_STEP):
        budget.spend(len(piece))
        pieces.append(piece)
    return b"".join(pieces)
