"""ClapNQ (Rosenthal et al. 2025): long answers from one Wikipedia passage, and questions that it does not answer.

Format: ``answerable.jsonl`` and ``unanswerable.jsonl`` with ``{id, input, passages: [{title, text}], output: [{answer,
selected_sentences}]}``. All passages become one folder; every question is asked over all of it.
"""

from __future__ import annotations

from pathlib import Path

from assistant.evaluation.adapters.folder import case_of, files_in, gold_set, json_lines, write_corpus
from assistant.evaluation.gold.cases import Case, Header
from assistant.evaluation.gold.files import GoldSet


def read(path: Path, workspace: Path) -> GoldSet:
    """Read the set; a passage's sentences that annotators selected are the gold quotes."""
    documents: dict[str, str] = {}
    cases: list[Case] = []
    for file in files_in(path, "*answerable.jsonl"):
        for number, row in json_lines(file):
            names = []
            for place, passage in enumerate(row["passages"], 1):
                name = f"{row['id']}-{place}.txt"
                documents[name] = f"{passage['title']}\n\n{passage['text']}\n"
                names.append(name)
            answers = [output for output in row["output"] if output["answer"].strip()]
            chosen = tuple(dict.fromkeys(text for one in answers for text in one["selected_sentences"] if text.strip()))
            gold = (
                {"files": {"any": names}, "quotes": (chosen,) if chosen else (), "reference": answers[0]["answer"]}
                if answers
                else {"status": ["not_in_corpus", "filtered_out"]}
            )
            category = "answerable" if answers else "unanswerable"
            cases.append(case_of(file, number, id=row["id"], question=row["input"], category=category, **gold))
    return gold_set(Header(set="clapnq"), cases, write_corpus(workspace, "clapnq", documents))
