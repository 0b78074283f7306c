"""Questions about the corpus are told from questions about what articles say, in whatever words they are typed."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.question.corpus_questions import corpus_question
from assistant.answering.question.understand import understand
from assistant.asked import CatalogueFact, CorpusQuestion
from assistant.types import DateRange, Turn

ASKED = date(2021, 6, 30)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How many articles are there?", CorpusQuestion("count")),
        ("number of files in the collection?", CorpusQuestion("count")),
        ("please tell me how many documents you have", CorpusQuestion("count")),
        ("how many articles mention Japan", CorpusQuestion("count", mentioning="Japan")),
        ("How many of the articles are about “North Korea”?", CorpusQuestion("count", "“North Korea”", topic=True)),
        ("in how many documents does the word sanctions appear?", CorpusQuestion("count", "sanctions")),
        ("Which articles mention the harbour bridge?", CorpusQuestion("list", "the harbour bridge")),
        ("show me every file containing the phrase port of Busan", CorpusQuestion("list", "port of Busan")),
        ("which articles don't mention Japan", CorpusQuestion("list", "Japan", without=True)),
        ("Is Japan mentioned anywhere?", CorpusQuestion("list", "Japan")),
        ("do you have anything on Łódź", CorpusQuestion("list", "Łódź")),
        ("which articles are by Jane Doe?", CorpusQuestion("list", by="Jane Doe")),
        ("Which articles are from NPR?", CorpusQuestion("list", by="NPR")),
        ("how many stories did Jane Doe write", CorpusQuestion("count", by="Jane Doe")),
        ("list undated files", CorpusQuestion("list", undated=True)),
        ("Which articles have no date?", CorpusQuestion("list", undated=True)),
        ("What is the newest article?", CorpusQuestion("newest")),
        ("which article is the oldest", CorpusQuestion("oldest")),
        ("show the latest articles about Japan", CorpusQuestion("newest", "Japan", many=True, topic=True)),
        ("When was the last article published?", CorpusQuestion("newest")),
        ("Who wrote about Japan?", CorpusQuestion("authors", "Japan")),
        ("which journalists covered the election", CorpusQuestion("authors", "the election")),
    ],
)
def test_what_is_asked_of_the_corpus(question: str, asked: CorpusQuestion) -> None:
    assert corpus_question(question) == asked


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("What sources do you have?", "sources"),
        ("which newspapers are in the archive", "sources"),
        ("Where do your articles come from?", "sources"),
        ("list authors please", "authors"),
        ("Who wrote these articles?", "authors"),
        ("What period does this cover?", "period"),
        ("how far back do your articles go", "period"),
        ("What can I ask?", "help"),
        ("hi, what can you do", "help"),
        ("what topics do you cover?", "contents"),
        ("what's in here", "contents"),
    ],
)
def test_questions_with_one_answer(question: str, fact: CatalogueFact) -> None:
    assert corpus_question(question) == CorpusQuestion(fact)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?",
        "articles",
        "How many people were injured?",
        "How many articles does the constitution have?",
        "How many articles did the mayor write?",
        "How many documents were leaked?",
        "How many reports of fraud were filed in March?",
        "how many pages does the report have",
        "Which report said that unemployment fell?",
        "which articles of the treaty were violated?",
        "which documents prove that the mayor knew?",
        "Which article mentions Japan most often?",
        "Does the report mention Japan?",
        "Who mentioned sanctions?",
        "Who wrote the constitution?",
        "Who wrote the letter about the mayor?",
        "who is the author of the bill",
        "What sources did the reporter protect?",
        "What sources of energy does Japan use?",
        "Which newspaper broke the story?",
        "What is the latest on the strike?",
        "What does the latest report say about inflation?",
        "Who is the newest member?",
        "what period does the budget cover",
        "What period does it cover?",
        "What can I do if my flight is cancelled?",
        "is there a date for the election",
        "list the demands of the union",
    ],
)
def test_a_question_about_what_articles_say_is_none_about_the_corpus(question: str) -> None:
    assert corpus_question(question) is None


def test_days_filter_by_publication_unless_they_are_what_is_to_be_mentioned() -> None:
    query = understand("How many pieces appeared in March 2021 and mention Japan?", as_of=ASKED)
    assert query.asked.catalogue == CorpusQuestion("count", "Japan")
    assert query.published == DateRange(date(2021, 3, 1), date(2021, 3, 31))
    query = understand("Which articles mention March 2021?", as_of=ASKED)
    assert query.asked.catalogue == CorpusQuestion("list", "March 2021")
    assert query.published == DateRange()


def test_operators_and_the_conversation_leave_the_question_as_it_is() -> None:
    history = [Turn("What did Kim say about Tokyo?", "Nothing.")]
    query = understand('which articles mention Japan author:"Jane Doe"', history, as_of=ASKED)
    assert query.asked.catalogue == CorpusQuestion("list", "Japan")
    assert (query.authors, query.stand_alone) == (("Jane Doe",), None)


@pytest.mark.timeout(5)
@pytest.mark.parametrize("piece", ["the all any ", "is ", "and ", " at all", "articles ", "mentioned ", ", please "])
def test_a_long_question_is_read_at_once(piece: str) -> None:
    for lead in ("", "which articles mention ", "is ", "who wrote about "):
        corpus_question(lead + piece * 3_000)
