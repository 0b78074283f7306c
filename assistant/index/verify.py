"""Checks a staged generation, in a process of its own: a broken Chroma ends the process that opens it by SIGSEGV.

Run as ``python -m assistant.index.verify FOLDER``. Exit 0: sound. Exit 1: not, with the reason on stdout.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from assistant.index.catalogue import Catalogue
from assistant.index.chroma import open_embedded
from assistant.index.exact import ExactVectors

SAMPLES = 200
_TIMEOUT = 600.0


def faults(folder: Path) -> str | None:
    """Return what is wrong with the generation in `folder`, or None. Runs in a child process."""
    child = subprocess.run(
        [sys.executable, "-m", "assistant.index.verify", str(folder)],
        capture_output=True, text=True, timeout=_TIMEOUT, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if child.returncode == 0:
        return None
    if child.returncode < 0:
        return f"opening it ends by signal {-child.returncode}"
    return child.stdout.strip() or child.stderr.strip().rpartition("\n")[2]


def check(folder: Path) -> str | None:
    """Return what is wrong: ids that differ, or passages that are not their own nearest neighbour."""
    catalogue = Catalogue(folder / "catalogue.sqlite3")
    exact = ExactVectors(folder)
    rows = [(row, key) for row, key in catalogue.iterate("SELECT row, id FROM passages ORDER BY row")]
    if exact.rows.tolist() != [row for row, _ in rows]:
        return "the vectors are not those of the catalogue's passages"
    with open_embedded(folder / "chroma") as chroma:
        ids = chroma.ids()
        if ids != {key for _, key in rows}:
            return f"Chroma holds {len(ids)} vectors, the catalogue {len(rows)} passages, or they differ"
        step = max(1, len(rows) // SAMPLES)
        for position in range(0, len(rows), step):
            vector = exact.vectors[position].astype("float32")
            nearest = chroma.query(vector, 1)
            # Equal texts have equal vectors, so any passage at distance 0 will do.
            if not nearest or nearest[0][1] < 0.999:
                return f"passage {rows[position][1]} is not found by its own vector"
    return None


if __name__ == "__main__":
    fault = check(Path(sys.argv[1]))
    if fault:
        print(fault)  # noqa: T201
        sys.exit(1)
