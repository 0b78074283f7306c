"""Baselines: kept in a file, read from it or from a Git revision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.evaluation.making import result, run


def test_a_baseline_can_be_read_from_a_git_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    from assistant.evaluation.baseline import read_baseline, save_baseline

    monkeypatch.chdir(tmp_path)
    save_baseline(run(result(1, correctness=1.0)), tmp_path / "eval" / "baselines" / "seeds.json")
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (["init", "-q"], ["add", "eval"], [*identity, "commit", "-qm", "baseline"]):
        subprocess.run(["git", *command], check=True)
    (tmp_path / "eval" / "baselines" / "seeds.json").unlink()
    assert read_baseline("HEAD").results == run(result(1, correctness=1.0)).results


def test_an_interrupted_run_makes_no_baseline(tmp_path: Path) -> None:
    from assistant.errors import EvaluationError
    from assistant.evaluation.baseline import save_baseline

    with pytest.raises(EvaluationError, match="--resume"):
        save_baseline(replace(run(result(1)), planned=2), tmp_path / "b.json")
