"""What made a run is kept with it, without keys."""

from __future__ import annotations

from pathlib import Path

from assistant.evaluation.evaluate import Plan, evaluate
from assistant.evaluation.gold.files import GoldSet
from assistant.settings import Settings
from tests.evaluation.conftest import Eval


def test_provenance_names_what_made_the_run_and_no_key(run_eval: Eval, gold: GoldSet, tmp_path: Path) -> None:
    settings = Settings.model_validate({"mode": "quotes", "api_key": "sk-secret", "base_url": "http://10.0.0.1/v1"})
    run, path = evaluate([gold], settings, Plan(limit=2), output=tmp_path / "runs")
    made = run.provenance
    assert made.sets == {"seeds": gold.sha256}
    assert made.settings["passages"] == 8
    assert made.prompts.keys() >= {"judge.md"}
    assert made.index.keys() == {"seeds"}
    stored = "".join(file.read_text(encoding="utf-8") for file in path.iterdir())
    assert "sk-secret" not in stored
    assert "10.0.0.1" not in stored
