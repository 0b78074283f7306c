"""When a model is asked, over which passages, and what it is asked again."""

from __future__ import annotations

from datetime import date

from assistant.answering.writing.model_answer import answer_with_model
from assistant.errors import ModelContextOverflow, ModelUnreachable
from assistant.types import Answer, Chunk, DateRange, Scope
from tests.answering.fakes import FakeChatModel, WordEmbedder, hit, query
from tests.answering.writing.launch import GOOD, HITS, LAUNCH, answer_of, asked, codes, events, refused


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


def test_an_overflow_is_tried_once_with_fewer_passages() -> None:
    long = tuple(hit(f"Report {n}. " + "The weather was fair and mild. " * 60, path=f"{n}.txt") for n in range(5))
    model = FakeChatModel([ModelContextOverflow("too long"), GOOD])
    answer = answer_of(events(model, hits=(LAUNCH, *long)))
    assert len(model.requests[1][1].content) < len(model.requests[0][1].content)
    assert codes(answer) == ["prompt_trimmed", "passages_dropped"]
    assert answer.status == "answered"
    twice = FakeChatModel([ModelContextOverflow("too long"), ModelContextOverflow("too long")])
    assert codes(answer_of(events(twice))) == ["model_context", "not_in_corpus"]


def test_a_question_about_nothing_in_the_passages_asks_no_model() -> None:
    def asked(question: str, model: FakeChatModel) -> Answer:
        scope = Scope(total=3, matching=3)
        found = query(question)
        return answer_of(
            list(
                answer_with_model(
                    found, scope, HITS, (), model, WordEmbedder(), reply_tokens=500, quotes=lambda: refused(found)
                )
            )
        )

    foreign = asked("How is sourdough bread baked?", FakeChatModel([]))
    assert foreign.status == "not_in_corpus"
    assert foreign.model is None
    for question in ("What is the latest news?", "Why?", "What about Vietnam?"):
        assert asked(question, FakeChatModel([GOOD])).model == "fake"


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
    (conflict,) = answer.conflicts
    assert conflict.about == answer.sentences[0].text
    assert [answer.citations[number - 1].path for (number,) in conflict.sides] == ["three.txt", "twice.txt"]


def test_what_only_the_model_calls_a_difference_is_no_conflict() -> None:
    draft = (
        "The sources disagree: one names Sunday, another Wednesday. "
        '<q p="P1">on Sunday morning</q> <q p="P1">the ministry said on Wednesday</q>'
    )
    conflicts = answer_of(asked("Where were the missiles fired?", draft)).conflicts
    assert all("Sunday" not in conflict.about for conflict in conflicts)


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
