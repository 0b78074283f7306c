"""The Markdown report: no text becomes markup, and it fits a comment."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.reports.markdown import LONGEST, inert, to_markdown
from assistant.evaluation.reports.report import Report
from tests.evaluation.making import result, run
from tests.evaluation.reports.making import hostile_report


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
