from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.writing.model_answer import answer_with_model
from assistant.errors import ModelContextOverflow, ModelUnreachable
from assistant.models.embedder import BundledEmbedder
from assistant.types import Answer, AnswerEvent, Checked, Chunk, DateRange, Hit, Query, Scope, Usage, Writing
from tests.answering.fakes import SCOPE, FakeChatModel, WordEmbedder, hit, query

LAUNCH = hit(
    "The two missiles were fired from southern Pyongan province on Sunday morning, the ministry said on Wednesday.",
    path="launch.txt",
    phrases={"Sunday": date(2021, 3, 21), "Wednesday": date(2021, 3, 24)},
)
TWICE = hit("Trump met with Kim twice, in Singapore and Vietnam.", path="twice.txt")
THREE = hit("The push included three in-person talks between Trump and Kim.", path="three.txt", day=None)
HITS = (LAUNCH, TWICE, THREE)
GOOD = (
    "Two missiles were fired from southern Pyongan province on Sunday, 21 March 2021. "
    '<q p="P1">The two missiles were fired from southern Pyongan province on Sunday morning</q>'
)


def events(
    model: FakeChatModel, hits: tuple[Hit, ...] = HITS, fallback: list[AnswerEvent] | None = None
) -> list[AnswerEvent]:
    return list(
        answer_with_model(
            query("When were the missiles fired, and how often did Trump meet Kim?"),
            SCOPE,
            hits,
            (),
            model,
            WordEmbedder(),
            reply_tokens=500,
            fallback=None if fallback is None else lambda: iter(fallback),
        )
    )


def answer_of(all_events: list[AnswerEvent]) -> Answer:
    last = all_events[-1]
    assert isinstance(last, Answer)
    assert sum(isinstance(event, Answer) for event in all_events) == 1
    return last


def codes(answer: Answer) -> list[str]:
    return [notice.code for notice in answer.notices]


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


def test_a_fault_while_asking_again_keeps_what_was_checked() -> None:
    bad = 'It hit a ship. <q p="P1">hit a ship at sea</q>'
    answer = answer_of(events(FakeChatModel([GOOD + bad, ModelUnreachable("gone")])))
    assert answer.status == "answered"
    assert codes(answer) == ["repair_failed", "dropped"]
    half: list[Chunk | Exception] = [
        Chunk("Trump met Kim twice. <q p='P2'>Trump met with Kim twice</q> And"),
        ModelUnreachable("gone"),
    ]
    answer = answer_of(events(FakeChatModel([GOOD + bad, half])))
    assert answer.text.endswith("Trump met Kim twice. [2]")


def test_a_missing_part_makes_the_answer_partial() -> None:
    answer = answer_of(events(FakeChatModel([GOOD + "<missing>where they fell</missing>"])))
    assert answer.status == "partial"
    assert answer.sentences[-1].kind == "missing"


def test_a_sentence_without_its_quote_is_asked_for_once_more_and_then_left_out() -> None:
    bad = 'The missiles hit a ship. <q p="P1">The missiles hit a ship near the coast</q>'
    model = FakeChatModel([GOOD + " " + bad, bad])
    answer = answer_of(events(model))
    assert len(model.requests) == 2
    assert "The missiles hit a ship." in model.requests[1][1].content
    assert "ship" not in answer.text
    assert codes(answer) == ["dropped"]
    assert answer.usage.requests == 2


def test_a_repaired_sentence_is_added() -> None:
    bad = "Trump met Kim twice. <q p='P2'>Trump and Kim met two times</q>"
    answer = answer_of(
        events(FakeChatModel([GOOD + bad, "Trump met Kim twice. <q p='P2'>Trump met with Kim twice</q>"]))
    )
    assert answer.text.endswith("Trump met Kim twice. [2]")
    assert codes(answer) == []


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


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ([], "broken_off"),
        ([ModelUnreachable("connection reset")], "broken_off"),
        ([Chunk(finish_reason="content_filter")], "content_filter"),
        ([Chunk(finish_reason="length")], "cut_short"),
    ],
)
def test_a_reply_that_ends_early_is_incomplete_and_keeps_what_was_checked(
    end: list[Chunk | Exception], code: str
) -> None:
    model = FakeChatModel([[Chunk(GOOD), Chunk(" The missiles then"), *end]])
    answer = answer_of(events(model))
    assert answer.status == "incomplete"
    assert codes(answer) == [code]
    assert len(answer.sentences) == 1
    assert len(model.requests) == 1


def test_an_error_before_the_first_token_is_raised() -> None:
    with pytest.raises(ModelUnreachable):
        events(FakeChatModel([ModelUnreachable("no route")]))


def test_an_overflow_is_tried_once_with_fewer_passages() -> None:
    long = tuple(hit(f"Report {n}. " + "The weather was fair and mild. " * 60, path=f"{n}.txt") for n in range(5))
    model = FakeChatModel([ModelContextOverflow("too long"), GOOD])
    answer = answer_of(events(model, hits=(LAUNCH, *long)))
    assert len(model.requests[1][1].content) < len(model.requests[0][1].content)
    assert codes(answer) == ["prompt_trimmed", "passages_dropped"]
    assert answer.status == "answered"
    with pytest.raises(ModelContextOverflow):
        events(FakeChatModel([ModelContextOverflow("too long"), ModelContextOverflow("too long")]))


def test_closing_the_answer_closes_the_model() -> None:
    model = FakeChatModel([GOOD])
    running: Iterator[AnswerEvent] = answer_with_model(
        query("When?"), SCOPE, HITS, (), model, WordEmbedder(), reply_tokens=500
    )
    next(running)
    assert model.closed == 0
    running.close()  # type: ignore[attr-defined]
    assert model.closed == 1


def test_without_passages_no_model_is_asked() -> None:
    model = FakeChatModel([])
    assert answer_of(events(model, hits=())).status == "not_in_corpus"
    empty = Scope(total=3, matching=0)
    out = list(answer_with_model(query("q"), empty, (), (), model, WordEmbedder(), reply_tokens=500))
    assert answer_of(out).status == "filtered_out"
    assert model.requests == []


def test_a_question_about_nothing_in_the_passages_asks_no_model() -> None:
    def asked(question: str, model: FakeChatModel) -> Answer:
        scope = Scope(total=3, matching=3)
        return answer_of(
            list(answer_with_model(query(question), scope, HITS, (), model, WordEmbedder(), reply_tokens=500))
        )

    foreign = asked("How is sourdough bread baked?", FakeChatModel([]))
    assert foreign.status == "not_in_corpus"
    assert foreign.model is None
    for question in ("What is the latest news?", "Why?", "What about Vietnam?"):
        assert asked(question, FakeChatModel([GOOD])).model == "fake"


def test_sources_that_differ_become_a_conflict_with_the_newest_last() -> None:
    draft = (
        "The sources disagree: one counts three talks, another says they met twice. "
        '<q p="P3">three in-person talks between Trump and Kim</q> <q p="P2">Trump met with Kim twice</q>'
    )
    answer = answer_of(events(FakeChatModel([draft])))
    (conflict,) = answer.conflicts
    assert conflict.sides == ((1,), (2,))  # undated first
    assert [answer.citations[number - 1].path for (number,) in conflict.sides] == ["three.txt", "twice.txt"]


def test_the_query_reaches_the_answer() -> None:
    answer = answer_of(events(FakeChatModel([GOOD])))
    assert isinstance(answer.query, Query)
    assert answer.hits == HITS
    assert set(answer.timings) == {"prompt", "first_token", "model", "check"}


def test_a_side_that_the_model_left_out_is_added_with_its_quote() -> None:
    draft = 'Trump met Kim twice. <q p="P2">Trump met with Kim twice</q>'
    answer = answer_of(asked("How often did Trump and Kim meet in talks?", draft))
    note = answer.sentences[-1]
    assert (note.kind, note.text) == ("note", "The articles differ: three (undated); twice (2021-03-24).")
    assert [answer.citations[number - 1].path for side in answer.conflicts[0].sides for number in side] == [
        "three.txt",
        "twice.txt",
    ]
    assert note.citations == (2, 1)


def test_articles_that_differ_are_not_named_where_the_model_cites_neither() -> None:
    others = tuple(one for one in HITS if one.document.path not in ("three.txt", "twice.txt"))
    said = others[0].passage.text.split(". ")[0]
    label = f"P{HITS.index(others[0]) + 1}"
    answer = answer_of(asked("How often did Trump and Kim meet in talks?", f'{said}. <q p="{label}">{said}</q>'))
    assert [citation.path for citation in answer.citations] == [others[0].document.path]
    assert all(sentence.kind != "note" for sentence in answer.sentences)


def test_no_side_is_added_where_the_model_tells_both() -> None:
    draft = (
        "The sources disagree: one counts three talks, another says they met twice. "
        '<q p="P3">three in-person talks between Trump and Kim</q> <q p="P2">Trump met with Kim twice</q>'
    )
    answer = answer_of(asked("How often did Trump and Kim meet in talks?", draft))
    assert [sentence.kind for sentence in answer.sentences] == ["claim"]


def asked(question: str, reply: str | FakeChatModel, **changes: object) -> list[AnswerEvent]:
    model = FakeChatModel([reply]) if isinstance(reply, str) else reply
    changed = replace(query(question), **changes)  # type: ignore[arg-type]
    scope = Scope(3, 3, undated_kept=1)
    return list(answer_with_model(changed, scope, HITS, (), model, BundledEmbedder(), reply_tokens=500))


MARCH = DateRange(date(2021, 3, 1), date(2021, 3, 31))


def test_undated_passages_are_asked_of_only_where_no_dated_one_answers() -> None:
    said = 'Trump met Kim twice. <q p="P2">Trump met with Kim twice</q>'
    model = FakeChatModel([said])
    answer = answer_of(asked("How often did Trump meet Kim in March?", model, published=MARCH))
    assert "three in-person talks" not in model.requests[0][1].content
    assert [citation.path for citation in answer.citations] == ["twice.txt"]

    model = FakeChatModel(
        ["<none>how often</none>", 'There were three talks of Trump and Kim. <q p="P1">three in-person talks</q>']
    )
    answer = answer_of(asked("How often did Trump meet Kim in March?", model, published=MARCH))
    assert [citation.path for citation in answer.citations] == ["three.txt"]
    assert "undated_kept" in codes(answer)
    assert answer.status == "answered"


def test_a_blank_line_of_the_model_is_kept_in_the_text() -> None:
    answer = answer_of(
        events(FakeChatModel([GOOD + "\n\nTrump met Kim twice. <q p='P2'>Trump met with Kim twice</q>"]))
    )
    assert answer.text.split("\n\n")[1] == "Trump met Kim twice. [2]"


def test_an_answer_about_the_newest_says_which_that_is() -> None:
    answer = answer_of(asked("What is the latest on the missiles?", GOOD, order="newest"))
    assert "newest" in codes(answer)
