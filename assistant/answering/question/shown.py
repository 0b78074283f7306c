"""What was understood of a question, in a line of plain text; why it is not answered, and what to ask instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.answering.question.asked import order_of
from assistant.dates.asked.unread import unread_times
from assistant.types import Asked, DateRange, Hit, Nearest, Notice, Query, Scope


def filter_line(query: Query, scope: Scope) -> str:
    """``searching articles published 2021-03-01 – 2021-03-31 · 3 of 5 match · 2 undated included``.

    Words of time that are not understood are told, and the steps of a plan. Empty when the question has neither of
    these, nor filters, prefers or orders.
    """
    wishes = _filters(query)
    if query.about:
        time = "" if query.about.start and query.about.end else "the time "
        wishes.append(f"about {time}{in_days(query.about)}{'' if query.asked.period else ' first'}")
    if query.order != "relevance":
        wishes.append(f"{query.order} first")
    if query.as_of_explicit:
        wishes.append(f"as of {query.as_of}")
    unread = [f"not understood as a time: “{phrase}”" for phrase in unread_times(query.question, as_of=query.as_of)]
    if query.asked.planned:
        unread.append("in steps: " + " ".join(part.text for part in query.asked.parts))
    if not wishes:
        return " · ".join(unread)
    parts = ["searching articles " + ", ".join(wishes), *unread]
    if _filters(query) or scope.filtered:
        parts.append(f"{scope.matching} of {scope.total} match")
    if scope.undated_kept and query.published:
        parts.append(f"{scope.undated_kept} undated included")
    if scope.undated_excluded:
        parts.append(f"{scope.undated_excluded} undated excluded")
    return " · ".join(parts)


def follow_up_line(query: Query) -> str:
    """``understood as: What did officials say about Japan?`` for a follow-up; empty for other questions."""
    return f"understood as: {query.stand_alone}" if query.stand_alone else ""


def asked_for(asked: Asked) -> Iterator[str]:
    """What a question asks for, in short phrases: ``the date of an article``, ``naming Acme Corp``."""
    if asked.catalogue:
        yield f"the corpus as a whole ({asked.catalogue.fact})"
    if asked.article:
        yield f"the {asked.article} of an article"
    if asked.names:
        yield f"naming {', '.join(asked.names)}"
    yield from (in_days(days) for days in asked.days if days)
    for part in asked.parts:
        yield f"“{part.text}” ({', '.join(asked_for(part)) or 'anything'})"


def wider_question(query: Query) -> str:
    """The question without the phrases that filter it; without operators and flags it is the question as asked."""
    wider = query.question
    filters = [phrase for phrase in query.understood if order_of(phrase)[1] != phrase]
    for phrase in sorted(filters, key=len, reverse=True):
        wider = wider.replace(phrase, " ")
    return re.sub(r" ([?.,!;:])", r"\1", " ".join(wider.split())).strip(" ,;")


def _filters(query: Query) -> list[str]:
    found = []
    published = query.published
    if query.as_of_explicit and published == DateRange(None, query.as_of):
        published = DateRange()
    if published:
        found.append(f"published {in_days(published)}")
    if query.sources:
        found.append("from " + ", ".join(query.sources))
    if query.authors:
        found.append("by " + ", ".join(query.authors))
    if query.paths:
        found.append("in " + ", ".join(query.paths))
    if query.published and not query.include_undated:
        found.append("with a date")
    return found


def in_days(days: DateRange) -> str:
    """``2021-03-01 – 2021-03-31``, one day alone, ``since 2021-03-01`` or ``until 2021-03-31``."""
    start: date | None = days.start
    if start is None:
        return f"until {days.end}"
    if days.end is None:
        return f"since {start}"
    return f"{start}" if start == days.end else f"{start} – {days.end}"


def closed_notice(query: Query) -> tuple[Notice]:
    """Says that a question is counted from the newest article of a closed archive, and how to count from today."""
    message = f"The newest article is of {query.as_of}, so time is counted from that day. For today: “… as of today”."
    return (Notice("closed", message),)


_NEAREST = 3


def not_in_corpus(query: Query, scope: Scope, hits: Sequence[Hit], absent: Sequence[str] = ()) -> Notice:
    """Why nothing is answered: no article is of those days, a name that none has, or simply no answer."""
    if not hits and (query.asked.period or query.asked.years):
        return Notice("not_in_corpus", _none_of_those_days(query, scope))
    return Notice("not_in_corpus", names_missing(absent) if absent else "The articles do not answer this.")


def nearest(hits: Sequence[Hit]) -> tuple[Nearest, ...]:
    """The articles of the best hits, one of each story: what a reader may look at instead of an answer."""
    found: dict[frozenset[str], Nearest] = {}
    for one in (hit.document for hit in hits):
        found.setdefault(one.story, Nearest(one.path, one.date, one.shown_title, one.source))
    return tuple(found.values())[:_NEAREST]


def _none_of_those_days(query: Query, scope: Scope) -> str:
    days = " and ".join(in_days(each) for each in (query.asked.period, *query.asked.years) if each)
    return f"No article is from {days}, or speaks of that time.{_nearest_days(scope)}"


def filtered_out(query: Query, scope: Scope) -> Notice:
    """Which filter left nothing, how much it left out, the nearest days, and the question to ask instead."""
    filters = " and ".join(f"“{phrase}”" for phrase in query.understood) or "the filters given"
    undated = f", {scope.undated_excluded} of them undated" if scope.undated_excluded else ""
    wider = wider_question(query)
    asks_more = wider != query.question and any(map(str.isalnum, wider))
    instead = f" Without the filter: {wider}" if asks_more else " Remove the filter to search all."
    left_out = f"all {_counted(scope.total)} excluded{undated}."
    return Notice("filtered_out", f"No article matches {filters}: {left_out}{_nearest_days(scope)}{instead}")


def names_missing(absent: Sequence[str]) -> str:
    """Says which names no article has."""
    return f"None of the articles mentions {' or '.join(absent)}."


def _nearest_days(scope: Scope) -> str:
    days = " and ".join(day.isoformat() for day in scope.nearest)
    return f" The nearest {'days are' if len(scope.nearest) > 1 else 'day is'} {days}." if days else ""


def _counted(count: int) -> str:
    return f"{count} article" if count == 1 else f"{count} articles"
