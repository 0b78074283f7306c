"""`assistant eval` over the real product: quotes from the sample corpus, and a model behind a fake endpoint."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.interfaces.cli.eval import eval_app
from tests.fake_openai import fake_openai

QUOTE = "Japan and South Korea host about 80,000 US military personnel between them"
CASES = [
    {
        "id": "troops",
        "question": "How many US military personnel do Japan and South Korea host?",
        "answer": ["80,000"],
        "files": {"any": ["004_88a091d219879e17.txt"]},
        "quotes": [QUOTE],
    },
    {"id": "router", "question": "How do I reset my router password?", "status": "not_in_corpus"},
]


@pytest.fixture
def mine(seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    header = {
        "set": "mine",
        "corpus": str(seeds),
        "today": "2022-02-15",
        "dates": {"004_88a091d219879e17.txt": "2021-03-16"},
    }
    path = tmp_path / "mine.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in (header, *CASES)), encoding="utf-8")
    return path


def _report(*arguments: str) -> dict[str, dict[str, dict[str, float]]]:
    result = CliRunner().invoke(eval_app, [*arguments, "--json"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    cases = json.loads(result.stdout)
    return {case["id"]: case["scores"] for case in cases["cases"]} | {
        "summary": {figure["metric"]: {"value": figure["value"]} for figure in cases["summary"]}
    }


def test_quotes_of_the_sample_corpus_are_scored(mine: Path) -> None:
    report = _report(str(mine), "--mode", "quotes")
    troops, router = report["troops"], report["router"]
    for metric in ("quote_validity", "date_accuracy", "correctness", "R@10"):
        assert troops[metric]["value"] == 1, metric
    assert router["abstention_recall"]["value"] == 1


def test_a_corpus_that_is_not_ours_to_write_in_is_indexed_elsewhere(mine: Path, tmp_path: Path) -> None:
    _report(str(mine), "--mode", "quotes", "--limit", "1", "--index-dir", str(tmp_path / "indexes"))
    assert (tmp_path / "indexes" / "mine" / "CURRENT").is_file()


def test_a_model_is_asked_judged_and_priced(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_openai() as fake:
        monkeypatch.setenv("ASSISTANT_BASE_URL", fake.url)
        monkeypatch.setenv("ASSISTANT_API_KEY", "right-key")
        fake.say(f'Together they host about 80,000 US personnel. <q p="P1">{QUOTE}</q>')
        fake.say('{"verdict": "correct", "reason": "80,000 it is"}')
        report = _report(str(mine), "--mode", "model", "--judge", "--limit", "1", "--price", "1000000/0")
    assert report["troops"]["judged_correct"] == {"value": 1.0, "explanation": "judge: correct; 80,000 it is"}
    assert report["troops"]["correctness"]["value"] == 1
    assert report["summary"]["tokens"]["value"] > 0
    assert report["summary"]["cost"]["value"] > 0
    assert len(fake.requests) == 2
