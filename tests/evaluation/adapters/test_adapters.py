"""External sets in their own formats, on a few made-up rows of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import EvaluationError
from assistant.evaluation.adapters import ADAPTERS
from assistant.evaluation.gold.files import GoldSet
from assistant.evaluation.sets import find_sets
from tests.evaluation.adapters.making import write_lines
from tests.evaluation.conftest import Eval


def _read(adapter: str, path: Path, tmp_path: Path) -> GoldSet:
    return find_sets([f"{adapter}:{path}"], cwd=tmp_path, workspace=tmp_path / "work")[0]


def _texts(gold: GoldSet) -> dict[str, str]:
    assert gold.corpus is not None
    return {
        path.relative_to(gold.corpus).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(gold.corpus.rglob("*"))
        if path.is_file()
    }


def test_clapnq(tmp_path: Path) -> None:
    def row(number: int, answer: str) -> dict[str, Any]:
        passage = {"title": f"Title {number}", "text": f"Sentence one of {number} . Sentence two ."}
        output = {"answer": answer, "selected_sentences": [f"Sentence one of {number} ."] if answer else []}
        return {"id": str(number), "input": f"question {number}", "passages": [passage], "output": [output]}

    write_lines(tmp_path / "q" / "answerable.jsonl", [row(1, "One.")])
    write_lines(tmp_path / "q" / "unanswerable.jsonl", [row(2, "")])
    gold = _read("clapnq", tmp_path / "q", tmp_path)
    first, second = gold.cases
    assert first.files is not None
    assert (first.files.any, first.quotes) == (("1-1.txt",), (("Sentence one of 1 .",),))
    assert second.abstains
    assert _texts(gold)["2-1.txt"].startswith("Title 2\n\nSentence one")
    again = _read("clapnq", tmp_path / "q", tmp_path)
    assert (again.corpus, again.sha256) == (gold.corpus, gold.sha256)


def test_ramdocs(tmp_path: Path) -> None:
    documents = [
        {"text": "It is Mahesh.", "type": "correct", "answer": "Mahesh"},
        {"text": "It is Suraj.", "type": "misinfo", "answer": "Suraj"},
    ]
    row = {"question": "Who?", "documents": documents, "gold_answers": ["Mahesh", "Helen"], "wrong_answers": ["Suraj"]}
    write_lines(tmp_path / "ram.jsonl", [row])
    gold = _read("ramdocs", tmp_path / "ram.jsonl", tmp_path)
    (case,) = gold.cases
    assert case.answer == (("Mahesh",), ("Helen",)) == case.disagreement
    assert case.forbidden == ("Suraj",)
    assert case.filters.paths == ("q0001/*",)
    assert case.files is not None
    assert case.files.any == ("q0001/01.txt",)
    assert _texts(gold)["q0001/02.txt"] == "It is Suraj.\n"


def test_mtrag_un(tmp_path: Path) -> None:
    turns = [
        {"speaker": "user", "text": "Who is Kim?"},
        {"speaker": "agent", "text": "A leader."},
        {"speaker": "user", "text": "Since when?"},
    ]

    def row(kind: str, contexts: list[dict[str, str]]) -> dict[str, Any]:
        target = {"speaker": "agent", "text": "Since 2011."}
        return {"input": turns, "contexts": contexts, "targets": [target], "answerability": [kind]}

    context = {"document_id": "x", "text": "Kim has led since 2011."}
    write_lines(
        tmp_path / "tasks.jsonl", [row("ANSWERABLE", [context]), row("UNANSWERABLE", []), row("UNDERSPECIFIED", [])]
    )
    gold = _read("mtrag-un", tmp_path / "tasks.jsonl", tmp_path)
    first, second, third = gold.cases
    assert first.question == "Since when?"
    assert [(turn.question, turn.answer) for turn in first.history] == [("Who is Kim?", "A leader.")]
    assert first.reference == "Since 2011."
    assert second.abstains
    assert third.may_abstain
    assert not third.abstains
    assert list(_texts(gold)) == ["t0001/01.txt"]


def test_recognizers(tmp_path: Path) -> None:
    def spec(text: str, past: dict[str, str], timex: str) -> dict[str, Any]:
        value = {"Timex": timex, "PastResolution": past}
        return {"Input": text, "Context": {"ReferenceDateTime": "2016-11-07T00:00:00"}, "Results": [{"Value": value}]}

    rows = [
        spec("I'll be back on 2 Oct 2016", {"date": "2016-10-02"}, "2016-10-02"),
        spec("all of May 2016", {"startDate": "2016-05-01", "endDate": "2016-06-01"}, "2016-05"),
        spec(
            "from 3 to 5 May 2016", {"startDate": "2016-05-03", "endDate": "2016-05-05"}, "(2016-05-03,2016-05-05,P2D)"
        ),
        {"Input": "nothing", "Results": []},
        spec("summer", {}, "SU"),
    ]
    write_lines(tmp_path / "r" / "DatePeriodParser.jsonl", rows, bom=True)
    gold = _read("recognizers", tmp_path / "r", tmp_path)
    days = [[(str(one.start), str(one.end)) for one in case.days] for case in gold.cases]
    assert days == [
        [("2016-10-02", "2016-10-02")],
        [("2016-05-01", "2016-05-31")],
        [("2016-05-03", "2016-05-04"), ("2016-05-03", "2016-05-05")],
    ]
    assert gold.corpus is None


def test_recognizers_is_scored_by_the_question_grammar(run_eval: Eval, tmp_path: Path) -> None:
    def spec(day: str) -> dict[str, Any]:
        value = {"Timex": day, "PastResolution": {"date": day}}
        return {"Input": "What happened on 2 October 2016?", "Results": [{"Value": value}]}

    write_lines(tmp_path / "DateParser.jsonl", [spec("2016-10-02"), spec("2016-10-03")])
    report = json.loads(run_eval(f"recognizers:{tmp_path}", "--json").stdout)
    assert [case["scores"]["date_phrases"]["value"] for case in report["cases"]] == [1.0, 0.0]
    assert report["cases"][1]["scores"]["date_phrases"]["explanation"] == "read as 2016-10-02 to 2016-10-02"


def test_multihop_rag(tmp_path: Path) -> None:
    articles = [{"title": 'A: "quoted"', "source": "NPR", "published_at": "2023-10-05T12:00:00", "body": "The body."}]
    questions = [
        {"query": "Which?", "question_type": "inference_query", "evidence_list": [{"fact": "The body."}]},
        {"query": "None?", "question_type": "null_query", "evidence_list": []},
    ]
    (tmp_path / "corpus.json").write_text(json.dumps(articles), encoding="utf-8")
    (tmp_path / "MultiHopRAG.json").write_text(json.dumps(questions), encoding="utf-8")
    gold = _read("multihop-rag", tmp_path, tmp_path)
    assert [case.facts for case in gold.cases] == [("The body.",)]
    assert gold.header.task == "retrieval"
    assert _texts(gold) == {
        "0001.md": "---\ntitle: 'A: \"quoted\"'\nsource: NPR\ndate: '2023-10-05'\n---\n\nThe body.\n"
    }


def test_beir(tmp_path: Path) -> None:
    folder = tmp_path / "scifact"
    write_lines(
        folder / "corpus.jsonl",
        [{"_id": "d/1", "title": "T", "text": "one"}, {"_id": "d2", "title": "", "text": "two"}],
    )
    write_lines(folder / "queries.jsonl", [{"_id": "1", "text": "first?"}, {"_id": "2", "text": "unjudged?"}])
    (folder / "qrels").mkdir()
    judged = "query-id\tcorpus-id\tscore\n1\td/1\t2\n1\td2\t0\n1\tmissing\t1\n"
    (folder / "qrels" / "test.tsv").write_text(judged, encoding="utf-8")
    gold = _read("beir", folder, tmp_path)
    (case,) = gold.cases
    assert case.relevance == {"0000001.txt": 2, "0000002.txt": 0}
    assert gold.name == "beir-scifact"
    assert _texts(gold)["0000001.txt"] == "T\n\none\n"
    (folder / "qrels" / "test.tsv").write_text("1\td/1\tx\n1\td2\tmany\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"test\.tsv:2: expected query-id, corpus-id and score"):
        _read("beir", folder, tmp_path)


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_another_format_is_one_line(adapter: str, tmp_path: Path) -> None:
    for name in ("answerable.jsonl", "q.jsonl", "corpus.jsonl", "queries.jsonl", "DateParser.jsonl"):
        write_lines(tmp_path / name, [{"nothing": "known"}])
    for name in ("corpus.json", "MultiHopRAG.json"):
        (tmp_path / name).write_text('[{"nothing": "known"}]', encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"format|no test") as raised:
        _read(adapter, tmp_path, tmp_path)
    assert "\n" not in str(raised.value)
