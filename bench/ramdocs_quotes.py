"""Quotes mode on RAMDocs: of the questions with several correct answers, how many get quotes for two at least?

    python -m bench.ramdocs_quotes --data DIR      # questions.jsonl

The corpus is all documents of the file. A quote is for an answer when it holds its words.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

import numpy as np

from bench.corpora import asked_on, read_lines

TODAY = date(2024, 1, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    rows = read_lines(parser.parse_args().data / "questions.jsonl")
    texts = {
        f"{number:03}-{place:02}.txt": document["text"]
        for number, row in enumerate(rows)
        for place, document in enumerate(row["documents"])
    }
    found, possible, refused = [], [], 0
    flagged: dict[bool, list[tuple[bool, bool]]] = {True: [], False: []}  # by whether several answers are given
    with asked_on(texts, TODAY) as assistant:
        for row in rows:
            answer = assistant.ask(row["question"])
            wanted = {gold.lower() for gold in row["gold_answers"]}
            refused += not answer.citations
            found.append((len(wanted), _held(wanted, [citation.quote for citation in answer.citations])))
            quotes = {citation.number: citation.quote for citation in answer.citations}
            every = wanted | {wrong.lower() for wrong in row["wrong_answers"]}
            sides = [side for conflict in answer.conflicts for side in conflict.sides]
            apart = sum(_held(every, [quotes[number] for number in side]) > 0 for side in sides) > 1
            flagged[len(every) > 1].append((bool(sides), apart))
            possible.append(_held(wanted, [hit.passage.text for hit in answer.hits]))
    several = np.array([count > 1 for count, _ in found])
    shown = np.array([held for _, held in found])
    print(f"{several.sum()} of {len(rows)} questions have several correct answers; refused {refused / len(rows):.3f}")
    print(f"quotes for at least two: {np.mean(shown[several] >= 2):.3f} "
          f"(the hits hold two for {np.mean(np.array(possible)[several] >= 2):.3f})")  # fmt: skip
    several_flagged, one_flagged = np.array(flagged[True]), np.array(flagged[False])
    print(f"said to differ: {several_flagged[:, 0].sum()} of {len(several_flagged)} questions with several answers "
          f"({several_flagged[:, 1].sum()} with two of them apart), {one_flagged[:, 0].sum()} of {len(one_flagged)} "
          f"with one")  # fmt: skip
    print(f"quote for at least one correct answer, all questions: {np.mean(shown >= 1):.3f}")


def _held(wanted: set[str], texts: list[str]) -> int:
    """How many of the answers occur in the texts."""
    return sum(any(answer in text.lower() for text in texts) for answer in wanted)


if __name__ == "__main__":
    main()
