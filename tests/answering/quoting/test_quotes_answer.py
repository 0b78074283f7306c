from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pytest

from assistant.answering.question.understand import understand
from assistant.answering.quoting.quotes_answer import answer_in_quotes
from assistant.answering.retrieval.retrieve import retrieve
from assistant.app import Assistant
from assistant.index.search.index import Index
from assistant.models.embedder import BundledEmbedder
from assistant.settings import Settings
from assistant.types import Answer, Checked, Turn, Vectors
from tests.answering.seed_questions import ANSWERABLE, UNANSWERABLE

TODAY = date(2022, 2, 1)


class RememberingEmbedder(BundledEmbedder):
    """Embeds each text once: the sentences of a small corpus come again with every question."""

    def __init__(self) -> None:
        self._known: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, super().embed(new), strict=True))
        return np.stack([self._known[text] for text in texts])


@pytest.fixture(scope="module")
def index(seeds_assistant: Assistant, seeds_settings: Settings) -> Iterator[Index]:
    assert seeds_assistant.documents()  # it is indexed
    with Index.open(seeds_settings.index_path, RememberingEmbedder()) as opened:
        yield opened


def ask(index: Index, question: str, history: tuple[Turn, ...] = ()) -> tuple[list[Checked], Answer]:
    query = understand(question, history, as_of=TODAY)
    hits = retrieve(index, query, k=8, per_document=3)
    *events, answer = answer_in_quotes(query, index.scope(query), hits, index.embedder)
    assert isinstance(answer, Answer)
    checked = [event for event in events if isinstance(event, Checked)]
    assert len(checked) == len(events)
    return checked, answer


def text_of(index: Index, path: str) -> str:
    document = index.document(path)
    assert document is not None
    return document.text


def test_every_sentence_is_a_verbatim_quote(index: Index) -> None:
    checked, answer = ask(index, "How many missiles were fired on Sunday?")
    assert answer.status == "answered"
    assert answer.model is None
    assert [event.sentence for event in checked] == list(answer.sentences)
    assert [number for event in checked for number in event.sentence.citations] == list(range(1, len(checked) + 1))
    for citation in answer.citations:
        assert text_of(index, citation.path)[citation.start : citation.end] == citation.quote
    for sentence, citation in zip(answer.sentences, answer.citations, strict=True):
        assert sentence.text == " ".join(citation.quote.split())
    assert "Two missiles were fired on Sunday" in answer.sentences[0].text
    assert answer.text.startswith(f"{answer.sentences[0].text} [1]")
    assert [notice.code for notice in answer.notices] == ["quotes_mode"]


def test_answerable_questions_are_answered_from_the_right_article(index: Index) -> None:
    texts = {document.path: " ".join(document.text.split()) for document in index.documents()}
    refused, right_file, right_sentence = [], 0, 0
    for question, words in ANSWERABLE:
        _, answer = ask(index, question)
        if not answer.citations:
            refused.append(question)
            continue
        wanted = words.split("|")
        holding = {path for path, text in texts.items() if any(one in text for one in wanted)}
        right_file += answer.citations[0].path in holding
        right_sentence += any(one in sentence.text for sentence in answer.sentences for one in wanted)
    assert len(refused) <= 0.05 * len(ANSWERABLE), refused
    assert right_file >= 0.85 * (len(ANSWERABLE) - len(refused))
    assert right_sentence >= 0.85 * (len(ANSWERABLE) - len(refused))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Has Pyongyang ever replied to the Biden team's messages?", "not received a response"),
        ("has north korea claimed to have any hypersonic weapon", "claimed a hypersonic glider"),
        ("How did Biden respond to the launch?", "nothing has changed much"),
    ],
)
def test_a_question_in_other_words_and_a_short_spoken_answer_are_found(index: Index, question: str, words: str) -> None:
    _, answer = ask(index, question)
    assert words in answer.text


def test_questions_on_other_things_are_refused(index: Index) -> None:
    answered = [question for question in UNANSWERABLE if ask(index, question)[1].status != "not_in_corpus"]
    assert len(answered) <= 0.1 * len(UNANSWERABLE), answered


def test_a_refusal_names_what_is_missing_and_the_nearest_articles(index: Index) -> None:
    checked, answer = ask(index, "How many missiles did Iran fire?")
    assert not checked
    assert answer.status == "not_in_corpus"
    assert not answer.citations
    assert "mentions Iran" in answer.text
    assert "000_c2b9cc5e8bca81ce.txt (2021-03-24)" in answer.text


def test_filters_that_leave_nothing(index: Index) -> None:
    query = understand("articles from May 2019 about Kim", as_of=TODAY, include_undated=False)
    (answer,) = answer_in_quotes(query, index.scope(query), [], index.embedder)
    assert isinstance(answer, Answer)
    assert answer.status == "filtered_out"
    assert "“from May 2019”" in answer.text
    assert "Without the filter:" in answer.text


@pytest.mark.parametrize("question", ["source:nobody", "source:nobody path:none/* ?"])
def test_filters_alone_that_leave_nothing_have_no_wider_question(index: Index, question: str) -> None:
    query = understand(question, as_of=TODAY)
    (answer,) = answer_in_quotes(query, index.scope(query), [], index.embedder)
    assert isinstance(answer, Answer)
    assert answer.text.endswith("Remove the filter to search all.")
    assert [notice.message for notice in answer.notices if notice.message.startswith("No article")] == [answer.text]


def test_articles_that_differ_stand_side_by_side(index: Index) -> None:
    _, answer = ask(index, "How many times did Trump and Kim meet?")
    (conflict,) = answer.conflicts
    sides = [{answer.citations[number - 1].path[:3] for number in side} for side in conflict.sides]
    assert {"000"} in sides
    assert all(side == {"000"} or side <= {"002", "004"} for side in sides)


def test_a_question_of_two_parts_is_answered_in_both(index: Index) -> None:
    _, answer = ask(
        index, "Which missiles did North Korea fire on Sunday, and what did Blinken and Austin do in Asia before?"
    )
    assert answer.status == "answered"
    assert len({citation.path for citation in answer.citations}) >= 2
    assert any("missiles were fired" in sentence.text for sentence in answer.sentences)
    assert any("Blinken" in sentence.text and "Japan" in sentence.text for sentence in answer.sentences)


def test_a_part_that_is_not_answered_is_named(index: Index) -> None:
    _, answer = ask(index, "How many missiles were fired on Sunday, and what did Macron say about the missiles?")
    assert answer.status == "partial"
    assert answer.sentences[-1].kind == "missing"
    assert "Macron" in answer.sentences[-1].text


def test_boilerplate_never_answers(index: Index) -> None:
    for question in ("Who is Lee Jin-man?", "Who is the photographer?", "Leave a comment?"):
        _, answer = ask(index, question)
        assert not any(word in answer.text for word in ("caption", "Photographer:", "Leave a Comment"))


def test_the_date_of_an_article_is_said_from_its_record(index: Index) -> None:
    _, answer = ask(index, "When was the article with the words 'lunatic theory' published?")
    assert [sentence.kind for sentence in answer.sentences] == ["note"]
    assert "is dated 2021-03-24, known from its header line." in answer.text
    assert "lunatic theory" in answer.citations[0].quote


def test_a_question_for_more_than_a_date_keeps_its_other_part(index: Index) -> None:
    _, answer = ask(index, "Who will Jake Sullivan host, and when was the article about Sullivan published?")
    assert "host his counterparts from Japan and South Korea" in answer.text


def test_each_part_of_a_question_is_searched(index: Index) -> None:
    _, answer = ask(index, "What did Moon Jae-in say, and who is Suh Wook?")
    assert answer.status == "answered"
    assert "bigger tests were coming, according to South Korean President Moon Jae-in" in answer.text
    assert "Defense Minister Suh Wook" in answer.text


def test_the_words_of_a_follow_up_choose_the_sentence(index: Index) -> None:
    before = Turn("Which countries were at the virtual Quad summit?", "Australia, India and Japan.")
    _, answer = ask(index, "What did the statement afterwards refer to?", (before,))
    assert "referred to an “open” Indo-Pacific region" in answer.citations[0].quote


def test_words_that_only_say_which_articles_are_meant_weigh_nothing(index: Index) -> None:
    _, answer = ask(index, "What did papers write in the week of 15 March 2021 about the Quad summit?")
    assert answer.citations[0].path == "004_88a091d219879e17.txt"
    assert "virtual summit with so-called Quad partners" in answer.citations[0].quote


def test_the_holder_of_that_very_office_is_quoted(index: Index) -> None:
    _, answer = ask(index, "who's south korea's foreign minister")
    assert "South Korean Foreign Minister Chung Eui-young" in answer.citations[0].quote


def test_the_kind_that_is_asked_for_is_quoted(index: Index) -> None:
    _, answer = ask(index, "What type of missile was launched on the Sunday before 24 March 2021?")
    assert "cruise missiles" in answer.citations[0].quote
