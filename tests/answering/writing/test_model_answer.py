"""What an answer by a model is in the end: its text, its status, and the quotes that answer instead."""

from __future__ import annotations

import pytest

from assistant.answering.writing.model_answer import answer_with_model
from assistant.types import Answer, Checked, Query, Scope, Usage, Writing
from tests.answering.fakes import SCOPE, FakeChatModel, WordEmbedder, query
from tests.answering.writing.launch import GOOD, HITS, answer_of, asked, codes, events


def test_a_checked_sentence_is_shown_before_the_reply_ends_and_is_numbered_by_code() -> None:
    all_events = events(FakeChatModel([GOOD + " Trump met Kim twice. <q p='P2'>Trump met with Kim twice</q>"]))
    answer = answer_of(all_events)
    first = next(n for n, event in enumerate(all_events) if isinstance(event, Checked))
    assert any(isinstance(event, Writing) for event in all_events[first:])
    assert answer.text == (
        "Two missiles were fired from southern Pyongan province on Sunday, 21 March 2021. [1] Trump met Kim twice. [2]"
    )
    assert answer.status == "answered"
    assert [citation.quote for citation in answer.citations] == [
        "The two missiles were fired from southern Pyongan province on Sunday morning",
        "Trump met with Kim twice",
    ]
    assert answer.usage == Usage(
        100, len(GOOD + " Trump met Kim twice. <q p='P2'>Trump met with Kim twice</q>") // 4, 1
    )
    assert answer.model == "fake"


def test_nothing_found_is_not_in_corpus() -> None:
    answer = answer_of(events(FakeChatModel(["<none>where the missiles fell</none>"])))
    assert answer.status == "not_in_corpus"
    assert answer.text == "The passages do not say: where the missiles fell."
    assert not answer.citations


@pytest.mark.parametrize(
    "draft",
    [
        "The passages do not say where the missiles fell.",
        "I'm sorry, but the provided passages don't mention where the missiles fell.",
        "There is no information on where the missiles fell.",
    ],
)
def test_an_absence_in_plain_words_is_not_in_corpus(draft: str) -> None:
    model = FakeChatModel([draft])
    answer = answer_of(events(model))
    assert answer.status == "not_in_corpus"
    assert answer.sentences[0].kind == "missing"
    assert len(model.requests) == 1


def test_an_absence_does_not_carry_a_claim() -> None:
    model = FakeChatModel(["The passages do not say so, but the missiles hit a ship.", "<none>x</none>"])
    assert "ship" not in answer_of(events(model)).text


def test_a_fact_that_code_knows_is_an_answer() -> None:
    answer = answer_of(events(FakeChatModel(["The article launch.txt is dated 24 March 2021."])))
    assert answer.status == "answered"
    assert [sentence.kind for sentence in answer.sentences] == ["note"]


def test_a_missing_part_makes_the_answer_partial() -> None:
    answer = answer_of(events(FakeChatModel([GOOD + "<missing>where they fell</missing>"])))
    assert answer.status == "partial"
    assert answer.sentences[-1].kind == "missing"


def test_a_model_that_ignores_the_format_is_asked_once_and_then_quotes_answer() -> None:
    quotes = Answer("q", "Quoted. [1]", (), (), "answered", query("q"), SCOPE)
    model = FakeChatModel(["The missiles were fired on Sunday.", "They were fired on Sunday."])
    answer = answer_of(events(model, fallback=[quotes]))
    assert answer.text == "Quoted. [1]"
    assert codes(answer) == ["model_unusable", "dropped"]
    assert answer.model is None
    assert answer.usage.requests == 2


def test_without_a_fallback_nothing_checked_is_not_in_corpus() -> None:
    answer = answer_of(events(FakeChatModel(["The missiles were fired.", "Again nothing."])))
    assert answer.status == "not_in_corpus"
    assert answer.text.startswith("The articles do not answer this.")
    assert codes(answer) == ["dropped", "not_in_corpus"]


def test_without_passages_no_model_is_asked() -> None:
    model = FakeChatModel([])
    assert answer_of(events(model, hits=())).status == "not_in_corpus"
    empty = Scope(total=3, matching=0)
    out = list(answer_with_model(query("q"), empty, (), (), model, WordEmbedder(), reply_tokens=500))
    assert answer_of(out).status == "filtered_out"
    assert model.requests == []


def test_the_query_reaches_the_answer() -> None:
    answer = answer_of(events(FakeChatModel([GOOD])))
    assert isinstance(answer.query, Query)
    assert answer.hits == HITS
    assert set(answer.timings) == {"prompt", "first_token", "model", "check"}


def test_a_blank_line_of_the_model_is_kept_in_the_text() -> None:
    answer = answer_of(
        events(FakeChatModel([GOOD + "\n\nTrump met Kim twice. <q p='P2'>Trump met with Kim twice</q>"]))
    )
    assert answer.text.split("\n\n")[1] == "Trump met Kim twice. [2]"


def test_an_answer_about_the_newest_says_which_that_is() -> None:
    answer = answer_of(asked("What is the latest on the missiles?", GOOD, order="newest"))
    assert "newest" in codes(answer)
