"""Questions that need several looks: the plan, what of it is trusted, what is asked where the whole has no answer."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from assistant.answering.question.shown import filter_line
from assistant.answering.writing.steps import in_steps, may_need_steps
from assistant.app import Assistant
from assistant.models.embedder import BundledEmbedder
from assistant.settings import Settings
from assistant.wiring import index_corpus, open_index
from tests.answering.fakes import FakeChatModel, FakeReader, query

ARTICLES = {
    "bought.txt": (
        "Credal buys Morven Bank\n\n2023-03-20\n\n"
        "The lender Credal has bought Morven Bank for two billion francs, both said on Monday.\n"
    ),
    "layoffs.txt": "Credal cuts jobs\n\n2023-06-02\n\nCredal said on Friday that it would cut 900 jobs in Basel.\n",
    "other.txt": "Tull cuts jobs\n\n2023-06-05\n\nThe brewer Tull said on Monday that it would cut 40 jobs in Bern.\n",
}
ASKED = "How many jobs will the company that bought Morven Bank cut?"
PLAN = "1. Which company bought Morven Bank?\n2. How many jobs will [1] cut?"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("steps")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = Settings(corpus=folder, index_dir=folder / ".index", check="code", cache=False, mode="quotes")
    index_corpus(settings, embedder=BundledEmbedder())
    return settings


def assistant(settings: Settings, model: FakeChatModel) -> Assistant:
    embedder = BundledEmbedder()
    reader = FakeReader("Credal", "900 jobs")
    return Assistant(open_index(settings, embedder), settings, embedder=embedder, reader=reader, model=model)


def test_the_answer_to_one_step_is_looked_for_in_the_next_and_the_plan_is_shown(corpus: Settings) -> None:
    model = FakeChatModel([PLAN, 'It will cut 900 jobs. <q p="P1">it would cut 900 jobs in Basel</q>'])
    with assistant(corpus, model) as asked:
        answer = asked.ask(ASKED)
    assert filter_line(answer.query, answer.scope) == snapshot(
        "in steps: Which company bought Morven Bank? How many jobs will Credal cut?"
    )
    assert [one.path for one in answer.citations] == ["layoffs.txt"]
    assert answer.usage.requests == 2
    assert model.requests[0][1].content == snapshot("""\
Articles: 3, the newest of 2023-06-05

Titles found:
- 2023-03-20: Credal buys Morven Bank
- 2023-06-05: Tull cuts jobs
- 2023-06-02: Credal cuts jobs

Question: How many jobs will the company that bought Morven Bank cut?\
""")


def test_where_the_whole_is_not_answered_its_steps_are(corpus: Settings) -> None:
    bought = 'Credal bought Morven Bank. <q p="P1">The lender Credal has bought Morven Bank</q>'
    model = FakeChatModel([PLAN, "<none>how many</none>", f"{bought}\nThe passages do not say how many jobs were cut."])
    with assistant(corpus, model) as asked:
        answer = asked.ask(ASKED)
    assert answer.status == "partial"
    assert answer.sentences[0].text == "Credal bought Morven Bank."
    assert "in_parts" in [notice.code for notice in answer.notices]
    assert "(1) Which company bought Morven Bank? (2) How many jobs will Credal cut?" in model.requests[2][1].content


def planned(reply: str | Exception, corpus: Settings) -> tuple[str, ...]:
    model = FakeChatModel([reply])
    with assistant(corpus, model) as asked:
        found, usage = in_steps(query(ASKED), model, asked.index, query, lambda _: None)
    assert usage.requests == 1
    return tuple(part.text for part in found.asked.parts)


@pytest.mark.parametrize(
    "reply",
    [
        ASKED,
        "There is nothing to plan.",
        "Who runs Morven Bank?\nWhat did Deutsche Bank say of it?",
        "Who runs Morven Bank?\nWhat happened on 4 May 2021?",
        "Who is Warren Buffett?\nWhat did [1] buy?",
    ],
)
def test_a_plan_of_one_step_or_with_what_nobody_said_is_none(reply: str, corpus: Settings) -> None:
    assert planned(reply, corpus) == ()


def test_at_most_four_steps_and_the_words_of_one_without_an_answer_in_the_next(corpus: Settings) -> None:
    whys = [f"Why is Credal {verb} jobs?" for verb in ("cutting", "buying", "selling", "moving")]
    assert planned("\n".join([*PLAN.splitlines(), *whys]), corpus) == snapshot(
        (
            "Which company bought Morven Bank?",
            "How many jobs will company bought Morven Bank cut?",
            "Why is Credal cutting jobs?",
            "Why is Credal buying jobs?",
        )
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How do the French and the German offers differ?", True),
        ("Which minister resigned after the strike ended?", True),
        ("What did the woman who leads the union say?", True),
        ("Was the May offer higher than the one in March?", True),
        ("How many people were killed in the fire?", False),
        ("What has been reported since 3 May 2023?", False),
        ("Which articles mention the company that bought Morven Bank?", False),
    ],
)
def test_which_questions_a_plan_is_asked_for(question: str, expected: bool, corpus: Settings) -> None:
    with assistant(corpus, FakeChatModel([])) as asked:
        assert may_need_steps(asked.understand(question)) is expected


def test_other_questions_cost_no_request_for_a_plan(corpus: Settings) -> None:
    model = FakeChatModel(['Credal will cut 900 jobs. <q p="P1">it would cut 900 jobs in Basel</q>'])
    with assistant(corpus, model) as asked:
        answer = asked.ask("How many jobs will Credal cut?")
    assert (answer.usage.requests, answer.query.asked.planned) == (1, False)
