"""The right article first, and the filter exact, over a made-up archive of changing facts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering.question.understand import understand
from assistant.answering.quoting.quotes_answer import answer_in_quotes
from assistant.answering.retrieval.retrieve import retrieve
from assistant.index.build.run import build
from assistant.index.search.index import Index
from assistant.models.embedder import BundledEmbedder, CachedEmbedder
from assistant.types import Answer
from tests.news import TODAY, Archive, Question, archive


@pytest.fixture(scope="module")
def news() -> Archive:
    return archive()


@pytest.fixture(scope="module")
def index(news: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("news")
    news.write(folder / "corpus")
    embedder = CachedEmbedder(BundledEmbedder())  # as questions use it
    build(
        folder / "corpus",
        folder / "index",
        embedder,
        passage_tokens=200,
        passage_overlap=0,
        max_bytes=1_000_000,
        today=TODAY,
    )
    with Index.open(folder / "index", embedder) as opened:
        yield opened


def test_the_archive_is_the_same_each_time_and_large_enough(news: Archive) -> None:
    assert news == archive()
    assert len(news.articles) >= 200
    assert len(news.questions) >= 100
    assert {question.kind for question in news.questions} == {
        "latest",
        "as of",
        "in",
        "before",
        "between",
        "first",
        "none",
    }


def test_the_filter_is_exact(news: Archive) -> None:
    exact = [_is_exact(question) for question in news.questions]
    assert sum(exact) / len(exact) >= 0.97


def test_a_question_without_time_is_not_filtered(news: Archive) -> None:
    timeless = [question for question in news.questions if question.kind == "none"]
    assert all(_is_exact(question) for question in timeless)


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.soak)])
def test_the_right_article_is_the_first_hit(news: Archive, index: Index, step: int) -> None:
    wrong = []
    for question in news.questions[::step]:
        hits = retrieve(index, understand(question.text, as_of=TODAY), k=8, per_document=3)
        if not hits or hits[0].document.path not in question.right:
            wrong.append(question.text)
    assert len(wrong) <= 0.05 * len(news.questions[::step]), wrong


def test_a_later_version_with_another_figure_is_a_hit_of_its_own(news: Archive, index: Index) -> None:
    paths = {document.path for document in index.documents()}
    assert paths == {article.path for article in news.articles}
    query = understand("What is the most recent count of homes without power in Lowfield?", as_of=TODAY)
    texts = [hit.passage.text for hit in retrieve(index, query, k=8, per_document=3)]
    assert len(texts) == len(set(texts))


def _is_exact(question: Question) -> bool:
    query = understand(question.text, as_of=TODAY)
    understood = (query.published, query.about, query.order, query.as_of)
    return understood == (question.published, question.about, question.order, question.as_of)


@pytest.mark.parametrize("step", [20, pytest.param(1, marks=pytest.mark.soak)])
def test_the_right_article_is_the_first_citation(news: Archive, index: Index, step: int) -> None:
    questions, wrong = news.questions[::step], []
    for question in questions:
        query = understand(question.text, as_of=TODAY)
        hits = retrieve(index, query, k=8, per_document=3)
        *_, answer = answer_in_quotes(query, index.scope(query), hits, index.embedder)
        assert isinstance(answer, Answer)
        if not answer.citations or answer.citations[0].path not in question.right:
            wrong.append((question.text, answer.text))
    assert len(wrong) <= 0.05 * len(questions), wrong
