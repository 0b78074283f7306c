from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.compare import compare
from assistant.evaluation.records import CitedQuote, Run, Score
from assistant.evaluation.reports.html import to_html
from assistant.evaluation.reports.junit import to_junit
from assistant.evaluation.reports.markdown import LONGEST, inert, to_markdown
from assistant.evaluation.reports.report import Report
from tests.evaluation.conftest import SEEDS_SET, Eval
from tests.evaluation.test_statistics import result, run

HOSTILE = (
    "<img src=x onerror=alert(1)><script>evil()</script> ![](http://evil/?q=1) [a](javascript:x) @team "
    "\x1b[31m\u202e\"'"
)


def hostile_run() -> Run:
    bad = replace(
        result(1, HOSTILE, correctness=0.0, citation_precision=1.0, false_refusals=0.0),
        question=HOSTILE,
        expected=HOSTILE,
        answer=HOSTILE,
        citations=(CitedQuote(1, HOSTILE, "2021-03-24", 3, HOSTILE, HOSTILE, HOSTILE),),
        notices=(HOSTILE,),
        confidence=0.4,
        status="answered",
    )
    crashed = replace(result(2, "time", correctness=0.0), failure="crashed", error=f"ValueError: {HOSTILE}")
    good = replace(result(3, "time", correctness=1.0, abstention_recall=1.0), confidence=0.2)
    return run(replace(bad, scores={**bad.scores, "correctness": Score(0.0, HOSTILE)}), crashed, good)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _page(report: Report) -> tuple[_Page, str]:
    text = to_html(report)
    page = _Page()
    page.feed(text)
    return page, text


def hostile_report() -> Report:
    after = hostile_run()
    before = replace(after, results=tuple(replace(one, answer="before") for one in after.results))
    before = replace(
        before, results=(replace(before.results[0], scores={"correctness": Score(1.0, "")}), *before.results[1:])
    )
    return Report(after, compare(before, after), [f"correctness<1: {HOSTILE}"])


class TestHtml:
    def test_no_text_becomes_markup_and_nothing_is_fetched(self) -> None:
        page, text = _page(hostile_report())
        names = {tag for tag, _ in page.tags}
        assert names.isdisjoint({"script", "img", "iframe", "link", "object", "embed", "form", "base", "image", "use"})
        links = [attributes.get("href") for tag, attributes in page.tags if tag == "a"]
        assert links
        assert all(link and link.startswith("#") for link in links)
        fetching = {"src", "srcset", "style", "action", "data", "poster", "background", "xlink:href"}
        for tag, attributes in page.tags:
            assert not any(name.startswith("on") for name in attributes), tag
            assert fetching.isdisjoint(attributes), tag
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "url(" not in text
        assert "@import" not in text

    def test_the_policy_allows_its_own_style_and_nothing_else(self) -> None:
        page, _ = _page(hostile_report())
        policy = next(a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
        assert policy is not None
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy

    def test_links_have_targets_and_ids_are_unique(self) -> None:
        page, _ = _page(hostile_report())
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(ids) == len(set(ids))
        for tag, attributes in page.tags:
            for name in ("href", "aria-labelledby"):
                for target in (attributes.get(name) or "").split():
                    assert target.lstrip("#") in ids, (tag, target)

    def test_every_case_is_shown_with_quote_scores_and_explanations(self) -> None:
        page, _ = _page(hostile_report())
        text = " ".join(" ".join(page.text).split())
        for wanted in ("Gate failed", "crashed: ValueError", "fell short", "passed", "because", "Cases that flipped"):
            assert wanted in text
        assert sum(tag == "mark" for tag, _ in page.tags) == 1
        assert sum(tag == "svg" for tag, _ in page.tags) == 3

    def test_a_run_without_anything_to_draw_still_makes_a_page(self) -> None:
        empty = replace(run(), planned=4)
        page, _ = _page(Report(empty))
        assert "4 cases are missing" in " ".join(page.text)


class TestMarkdown:
    def test_no_text_becomes_markup(self) -> None:
        text = to_markdown(hostile_report())
        own = re.sub(r"</?(details|summary)>", "", text)
        assert not re.search(r"(?<!\\)[<>]|(?<!\\)!\[|(?<!\\)\]\(|https?://|(?<!\\)@team", own)
        assert "**Gates failed**" in text
        assert "| correctness | " in text

    def test_it_fits_a_comment(self) -> None:
        many = run(*(replace(result(i, correctness=0.0), question="long " * 400) for i in range(3000)))
        huge = Report(replace(many, results=many.results), None, ["gate " * 60] * 3000)
        text = to_markdown(huge)
        assert len(text) <= LONGEST + 100
        assert "shortened" in text

    @given(st.text(max_size=80))
    def test_every_character_of_markup_is_escaped(self, text: str) -> None:
        shown = inert(text)
        assert "\n" not in shown
        assert not re.search(r"(?<!\\)[<>`*\[\]]", re.sub(r"\\\\", "", shown))


class TestJunit:
    def test_failures_errors_and_gates_are_counted(self) -> None:
        root = ET.fromstring(to_junit(hostile_report()))
        suite, gates = root.findall("testsuite")
        assert (suite.get("tests"), suite.get("errors"), suite.get("failures")) == ("3", "1", "1")
        assert [case.get("name") for case in suite] == ["c1", "c2", "c3"]
        assert gates.get("failures") == "1"
        error = suite[1].find("error")
        assert error is not None
        assert error.get("type") == "crashed"

    @given(st.text(max_size=60))
    def test_any_text_is_well_formed(self, text: str) -> None:
        one = replace(result(1, text, correctness=0.0), question=text, answer=text, id=text)
        ET.fromstring(to_junit(Report(run(one))))


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
