"""Which articles say something: all that may are read, those that say the opposite are left out, and it is counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from inline_snapshot import snapshot

from assistant.app import Assistant
from assistant.settings import Settings
from assistant.types import CorpusQuestion

ARTICLES = {
    "open.txt": "Date: 2024-03-04\n\nThe Velm bridge will reopen in May, the city said. It was shut in 2022.\n",
    "again.txt": "Date: 2024-03-09\n\nMayor Ines Tovar said the Velm bridge will reopen in May.\n",
    "not.txt": "Date: 2024-03-11\n\nThe Velm bridge will not reopen in May, a spokesman said on Monday.\n",
    "else.txt": "Date: 2024-03-12\n\nThe Velm theatre sold all its tickets for the season within an hour.\n",
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("town")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Assistant.open(settings=Settings(corpus=folder, mode="quotes")) as opened:
        yield opened


def test_the_articles_that_say_it_are_quoted_and_those_that_were_read_counted(town: Assistant) -> None:
    answer = town.ask("Which articles say that the Velm bridge will reopen in May?")
    assert [one.path for one in answer.citations] == ["again.txt", "open.txt"]
    assert [one.path for one in answer.listed] == ["again.txt", "open.txt"]
    assert answer.sentences[0].text == snapshot(
        "2 of the 4 articles that were read have a sentence that says: The Velm bridge will reopen in May."
    )


def test_none_that_says_it_is_a_refusal_that_tells_what_was_read(town: Assistant) -> None:
    answer = town.ask("How many articles report that the Velm theatre burned down?")
    assert (answer.status, answer.citations) == ("not_in_corpus", ())
    assert answer.text == snapshot(
        "In none of the 4 articles that were read was a sentence found that says: The Velm theatre burned down."
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How often is it reported that Velm is broke?", CorpusQuestion("saying", "Velm is broke")),
        ("List all the articles that claim that Velm is broke", CorpusQuestion("saying", "Velm is broke")),
        ("How often was Ines Tovar mentioned?", CorpusQuestion("count", "Ines Tovar")),
        ("Who says that Velm is broke?", None),
    ],
)
def test_what_is_asked(question: str, expected: CorpusQuestion | None, town: Assistant) -> None:
    assert town.understand(question).asked.catalogue == expected
