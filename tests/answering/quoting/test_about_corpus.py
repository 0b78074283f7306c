"""Questions about the corpus are answered from its catalogue: every article counts, not only those that are found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.app import Assistant
from assistant.options import Options
from assistant.settings import Settings
from assistant.types import Turn
from tests.answering.fakes import FakeChatModel

FILES = {
    "bridge.md": "---\ndate: 2021-03-02\nsource: The Courier\nauthor: Zoë Łaska\n---\n"
    "The harbour bridge in Łódź was closed on Tuesday, and Captain Manning left the port of Busan"
    " for Japan.\n",
    "storm.md": "---\ndate: 2021-03-24\nsource: The Courier\nauthor: John Roe\n---\n"
    "A storm closed the ports of Japan. The men of the harbour office saw bridges swept away.\n",
    "mill.md": "---\ndate: 2021-04-05\nsource: NPR\n---\nThe mill was sold to a man in South Korea.\n",
    "note.txt": "The harbour of Kobe, in Japan, was full of ships that nobody had ordered or paid for.\n",
}
ALL = ["mill.md", "storm.md", "bridge.md", "note.txt"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("corpus")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    with Assistant.open(settings=Settings(corpus=folder, mode="quotes")) as opened:
        yield opened


def ask(corpus: Assistant, question: str) -> tuple[str, list[str]]:
    answer = corpus.ask(question)
    assert answer.status == "answered"
    assert (answer.citations, answer.hits, answer.model) == ((), (), None)
    assert " ".join(sentence.text for sentence in answer.sentences) == answer.text
    return answer.text, [one.path for one in answer.listed]


@pytest.mark.parametrize(
    ("question", "text", "listed"),
    [
        (
            "How many articles are there?",
            "There are 4 articles. They are dated 2021-03-02 – 2021-04-05; 1 of them is undated.",
            ALL,
        ),
        (
            "how many articles mention japan",
            "3 of the 4 articles mention “japan”.",
            ["storm.md", "bridge.md", "note.txt"],
        ),
        ("Which articles mention Zanzibar?", "None of the 4 articles mentions “Zanzibar”.", []),
        ("which articles mention łódź", "1 of the 4 articles mentions “łódź”.", ["bridge.md"]),
        ("Which articles mention Manning?", "1 of the 4 articles mentions “Manning”.", ["bridge.md"]),
        ("Which articles mention bridges?", "2 of the 4 articles mention “bridges”.", ["storm.md", "bridge.md"]),
        ('Which articles mention "bridges"?', "1 of the 4 articles mentions “bridges”.", ["storm.md"]),
        ("which files mention the port of Busan", "1 of the 4 articles mentions “port of Busan”.", ["bridge.md"]),
        (
            "which articles are about the harbour of Japan",
            "3 of the 4 articles mention “harbour” and “Japan”.",
            ["storm.md", "bridge.md", "note.txt"],
        ),
        (
            "Which articles mention Japan and harbour but not the storm?",
            "2 of the 4 articles mention “Japan” and “harbour” but not “storm”.",
            ["bridge.md", "note.txt"],
        ),
        (
            "which articles mention Busan or “South Korea”",
            "2 of the 4 articles mention “Busan” or “South Korea”.",
            ["mill.md", "bridge.md"],
        ),
        ("Which articles do not mention Japan?", "1 of the 4 articles does not mention “Japan”.", ["mill.md"]),
        (
            "How many articles appeared in March 2021?",
            (
                "2 of the 4 articles were published between 2021-03-01 and 2021-03-31."
                " 1 undated article may also have appeared then."
            ),
            ["storm.md", "bridge.md"],
        ),
        (
            "how many articles mention Korea source:courier",
            "None of the 4 articles is from courier and mentions “Korea”.",
            [],
        ),
        (
            "which articles mention Japan author:laska",
            "1 of the 4 articles is by laska and mentions “Japan”.",
            ["bridge.md"],
        ),
        ("Which articles are by zoe laska?", "1 of the 4 articles is by zoe laska.", ["bridge.md"]),
        (
            "articles about Japan from the Courier",
            "2 of the 4 articles mention “Japan” and are by Courier.",
            ["storm.md", "bridge.md"],
        ),
        ("list undated articles", "1 of the 4 articles has no date.", ["note.txt"]),
        (
            "What is the newest article?",
            (
                "Of the 4 articles, the newest is “The mill was sold to a man in South Korea.” (mill.md),"
                " dated 2021-04-05. 1 is undated and not counted."
            ),
            ["mill.md"],
        ),
        (
            "which are the oldest articles about Japan",
            (
                "Of the 3 articles that mention “Japan”, the oldest is “The harbour bridge in Łódź was closed on"
                " Tuesday, and Captain Manning left the port of…” (bridge.md), dated 2021-03-02."
                " 1 is undated and not counted."
            ),
            ["bridge.md", "storm.md"],
        ),
        (
            "How many articles are there as of 10 March 2021?",
            "As of 2021-03-10, there are 2 articles. They are dated 2021-03-02; 1 of them is undated.",
            ["bridge.md", "note.txt"],
        ),
        (
            "What sources do you have?",
            "The 4 articles come from 2 sources: The Courier (2) and NPR (1); 1 names no source.",
            [],
        ),
        (
            "Who wrote about Japan?",
            "The 3 articles that mention “Japan” are by 2 authors: John Roe (1) and Zoë Łaska (1); 1 names no author.",
            ["storm.md", "bridge.md", "note.txt"],
        ),
        (
            "What period does this cover?",
            "The 4 articles are dated 2021-03-02 – 2021-04-05; 1 of them is undated.",
            [],
        ),
    ],
)
def test_the_catalogue_answers(corpus: Assistant, question: str, text: str, listed: list[str]) -> None:
    assert ask(corpus, question) == (text, listed)


def test_what_can_be_asked_is_said_with_the_days_of_the_corpus(corpus: Assistant) -> None:
    text, listed = ask(corpus, "What can I ask?")
    assert "every sentence of an answer is quoted" in text
    assert text.endswith("The 4 articles are dated 2021-03-02 – 2021-04-05; 1 of them is undated.")
    assert listed == []


@pytest.mark.parametrize(
    "question", ["How many stories did Rudyard Kipling write?", "articles on how a mill loses money"]
)
def test_a_name_or_a_topic_that_the_catalogue_does_not_know_is_looked_for_in_the_texts(
    corpus: Assistant, question: str
) -> None:
    assert corpus.ask(question).listed == ()


def test_the_record_of_each_listed_article_is_given(corpus: Assistant) -> None:
    (one,) = corpus.ask("Which articles mention Manning?").listed
    document = corpus.index.document("bridge.md")
    assert document is not None
    assert (one.id, one.date, one.source, one.author) == (document.id, document.date, "The Courier", "Zoë Łaska")


def test_no_model_is_asked_even_where_one_is_set_and_there_is_a_conversation(corpus: Assistant) -> None:
    model = FakeChatModel([])
    with_model = Assistant(corpus.index, Settings(), embedder=corpus.index.embedder, model=model)
    before = corpus.ask("Who left the port?")
    options: Options = {"history": [Turn(before.question, before.text)]}
    answer = with_model.ask("how many mention Japan?", **options)
    assert (answer.text, answer.model) == ("3 of the 4 articles mention “Japan”.", None)
    assert model.requests == []
