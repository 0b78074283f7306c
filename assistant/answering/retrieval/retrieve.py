"""Hits for a query: what the index finds, in the order that the time of the question asks for.

Newest or oldest: hits that are as relevant as the best ones, by date. Days asked `about`: only hits that speak of
them, or were written in them or soon after, are hits; where a question asks what happened in them and nothing else,
these are the openings of the articles of those days. `recent`, or a named day of asking: so, a little, are documents
shortly before that day (on news questions a soft preference helps and a hard window harms). Of undated documents it is
unknown whether they fit a filter: they come last, are cited only when no dated hit answers, and the answer says so.

News of a period is what an article says that was written in it or within a week after, and what any later article says
of a day that it names. A year is never a word to be matched: an article from 2021 does not answer a question about
2015, however alike the rest is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING

from assistant.answering.question.asked import has_subject
from assistant.calendar import ONE_DAY, around
from assistant.dates.written.mentions import mentions_in
from assistant.text.instructions import aimed_at_assistant
from assistant.text.words import content_terms, names
from assistant.types import Asked, Citation, DateRange, Document, Hit, Mention, Notice, Passage, Query, Scope

if TYPE_CHECKING:
    from assistant.index.search.index import Index


_POOL = 4  # times k: how many hits are looked at before time orders them
_FLOOR = 0.76  # share of the best score, fused or lexical, from which a hit is about the same thing
_THEN = 0.3  # added to a score of 0..1 when the hit was written in the days asked for, or speaks of them
_AFTERMATH = timedelta(days=30)  # after those days, in which they are reported on; that bonus then falls off over them
_RECENT = 0.05  # added to a document of the day of asking; halved every _HALF_LIFE
_HALF_LIFE = timedelta(days=30)
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def retrieve(index: Index, query: Query, *, k: int, per_document: int) -> list[Hit]:
    """Return up to `k` hits, at most `per_document` of one document, best first for this question's time.

    Without time in the question these are the index's own hits in its own order. With it, versions of an article
    that differ in a figure are hits of their own, and `score` stays the index's score: the order says the rest.
    A question that asks several things is also searched part by part, each in its own days, and every search gives its
    best in turn.
    """
    if query.asked.events and (happened := _openings(index, query, k)):
        return [_flagged(hit) for hit in happened]
    found = [_retrieve(index, each, k, per_document) for each in _searches(query)]
    return [_flagged(hit) for hit in _in_turn(found)[:k]]


def _searches(query: Query) -> list[Query]:
    parts = query.asked.parts if len(query.asked.parts) == len(query.searches) else (Asked(),) * len(query.searches)
    apart = [
        replace(query, search_text=one.text, subject=one.subject, about=part.period, asked=part)
        for one, part in zip(query.searches, parts, strict=True)
    ]
    # Taken as a whole, a question of several parts has the days of none.
    return [replace(query, asked=replace(query.asked, period=DateRange(), years=())), *apart] if apart else [query]


def _openings(index: Index, query: Query, k: int) -> list[Hit]:
    """The first passage of articles of the days that a question asks about, those that most files tell, by date."""
    then = replace(query, published=query.published & query.about, include_undated=False)
    found = index.search(then, _POOL * k, per_document=1)
    told = sorted(found, key=lambda hit: -len(hit.document.copies))[:k]
    first = (replace(hit, passage=next(iter(index.passages(hit.document.id)), hit.passage)) for hit in told)
    return sorted(first, key=lambda hit: hit.document.date.ordinal)


def _in_turn(lists: Sequence[Sequence[Hit]]) -> list[Hit]:
    """The first of each list, then the second of each, and so on; every passage once."""
    found: dict[str, Hit] = {}
    for rank in zip_longest(*lists):
        for hit in rank:
            if hit is not None:
                found.setdefault(hit.passage.id, hit)
    return list(found.values())


def _flagged(hit: Hit) -> Hit:
    return replace(hit, flags=("instructions",)) if aimed_at_assistant(hit.passage.text) else hit


def _retrieve(index: Index, query: Query, k: int, per_document: int) -> list[Hit]:
    if not (_speaks_of_time(query) or query.asked.period or query.asked.years):
        return order_by_time(query, index.search(query, k, per_document=per_document))[:k]
    pool = index.search(query, _POOL * k, per_document=per_document)
    if query.asked.period or query.asked.years:
        best = pool
        pool = [hit for hit in pool if hit_of_the_period(query.asked, hit)]
        if query.about and len(pool) < k:
            then = _written_then(index, query, best, k, per_document)
            pool = _in_turn([pool, [hit for hit in then if hit_of_the_period(query.asked, hit)]])
    if not _speaks_of_time(query):
        return order_by_time(query, pool)[:k]
    return _together(order_by_time(query, _apart(index, pool)))[:k]


def _written_then(index: Index, query: Query, pool: Sequence[Hit], k: int, per_document: int) -> list[Hit]:
    """Hits from the days asked about, of which a large corpus may hold none among those that match best.

    Scores are relative to one search's best hit, so these are scaled by how much worse their own best one is.
    """
    end = query.about.end and query.about.end + _AFTERMATH
    then = replace(query, published=query.published & DateRange(query.about.start, end), include_undated=False)
    found = index.search(then, k, per_document=per_document)
    scale = _best_cosine(found) / (_best_cosine(pool) or 1.0)
    return [replace(hit, score=min(1.0, scale) * hit.score) for hit in found]


def _best_cosine(hits: Sequence[Hit]) -> float:
    return max((hit.dense or 0.0 for hit in hits), default=0.0)


def _apart(index: Index, hits: Sequence[Hit]) -> list[Hit]:
    """Every file of a slot as a hit of its own: where time decides, an article and its later version differ."""
    found = []
    for hit in hits:
        found.append(hit)
        for path in hit.also_in:
            document = index.document(path)
            passages = index.passages(document.id) if document else []
            twin = max(passages, key=lambda passage: _overlap(passage, hit.passage), default=None)
            if document and twin:
                others = tuple(sorted({hit.document.path, *hit.also_in} - {path}))
                found.append(replace(hit, document=document, passage=twin, also_in=others))
    return found


def _together(hits: Sequence[Hit]) -> list[Hit]:
    """Of files that say the same with the same figures only the first; versions with other figures stay."""
    kept: list[Hit] = []
    repeated: set[str] = set()
    for hit in hits:
        if any(hit.document.path in one.also_in and _has_figures(one, hit) for one in kept):
            repeated.add(hit.document.path)
        else:
            kept.append(hit)
    return [replace(hit, also_in=tuple(path for path in hit.also_in if path in repeated)) for hit in kept]


def _overlap(one: Passage, other: Passage) -> int:
    return len(set(one.text.split()) & set(other.text.split()))


def _has_figures(one: Hit, other: Hit) -> bool:
    """Whether the document of one hit has all figures of another's passage; copies may be cut elsewhere."""
    return set(_NUMBER.findall(other.passage.text)) <= set(_NUMBER.findall(one.document.text))


def order_by_time(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """The hits in the order that the question's time asks for; as they are when it asks for none."""
    if not _speaks_of_time(query):
        return _dated_first(query, hits)
    on_subject = _relevant(query, hits)
    rest = [hit for hit in hits if hit not in on_subject]
    return _dated_first(query, [*_timed(query, on_subject), *rest])


def tiers(query: Query, hits: Sequence[Hit]) -> list[list[Hit]]:
    """The hits in groups, those of the right time first: a writer answers from the first group that answers.

    For newest or oldest each document is a group of its own, by its day; for `about` those that fit the days come
    first; under a publication filter the undated ones come last. Without time there is one group.
    """
    dated = [hit for hit in hits if not may_not_belong(query, hit.document)]
    undated = [hit for hit in hits if may_not_belong(query, hit.document)]
    groups: list[list[Hit]] = []
    if _speaks_of_time(query) and query.order != "relevance":
        by_day = _timed(query, dated)
        documents = dict.fromkeys(hit.document.id for hit in by_day)
        groups = [[hit for hit in by_day if hit.document.id == document] for document in documents]
    elif _speaks_of_time(query) and query.about:
        fitting = [hit for hit in _timed(query, _relevant(query, dated)) if _fit(hit, query.about) > 0]
        groups = [fitting, [hit for hit in dated if hit not in fitting]]
    else:
        groups = [dated]
    return [group for group in (*groups, undated) if group]


def _speaks_of_time(query: Query) -> bool:
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
        name = f"“{newest.title}”" if newest.title else newest.path
        message = f"As of {query.as_of}; the newest matching article is {name} ({newest.date.label})."
        notices.append(Notice("newest", message))
    return tuple(notices)


def _relevant(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """The hits on the same thing as the best one: near its score, with as many of the question's names and numbers."""
    subject = query.subject
    if not has_subject(subject):
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


def _fit(hit: Hit, about: DateRange) -> float:
    """How well a hit fits days that are asked about, 0..1: its passage speaks of them, or it was written then."""
    return max(_spoken_of(hit, about), _when_written(hit.document.date.day, about))


def _timed(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """Relevant hits by date, or by score with what time adds; of two alike the later comes first."""
    if query.order == "relevance":
        return sorted(hits, key=lambda hit: (-(hit.score + _bonus(query, hit)), -hit.document.date.ordinal))
    sign = -1 if query.order == "newest" else 1
    return sorted(hits, key=lambda hit: (not hit.document.date.ordinal, sign * hit.document.date.ordinal, -hit.score))


def _dated_first(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: may_not_belong(query, hit.document))


def _bonus(query: Query, hit: Hit) -> float:
    bonus = _THEN * _fit(hit, query.about) if query.about else 0.0
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


def _when_written(day: date | None, about: DateRange) -> float:
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


_REPORTED_WITHIN = timedelta(days=7)  # an article on an event that names no day is taken to appear this soon after it
_HALF = 0.5  # of the days that a phrase means, from which on it speaks of a period


def of_the_period(asked: Asked, hit: Hit, start: int, end: int) -> bool:
    """Whether the sentence ``hit.document.text[start:end]`` may answer a question, or a part of one, for its days.

    It does if it names one of them ("Friday"), as does one without days that follows it in its paragraph; or if its
    article was written in them, or within a week after, unless all days that it names itself lie before them. Of a year
    that is part of a name ("the 2019 summit") it is enough that the article speaks of it.
    """
    if not all(_speaks_of(hit.document, year) for year in asked.years):
        return False
    if not asked.period:
        return True
    own = _mentions(hit.document, start, end)
    told = own or _last_before(hit.document, start)
    if any(_inside(mention.days, asked.period) for mention in told):
        return True
    written = _written(hit.document)
    if written is None:
        return False
    if written.overlaps(asked.period):
        return not own or not all(_is_before(mention.days, asked.period) for mention in own)
    return not own and _soon_after(written, asked.period)


def hit_of_the_period(asked: Asked, hit: Hit) -> bool:
    """Whether any sentence of a hit may answer for its days."""
    if not all(_speaks_of(hit.document, year) for year in asked.years):
        return False
    if not asked.period or any(_inside(mention.days, asked.period) for mention in hit.passage.mentions):
        return True
    written = _written(hit.document)
    return written is not None and (written.overlaps(asked.period) or _soon_after(written, asked.period))


def _speaks_of(document: Document, year: DateRange) -> bool:
    """Whether an article was written in days that are part of a name, or names them or their year."""
    written = _written(document)
    if written is not None and written.overlaps(year):
        return True
    if year.start and year.end and (year.start.month, year.start.day, year.end.month) == (1, 1, 12):
        text = f"{document.title or ''} {document.text}"
        numbers = (str(number) for number in range(year.start.year, min(year.end.year, year.start.year + 9) + 1))
        if any(re.search(rf"(?<!\d){number}(?!\d)", text) for number in numbers):
            return True
    return any(_inside(mention.days, year) for mention in mentions_in(document.text, document.date))


def _mentions(document: Document, start: int, end: int) -> Sequence[Mention]:
    found = mentions_in(document.text, document.date, start, end)
    return [mention for mention in found if mention.days.start and mention.days.end]


def _last_before(document: Document, start: int) -> Sequence[Mention]:
    """The last mention in what stands before a sentence in its paragraph."""
    begin = document.text.rfind("\n\n", 0, start) + 1
    return _mentions(document, begin, start)[-1:]


def _written(document: Document) -> DateRange | None:
    day = document.date.day
    return around(day, document.date.precision or "day").days if day else None


def _inside(days: DateRange, period: DateRange) -> bool:
    """Whether at least half of the days that a phrase means lie in the period: "2021" says nothing of one March."""
    both = days & period
    if not (days.start and days.end and both.start and both.end):
        return False
    return (both.end - both.start + ONE_DAY) / (days.end - days.start + ONE_DAY) >= _HALF


def _is_before(days: DateRange, period: DateRange) -> bool:
    return days.end is not None and period.start is not None and days.end < period.start


def _soon_after(written: DateRange, period: DateRange) -> bool:
    if written.start is None or period.end is None:
        return False
    return timedelta() < written.start - period.end <= _REPORTED_WITHIN
