"""How much of the corpus a query's filters leave, and the days around those for which there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.index.store import filters
from assistant.index.store.listing import Select
from assistant.types import DateRange, Query, Scope


def scope(select: Select, query: Query) -> Scope:
    """Count the documents inside the hard filters; and the nearest days where none is of the days asked for."""
    where, values = filters.condition(query)
    other, other_values = filters.not_by_date(query)
    (total,) = select("SELECT count(*) FROM documents", ())[0]
    matching, undated_kept = select(
        f"SELECT count(*), count(*) - count(d.first_day) FROM documents d WHERE {where or 'true'}", values
    )[0]
    if not query.published:
        return Scope(total, matching, nearest=_around_period(select, query) if query.about else ())
    undated = select(
        f"SELECT count(*) FROM documents d WHERE d.first_day IS NULL{' AND ' + other if other else ''}", other_values
    )[0][0]
    nearest = _nearest_days(select, query.published, other, other_values) if matching == undated_kept else ()
    return Scope(total, matching, undated_kept, undated - undated_kept, nearest)


def newest_day(select: Select) -> date | None:
    """The day of the newest document; None where all are undated."""
    (day,) = select("SELECT max(day) FROM documents", ())[0]
    return date.fromisoformat(day) if day else None


def _around_period(select: Select, query: Query) -> tuple[date, ...]:
    """The nearest days of publication around days asked about in which no document was written."""
    where, values = filters.condition(replace(query, published=query.about, include_undated=False))
    if select(f"SELECT 1 FROM documents d WHERE {where} LIMIT 1", values):
        return ()
    return _nearest_days(select, query.about, *filters.not_by_date(query))


def _nearest_days(select: Select, days: DateRange, where: str, values: Sequence[Any]) -> tuple[date, ...]:
    """The last day of publication before these days, and the first after them, as far as there are such."""
    also = f" AND {where}" if where else ""
    found: list[date] = []
    for side, edge, order in (("<", days.start, "DESC"), (">", days.end, "ASC")):
        sql = f"SELECT d.day FROM documents d WHERE d.day {side} ?{also} ORDER BY d.day {order} LIMIT 1"
        rows = select(sql, (edge.isoformat(), *values)) if edge else []
        found += [date.fromisoformat(row[0]) for row in rows]
    return tuple(found)
