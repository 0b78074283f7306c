"""Checks a staged generation, in a process of its own: a broken Chroma ends the process that opens it by SIGSEGV.

``python -m assistant.index.verify`` reads its arguments as JSON from stdin and prints a `Verdict` as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import AssistantError
from assistant.index.catalogue import Catalogue
from assistant.index.chroma import ChromaServer, ChromaVectors, open_collection
from assistant.index.exact import ExactVectors

SAMPLES = 200  # passages that must find themselves
_NEIGHBOURS = 10
_QUESTIONS = 100  # vectors near a passage, for which Chroma's nearest are compared with the exact ones
_DISTANCE = 0.5  # length of the step away from the passage
_EQUAL = 1e-3  # cosines this near are equal: float16 against float32
_TIMEOUT = 3_600.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong (None: nothing), and recall@10 of Chroma against exact search."""

    fault: str | None
    recall: float = 0.0


def in_child(folder: Path, server: ChromaServer | None, collection: str) -> Verdict:
    """Check the generation in `folder` in a child process."""
    arguments = {"folder": str(folder), "collection": collection, "server": asdict(server) if server else None}
    child = subprocess.run(
        [sys.executable, "-m", "assistant.index.verify"],
        input=json.dumps(arguments), capture_output=True, text=True, timeout=_TIMEOUT, check=False,
    )  # fmt: skip
    if child.returncode < 0:
        return Verdict(f"opening it ends by signal {-child.returncode}")
    try:
        return Verdict(**json.loads(child.stdout))
    except (ValueError, TypeError):
        return Verdict(child.stderr.strip().rpartition("\n")[2] or f"the check ended with code {child.returncode}")


def check(folder: Path, server: ChromaServer | None, collection: str) -> Verdict:
    """Compare ids, let sampled passages find themselves, and measure recall."""
    catalogue = Catalogue(folder / "catalogue.sqlite3")
    exact = ExactVectors(folder, catalogue)
    ids = list(catalogue.vector_states())
    if exact.rows.tolist() != [row for row, _ in catalogue.vector_keys()]:
        return Verdict("the vectors are not those of the catalogue's passages")
    with open_collection(folder / "chroma", server, collection, catalogue) as chroma:
        held = chroma.ids()
        if held != set(ids):
            return Verdict(f"Chroma holds {len(held)} vectors for {len(ids)} passages, or others")
        for place in range(0, len(ids), max(1, len(ids) // SAMPLES)):
            nearest = chroma.query(exact.vectors[place].astype("float32"), 1)
            # Equal texts have equal vectors, so whatever lies at distance 0 will do.
            if not nearest or nearest[0][1] < 1 - _EQUAL:
                return Verdict(f"passage {ids[place]} is not found by its own vector")
        return Verdict(None, recall(chroma, exact))


def recall(chroma: ChromaVectors, exact: ExactVectors) -> float:
    """Mean share of the ten exact neighbours (or others as near) that Chroma finds, for vectors beside passages."""
    import numpy as np

    if not len(exact):
        return 1.0
    random = np.random.default_rng(0)
    places = random.choice(len(exact), min(_QUESTIONS, len(exact)), replace=False)
    count = min(_NEIGHBOURS, len(exact))
    shares = []
    for place in places:
        step = random.standard_normal(exact.vectors.shape[1])
        vector = exact.vectors[place] + _DISTANCE * step / np.linalg.norm(step)
        vector = (vector / np.linalg.norm(vector)).astype(np.float32)
        bound = np.sort(exact.cosines(vector)[1])[-count] - _EQUAL
        shares.append(sum(cosine >= bound for _, cosine in chroma.query(vector, count)) / count)
    return float(np.mean(shares))


def _main() -> None:
    arguments = json.load(sys.stdin)
    server = ChromaServer(**arguments["server"]) if arguments["server"] else None
    try:
        verdict = check(Path(arguments["folder"]), server, arguments["collection"])
    except AssistantError as error:
        verdict = Verdict(str(error))
    json.dump(asdict(verdict), sys.stdout)


if __name__ == "__main__":
    _main()
