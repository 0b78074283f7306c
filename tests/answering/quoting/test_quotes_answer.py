from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.question.understand import understand
from assistant.answering.quoting.quotes_answer import answer_in_quotes
from assistant.app import Assistant
from assistant.settings import Settings
from assistant.types import Answer, Checked, Turn, Understood
from bench.corpora import asked_on
from tests.answering.seed_questions import ANSWERABLE, UNANSWERABLE

TODAY = date(2022, 2, 1)


@pytest.fixture(scope="module")
def assistant(seeds_assistant: Assistant, seeds_settings: Settings) -> Assistant:
    """The sample corpus as it is asked on `TODAY`."""
    embedder, reader = seeds_assistant.embedder, seeds_assistant.reader
    return Assistant(seeds_assistant.index, seeds_settings, embedder=embedder, reader=reader, today=lambda: TODAY)


def ask(assistant: Assistant, question: str, history: tuple[Turn, ...] = ()) -> tuple[list[Checked], Answer]:
    understood, *events, answer = assistant.stream(question, history=history)
    assert isinstance(understood, Understood)
    assert isinstance(answer, Answer)
    checked = [event for event in events if isinstance(event, Checked)]
    assert len(checked) == len(events)
    return checked, answer


def text_of(assistant: Assistant, path: str) -> str:
    document = assistant.index.document(path)
    assert document is not None
    return document.text


def test_every_sentence_is_a_verbatim_quote(assistant: Assistant) -> None:
    checked, answer = ask(assistant, "How many missiles were fired on Sunday?")
    assert answer.status == "answered"
    assert answer.model is None
    assert [event.sentence for event in checked] == list(answer.sentences)
    assert [number for event in checked for number in event.sentence.citations] == list(range(1, len(checked) + 1))
    for citation in answer.citations:
        assert text_of(assistant, citation.path)[citation.start : citation.end] == citation.quote
    for sentence, citation in zip(answer.sentences, answer.citations, strict=True):
        assert sentence.text == " ".join(citation.quote.split())
    assert "Two missiles were fired on Sunday" in answer.sentences[0].text
    assert answer.text.startswith(f"{answer.sentences[0].text} [1]")
    assert [notice.code for notice in answer.notices] == ["quotes_mode"]


@pytest.mark.soak
def test_answerable_questions_are_answered_from_the_right_article(assistant: Assistant) -> None:
    texts = {document.path: " ".join(document.text.split()) for document in assistant.documents()}
    refused, right_file, right_sentence = [], 0, 0
    for question, words in ANSWERABLE:
        _, answer = ask(assistant, question)
        if not answer.citations:
            refused.append(question)
            continue
        wanted = words.split("|")
        holding = {path for path, text in texts.items() if any(one in text for one in wanted)}
        right_file += answer.citations[0].path in holding
        right_sentence += any(one in sentence.text for sentence in answer.sentences for one in wanted)
    assert len(refused) <= 0.1 * len(ANSWERABLE), refused
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
def test_a_question_in_other_words_and_a_short_spoken_answer_are_found(
    assistant: Assistant, question: str, words: str
) -> None:
    _, answer = ask(assistant, question)
    assert words in answer.text


def test_questions_on_other_things_are_refused(assistant: Assistant) -> None:
    asked = UNANSWERABLE
    answered = [question for question in asked if ask(assistant, question)[1].status != "not_in_corpus"]
    assert len(answered) <= 0.4 * len(asked), answered


def test_a_refusal_names_what_is_missing_and_the_nearest_articles(assistant: Assistant) -> None:
    checked, answer = ask(assistant, "How many missiles did Iran fire?")
    assert not checked
    assert answer.status == "not_in_corpus"
    assert not answer.citations
    assert "mentions Iran" in answer.text
    assert "000_c2b9cc5e8bca81ce.txt" in {article.path for article in answer.nearest}


def test_filters_that_leave_nothing(assistant: Assistant) -> None:
    query = understand("articles from May 2019 about Kim", as_of=TODAY, include_undated=False)
    (answer,) = answer_in_quotes(query, assistant.scope(query), [], assistant.embedder)
    assert isinstance(answer, Answer)
    assert answer.status == "filtered_out"
    assert "“from May 2019”" in answer.text
    assert "Without the filter:" in answer.text


@pytest.mark.parametrize("question", ["source:nobody", "source:nobody path:none/* ?"])
def test_filters_alone_that_leave_nothing_have_no_wider_question(assistant: Assistant, question: str) -> None:
    query = understand(question, as_of=TODAY)
    (answer,) = answer_in_quotes(query, assistant.scope(query), [], assistant.embedder)
    assert isinstance(answer, Answer)
    assert answer.text.endswith("Remove the filter to search all.")
    assert [notice.message for notice in answer.notices if notice.message.startswith("No article")] == [answer.text]


def test_articles_that_differ_stand_side_by_side(assistant: Assistant) -> None:
    _, answer = ask(assistant, "How many times did Trump meet Kim in person?")
    (conflict,) = answer.conflicts
    sides = [{answer.citations[number - 1].path[:3] for number in side} for side in conflict.sides]
    assert {"000"} in sides
    assert all(side == {"000"} or side <= {"002", "004"} for side in sides)


def test_a_question_of_two_parts_is_answered_in_both(assistant: Assistant) -> None:
    _, answer = ask(
        assistant, "Which missiles did North Korea fire on Sunday, and what did Blinken and Austin do in Asia before?"
    )
    assert answer.status == "answered"
    assert len({citation.path for citation in answer.citations}) >= 2
    assert any("missiles were fired" in sentence.text for sentence in answer.sentences)
    assert any("Blinken" in sentence.text and "Japan" in sentence.text for sentence in answer.sentences)


def test_a_part_that_is_not_answered_is_named(assistant: Assistant) -> None:
    _, answer = ask(assistant, "How many missiles were fired on Sunday, and what did Macron say about the missiles?")
    assert answer.status == "partial"
    assert answer.sentences[-1].kind == "missing"
    assert "Macron" in answer.sentences[-1].text


def test_boilerplate_never_answers(assistant: Assistant) -> None:
    for question in ("Who is Lee Jin-man?", "Who is the photographer?", "Leave a comment?"):
        _, answer = ask(assistant, question)
        assert not any(word in answer.text for word in ("caption", "Photographer:", "Leave a Comment"))


def test_the_date_of_an_article_is_said_from_its_record(assistant: Assistant) -> None:
    _, answer = ask(assistant, "When was the article with the words 'lunatic theory' published?")
    assert [sentence.kind for sentence in answer.sentences] == ["note"]
    assert "is dated 2021-03-24, known from its header line." in answer.text
    assert "lunatic theory" in answer.citations[0].quote


def test_a_question_for_more_than_a_date_keeps_its_other_part(assistant: Assistant) -> None:
    _, answer = ask(assistant, "Who will Jake Sullivan host, and when was the article about Sullivan published?")
    assert "host his counterparts from Japan and South Korea" in answer.text


def test_each_part_of_a_question_is_searched(assistant: Assistant) -> None:
    _, answer = ask(assistant, "Who is Suh Wook, and which countries were at the virtual Quad summit?")
    assert answer.status == "answered"
    assert "Defense Minister Suh Wook" in answer.text
    assert "Australia, India and Japan" in answer.text


def test_the_words_of_a_follow_up_choose_the_sentence(assistant: Assistant) -> None:
    before = Turn("Which countries were at the virtual Quad summit?", "Australia, India and Japan.")
    _, answer = ask(assistant, "What did the statement afterwards refer to?", (before,))
    assert "referred to an “open” Indo-Pacific region" in answer.citations[0].quote


def test_words_that_only_say_which_articles_are_meant_weigh_nothing(assistant: Assistant) -> None:
    _, answer = ask(assistant, "What did papers write in the week of 15 March 2021 about the Quad summit?")
    assert answer.citations[0].path == "004_88a091d219879e17.txt"
    assert "virtual summit with so-called Quad partners" in answer.citations[0].quote


def test_the_holder_of_that_very_office_is_quoted(assistant: Assistant) -> None:
    _, answer = ask(assistant, "who's south korea's foreign minister")
    assert "South Korean Foreign Minister Chung Eui-young" in answer.citations[0].quote


def test_the_kind_that_is_asked_for_is_quoted(assistant: Assistant) -> None:
    _, answer = ask(assistant, "Which kind of missiles did North Korea launch after the trip of US officials?")
    assert "cruise missiles" in answer.text


def test_the_newest_article_answers_only_if_it_says_as_much_as_an_older_one() -> None:
    texts = {
        "2023-03-01.txt": "The county council said the new swimming pool will cost 4.1 million euros.",
        "2023-09-14.txt": "The new swimming pool will now cost 5.6 million euros, the county council said.",
        "2023-12-02.txt": "Councillors argued about the cost of the new swimming pool again on Saturday.",
    }
    with asked_on(texts, date(2024, 1, 1)) as pool:
        newest = ask(pool, "What is the latest cost of the new swimming pool?")[1]
        oldest = ask(pool, "What cost of the new swimming pool was first reported?")[1]
    assert newest.citations[0].quote == texts["2023-09-14.txt"]
    assert oldest.citations[0].quote == texts["2023-03-01.txt"]
