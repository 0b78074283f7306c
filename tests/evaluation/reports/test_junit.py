"""The JUnit report."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.reports.junit import to_junit
from assistant.evaluation.reports.report import Report
from tests.evaluation.making import result, run
from tests.evaluation.reports.making import hostile_report


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
