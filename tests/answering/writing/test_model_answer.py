"""What an answer by a model is in the end: its text, its status, and the quotes that answer instead."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from assistant.answering.writing.model_answer import answer_with_model
from assistant.errors import ModelError, ModelUnreachable
from assistant.types import (
    Answer,
    AnswerEvent,
    Checked,
    Chunk,
    Citation,
    DocumentDate,
    Notice,
    Query,
    Scope,
    Sentence,
    Usage,
    Writing,
)
from tests.answering.fakes import SCOPE, FakeChatModel, WordEmbedder, query
from tests.answering.writing.launch import GOOD, HITS, LAUNCH, WHEN, answer_of, asked, codes, events, refused


def quoted(support: float = 0.5) -> list[AnswerEvent]:
    """An answer in quotes, as its events."""
    sentence = Sentence("Quoted.", (1,), support=support)
    citation = Citation(1, "launch.txt", DocumentDate(), None, "Quoted.", 0, 7, 1)
    answer = Answer(
        "q",
        "Quoted. [1]",
        (sentence,),
        (citation,),
        "answered",
        query("q"),
        SCOPE,
        notices=(Notice("quotes_mode", "No model wrote this answer."),),
    )
    return [Checked(sentence, (citation,)), answer]


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


def test_what_a_model_says_without_quotes_is_looked_for() -> None:
    answer = answer_of(events(FakeChatModel(["The missiles were fired on Sunday."])))
    assert answer.text == "The missiles were fired on Sunday. [1]"
    assert answer.citations[0].quote == LAUNCH.document.text


def test_a_model_that_ignores_the_format_and_says_what_no_passage_says_is_asked_once_and_then_quotes_answer() -> None:
    model = FakeChatModel(["A submarine carried the warheads.", "It was a submarine that carried the warheads."])
    all_events = events(model, quotes=quoted())
    answer = answer_of(all_events)
    assert answer.text == "Quoted. [1]"
    assert codes(answer) == ["model_unusable"]
    assert answer.notices[0].message == "Nothing that fake wrote could be verified. These are quotes instead."
    assert answer.model is None
    assert answer.usage.requests == 2
    assert [event.sentence for event in all_events if isinstance(event, Checked)] == list(answer.sentences)


def test_where_quotes_refuse_too_the_refusal_is_theirs_and_the_fault_is_told() -> None:
    answer = answer_of(events(FakeChatModel([ModelUnreachable("no route to it; check the URL")])))
    assert answer.status == "not_in_corpus"
    assert answer.text.startswith("The articles do not answer this.")
    assert codes(answer) == ["model_unreachable", "not_in_corpus"]
    assert answer.notices[0].message == "The model did not answer: no route to it; check the URL."


@pytest.mark.parametrize("error", [ModelError, *ModelError.__subclasses__()])
def test_every_fault_before_the_first_token_lets_quotes_answer(error: type[ModelError]) -> None:
    replies = [error("why")] * 2  # what does not fit is tried twice
    answer = answer_of(events(FakeChatModel(replies), quotes=quoted()))
    assert (answer.status, answer.text, answer.model) == ("answered", "Quoted. [1]", None)
    assert codes(answer) == [error.code]
    assert answer.notices[0].message == "The model did not answer: why. These are quotes instead."


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("", "model_silent"),
        (" \n", "model_silent"),
        ("<think>Which passage is it? The first, or the second.", "model_silent"),
        ("I'm sorry, but I can't help with that.", "model_unusable"),
        ([Chunk(finish_reason="content_filter")], "content_filter"),
        ([Chunk("<think>Which"), Chunk(finish_reason="length")], "cut_short"),
        ([Chunk("The missiles then"), ModelUnreachable("reset")], "broken_off"),
        ([Chunk("The missiles then")], "broken_off"),
        ([], "broken_off"),
    ],
)
def test_a_model_that_says_nothing_lets_quotes_answer(reply: str | list[Chunk | Exception], code: str) -> None:
    answer = answer_of(events(FakeChatModel([reply, reply]), quotes=quoted()))
    assert (answer.status, answer.text, answer.model) == ("answered", "Quoted. [1]", None)
    assert codes(answer) == [code]
    assert answer.notices[0].message.endswith(" These are quotes instead.")


@pytest.mark.parametrize(
    "replies",
    [
        ["<none>where the missiles fell</none>"],
        ["<missing>where the missiles fell</missing>"],
        ["I could not find any information on where the missiles fell."],
        ["None of the articles mention where the missiles fell."],
        ["They fell into a lake. <q p='P1'>fell into a lake</q>", "<none>where the missiles fell</none>"],
    ],
)
def test_an_honest_no_is_not_overridden_by_quotes_that_are_not_all_but_certain(replies: list[str]) -> None:
    model = FakeChatModel(replies)
    answer = answer_of(events(model, quotes=quoted(support=0.84)))
    assert answer.status == "not_in_corpus"
    assert answer.model == "fake"
    assert "Quoted" not in answer.text
    assert len(model.requests) == len(replies)
    certain = answer_of(events(FakeChatModel(replies), quotes=quoted(support=0.86)))
    assert (certain.status, certain.text) == ("answered", "Quoted. [1]")
    assert codes(certain) == ["model_found_nothing"]


def test_a_no_that_came_without_its_end_is_a_no() -> None:
    answer = answer_of(events(FakeChatModel([[Chunk("<none>where they fell</none>")]]), quotes=quoted()))
    assert answer.status == "not_in_corpus"
    assert "broken_off" in codes(answer)


def test_nothing_answers_instead_when_nobody_waits_any_more() -> None:
    gone = threading.Event()
    gone.set()

    def never() -> Iterator[AnswerEvent]:
        raise AssertionError("quotes were made")

    def answered(replies: list[str | Exception | list[Chunk | Exception]]) -> Answer:
        model = FakeChatModel(replies)
        return answer_of(
            list(
                answer_with_model(
                    WHEN, SCOPE, HITS, (), model, WordEmbedder(), reply_tokens=500, quotes=never, cancelled=gone
                )
            )
        )

    with pytest.raises(ModelUnreachable):
        answered([ModelUnreachable("cut")])
    assert answered([[Chunk("The missiles")]]).status == "incomplete"


def test_without_passages_no_model_is_asked() -> None:
    model = FakeChatModel([])
    assert answer_of(events(model, hits=())).status == "not_in_corpus"
    empty = Scope(total=3, matching=0)
    out = list(
        answer_with_model(
            query("q"),
            empty,
            (),
            (),
            model,
            WordEmbedder(),
            reply_tokens=500,
            quotes=lambda: refused(query("q"), empty),
        )
    )
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
