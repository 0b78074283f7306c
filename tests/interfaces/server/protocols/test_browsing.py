"""Which articles fit, what the facets count, and how days become bars."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.index.store.listing import Record
from assistant.interfaces.server.protocols.browsing import Wanted, bars, browse, top, window
from assistant.types import DocumentDate


def record(path: str, day: date | None, source: str | None = None, author: str | None = None) -> Record:
    published = DocumentDate(day, "day", "filename") if day else DocumentDate()
    return Record(path, path, published, None, source, author, "en", (), f"{path}\n{source}\n{author}".casefold())


RECORDS = [
    record("sea/a.txt", date(2024, 5, 1), "Herald", "Ann"),
    record("sea/b.txt", date(2023, 5, 1), "Herald", "Ben"),
    record("land/c.txt", date(2023, 6, 1), "Wire", "Ann"),
    record("land/d.txt", None, "Wire", "Ann"),
]


def test_each_facet_counts_what_its_own_choice_hides() -> None:
    browsed = browse(RECORDS, Wanted(source="Herald", after=date(2024, 1, 1)))
    assert [one.path for one in browsed.found] == ["sea/a.txt"]
    assert browsed.sources == {"Herald": 1}
    assert browsed.years == {"2024": 1, "2023": 1}
    assert browsed.authors == {"Ann": 1}
    assert top(browse(RECORDS, Wanted(source="Wire")).sources) == [("Herald", 2), ("Wire", 2)]


def test_words_are_found_in_path_and_names_whatever_their_case() -> None:
    assert [one.path for one in browse(RECORDS, Wanted(find="BEN her")).found] == ["sea/b.txt"]
    assert [one.path for one in browse(RECORDS, Wanted(path="land")).found] == ["land/c.txt", "land/d.txt"]


def test_an_article_of_a_month_fits_every_day_of_it() -> None:
    monthly = record("m.txt", date(2024, 5, 1))._replace(date=DocumentDate(date(2024, 5, 1), "month", "filename"))
    assert browse([monthly], Wanted(after=date(2024, 5, 20))).found
    assert not browse([monthly], Wanted(after=date(2024, 6, 1))).found


@given(st.lists(st.dates(date(1800, 1, 1), date(2100, 1, 1)), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_bars_hold_every_day_once_and_leave_no_gap(days: list[date]) -> None:
    made = bars(Counter(days))
    assert sum(bar.articles for bar in made) == len(days)
    assert len(made) <= 121
    assert made[0].start <= min(days)
    assert made[-1].end >= max(days)
    for one, following in itertools.pairwise(made):
        assert following.start == one.end + timedelta(days=1)
    for bar in made:
        assert bar.articles == sum(bar.start <= day <= bar.end for day in days)


@given(st.text("ab\n", max_size=200), st.integers(0, 250), st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_a_window_holds_the_offset_and_knows_its_line(text: str, at: int, size: int) -> None:
    start, end, line = window(text, at, size)
    assert start <= min(at, len(text)) <= end + 1
    assert end - start <= size
    assert line == text[:start].count("\n") + 1
