"""RAMDocs (Wang et al. 2025): ambiguous questions over documents that disagree, are wrong or beside the point.

Format: JSONL with ``{question, documents: [{text, type, answer}], gold_answers, wrong_answers}``. The documents of a
question become a folder of their own and the question is asked over that folder only.
"""

from __future__ import annotations

from pathlib import Path

from assistant.evaluation.adapters.folder import case_of, files_in, gold_set, json_lines, write_corpus
from assistant.evaluation.gold.cases import Case, Header
from assistant.evaluation.gold.files import GoldSet


def read(path: Path, workspace: Path) -> GoldSet:
    """Read the set; right means all valid answers and none of the wrong ones, as in its paper's exact match."""
    documents: dict[str, str] = {}
    cases: list[Case] = []
    for file in files_in(path, "*.jsonl"):
        for number, row in json_lines(file):
            folder = f"q{number:04}"
            right = []
            for place, document in enumerate(row["documents"], 1):
                name = f"{folder}/{place:02}.txt"
                documents[name] = document["text"] + "\n"
                if document["type"] == "correct":
                    right.append(name)
            answers = [[answer] for answer in row["gold_answers"]]
            cases.append(
                case_of(
                    file,
                    number,
                    id=folder,
                    question=row["question"],
                    category="several answers" if len(answers) > 1 else "one answer",
                    filters={"paths": [f"{folder}/*"]},
                    status=["answered", "partial"],
                    answer=answers,
                    forbidden=row["wrong_answers"],
                    files={"any": right} if right else None,
                    disagreement=answers if len(answers) > 1 else (),
                )
            )
    return gold_set(Header(set="ramdocs"), cases, write_corpus(workspace, "ramdocs", documents))
