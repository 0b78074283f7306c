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
from assistant.installation import needed_to_read

if TYPE_CHECKING:
    import tarfile

Read = Callable[[str, bytes], list[Parsed | Unread]]
_MOST_MEMBERS = 20_000
_STEP = 1 << 16


def read_zip(raw: bytes, read: Read) -> list[Parsed | Unread]:
    """Return the documents of all members of a zip file."""
    archive = Zip(raw)
    return _some(read_members(((member.filename, partial(archive.read, member)) for member in archive.members), read))


def read_tar(raw: bytes, read: Read) -> list[Parsed | Unread]:
    """Return the documents of all members of a tar file, which may be packed as a whole."""
    import tarfile

    budget = Budget(len(raw))
    try:
        with tarfile.open(fileobj=io.BytesIO(raw), mode="r:*") as archive:
            members = ((each.name, partial(_member, archive, each, budget)) for each in archive if each.isfile())
            return _some(read_members(members, read))
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise UnreadableError(f"a tar archive that cannot be opened: {error}") from None


def read_packed(raw: bytes, read: Read) -> list[Parsed | Unread]:
    """Unpack a file packed by gzip, bzip2 or xz; a tar archive in it is read as such, anything else as one file."""
    import bz2
    import gzip
    import lzma
    import zlib

    opened = gzip.open if raw.startswith(b"\x1f\x8b") else bz2.open if raw.startswith(b"BZh") else lzma.open
    try:
        content = _bounded(opened(io.BytesIO(raw)), Budget(len(raw)))
    except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as error:
        raise UnreadableError(f"a packed file that cannot be opened: {error}") from None
    if content[257:262] == b"ustar":
        return read_tar(content, read)
    return read("", content)


def read_warc(raw: bytes, read: Read) -> list[Parsed | Unread]:
    """Return the pages of a web archive; needs the extra ``warc``."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ModuleNotFoundError:
        raise UnreadableError(needed_to_read("web archives", "warc")) from None
    from warcio.exceptions import ArchiveLoadFailed

    budget = Budget(len(raw))

    def members() -> Iterator[tuple[str, Callable[[], bytes]]]:
        for number, record in enumerate(ArchiveIterator(io.BytesIO(raw)), 1):
            kind = record.http_headers.get_header("Content-Type") if record.http_headers else None
            if record.rec_type == "response" and "html" in (kind or "html"):
                content = _bounded(record.content_stream(), budget)
                yield f"record-{number}.html", partial(bytes, content)

    try:
        return _some(read_members(members(), read))
    except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
        raise UnreadableError(f"a web archive that cannot be opened: {error}") from None


def read_members(
    members: Iterable[tuple[str, Callable[[], bytes]]], read: Read, inside: str = ""
) -> list[Parsed | Unread]:
    """Read every member, but for hidden ones; `inside` names the part of the file that holds them."""
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
        found += [replace(part, part="#".join(filter(None, (inside, name, part.part)))) for part in parts]
    return found


def _some(found: list[Parsed | Unread]) -> list[Parsed | Unread]:
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
