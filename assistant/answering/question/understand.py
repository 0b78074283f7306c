"""A question becomes a Query: its words, its filters, its order, and the day it is asked as of.

Publication phrases filter ("articles from March 2021", "what was reported before 20 March"); event phrases say what an
answer must speak of ("what happened in January?"), and so does a year that is part of a name ("the 2019 summit");
deictic words order ("latest", "currently") or prefer recent documents ("last week").

An archive whose newest article is weeks old is closed: what is counted from the day of asking is counted from that
article's day. Who names a day of asking, today for example, is taken at their word.

Filters may be written into it: ``after:2021-03-01 before:2021-03-31 source:npr author:Doe path:*.txt``. ``since:`` and
``until:`` are other names of the first two, ``on:`` is both. They mean the same as the flags of the same names: both
ends are inclusive, and a month or year stands for its first day after ``after:`` and its last one after ``before:``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from assistant.answering.question import asked as words_of
from assistant.answering.question.asked import names_asked, parts_of, read_asked, without_greeting
from assistant.answering.question.corpus_questions import corpus_question, names_days
from assistant.answering.question.follow_up import search_text as with_history
from assistant.calendar import real_day
from assistant.dates.asked.phrases import DatePhrase, asked_dates
from assistant.errors import SettingsError
from assistant.text.words import content_terms, stem
from assistant.types import Asked, DateRange, Query, Search, Turn

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_OPERATOR = re.compile(
    r"(?<![\w/])(?P<name>after|since|before|until|on|source|author|path|as-?of):(?P<value>\"[^\"]+\"|[^\s\"]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Operators:
    """What the operators of a question say, and the question without them."""

    text: str
    published: DateRange = DateRange()
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    as_of: date | None = None
    written: tuple[str, ...] = ()


def read_operators(question: str, *, as_of: date) -> Operators:
    """Take the operators out of a question. Raises SettingsError when one of them needs a date and has none."""
    published, asked_as_of = DateRange(), None
    names: dict[str, list[str]] = {"source": [], "author": [], "path": []}
    written: list[str] = []
    for match in _OPERATOR.finditer(question):
        name, value = match["name"].lower(), match["value"].strip('"').rstrip(",;?")
        written.append(match[0].rstrip(",;?"))
        if name in names:
            names[name].append(value)
        else:
            days = _days(name, value, as_of)
            if name in ("asof", "as-of"):
                asked_as_of = days.end
            else:
                start = days.start if name in ("after", "since", "on") else None
                end = days.end if name in ("before", "until", "on") else None
                published &= DateRange(start, end)
    text = " ".join(_OPERATOR.sub(" ", question).split()) if written else question
    sources, authors, paths = map(tuple, names.values())
    return Operators(text, published, sources, authors, paths, asked_as_of, tuple(written))


def _days(name: str, value: str, as_of: date) -> DateRange:
    if _ISO_DAY.fullmatch(value) and (day := real_day(*map(int, value.split("-")))):
        return DateRange.on(day)
    # A bare year or month needs a preposition to be a date in running text; here it is one.
    for lead in ("in ", ""):
        for phrase in asked_dates(lead + value, as_of=as_of):
            if phrase.text == value and phrase.kind != "open":
                return phrase.days
    raise SettingsError(f"{name}:{value} is not a valid date; use the form {name}:2021-03-01")


# Far beyond what anybody asks; each word takes time to read, and each filter time in the search.
QUESTION_CHARACTERS = 20_000
_FILTERS, _FILTER_CHARACTERS = 50, 500
_CLOSED = timedelta(days=28)  # an archive without a newer article than this is closed
_YEAR = re.compile(r"\d{4}")


class _Named(NamedTuple):
    """A phrase that says which days an answer must be of. `is_name`: it is part of a name ("the 2019 summit")."""

    text: str
    days: DateRange
    is_name: bool


class _Days(NamedTuple):
    """What the date phrases of a question say: see `Query`. `searched` lacks those that are no words to find."""

    published: DateRange
    about: DateRange
    recent: bool
    searched: str
    understood: list[str]
    named: list[_Named]


def check_length(question: str) -> None:
    """Raise SettingsError when the question is too long."""
    if len(question) > QUESTION_CHARACTERS:
        raise SettingsError(f"a question may have at most {QUESTION_CHARACTERS:,} characters; this one has more")


def understand(
    question: str,
    history: Sequence[Turn] = (),
    *,
    as_of: date,
    newest: date | None = None,
    published: DateRange = DateRange(),
    sources: Sequence[str] = (),
    authors: Sequence[str] = (),
    paths: Sequence[str] = (),
    include_undated: bool = True,
    as_of_explicit: bool = False,
) -> Query:
    """Return what is searched for a question.

    `published`, `sources`, `authors` and `paths` come from flags and are narrowed by what the question itself says.
    With `as_of_explicit`, or "as of 30 June 2021" in the question, later documents are hidden. Asking for the state
    as of a day puts the newest documents of that day first. `newest` is the day of the newest document: where it lies
    weeks before `as_of`, and the day of asking is not explicit, days are counted from it.

    Raises SettingsError when an operator such as ``after:`` has no readable date, and when the question is too long
    or has too many filters.
    """
    check_length(question)
    operators = read_operators(question, as_of=as_of) if ":" in question else Operators(question)
    _check_filters((*sources, *operators.sources), (*authors, *operators.authors), (*paths, *operators.paths))
    text, stated = without_greeting(operators.text), operators.as_of
    understood = list(operators.written)
    for phrase in asked_dates(text, as_of=as_of):
        begin = words_of.as_of_start(text, phrase)
        if begin is not None and phrase.days.end and phrase.kind != "open":
            stated = phrase.days.end
            understood.append(text[begin : phrase.end])
            text = _blanked(text, begin, phrase.end)
    as_of_explicit = as_of_explicit or stated is not None
    today, as_of = as_of, stated or as_of
    if newest is not None and not as_of_explicit and as_of - newest >= _CLOSED:
        as_of = newest
    published &= operators.published
    phrases = asked_dates(text, as_of=as_of)
    corpus = corpus_question(_without(text, phrases))
    alone = with_history(text, history) if history and corpus is None else text
    stand_alone = alone if alone != text else None
    if not alone.startswith(text):  # the last question, said again: its days are asked for again
        text = alone
        phrases = asked_dates(text, as_of=as_of)
    carried = alone[len(text) :]
    days = _days_of(text, phrases, as_of=as_of, of_articles=corpus is not None)
    published &= days.published
    understood += days.understood
    searched = days.searched
    order, cue = words_of.order_of(searched)
    if cue:
        understood.append(cue)
    elif stated is not None and not days.about:
        order = "newest"
    if as_of_explicit:
        published &= DateRange(None, as_of)
    searched = words_of.without_cues(searched, order)
    search_text = (searched if re.search(r"\w{2}", searched) else operators.text) + carried
    asked_in_words = " ".join(text.split()).strip(" ,;") or question  # without operators and the day of asking
    read = _read_by(asked_in_words, search_text, as_of=as_of, published=published)
    parts = parts_of(search_text)
    subject = words_of.without_dates(search_text, as_of=as_of)
    counted = order == "newest" or _counted(text, as_of) != _counted(text, today)
    asked = read_asked(
        read,
        own=question if stand_alone and read != asked_in_words else None,
        named=names_asked(words_of.without_dates(operators.text, as_of=as_of)),
        days=[phrase.days for phrase in phrases],
    )
    if corpus or asked.article:
        asked = replace(asked, catalogue=corpus)
    else:
        asked = replace(
            _of_days(asked, days.named),
            events=bool(days.about or published) and not words_of.has_subject(subject),
            parts=tuple(_of_days(part, [one for one in days.named if one.text in part.text]) for part in asked.parts),
        )
    return Query(
        question=question,
        search_text=search_text,
        as_of=as_of,
        published=published,
        about=days.about,
        sources=(*sources, *operators.sources),
        authors=(*authors, *operators.authors),
        paths=(*paths, *operators.paths),
        order=order,
        include_undated=include_undated,
        understood=tuple(dict.fromkeys(understood)),
        as_of_explicit=as_of_explicit,
        closed=as_of == newest != today and stated is None and counted,
        recent=days.recent,
        stand_alone=stand_alone,
        searches=tuple(Search(part, words_of.without_dates(part, as_of=as_of)) for part in parts if len(parts) > 1),
        subject=subject,
        asked=asked,
    )


def _days_of(text: str, phrases: Sequence[DatePhrase], *, as_of: date, of_articles: bool) -> _Days:
    """What the date phrases of a question say; with `of_articles` they say of which days articles are."""
    published, about, recent, searched = DateRange(), DateRange(), words_of.is_recent(text), text
    years = [] if of_articles else words_of.years_of_names(text, phrases)
    named = [_Named(f"{days.start:%Y}", days, is_name=True) for days in years]
    understood = []
    for phrase in phrases:
        if of_articles and names_days(text[: phrase.start]):
            continue
        is_publication = of_articles or words_of.is_publication(text, phrase)
        if phrase.attributive and not is_publication:
            if _YEAR.search(phrase.text):
                named.append(_Named(phrase.text, phrase.days, is_name=True))
            continue
        if _in_the_future(phrase, as_of):
            continue
        if is_publication:
            published &= phrase.days
        else:
            about = about.hull(phrase.days) if about else phrase.days
            if words_of.is_binding(text, phrase):
                named.append(_Named(phrase.text, phrase.days, is_name=False))
        recent = recent or phrase.kind == "deictic"
        begin = words_of.lead_start(text, phrase)
        understood.append(text[begin : phrase.end])
        if is_publication or phrase.kind == "deictic":
            searched = _blanked(searched, begin, words_of.possessive_end(text, phrase))
    return _Days(published, about, recent, searched, understood, named)


def _counted(text: str, as_of: date) -> list[DateRange | date]:
    """What a question means when it is asked on a day; equal for two days where it does not depend on the day."""
    phrases = (phrase for phrase in asked_dates(text, as_of=as_of) if words_of.is_binding(text, phrase))
    return [*(phrase.days for phrase in phrases), *([as_of] if words_of.is_recent(text) else [])]


def _of_days(asked: Asked, named: Sequence[_Named]) -> Asked:
    """With the days that an answer must be of: each part of a question has those that it names itself."""
    period = DateRange()
    for one in named:
        if not one.is_name:
            period = period.hull(one.days) if period else one.days
    return replace(asked, period=period, years=tuple(one.days for one in named if one.is_name))


def _without(text: str, phrases: Sequence[DatePhrase]) -> str:
    """A text without these phrases of time, save those that articles are to mention."""
    for phrase in reversed(phrases):
        if not names_days(text[: phrase.start]):
            begin, end = words_of.lead_start(text, phrase), words_of.possessive_end(text, phrase)
            text = f"{text[:begin]} {text[end:]}"
    return text


def _read_by(question: str, search_text: str, *, as_of: date, published: DateRange) -> str:
    """The question as asked, without what only says which articles; a follow-up with the words that it carries on."""
    asked = {stem(term) for term in content_terms(question)}
    searched = {stem(term) for term in content_terms(search_text)}
    if searched - asked:
        return search_text
    return words_of.without_publication(question, as_of=as_of) if published else question


def _check_filters(*kinds: Sequence[str]) -> None:
    for names in kinds:
        if len(names) > _FILTERS:
            raise SettingsError(
                f"a question may name at most {_FILTERS} sources, {_FILTERS} authors and {_FILTERS} paths,"
                f" not {len(names):,}"
            )
        longest = max(map(len, names), default=0)
        if longest > _FILTER_CHARACTERS:
            raise SettingsError(
                f"a source, author or path may have at most {_FILTER_CHARACTERS} characters, not {longest:,}"
            )


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _in_the_future(phrase: DatePhrase, as_of: date) -> bool:
    """A phrase such as "in two weeks" names days that no article can report on yet."""
    return phrase.kind != "absolute" and phrase.days.start is not None and phrase.days.start > as_of
