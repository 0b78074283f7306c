"""Order by time over hand-made hits: floors, preferences, tiers, and what is said about undated documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

import pytest

from assistant.answering.question.understand import understand
from assistant.answering.retrieval.retrieve import may_not_belong, order_by_time, retrieve, tiers, time_notices
from assistant.types import Citation, DateRange, Document, DocumentDate, Hit, Mention, Passage, Query, Scope

if TYPE_CHECKING:
    from assistant.index.search.index import Index

ASKED = date(2021, 6, 16)


def _hit(
    name: str, day: str | None, score: float, text: str = "The mayor of Rivermouth spoke.", about: str = ""
) -> Hit:
    published = DocumentDate(date.fromisoformat(day), "day", "filename") if day else DocumentDate()
    document = Document(name, name, None, None, published, text, name)
    mentions = (
        (Mention(0, 1, text[:1], DateRange(date.fromisoformat(about), date.fromisoformat(about))),) if about else ()
    )
    passage = Passage(name, name, 0, 0, len(text), text, mentions=mentions)
    return Hit(passage, document, score, score, score)


def _query(**fields: object) -> Query:
    words = {"search_text": "Who is mayor of Rivermouth?", **fields}
    return replace(Query("Who is mayor of Rivermouth?", "", ASKED), subject=words["search_text"], **words)  # type: ignore[arg-type]


def _names(hits: list[Hit]) -> list[str]:
    return [hit.document.path for hit in hits]


OLD, NEW, UNDATED = _hit("old", "2020-01-01", 1.0), _hit("new", "2021-05-01", 0.9), _hit("undated", None, 0.95)
OFF_SUBJECT = _hit("off", "2021-06-10", 0.5)
OTHER_TOWN = _hit("other", "2021-06-10", 0.95, "The mayor of Lowfield spoke.")


def test_without_time_the_order_of_the_index_stands() -> None:
    hits = [NEW, OFF_SUBJECT, UNDATED, OLD]
    assert order_by_time(_query(), hits) == hits


def test_newest_is_the_newest_of_those_on_the_subject() -> None:
    hits = [OLD, UNDATED, OTHER_TOWN, NEW, OFF_SUBJECT]
    assert _names(order_by_time(_query(order="newest"), hits)) == ["new", "old", "undated", "other", "off"]


def test_oldest_is_the_oldest_of_those_on_the_subject() -> None:
    assert _names(order_by_time(_query(order="oldest"), [NEW, OFF_SUBJECT, OLD])) == ["old", "new", "off"]


def test_a_hit_that_shares_all_words_is_on_the_subject_though_its_score_is_low() -> None:
    lexical = replace(_hit("words", "2021-06-01", 0.6), lexical=0.95)
    assert _names(order_by_time(_query(order="newest"), [OLD, lexical])) == ["words", "old"]


def test_numbers_of_the_subject_must_be_shared() -> None:
    query = _query(order="newest", search_text="what is known of flight 370")
    right, wrong = (
        _hit("370", "2020-01-01", 1.0, "flight 370 was lost"),
        _hit("17", "2021-01-01", 0.95, "flight 17 was lost"),
    )
    assert _names(order_by_time(query, [right, wrong])) == ["370", "17"]


def test_about_prefers_hits_that_speak_of_the_days_or_were_written_then() -> None:
    query = _query(about=DateRange(date(2021, 3, 1), date(2021, 3, 31)))
    speaks = _hit("speaks", "2021-06-01", 0.85, about="2021-03-15")
    written = _hit("written", "2021-03-20", 0.8)
    soon = _hit("soon", "2021-04-05", 0.8)
    assert _names(order_by_time(query, [OLD, speaks, written, soon])) == ["speaks", "written", "soon", "old"]


def test_about_does_not_lift_what_is_off_the_subject() -> None:
    query = _query(about=DateRange(date(2021, 6, 1), date(2021, 6, 30)))
    assert _names(order_by_time(query, [OLD, OFF_SUBJECT])) == ["old", "off"]


def test_before_a_day_means_shortly_before() -> None:
    query = _query(about=DateRange(None, date(2021, 5, 10)))
    assert _names(order_by_time(query, [replace(OLD, score=0.95), NEW])) == ["new", "old"]


def test_recent_prefers_a_little_and_never_what_is_later() -> None:
    close = _hit("close", "2021-06-10", 0.88)
    assert _names(order_by_time(_query(recent=True), [_hit("a", "2019-01-01", 0.90), close])) == ["close", "a"]
    assert _names(order_by_time(_query(recent=True), [_hit("a", "2019-01-01", 0.98), close])) == ["a", "close"]


def test_two_alike_come_later_first() -> None:
    first, second = _hit("first", "2021-03-02", 0.9), _hit("second", "2021-03-04", 0.9)
    query = _query(about=DateRange(date(2021, 3, 1), date(2021, 3, 31)))
    assert _names(order_by_time(query, [first, second])) == ["second", "first"]


def test_under_a_publication_filter_undated_hits_come_last() -> None:
    query = _query(published=DateRange(None, date(2021, 12, 31)))
    assert _names(order_by_time(query, [UNDATED, NEW, OLD])) == ["new", "old", "undated"]
    assert may_not_belong(query, UNDATED.document)
    assert not may_not_belong(query, NEW.document)
    assert not may_not_belong(_query(), UNDATED.document)


def test_tiers_keep_the_undated_for_when_no_dated_hit_answers() -> None:
    query = _query(published=DateRange(None, date(2021, 12, 31)))
    assert [_names(tier) for tier in tiers(query, [NEW, OLD, UNDATED])] == [["new", "old"], ["undated"]]
    assert [_names(tier) for tier in tiers(query, [UNDATED])] == [["undated"]]


def test_tiers_of_newest_are_single_documents_by_their_day() -> None:
    found = tiers(_query(order="newest"), [OLD, NEW, OTHER_TOWN])
    assert [_names(tier) for tier in found] == [["other"], ["new"], ["old"]]
    assert [_names(tier) for tier in tiers(_query(order="oldest"), [NEW, OLD])] == [["old"], ["new"]]


def test_tiers_of_about_begin_with_what_fits() -> None:
    query = _query(about=DateRange(date(2021, 4, 20), date(2021, 5, 31)))
    assert [_names(tier) for tier in tiers(query, [NEW, OLD])] == [["new"], ["old"]]


@pytest.mark.parametrize("query", [_query(), _query(recent=True)])
def test_without_an_order_there_is_one_tier(query: Query) -> None:
    assert tiers(query, [OLD, UNDATED]) == [[OLD, UNDATED]]
    assert tiers(query, []) == []


def test_notices_tell_of_undated_articles_and_of_the_newest() -> None:
    cited = Citation(1, "new", NEW.document.date, None, "x", 0, 1, 1)
    query = _query(published=DateRange(None, ASKED), order="newest")
    messages = [notice.message for notice in time_notices(query, Scope(5, 3, undated_kept=2), [cited])]
    assert messages == [
        "2 undated articles may or may not fall within the dates asked for.",
        "As of 2021-06-16; the newest matching article is new (2021-05-01).",
    ]
    assert time_notices(_query(), Scope(5, 5, undated_kept=2), [cited]) == ()


def test_every_part_of_a_question_is_searched_with_its_own_subject() -> None:
    asked: list[tuple[str, str]] = []

    class Searched:
        def search(self, query: Query, k: int, *, per_document: int) -> list[Hit]:
            asked.append((query.search_text, query.subject))
            return []

    question = "Who closed the mine in March 2020, and when did the mill burn down in 2019?"
    assert retrieve(cast("Index", Searched()), understand(question, as_of=ASKED), k=4, per_document=2) == []
    assert list(dict.fromkeys(asked)) == [  # each again among the articles of those days
        (question, "Who closed the mine, and when did the mill burn down?"),
        ("Who closed the mine in March 2020", "Who closed the mine"),
        ("when did the mill burn down in 2019", "when did the mill burn down"),
    ]
