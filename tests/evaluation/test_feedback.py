"""Readers' remarks become drafts of gold questions."""

import json
from pathlib import Path

from assistant.evaluation.gold.files import read_set
from tests.evaluation.conftest import Eval
from tests.evaluation.oracle import Oracle


def test_remarks_become_drafts_with_what_is_known_to_be_right(run_eval: Eval, oracle: Oracle, tmp_path: Path) -> None:
    good = {
        "good": True, "note": "", "question": "How tall is the tower?", "status": "answered", "answer": "41 metres.",
        "options": {"as_of": "2024-05-01", "source": "Tribune", "after": "2024-01-01"},
        "citations": [{"path": "a.txt", "quote": "It is 41\n metres tall."}],
    }  # fmt: skip
    bad = {"good": False, "note": "That is the old tower.", "question": "Who built it?", "citations": []}
    remarks = tmp_path / "remarks.jsonl"
    remarks.write_text("\n".join(map(json.dumps, (bad, good, {**good, "good": True}))) + "\n", encoding="utf-8")
    told = run_eval("init", "mine.jsonl", "--corpus", oracle.gold.corpus, "--from-feedback", remarks).stdout
    assert "2 drafts in mine.jsonl" in told
    gold = read_set(tmp_path / "mine.jsonl")
    assert gold.problems == ()
    wrong, right = gold.cases
    assert (wrong.question, wrong.quotes, wrong.draft) == ("Who built it?", (), True)
    assert wrong.status == ("answered", "not_in_corpus")
    assert "That is the old tower." in wrong.note
    assert right.files
    assert (right.files.named, right.quotes) == (("a.txt",), (("It is 41 metres tall.",),))
    assert (str(right.as_of), right.filters.sources, str(right.filters.after)) == (
        "2024-05-01",
        ("Tribune",),
        "2024-01-01",
    )
    remarks.write_text('{"good": 1}\n', encoding="utf-8")
    fault = run_eval("init", "other.jsonl", "--corpus", oracle.gold.corpus, "--from-feedback", remarks, code=2)
    assert "remarks.jsonl:1: question: Field required; this is no remark" in str(fault.exception)
