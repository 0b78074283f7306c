"""What a server keeps on its own disk of a store's generation: the arrays of its vectors, and nothing else.

Nearest neighbours are found by a dot product over all vectors, which needs them in memory. So each server has the
matrix that an index on one machine has, made of the store's vectors: all of them at first, later only what is new. It
can be thrown away at any time.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from assistant.errors import CorpusIndexError, IndexDamaged
from assistant.index.postgres.catalogue import StoredCatalogue
from assistant.index.postgres.generations import Stored
from assistant.index.store.filters import Candidates
from assistant.index.vectors import exact, signs
from assistant.postgres import schema
from assistant.postgres.database import Database

_BATCH = 5_000  # vectors that are in memory at once
_KEPT = 2  # generations whose arrays stay on the disk
_NEW = """
SELECT p.row, v.vector FROM all_passages p JOIN vectors v ON v.digest = p.digest AND v.embedder = %s
WHERE p.since <= %s AND p.until > %s AND p.since > %s ORDER BY p.row"""


def mirrored(database: Database, stored: Stored, cache: Path) -> Path:
    """The folder of a generation's arrays in the folder `cache`, made where it is not there.

    Raises CorpusIndexError where the disk cannot be written, and IndexDamaged where the store lacks vectors.
    """
    embedder = hashlib.sha256(stored.fingerprint.embedder.encode()).hexdigest()[:16]
    home = cache / "stores" / schema.identity(database) / embedder
    folder = home / f"{stored.number:06d}"
    if folder.is_dir():
        return folder
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home, prefix="new-", ignore_cleanup_errors=True) as new:
            _fill(database, stored, Path(new), _before(home, stored.number))
            with suppress(OSError):  # another process of this machine was faster
                (Path(new) / "arrays").rename(folder)
        for old in _generations(home)[:-_KEPT]:
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise CorpusIndexError(
            f"cannot write the vectors of the store into {home} ({error.strerror or error}); free some space or fix its"
            " permissions, or keep them elsewhere with the setting data_dir"
        ) from error
    return folder


def _fill(database: Database, stored: Stored, new: Path, before: Path | None) -> None:
    """Write a generation's arrays into the folder `arrays` of `new`; what is in `before` is taken from there."""
    folder = new / "arrays"
    folder.mkdir()
    catalogue = StoredCatalogue(database, folder)
    catalogue.save_candidates()
    found = Candidates.load(folder)
    rows: list[int] = [] if found is None else found.rows.tolist()
    old = exact.ExactVectors(before, catalogue) if before else None
    places = {} if old is None else {row: place for place, row in enumerate(old.rows.tolist())}
    seen = int(before.name) if before else 0
    number = stored.number
    with database.stream(_NEW, [stored.fingerprint.embedder, number, number, seen], _BATCH) as coming:
        ahead = next(coming, None)
        with exact.Writer(folder, rows) as writer:
            for first in range(0, len(rows), _BATCH):
                some: list[bytes] = []
                for row in rows[first : first + _BATCH]:
                    if ahead is not None and ahead[0] == row:
                        some.append(bytes(ahead[1]))
                        ahead = next(coming, None)
                    elif old is not None and row in places:
                        some.append(old.vectors[places[row]].tobytes())
                    else:
                        raise IndexDamaged(
                            f"the store {database.where.shown} lacks vectors of its passages; run `assistant index"
                            " --rebuild --store …`"
                        )
                writer.append(some)
    if len(rows) > exact.LIMIT:
        signs.write(folder, stored.width or signs.WIDTH)


def _before(home: Path, number: int) -> Path | None:
    """The newest of the older generations that are there."""
    older = [each for each in _generations(home) if int(each.name) < number]
    return older[-1] if older else None


def _generations(home: Path) -> list[Path]:
    return sorted(each for each in home.iterdir() if each.name.isdigit())
