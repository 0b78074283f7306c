"""A question that needs several looks: the model plans at most four searches, of which one may need another's answer.

Asked for are only questions whose words show it: something is compared, counted from another event, or described in
the place of its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from assistant.answering.writing import templates
from assistant.answering.writing.rewriting import brings_nothing_in
from assistant.answering.writing.small_request import ask_briefly
from assistant.answering.writing.templates import Archive
from assistant.text.plain import plain
from assistant.text.words import content_terms, words
from assistant.types import Asked, ChatModel, Query, Search, Usage

if TYPE_CHECKING:
    from assistant.index.search.index import Index

_MOST = 4  # searches
_LONGEST = 30  # words of one
_TITLES = 8  # of the nearest articles
_READ = 500  # characters of a question whose words are looked at
_SEVERAL = re.compile(
    r"\b(?:compar(?:e|es|ed|ing|isons?)|contrast(?:s|ed)?|versus|vs|differ(?:s|ed|ent|ently|ences?)?|than|both|respectively"
    r"|(?:before|after|since|until|once|following) (?:the|that|this|its|his|her|their|he|she|it|they)"
    r"|(?:the|an?|any|some|those|these) (?:\w+ ){1,4}?(?:that|who|which|whose|whom|where)|whose)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\W{0,3}+\d{1,2}[.):]\s*+|^\s*+[-*•]\s++")
_EARLIER = re.compile(r"\[(\d)\]")


class Planned(NamedTuple):
    """The query with the plan's searches, where there is a plan, and what asking for it cost."""

    query: Query
    usage: Usage


def may_need_steps(query: Query) -> bool:
    """Whether the words of a question show that one look may not be enough."""
    asked = query.asked
    if asked.catalogue or asked.article or asked.events:
        return False
    return bool(_SEVERAL.search(query.subject[:_READ]))


def in_steps(
    query: Query,
    model: ChatModel,
    index: Index,
    understand: Callable[[str], Query],
    answer: Callable[[str], str | None],
) -> Planned:
    """Return the query with its plan in `searches` and `asked.parts`; without one where the model sees one look only.

    `understand` reads a question of the plan, `answer` gives the words that answer one, or None. A question that brings
    in a name, a number or a date is left out, as is one that needs the answer of such a one.
    """
    question = query.stand_alone or query.question
    near = index.search(query, _TITLES)
    titles = dict.fromkeys((hit.document.date.label, hit.document.title) for hit in near if hit.document.title)
    archive = Archive(index.scope(query).matching, index.newest_day, tuple(titles))
    reply, usage = ask_briefly(model, templates.steps(question, archive))
    said = "\n".join((question, *(title for _, title in titles)))
    steps = _named(_lines(reply), said, answer)
    if len(steps) < 2:
        return Planned(query, usage)
    read = [understand(step) for step in steps]
    parts = tuple(_part(each) for each in read)
    searches = tuple(Search(each.search_text, each.subject) for each in read)
    asked = replace(query.asked, parts=parts, planned=True)
    return Planned(replace(query, searches=searches, asked=asked), usage)


def _part(read: Query) -> Asked:
    return replace(read.asked, catalogue=None, article=None, events=False, parts=())


def _lines(reply: str) -> list[str]:
    lines = (_NUMBER.sub("", line).strip('"“” ') for line in plain(reply).splitlines())
    return [line for line in lines if line.endswith("?") and 2 < len(words(line)) <= _LONGEST][:_MOST]


def _named(lines: Sequence[str], said: str, answer: Callable[[str], str | None]) -> list[str]:
    """The questions that can be trusted, each earlier one's answer in the place of its number.

    Where an earlier one has no sure answer, its own words stand there: they are looked for instead.
    """
    found: dict[str, str] = {}
    answers: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        needed = _EARLIER.findall(line)
        if any(each not in found for each in needed) or not brings_nothing_in(_EARLIER.sub(" ", line), said):
            continue
        for each in needed:
            if each not in answers:
                answers[each] = answer(found[each]) or " ".join(content_terms(found[each]))
        step = _EARLIER.sub(lambda one: answers[one[1]], line)
        if step not in found.values():
            found[str(number)] = step
    return list(found.values())
