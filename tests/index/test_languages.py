"""Text in other languages and scripts: found by its words, quoted in sentences, and not where it does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assistant.app import Assistant
from assistant.settings import Settings
from assistant.wiring import index_corpus
from tests.index.corpora import write
from tests.index.languages import ABSENT, ARTICLES, QUESTIONS


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    files = {f"{language}-{name}.txt": text for language, texts in ARTICLES.items() for name, text in texts.items()}
    settings = Settings(corpus=write(tmp_path_factory.mktemp("languages"), files), mode="quotes")
    index_corpus(settings, today=date(2024, 7, 1))
    with Assistant.open(settings=settings, refresh=False) as assistant:
        yield assistant


@pytest.mark.parametrize("language", ARTICLES)
def test_the_right_article_comes_first(assistant: Assistant, language: str) -> None:
    first = {
        question: assistant.search(question, k=3)[0].document.path
        for questions in QUESTIONS[language].values()
        for question in questions
    }
    assert first == {
        question: f"{language}-{name}.txt" for name, both in QUESTIONS[language].items() for question in both
    }


@pytest.mark.parametrize("language", ARTICLES)
def test_answers_quote_whole_sentences_of_the_right_article(assistant: Assistant, language: str) -> None:
    right = 0
    for name, questions in QUESTIONS[language].items():
        for question in questions:
            answer = assistant.ask(question)
            right += [citation.path for citation in answer.citations][:1] == [f"{language}-{name}.txt"]
            for citation in answer.citations:
                cited, _, article = citation.path.removesuffix(".txt").partition("-")
                text = ARTICLES[cited][article]
                assert language == "th" or citation.quote[-1] in ".。»", citation.quote
                assert len(citation.quote) < len(text)
    assert right >= 7  # of 8


def test_articles_are_dated_and_titled_in_their_language(assistant: Assistant) -> None:
    days = {
        "flood": date(2024, 5, 7),
        "match": date(2024, 5, 12),
        "bridge": date(2024, 5, 20),
        "museum": date(2024, 6, 2),
    }
    for document in assistant.documents():
        language, name = document.path.removesuffix(".txt").split("-")
        assert (document.language, document.date.day) == (language, days[name])
        assert document.title == ARTICLES[language][name].split("\n")[0]


def test_what_is_not_there_is_not_answered(assistant: Assistant) -> None:
    asked = [question for both in ABSENT.values() for question in both]
    refused = [question for question in asked if assistant.ask(question).status == "not_in_corpus"]
    # The Thai article on a bridge speaks of a budget too, the German on a flood of an earthquake's little words.
    assert len(refused) >= len(asked) - 2


def test_names_are_found_inside_runs_without_spaces(assistant: Assistant) -> None:
    mentions = assistant.index.mentions
    assert all(mentions(name) for name in ("田村健", "刘敏", "김하늘", "อรทัย", "Ольгу Лебедеву", "Jana Petersen"))
    assert not any(mentions(name) for name in ("田村勇", "刘波", "김바다", "สมชาย", "Анна Лебедева", "Jana Vogt"))
