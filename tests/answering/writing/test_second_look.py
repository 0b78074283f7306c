"""A sentence of which code is unsure: the model is asked, it is repaired in its place, or its source speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pytest

from assistant.answering.writing.model_answer import answer_with_model
from assistant.errors import ModelUnreachable
from assistant.types import Answer, AnswerEvent, Checked, Chunk, Message
from tests.answering.fakes import SCOPE, WordEmbedder, hit, query
from tests.answering.writing.launch import refused

COURT = hit(
    "Prosecutors charged the shipowner Edda Varn with fraud on Monday. "
    "Her deputy, Nils Ode, told the court that the trial may begin in June. "
    "He said that she had never seen the accounts. The port of Skarn earned 30 million crowns in 2020.",
    path="court.txt",
    phrases={"Monday": date(2021, 3, 22)},
)
CHARGED = "Prosecutors charged the shipowner Edda Varn with fraud on Monday"
MAY_BEGIN = "told the court that the trial may begin in June"


@dataclass
class Told:
    """Answers by what is asked: drafts in order, and yes only to sentences that are `true`."""

    drafts: list[str | Exception]
    true: Sequence[str] = ()
    says: str = "no: it is not there"
    looks: list[str] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    name: str = "told"
    context_window: int = 16_384

    def stream(self, messages: Sequence[Message]) -> Iterator[Chunk]:
        asked = messages[-1].content
        if "<sentence>" in asked:
            sentence = asked.partition("<sentence>")[2].partition("</sentence>")[0]
            self.looks.append(asked)
            reply: str | Exception = "yes" if sentence in self.true else self.says
        else:
            if "Your draft had" in asked:
                self.repairs.append(asked.partition("Your draft had")[2])
            reply = self.drafts.pop(0)
        if isinstance(reply, Exception):
            raise reply
        yield Chunk(reply)
        yield Chunk(finish_reason="stop", prompt_tokens=10, completion_tokens=1)


def events(model: Told, check: Literal["model", "code"] = "model") -> list[AnswerEvent]:
    asked = query("What is the shipowner Edda Varn charged with, and when does the trial begin?")
    return list(
        answer_with_model(
            asked,
            SCOPE,
            (COURT,),
            (),
            model,
            WordEmbedder(),
            reply_tokens=500,
            check=check,
            quotes=lambda: refused(asked, hits=(COURT,)),
        )
    )


def answer_of(model: Told, check: Literal["model", "code"] = "model") -> Answer:
    *before, last = events(model, check)
    assert isinstance(last, Answer)
    if last.citations:
        assert [one.sentence for one in before if isinstance(one, Checked)] == list(last.sentences)
    return last


def codes(answer: Answer) -> list[str]:
    return [notice.code for notice in answer.notices]


def q(quote: str) -> str:
    return f'<q p="P1">{quote}</q>'


def test_what_stands_in_the_source_is_shown_without_asking() -> None:
    for sentence in (f"{CHARGED}.", "Prosecutors charged Edda Varn, the shipowner, with fraud."):
        model = Told([f"{sentence} {q(CHARGED)}"])
        assert answer_of(model).text == f"{sentence} [1]"
        assert model.looks == []


def test_a_paraphrase_is_asked_about_with_the_sentences_around_its_quote() -> None:
    sentence = "The shipowner is accused of fraud."
    model = Told([f"{sentence} {q(CHARGED)}"], true=[sentence])
    answer = answer_of(model)
    assert answer.text == f"{sentence} [1]"
    assert answer.usage.requests == 2
    (look,) = model.looks
    assert "Her deputy, Nils Ode" in look
    assert 'date="2021-03-24"' in look


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Edda Varn was convicted of fraud.", CHARGED),
        ("The trial will begin in June.", MAY_BEGIN),
        ("The trial began in June.", MAY_BEGIN),
        ("The port of Skarn earned 30 million crowns in 2019.", "The port of Skarn earned 30 million crowns in 2020"),
        ("The port of Skarn lost 30 million crowns in 2020.", "The port of Skarn earned 30 million crowns in 2020"),
    ],
)
def test_what_the_source_turns_round_is_refused_whatever_the_model_thinks_of_it(sentence: str, quote: str) -> None:
    model = Told([f"{sentence} {q(quote)}", f"{sentence} {q(quote)}"], true=[sentence])
    assert sentence not in answer_of(model).text
    assert sentence in model.repairs[0]


def test_a_refused_sentence_is_repaired_in_its_place() -> None:
    last = "The trial may begin in June."
    model = Told(
        [
            f"Edda Varn was convicted of fraud. {q(CHARGED)} {last} {q(MAY_BEGIN)}",
            f"Edda Varn was charged with fraud. {q(CHARGED)}",
        ],
        true=[last, "Edda Varn was charged with fraud."],
    )
    answer = answer_of(model)
    assert answer.text == f"Edda Varn was charged with fraud. [1] {last} [2]"
    assert codes(answer) == []
    (asked,) = model.repairs
    assert f'Your quote: "{CHARGED}"' in asked
    assert "'charged', not 'convicted'" in asked


def test_a_refused_sentence_that_is_not_repaired_gives_its_source_the_word() -> None:
    model = Told([f"Edda Varn fled abroad. {q(CHARGED)}", "<missing>whether she fled</missing>"])
    answer = answer_of(model)
    assert answer.text == f"{CHARGED}. [1]"
    assert codes(answer) == ["quoted_instead"]


def test_an_honest_no_is_not_answered_with_the_quote_of_a_refused_sentence() -> None:
    model = Told(
        [f"Edda Varn fled abroad. {q(CHARGED)} <none>whether she fled</none>", "<none>whether she fled</none>"]
    )
    answer = answer_of(model)
    assert answer.status == "not_in_corpus"
    assert answer.citations == ()


def test_what_leans_on_a_sentence_that_is_left_out_goes_too() -> None:
    made_up = "The minister Olga Prahm resigned. <q p='P1'>Olga Prahm resigned after the scandal</q>"
    leaning = f"She was charged with fraud. {q(CHARGED)}"
    model = Told([f"{made_up} {leaning}", "<missing>who resigned</missing>"], true=["She was charged with fraud."])
    answer = answer_of(model)
    assert "She was" not in answer.text
    assert answer.text.startswith(CHARGED)
    assert codes(answer) == ["quoted_instead", "dropped"]


@pytest.mark.parametrize("says", ["", "perhaps", "<think>yes or no?"])
def test_where_the_model_says_neither_yes_nor_no_code_decides(says: str) -> None:
    sentence = "Prosecutors charged Edda Varn with fraud on Monday, 22 March 2021."
    assert answer_of(Told([f"{sentence} {q(CHARGED)}"], says=says)).text == f"{sentence} [1]"


def test_a_model_that_cannot_be_asked_again_costs_no_sentence() -> None:
    @dataclass
    class Silent(Told):
        def stream(self, messages: Sequence[Message]) -> Iterator[Chunk]:
            if "<sentence>" in messages[-1].content:
                raise ModelUnreachable("gone")
            yield from super().stream(messages)

    sentence = "Prosecutors charged Edda Varn with fraud on Monday, 22 March 2021."
    assert answer_of(Silent([f"{sentence} {q(CHARGED)}"])).text == f"{sentence} [1]"


def test_with_code_alone_nothing_is_asked() -> None:
    model = Told([f"Prosecutors charged Edda Varn with fraud. {q(CHARGED)}"])
    assert answer_of(model, "code").text == "Prosecutors charged Edda Varn with fraud. [1]"
    assert model.looks == []
