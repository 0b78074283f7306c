"""Questions about the corpus as a whole: the catalogue answers them, exactly, without a quote and without a model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from assistant.answering.quoting.mentioned import mentioned
from assistant.text.folding import bare
from assistant.text.words import content_terms
from assistant.types import Answer, AnswerEvent, Checked, CorpusQuestion, DateRange, Listed, Query, Scope, Sentence

if TYPE_CHECKING:
    from assistant.index.search.index import Index

_MOST_LISTED = 10_000  # of an answer; what it says counts all
_MOST_NAMES = 50  # of sources or authors that are told
_NAME_WORDS = 3  # a name has as many; a longer topic may be told in other words
_BY = re.compile(r"\s(?:written |published |posted )?(?:by|from) (?:the )?(?=[^,;]{1,80}$)", re.IGNORECASE)
_HELP = (
    "Ask in plain words what the articles say; every sentence of an answer is quoted from one of them, with its date.",
    "Narrow a question by days (“in March 2021”, after:2021-03-01), by source:NAME, author:NAME or path:GLOB.",
    "Ask about the corpus itself: how many articles mention something, which is the newest, what the sources are.",
)


class _Trait(NamedTuple):
    """What is true of the articles that are meant, as the verb of one article and of several."""

    one: str
    many: str


@dataclass(frozen=True, slots=True)
class _Meant:
    """The articles that a question is about, newest first: `total` are all, `found` those with all of the `traits`.

    `perhaps` would be among them if their dates, which are not known, were.
    """

    total: int
    found: tuple[Listed, ...]
    traits: tuple[_Trait, ...]
    perhaps: int
    as_of: str


def answer_about_corpus(query: Query, scope: Scope, index: Index) -> Iterator[AnswerEvent] | None:
    """What the catalogue answers: each sentence as `Checked`, then the `Answer`, whose `listed` are the articles meant.

    Status is ``answered``, also where the answer is that there are none. None for other questions, and where the
    question names a writer or publisher of whom the catalogue does not know, or a topic of many words that none has.
    """
    asked = query.asked.catalogue
    if asked is None:
        return None
    if asked.by or _BY.search(asked.mentioning):
        records = list(index.catalogue.listed().values())
        asked = _split_by(asked, records)
        if asked.by and not any(_is_by(each, asked.by) for each in records):
            return None
    meant = _meant(query, asked, index)
    if asked.topic and not meant.found and len(content_terms(asked.mentioning)) > _NAME_WORDS:
        return None
    return _events(query, scope, asked, meant)


def _events(query: Query, scope: Scope, asked: CorpusQuestion, meant: _Meant) -> Iterator[AnswerEvent]:
    texts, listed = _said(asked, meant)
    if meant.as_of:
        texts[0] = f"{meant.as_of}, {texts[0][:1].lower()}{texts[0][1:]}"
    if meant.perhaps:
        texts.append(
            f"{meant.perhaps:,} undated {'article' if meant.perhaps == 1 else 'articles'} may also have appeared then."
        )
    sentences = tuple(Sentence(text, kind="note") for text in texts)
    yield from map(Checked, sentences)
    if query.order != "relevance" or asked.fact in ("newest", "oldest"):
        oldest = query.order == "oldest" or asked.fact == "oldest"
        listed = tuple(sorted(listed, key=lambda one: (not one.date.day, one.date.ordinal * (1 if oldest else -1))))
    yield Answer(
        question=query.question,
        text=" ".join(texts),
        sentences=sentences,
        citations=(),
        status="answered",
        query=query,
        scope=scope,
        listed=tuple(listed[:_MOST_LISTED]),
    )


def _said(asked: CorpusQuestion, meant: _Meant) -> tuple[list[str], Sequence[Listed]]:
    """The sentences of an answer, and the articles that they are about."""
    found = meant.found
    if asked.fact == "help":
        return [*_HELP, f"{_those(meant, start=True)} {_dated(found)}."], ()
    if not found and asked.without and len(meant.traits) == 1:
        return [
            f"Each of the {meant.total:,} articles mentions {meant.traits[0].one.removeprefix('does not mention ')}."
        ], ()
    if not found:
        return [_share(meant)], ()
    if asked.fact in ("newest", "oldest"):
        return _end(asked, meant)
    if asked.fact == "sources":
        return [_names(meant, [one.source for one in found], "come from", "source")], ()
    if asked.fact == "authors":
        return [_names(meant, [one.author for one in found], "are by", "author")], found if meant.traits else ()
    if asked.fact == "period":
        return [f"{_those(meant, start=True)} {_dated(found)}."], ()
    if asked.fact == "contents":
        sources = _names(meant, [one.source for one in found], "come from", "source")
        return [f"{_those(meant, start=True)} {_dated(found)}.", sources], found
    if meant.traits:
        return [_share(meant)], found
    there = "There is 1 article" if len(found) == 1 else f"There are {len(found):,} articles"
    return [f"{there}. {'It' if len(found) == 1 else 'They'} {_dated(found)}."], found


def _share(meant: _Meant) -> str:
    """How many of the articles have the traits: "2 of the 5 articles mention “Japan”."."""
    count, total = len(meant.found), meant.total
    verbs = [trait.many if count > 1 else trait.one for trait in meant.traits]
    if not total:
        return "There are no articles."
    if not count:
        subject = f"None of the {total:,} articles"
        if total == 1:
            return f"No article {' and '.join(verbs)}; there is only one."
    elif count == total:
        subject = f"All {total:,} articles" if total > 1 else "The only article"
    else:
        subject = f"{count:,} of the {total:,} articles"
    return f"{subject} {' and '.join(verbs)}."


def _those(meant: _Meant, *, start: bool = False) -> str:
    """The articles meant: "the 3 articles that mention “Japan”"."""
    count = len(meant.found)
    verbs = [trait.many if count != 1 else trait.one for trait in meant.traits]
    that = f" that {' and '.join(verbs)}" if verbs else ""
    return f"{'The' if start else 'the'} {'only article' if count == 1 else f'{count:,} articles'}{that}"


def _dated(found: Sequence[Listed]) -> str:
    """From when to when they are: "are dated 2021-03-16 – 2021-03-24; 2 of them are undated"."""
    dated = [one.date for one in found if one.date.day]
    are = "is" if len(found) == 1 else "are"
    if not dated:
        return f"{are} undated"
    last, first = dated[0].label, dated[-1].label
    days = f"{are} dated {first}" + ("" if first == last else f" – {last}")
    undated = len(found) - len(dated)
    return days + (f"; {undated:,} of them {'is' if undated == 1 else 'are'} undated" if undated else "")


def _end(asked: CorpusQuestion, meant: _Meant) -> tuple[list[str], Sequence[Listed]]:
    dated = [one for one in meant.found if one.date.day]
    if not dated:
        return [
            f"{_those(meant, start=True)} {_dated(meant.found)}, so none is known to be the {asked.fact}."
        ], meant.found
    day = dated[0 if asked.fact == "newest" else -1].date
    ends = [one for one in dated if one.date.day == day.day]
    undated = len(meant.found) - len(dated)
    rest = [f"{undated:,} {'is' if undated == 1 else 'are'} undated and not counted."] if undated else []
    of = f"Of {_those(meant)}" if len(meant.found) > 1 else _those(meant, start=True)
    if len(meant.found) == 1:
        return [f"{of} is {_titled(ends[0])}, dated {day.label}."], ends
    if len(ends) == 1:
        said = f"{of}, the {asked.fact} is {_titled(ends[0])}, dated {day.label}."
    else:
        said = f"{of}, {len(ends):,} are the {asked.fact}, dated {day.label}."
    return [said, *rest], dated if asked.many else ends


def _names(meant: _Meant, names: Sequence[str | None], verb: str, what: str) -> str:
    counts = Counter(name for name in names if name)
    nameless = sum(not name for name in names)
    if not counts:
        return (
            f"None of {_those(meant)} names its {what}."
            if len(names) > 1
            else f"{_those(meant, start=True)} names no {what}."
        )
    told = [f"{name} ({count:,})" for name, count in counts.most_common(_MOST_NAMES)]
    if len(counts) > _MOST_NAMES:
        told.append(f"{len(counts) - _MOST_NAMES:,} more {what}s")
    verb = verb if len(names) > 1 else {"come from": "comes from", "are by": "is by"}[verb]
    many = f" {len(counts):,} {what}s:" if len(counts) > 1 else ""
    without = f"; {nameless:,} {'names' if nameless == 1 else 'name'} no {what}" if nameless else ""
    return f"{_those(meant, start=True)} {verb}{many} {_listed(told)}{without}."


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)


def _titled(one: Listed) -> str:
    return f"“{one.title}” ({one.path})" if one.title else one.path


def _meant(query: Query, asked: CorpusQuestion, index: Index) -> _Meant:
    """The articles that the question's filters and words leave."""
    until = DateRange(None, query.as_of) if query.as_of_explicit else DateRange()
    seen = replace(query, published=until, sources=(), authors=(), paths=())
    by_days = query.published != until
    inside = index.catalogue.listed(replace(query, include_undated=False) if by_days else query)
    traits = list(_traits_of_filters(query, until))
    rows = None
    if asked.mentioning:
        rows, what = mentioned(asked.mentioning, index)
        traits.append(_Trait(f"mentions {what}", f"mention {what}"))
        if asked.without:
            rows = set(index.catalogue.listed()) - rows
            traits[-1] = _Trait(f"does not mention {what}", f"do not mention {what}")
    if asked.undated:
        traits.append(_Trait("has no date", "have no date"))
    if asked.by:
        traits.append(_Trait(f"is by {asked.by}", f"are by {asked.by}"))

    def fits(row: int, one: Listed) -> bool:
        return (
            (rows is None or row in rows)
            and not (asked.undated and one.date.day)
            and not (asked.by and not _is_by(one, asked.by))
        )

    found = tuple(one for row, one in inside.items() if fits(row, one))
    perhaps = 0
    if by_days and query.include_undated:
        undated = index.catalogue.listed(replace(query, published=DateRange())).items()
        perhaps = sum(fits(row, one) for row, one in undated if not one.date.day)
    as_of = f"As of {query.as_of}" if query.as_of_explicit else ""
    return _Meant(index.scope(seen).matching, found, tuple(traits), perhaps, as_of)


def _traits_of_filters(query: Query, until: DateRange) -> Iterator[_Trait]:
    if query.published != until:
        days = query.published
        if days.start is None:
            when = f"until {days.end}"
        elif days.end is None:
            when = f"since {days.start}"
        else:
            when = f"on {days.start}" if days.only_day else f"between {days.start} and {days.end}"
        yield _Trait(f"was published {when}", f"were published {when}")
    for preposition, names in (("from", query.sources), ("by", query.authors), ("in", query.paths)):
        if names:
            of = f"{preposition} {' or '.join(names)}"
            yield _Trait(f"is {of}", f"are {of}")


def _split_by(asked: CorpusQuestion, records: Sequence[Listed]) -> CorpusQuestion:
    """The question with a writer or publisher apart who is named at its end: "about Japan by Jane Doe"."""
    for found in reversed(list(_BY.finditer(asked.mentioning))):
        name = asked.mentioning[found.end() :]
        if any(_is_by(each, name) for each in records):
            return replace(asked, mentioning=asked.mentioning[: found.start()], by=name)
    return asked


def _is_by(one: Listed, name: str) -> bool:
    return any(bare(name) in bare(each) for each in (one.author, one.source) if each)
