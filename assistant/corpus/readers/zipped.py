"""Zip files that are read without trust: their size is counted while they unpack."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from assistant.corpus.readers.parsed import RefusedError, UnreadableError

MOST_BYTES = 200_000_000  # of everything unpacked from one file
MOST_RATIO = 200  # unpacked to packed, from `SMALL` on; text packs about 4 to 1, empty tables up to 100 to 1
SMALL = 5_000_000
_STEP = 1 << 16


@dataclass
class Budget:
    """How much a file of `packed` bytes may unpack to, over all of its members."""

    packed: int
    unpacked: int = 0

    def spend(self, count: int) -> None:
        """Count unpacked bytes. Raises RefusedError past the limits."""
        self.unpacked += count
        if self.unpacked > MOST_BYTES:
            raise RefusedError(f"refused: unpacks to more than {MOST_BYTES // 1_000_000} MB")
        if self.unpacked > SMALL and self.unpacked > MOST_RATIO * self.packed:
            raise RefusedError(f"refused: unpacks to more than {MOST_RATIO} times its size, as a zip bomb does")


class Zip:
    """An open zip file with a budget."""

    def __init__(self, raw: bytes, budget: Budget | None = None) -> None:
        try:
            self._file = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, LookupError, OSError, NotImplementedError) as error:
            raise UnreadableError(f"a zip archive that cannot be opened: {error}") from None
        self._budget = budget or Budget(len(raw))

    @property
    def members(self) -> list[zipfile.ZipInfo]:
        """Its files, without folders."""
        return [member for member in self._file.infolist() if member.filename and not member.is_dir()]

    @property
    def names(self) -> set[str]:
        """The names of its files."""
        return {member.filename for member in self.members}

    def read(self, member: str | zipfile.ZipInfo) -> bytes:
        """Unpack one file. Raises UnreadableError for a locked, broken or missing one, and past the budget."""
        pieces: list[bytes] = []
        try:
            with self._file.open(member) as file:
                while piece := file.read(_STEP):
                    self._budget.spend(len(piece))
                    pieces.append(piece)
        except UnreadableError:
            raise
        except KeyError:
            raise UnreadableError(f"contains no {member}") from None
        except RuntimeError:
            raise UnreadableError("locked with a password") from None
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise UnreadableError(f"broken: {error}") from None
        except Exception as error:
            if type(error).__module__ in ("zlib", "lzma", "_lzma"):
                raise UnreadableError(f"broken: {error}") from None
            raise
        return b"".join(pieces)
