"""Which questions ask for an overview; what becomes of them is in test_brief.py."""

from __future__ import annotations

import pytest

from assistant.briefs.by_itself import topic_of


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        (
            "Summarise what was reported about the Tornby ferry in March.",
            "what was reported about the Tornby ferry in March",
        ),
        ("Could you give me an overview of the strike?", "the strike"),
        ("Please write a short summary of the coverage of the dam", "the coverage of the dam"),
        ("Brief me on the merger", "the merger"),
        ("Summarize that", ""),
        ("Summarise this article", ""),
        ("What was reported about the ferry?", ""),
        ("Who wrote the summary?", ""),
        ("What does the overview of the plan say?", ""),
        ("Summarise " + "very " * 80 + "long", ""),
    ],
)
def test_which_questions_ask_for_an_overview(question: str, topic: str) -> None:
    assert topic_of(question) == topic
