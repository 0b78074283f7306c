"""Follow-up questions of MTRAG-UN without a model: recall@5 of their contexts, with and without the turns before.

    python -m bench.mtrag --data DIR      # tasks.jsonl

The corpus is all contexts of the file. Asked are the answerable tasks that have a turn before. A context counts as
found when a hit lies in it; recall is the share of a task's contexts among the documents of the first five hits.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answering.question.follow_up import is_follow_up, search_text
from assistant.answering.question.understand import understand
from assistant.answering.retrieval.retrieve import retrieve
from assistant.index.search.index import Index
from assistant.types import Turn
from bench.corpora import indexed, read_lines

TODAY = date(2025, 1, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="print what is searched for")
    options = parser.parse_args()
    tasks = read_lines(options.data / "tasks.jsonl")
    texts = {one["document_id"]: one["text"] for task in tasks for one in task["contexts"]}
    names = {name: f"{number:04}.txt" for number, name in enumerate(texts)}
    asked = [task for task in tasks if task["answerability"] == ["ANSWERABLE"] and len(task["input"]) > 1]
    print(f"{len(asked)} follow-up turns, {len(texts)} contexts")
    with indexed({names[name]: text for name, text in texts.items()}, today=TODAY) as index:
        alone, together, kinds = [], [], []
        for task in asked:
            wanted = {names[one["document_id"]] for one in task["contexts"]}
            question, history = task["input"][-1]["text"], turns(task["input"][:-1])
            alone.append(recall(index, question, (), wanted))
            together.append(recall(index, question, history, wanted))
            kinds.append(is_follow_up(question, history))
            if options.show:
                print(f"{alone[-1]:.2f} {together[-1]:.2f} {search_text(question, history)}")
    follow = np.array(kinds)
    print(f"recall@5: last turn alone {np.mean(alone):.3f}, with the turns before {np.mean(together):.3f}")
    print(f"taken as follow-up {follow.mean():.2f} of the turns: "
          f"{np.mean(np.array(alone)[follow]):.3f} → {np.mean(np.array(together)[follow]):.3f}")  # fmt: skip


def recall(index: Index, question: str, history: tuple[Turn, ...], wanted: set[str]) -> float:
    query = understand(question, history, as_of=TODAY)
    hits = retrieve(index, query, k=5, per_document=1)
    found = {path for hit in hits for path in (hit.document.path, *hit.also_in)}
    return len(found & wanted) / len(wanted)


def turns(messages: list[dict[str, Any]]) -> tuple[Turn, ...]:
    """Pairs of a question and its answer."""
    made: list[Turn] = []
    for message in messages:
        if message["speaker"] == "user":
            made.append(Turn(message["text"]))
        elif made:
            made[-1] = Turn(made[-1].question, message["text"])
    return tuple(made)


if __name__ == "__main__":
    main()
