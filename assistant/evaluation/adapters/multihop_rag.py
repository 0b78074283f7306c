"""MultiHop-RAG (Tang and Yang 2024): questions whose evidence is spread over several news articles.

Format: a folder with ``corpus.json`` (``[{title, source, published_at, url, body}]``) and ``MultiHopRAG.json``
(``[{query, question_type, evidence_list: [{fact}]}]``). Null queries are dropped, as its own script does.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import EvaluationError
from assistant.evaluation.adapters.folder import case_of, gold_set, write_corpus
from assistant.evaluation.gold.cases import Header
from assistant.evaluation.gold.files import GoldSet


def read(path: Path, workspace: Path) -> GoldSet:
    """Read the set for retrieval: chunks are compared with the facts. Raises EvaluationError."""
    documents = {f"{number:04}.md": _article(row) for number, row in enumerate(_rows(path / "corpus.json"), 1)}
    questions = path / "MultiHopRAG.json"
    cases = [
        case_of(
            questions,
            number,
            id=f"q{number:04}",
            question=row["query"],
            category=row["question_type"],
            facts=[evidence["fact"] for evidence in row["evidence_list"]],
        )
        for number, row in enumerate(_rows(questions), 1)
        if row["question_type"] != "null_query"
    ]
    return gold_set(
        Header(set="multihop-rag", task="retrieval"), cases, write_corpus(workspace, "multihop-rag", documents)
    )


def _article(row: dict[str, Any]) -> str:
    facts = {"title": row["title"], "source": row.get("source"), "date": str(row.get("published_at") or "")[:10]}
    front = yaml.safe_dump({name: value for name, value in facts.items() if value}, allow_unicode=True, sort_keys=False)
    return f"---\n{front}---\n\n{row['body']}\n"


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{path}: {error}") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise EvaluationError(f"{path}: expected a list of objects")
    return rows
