"""Reads and writes small files: regular ones only, up to a size, and whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path


def read_small(path: Path, most: int, *, follow: bool = False) -> bytes:
    """Return the bytes of a regular file that is not longer than `most`; a link is followed only with `follow`.

    Raises OSError, whose `strerror` says what is in the way: a pipe or a device would make a reader wait for ever.
    """
    links = 0 if follow else getattr(os, "O_NOFOLLOW", 0)
    if not follow and path.is_symlink():
        raise OSError(0, "a link; links are not followed", str(path))
    with os.fdopen(os.open(path, os.O_RDONLY | links | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(0, "not a regular file", str(path))
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(0, f"larger than {most} bytes", str(path))
    return content


def write_whole(target: Path, text: str | bytes, *, force: bool = False, mode: int = 0o666) -> None:
    """Write a file at once, so that nobody ever sees half of it; characters that UTF-8 lacks become ``?``.

    `mode`: the permissions of a new file, before the user's mask.

    Raises FileExistsError where something is there already, which only `force` replaces, and OSError. A device or a
    pipe is written to as it is.
    """
    content = text.encode("utf-8", "replace") if isinstance(text, str) else text
    if target.exists() and not target.is_file() and not target.is_dir():
        target.write_bytes(content)
        return
    refuse_existing(target, force=force)
    passing = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if force:
            passing.replace(target)
        else:
            _link(passing, target)
    finally:
        with suppress(OSError):
            passing.unlink()


def refuse_existing(target: Path, *, force: bool) -> None:
    """Raise FileExistsError where there is a file, or a link, of this name and `force` is not set."""
    if not force and (target.is_file() or target.is_symlink()):
        raise FileExistsError(17, "it exists already", str(target))


def _link(passing: Path, target: Path) -> None:
    """Give a file its name unless another has it by now; some file systems know no second names."""
    try:
        target.hardlink_to(passing)
    except FileExistsError:
        raise
    except OSError:
        passing.rename(target)
