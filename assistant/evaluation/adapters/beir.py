"""BEIR's format (Thakur et al. 2021): ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/test.tsv`` in one folder."""

from __future__ import annotations

import csv
from pathlib import Path

from assistant.errors import EvaluationError
from assistant.evaluation.adapters.folder import case_of, gold_set, json_lines, write_corpus
from assistant.evaluation.gold.cases import Header
from assistant.evaluation.gold.files import GoldSet

_SPLITS = ("test", "dev", "train")


def read(path: Path, workspace: Path) -> GoldSet:
    """Read the set for retrieval, with graded relevance; queries that no judgement names are left out."""
    names: dict[str, str] = {}
    documents: dict[str, str] = {}
    for number, row in json_lines(path / "corpus.jsonl"):
        name = f"{number:07}.txt"  # ids may hold any character
        names[str(row["_id"])] = name
        documents[name] = f"{row.get('title') or ''}\n\n{row['text']}\n".lstrip()
    judged = _judgements(path)
    queries = path / "queries.jsonl"
    cases = [
        case_of(
            queries,
            number,
            id=f"q{number:06}",
            question=row["text"],
            category="queries",
            relevance={
                names[document]: grade for document, grade in judged[str(row["_id"])].items() if document in names
            },
        )
        for number, row in json_lines(queries)
        if any(document in names for document in judged.get(str(row["_id"]), {}))
    ]
    return gold_set(Header(set=_name(path), task="retrieval"), cases, write_corpus(workspace, "beir", documents))


def _judgements(path: Path) -> dict[str, dict[str, int]]:
    """Grades by query and document, of the first split there is."""
    for split in _SPLITS:
        file = path / "qrels" / f"{split}.tsv"
        if file.is_file():
            break
    else:
        raise EvaluationError(f"{path / 'qrels'}: no {' or '.join(f'{split}.tsv' for split in _SPLITS)}")
    judged: dict[str, dict[str, int]] = {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t"), 1):
            if number == 1 and row[-1:] and not row[-1].lstrip("-").isdigit():
                continue
            try:
                query, document, grade = row
                judged.setdefault(query, {})[document] = max(0, int(grade))
            except ValueError:
                raise EvaluationError(f"{file}:{number}: expected query-id, corpus-id and score, got {row!r}") from None
    return judged


def _name(path: Path) -> str:
    name = "".join(letter for letter in path.resolve().name if letter.isalnum() or letter in "._-")
    return f"beir-{name}" if name else "beir"
