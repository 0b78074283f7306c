"""`assistant eval` writes its reports and compares runs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.evaluation.conftest import SEEDS_SET, Eval


class TestTheCommand:
    def test_all_reports_at_once(self, run_eval: Eval, tmp_path: Path) -> None:
        files = {kind: tmp_path / "new" / f"report.{kind}" for kind in ("html", "junit", "markdown")}
        flags = [part for kind, path in files.items() for part in (f"--{kind}", path)]
        result = run_eval(SEEDS_SET, *flags, "--limit", 9, "--json")
        report = json.loads(result.stdout)
        assert len(report["cases"]) == 9
        assert report["complete"] is True
        assert ET.fromstring(files["junit"].read_text(encoding="utf-8")).tag == "testsuites"
        assert files["html"].read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
        assert files["markdown"].read_text(encoding="utf-8").startswith("## Evaluation")

    def test_the_table(self, run_eval: Eval) -> None:
        text = run_eval(SEEDS_SET, "--limit", 21, "--repeat", 2).stdout
        assert re.search(r"^correctness\s+1\.000\s+21\s+1\.000 – 1\.000$", text, re.MULTILINE)
        assert "seeds · quotes · 42 of 42 cases" in text

    def test_markdown_to_standard_output(self, run_eval: Eval) -> None:
        assert run_eval(SEEDS_SET, "--limit", 2, "--markdown", "-").stdout.startswith("## Evaluation")

    def test_two_runs_are_compared(self, run_eval: Eval, tmp_path: Path, oracle: Any) -> None:
        from tests.evaluation.test_planted_faults import AlwaysRefuses

        run_eval(SEEDS_SET, "--save-baseline", tmp_path / "a.json")
        run_eval.use(AlwaysRefuses(oracle.gold, oracle.documents_by_path))
        run_eval(SEEDS_SET, "--save-baseline", tmp_path / "b.json")
        same = run_eval("compare", tmp_path / "a.json", tmp_path / "a.json", "--fail-on", "regression")
        assert "worse" not in same.stdout
        text = run_eval("compare", tmp_path / "a.json", tmp_path / "b.json", "--fail-on", "regression", code=8).stdout
        assert re.search(r"correctness\s+1\.000\s+0\.000\s+-1\.000\s+-1\.000 to -1\.000\s+worse", text)
        assert "before: 80,000" in text
        assert "after:  The corpus does not say." in text
        folder = next((tmp_path / "runs").glob("2*"))
        assert run_eval("compare", folder, tmp_path / "a.json").exit_code == 0

    @pytest.mark.parametrize("content", ["", "{}", '{"format": 9}', '{"format": 1, "results": 3}', "[]"])
    def test_what_is_no_baseline_is_one_line(self, run_eval: Eval, tmp_path: Path, content: str) -> None:
        (tmp_path / "bad.json").write_text(content, encoding="utf-8")
        result = run_eval("compare", "bad.json", "bad.json", code=2)
        assert "--save-baseline" in str(result.exception)

    def test_a_baseline_that_is_nowhere(self, run_eval: Eval) -> None:
        assert "nor a Git revision" in str(run_eval(SEEDS_SET, "--baseline", "nowhere", code=2).exception)
        assert "nor a Git revision" in str(run_eval(SEEDS_SET, "--baseline", "--upload-pack", code=2).exception)

    def test_regression_without_a_baseline_is_refused_before_anything_runs(
        self, run_eval: Eval, tmp_path: Path
    ) -> None:
        assert "--baseline" in str(run_eval(SEEDS_SET, "--fail-on", "regression", code=2).exception)
        assert not (tmp_path / "runs").exists()
