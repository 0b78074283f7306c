"""The days of publication around days for which there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.index.store import filters
from assistant.index.store.listing import Select
from assistant.types import DateRange, Query


def around_period(select: Select, query: Query) -> tuple[date, ...]:
    """The nearest days of publication around days asked about in which no document was written."""
    where, values = filters.condition(replace(query, published=query.about, include_undated=False))
    if select(f"SELECT 1 FROM documents d WHERE {where} LIMIT 1", values):
        return ()
    return nearest_days(select, query.about, *filters.not_by_date(query))


def nearest_days(select: Select, days: DateRange, where: str, values: Sequence[Any]) -> tuple[date, ...]:
    """The last day of publication before these days, and the first after them, as far as there are such."""
    also = f" AND {where}" if where else ""
    found: list[date] = []
    for side, edge, order in (("<", days.start, "DESC"), (">", days.end, "ASC")):
        sql = f"SELECT d.day FROM documents d WHERE d.day {side} ?{also} ORDER BY d.day {order} LIMIT 1"
        rows = select(sql, (edge.isoformat(), *values)) if edge else []
        found += [date.fromisoformat(row[0]) for row in rows]
    return tuple(found)
