"""Which sentences may be quoted: what an article asks is no answer, what it reports somebody to have asked is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.reading.reading import candidates_of
from assistant.answering.reading.selection import in_context
from assistant.app import Assistant
from assistant.settings import Settings
from assistant.text.sentences import sentence_spans
from tests.answering.fakes import hit

EXPLAINER = """Phones in pouches

How do the pouches work?

Each pupil slips the phone into a fabric sleeve that closes with a magnet at the school gate.

Will anybody pay for a lost pouch?

A lost one costs the family 12 pounds, the head teacher said.

"Why was nobody told?" asked the chair of the parents' council, Idris Hale.

The deputy put it another way: “Who decided this?”
"""


@pytest.mark.parametrize(
    ("text", "may_be_quoted"),
    [
        ("How do the pouches work?", False),
        ("**How do the pouches work?**", False),
        ("口袋怎样使用？", False),
        ('"Why was nobody told?" asked the chair of the parents\' council, Idris Hale.', True),
        ("The deputy put it another way: “Who decided this?”", True),
    ],
)
def test_a_question_is_no_candidate_unless_somebody_is_said_to_ask_it(text: str, *, may_be_quoted: bool) -> None:
    found = [one.text for one in candidates_of([hit(f"{text}\n\n{EXPLAINER}")])]
    assert any(text in sentence or sentence in text for sentence in found) is may_be_quoted


def test_who_wrote_edited_and_pictured_is_no_candidate_even_beside_other_sentences() -> None:
    text = "*By Ada Thorne. Photographs by the author.*\n\nThe lamp burnt all night. Edited by F. Moss. It was his.\n"
    assert [one.text for one in candidates_of([hit(text)])] == ["The lamp burnt all night.", "It was his."]


def test_an_article_that_only_asks_does_not_answer() -> None:
    assert candidates_of([hit("Why did the mint shut down?\n\nWho will strike coins now?\n")]) == []


def test_the_section_answers_and_not_its_heading(tmp_path: Path) -> None:
    (tmp_path / "pouches.txt").write_text(EXPLAINER, encoding="utf-8")
    with Assistant.open(settings=Settings(corpus=tmp_path, mode="quotes")) as corpus:
        for question in ("How do the phone pouches work?", "Will anybody pay for a lost pouch?"):
            quotes = [citation.quote for citation in corpus.ask(question).citations]
            assert quotes
            assert not [quote for quote in quotes if quote.endswith("?")]


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
