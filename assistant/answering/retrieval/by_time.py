"""Which hits belong to the time of a question, in which order, and what the reader should know about it.

- `order` newest or oldest: hits that are as relevant as the best ones, by date; the others follow.
- `about`: relevant hits that speak of those days, or were written in them or shortly after, are preferred.
- `recent`, or a named day of asking: a small preference for documents shortly before that day. (Measured on news
  questions, a soft preference helps and a hard window harms.)
- Undated documents are searched unless excluded. Under a publication filter it is unknown whether they belong, so
  they come after all dated hits, are cited only when no dated hit answers, and the answer says so. As of a day before
  every dated document they are left out, unless the reader wants them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.text.words import content_terms, names
from assistant.types import Citation, DateRange, Document, Hit, Notice, Query, Scope

_FLOOR = 0.76  # share of the best score, fused or lexical, from which a hit is about the same thing
_THEN = 0.3  # added to a score of 0..1 when the hit was written in the days asked for, or speaks of them
_AFTERMATH = timedelta(days=30)  # after those days, over which the bonus of having been written then falls off
_RECENT = 0.05  # added to a document of the day of asking; halved every _HALF_LIFE
_HALF_LIFE = timedelta(days=30)
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
# Words that ask for events and name no subject.
_NO_SUBJECT = frozenset("happened happen happening happens news new events event going place occurred took".split())


def order_by_time(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """The hits in the order that the question's time asks for; as they are when it asks for none."""
    if not speaks_of_time(query):
        return _dated_first(query, hits)
    on_subject = relevant(query, hits)
    rest = [hit for hit in hits if hit not in on_subject]
    return _dated_first(query, [*_timed(query, on_subject), *rest])


def tiers(query: Query, hits: Sequence[Hit]) -> list[list[Hit]]:
    """The hits in groups, those of the right time first: a writer answers from the first group that answers.

    For newest or oldest each relevant document is a group of its own; for `about` those that fit the days come
    first; under a publication filter the undated ones come last. Without time there is one group.
    """
    dated = [hit for hit in hits if not may_not_belong(query, hit.document)]
    undated = [hit for hit in hits if may_not_belong(query, hit.document)]
    groups: list[list[Hit]] = []
    if speaks_of_time(query) and (query.order != "relevance" or query.about):
        on_subject = _timed(query, relevant(query, dated))
        if query.order != "relevance":
            documents = dict.fromkeys(hit.document.id for hit in on_subject)
            groups = [[hit for hit in on_subject if hit.document.id == document] for document in documents]
        else:
            groups = [[hit for hit in on_subject if fit(hit, query.about) > 0]]
        taken = [hit for group in groups for hit in group]
        groups.append([hit for hit in dated if hit not in taken])
    else:
        groups = [dated]
    return [group for group in (*groups, undated) if group]


def speaks_of_time(query: Query) -> bool:
    """Whether a question asks for an order, for days, or from a day of its own."""
    return bool(query.about) or query.order != "relevance" or query.recent or query.as_of_explicit


def may_not_belong(query: Query, document: Document) -> bool:
    """Whether it is unknown if a document lies inside the publication dates asked for: it has no date."""
    return bool(query.published) and document.date.day is None


def without_later(query: Query, scope: Callable[[Query], Scope]) -> Query:
    """The query without undated documents where it asks as of a day before all dated ones: they are hardly older."""
    if not (query.as_of_explicit and query.published and query.include_undated):
        return query
    left = scope(query)
    all_are_later = left.matching == left.undated_kept and bool(left.nearest)
    return replace(query, include_undated=False) if all_are_later else query


def time_notices(query: Query, scope: Scope, citations: Sequence[Citation]) -> tuple[Notice, ...]:
    """What an answer's reader should know about time: undated articles that may belong, the newest article cited."""
    notices = []
    if query.published and scope.undated_kept:
        many = scope.undated_kept != 1
        count = f"{scope.undated_kept} undated articles" if many else "One undated article"
        notices.append(Notice("undated_kept", f"{count} may or may not fall within the dates asked for."))
    dated = [citation for citation in citations if citation.date.day]
    if dated and query.order == "newest":
        newest = max(dated, key=lambda citation: citation.date.day or date.min)
        message = f"As of {query.as_of}; the newest matching article is {newest.path} ({newest.date.label})."
        notices.append(Notice("newest", message))
    return tuple(notices)


def relevant(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """The hits on the same thing as the best one: near its score, with as many of the question's names and numbers."""
    subject = query.subject
    if not {term.lower() for term in content_terms(subject)} - _NO_SUBJECT:
        return list(hits)
    wanted = frozenset(word.lower() for run in names(subject) for word in content_terms(run))
    wanted |= frozenset(_NUMBER.findall(subject))
    shares = [_share(hit, wanted) for hit in hits]
    most = max(shares, default=0.0)
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    best_lexical = max((hit.lexical or 0.0 for hit in hits), default=0.0) or 1.0
    nearness = [max(hit.score / best, (hit.lexical or 0.0) / best_lexical) for hit in hits]
    judged = zip(hits, shares, nearness, strict=True)
    return [hit for hit, share, near in judged if near >= _FLOOR and share >= most]


def fit(hit: Hit, about: DateRange) -> float:
    """How well a hit fits days that are asked about, 0..1: its passage speaks of them, or it was written then."""
    return max(_spoken_of(hit, about), _written_then(hit.document.date.day, about))


def _timed(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """Relevant hits by date, or by score with what time adds; of two alike the later comes first."""
    if query.order == "relevance":
        return sorted(hits, key=lambda hit: (-(hit.score + _bonus(query, hit)), -hit.document.date.ordinal))
    sign = -1 if query.order == "newest" else 1
    return sorted(hits, key=lambda hit: (not hit.document.date.ordinal, sign * hit.document.date.ordinal, -hit.score))


def _dated_first(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: may_not_belong(query, hit.document))


def _bonus(query: Query, hit: Hit) -> float:
    bonus = _THEN * fit(hit, query.about) if query.about else 0.0
    day = hit.document.date.day
    if (query.recent or query.as_of_explicit) and day and day <= query.as_of:
        bonus += _RECENT * math.exp2(-((query.as_of - day) / _HALF_LIFE))
    return bonus


def _spoken_of(hit: Hit, about: DateRange) -> float:
    best = 0.0
    for mention in hit.passage.mentions:
        start, end = mention.days.start, mention.days.end
        if start is None or end is None:
            continue
        if start in about and end in about:
            return 1.0
        if mention.days.overlaps(about):
            best = 0.5
    return best


def _written_then(day: date | None, about: DateRange) -> float:
    if day is None:
        return 0.0
    if day in about:
        # "Before March" means shortly before, not years ago: the nearer to the one end that is named, the better.
        edge = about.end if about.start is None else None
        return 1.0 if edge is None else 0.5 + 0.5 * math.exp2(-((edge - day) / _HALF_LIFE))
    if about.end is not None and timedelta() < day - about.end <= _AFTERMATH:
        return 1.0 - (day - about.end) / (_AFTERMATH + timedelta(days=1))
    return 0.0


def _share(hit: Hit, wanted: frozenset[str]) -> float:
    """Which part of the wanted words the document has."""
    if not wanted:
        return 1.0
    text = f"{hit.document.title or ''} {hit.document.text}".lower().replace("’", "'")
    return sum(word in text for word in wanted) / len(wanted)
