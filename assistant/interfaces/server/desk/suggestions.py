"""``/api/suggestions``: questions to begin and to go on with. Each was answered in quotes before it is offered."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated
from weakref import WeakKeyDictionary

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from assistant.dates.vocabulary import CALENDAR_WORDS
from assistant.interfaces.server.errors import documented
from assistant.interfaces.server.question import Text
from assistant.interfaces.server.service import service_of
from assistant.text.words import names

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.index.store.listing import Record

router = APIRouter(prefix="/api", tags=["own"])
_RECENT = 12  # articles whose beginnings say what there is to ask about
_BEGINNING = 3_000  # characters
_MOST, _TRIED = 3, 5  # offered, and answered to find them: an answer takes some tenths of a second
_LONGEST = 60  # characters of a name
_begun: WeakKeyDictionary[object, list[str]] = WeakKeyDictionary()
_lock = threading.Lock()


class Suggestions(BaseModel):
    """Questions that the articles answer."""

    questions: list[str]


class Answered(BaseModel):
    """An answer to go on from: its question and what it cites or, if nothing is `answered`, its nearest articles."""

    model_config = ConfigDict(extra="ignore")

    question: Annotated[Text, Field(max_length=4_000)]
    paths: Annotated[list[Annotated[Text, Field(max_length=4_000)]], Field(max_length=100)]
    answered: bool = True


@router.get("/suggestions", responses=documented())
async def begin(request: Request) -> Suggestions:
    """Suggest questions to begin with; they are looked for once for each generation of the index."""

    def look(assistant: Assistant) -> Suggestions:
        told = list(_of_catalogue(assistant.index.records))
        with _lock:  # not over the answers: who comes meanwhile is told what the catalogue answers
            if assistant in _begun:
                return Suggestions(questions=_begun[assistant])
            _begun[assistant] = told
        try:
            _begun[assistant] = [*told, *_to_begin(assistant)]
        except BaseException:
            del _begun[assistant]  # the next one looks again
            raise
        return Suggestions(questions=_begun[assistant])

    return await service_of(request).with_corpus(request, look)


@router.post("/suggestions", responses=documented())
async def go_on(request: Request, body: Answered) -> Suggestions:
    """Suggest questions that lead on from an answer."""
    found = await service_of(request).with_corpus(request, lambda assistant: _to_go_on(assistant, body))
    return Suggestions(questions=found)


def _of_catalogue(records: Iterable[Record]) -> Iterator[str]:
    """Questions that the catalogue answers, if it has something to say."""
    kept = list(records)
    if any(one.date.day for one in kept):
        yield "Which is the newest article?"
    if len({one.source for one in kept if one.source}) > 1:
        yield "Which sources are there?"


def _to_begin(assistant: Assistant) -> list[str]:
    """About the names that most of the newest articles have."""
    return _answered(assistant, _named_in(assistant, [one.path for one in assistant.index.records[:_RECENT]]), _MOST)


def _to_go_on(assistant: Assistant, done: Answered) -> list[str]:
    """About other names of the cited articles; of a refusal, about the names of the question first."""
    asked = [] if done.answered else names(done.question)
    known = (name for name in asked if assistant.index.mentions(name))
    said = done.question.casefold()
    fresh = (name for name in _named_in(assistant, done.paths[:_RECENT]) if name.casefold() not in said)
    return _answered(assistant, itertools.chain(known, fresh), _MOST - 1)


def _named_in(assistant: Assistant, paths: Iterable[str]) -> list[str]:
    """The names in some articles, first those that most of them have; days and whole headlines are none."""
    of_articles, times = Counter[str](), Counter[str]()
    for document in filter(None, map(assistant.index.document, dict.fromkeys(paths))):
        beginning = document.text[:_BEGINNING]
        for name in {*names(document.title or ""), *names(beginning)}:
            if 2 < len(name) <= _LONGEST and len(name.split()) < 5 and name.lower() not in CALENDAR_WORDS:
                of_articles[name] += 1
                times[name] += beginning.count(name)
    return sorted(of_articles, key=lambda name: (-of_articles[name], -times[name], name))


def _answered(assistant: Assistant, about: Iterable[str], most: int) -> list[str]:
    """Questions about the first of these names that quotes answer, each with another first quote."""
    quoting, offered, quotes = assistant.quoting(), list[str](), set[str]()
    for name in itertools.islice(about, _TRIED):
        question = f"What is said about {name}?"
        answer = quoting.ask(question)
        first = answer.citations[0].quote if answer.citations else ""
        if answer.status == "answered" and first and first not in quotes:
            quotes.add(first)
            offered.append(question)
        if len(offered) == most:
            break
    return offered
