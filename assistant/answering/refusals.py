"""Why a question is not answered, in words: nothing says so, or a filter left nothing; and what to try instead."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.question.shown import in_days, wider_question
from assistant.types import Hit, Nearest, Notice, Query, Scope

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
