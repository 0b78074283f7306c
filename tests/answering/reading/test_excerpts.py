from __future__ import annotations

import pytest

from assistant.answering.question.parts import parts_of
from assistant.answering.reading.absent_names import absent_names
from assistant.answering.reading.excerpts import in_context
from assistant.text.sentences import sentence_spans
from assistant.types import Document, DocumentDate


@pytest.mark.parametrize(
    ("text", "sentence", "quoted"),
    [
        ("Kim spoke. He left Seoul on Monday.", 1, "He left Seoul on Monday."),
        ("Kim Jong Un spoke in Seoul. He left on Monday.", 1, "Kim Jong Un spoke in Seoul. He left on Monday."),
        ("“We tried. We failed,” the envoy said. Rain fell.", 0, "“We tried. We failed,” the envoy said."),
        ("“We tried. We failed,” the envoy said. Rain fell.", 1, "“We tried. We failed,” the envoy said."),
        ("“We tried. We failed,” the envoy said. Rain fell.", 2, "Rain fell."),
    ],
)
def test_a_quote_reaches_as_far_as_it_must(text: str, sentence: int, quoted: str) -> None:
    start, end = in_context(text, sentence_spans(text), sentence)
    assert text[start:end] == quoted


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("What did Macron say about Korea?", ("Macron",)),
        ("What did the Korean leader say?", ()),
        ("What did the United Nations say?", ()),
        ("what did macron say?", ()),
        ("What did North Macedonia say on Sunday?", ("North Macedonia",)),
    ],
)
def test_names_that_nobody_mentions(question: str, absent: tuple[str, ...]) -> None:
    document = Document("1", "a.txt", None, None, DocumentDate(), "North Korea told the U.N. nothing.", "")
    assert absent_names(question, [document]) == absent


def test_parts_of_a_question() -> None:
    assert parts_of("Who fired the missiles, and what did Austin do in Asia?") == (
        "Who fired the missiles",
        "what did Austin do in Asia",
    )
    leaning = "Which two women are quoted, and what is each one's role in the government?"
    assert parts_of(leaning) == (leaning,)
    assert parts_of("Who fired the missiles and why?") == ("Who fired the missiles and why?",)
    assert parts_of("What did Blinken and Austin do in Asia?") == ("What did Blinken and Austin do in Asia?",)
