"""MTRAG-UN (IBM, mt-rag-benchmark): the last turn of a conversation, answerable, partly, not at all or unclear.

Format: JSONL with ``{task_id, contexts: [{document_id, title, text}], input: [{speaker, text}], targets: [{text}],
answerability: [one of ANSWERABLE, PARTIAL, UNANSWERABLE, UNDERSPECIFIED]}``. A task's contexts become a folder of their
own and the question is asked over that folder only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.evaluation.adapters.folder import case_of, files_in, gold_set, json_lines, write_corpus
from assistant.evaluation.gold.cases import Case, Header
from assistant.evaluation.gold.files import GoldSet

_STATUS = {
    "ANSWERABLE": ["answered", "partial"],
    "PARTIAL": ["answered", "partial"],
    "UNANSWERABLE": ["not_in_corpus", "filtered_out"],
    "UNDERSPECIFIED": ["answered", "partial", "not_in_corpus", "filtered_out"],
}


def read(path: Path, workspace: Path) -> GoldSet:
    """Read the set. An unclear question may be answered or refused: only what is cited is measured there."""
    documents: dict[str, str] = {}
    cases: list[Case] = []
    for file in files_in(path, "*.jsonl"):
        for number, row in json_lines(file):
            folder = f"t{number:04}"
            names = []
            for place, context in enumerate(row["contexts"], 1):
                name = f"{folder}/{place:02}.txt"
                documents[name] = f"{context.get('title') or ''}\n\n{context['text']}\n".lstrip()
                names.append(name)
            kind = row["answerability"][0]
            answerable = kind in ("ANSWERABLE", "PARTIAL")
            cases.append(
                case_of(
                    file,
                    number,
                    id=folder,
                    question=row["input"][-1]["text"],
                    category=kind.lower(),
                    history=_history(row["input"][:-1]),
                    filters={"paths": [f"{folder}/*"]},
                    status=_STATUS[kind],
                    reference=row["targets"][0]["text"],
                    files={"any": names} if answerable and names else None,
                )
            )
    return gold_set(Header(set="mtrag-un"), cases, write_corpus(workspace, "mtrag-un", documents))


def _history(turns: list[dict[str, Any]]) -> list[dict[str, str]]:
    history: list[dict[str, str]] = []
    for turn in turns:
        if turn["speaker"] == "user":
            history.append({"question": turn["text"]})
        elif history:
            history[-1]["answer"] = turn["text"]
    return history
