"""A follow-up question, rewritten by the model so that it can be understood, and searched for, alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from glob import escape
from typing import NamedTuple

from assistant.answering.checking.agreement import Known, unknown_days_and_numbers, unknown_details
from assistant.answering.checking.names import names_nowhere
from assistant.answering.writing.prompting import build_rewrite
from assistant.answering.writing.small_request import ask_briefly
from assistant.text.plain import plain
from assistant.text.words import is_foreign, words
from assistant.types import ChatModel, Query, Turn, Usage

_LONGEST = 60  # words
_TURNS = 6  # the last ones; what a question points back to is near
_TITLES = 8
_REPLY_TOKENS = 200
# What asks for nothing but another telling of the last answer.
_OF_THE_ANSWER = re.compile(
    r"\W*+(?>(?:please |can you |could you |now )*)"
    r"(?:summari[sz]e|sum up|shorten|explain|rephrase|repeat|translate)\s++"
    r"(?:all (?:of )?)?(?:that|this|it|these|those|the (?:above|answer))\b(?>(?:\s++\w++){0,6})\W*+$",
    re.IGNORECASE,
)


class Rewritten(NamedTuple):
    """`question` stands alone; None where the model gave none that can be trusted. `usage` is what it cost."""

    question: str | None
    usage: Usage


class InContext(NamedTuple):
    """What was understood of a question in its conversation, and what a model cost for that."""

    query: Query
    usage: Usage


def understand_in_context(
    question: str,
    history: Sequence[Turn],
    model: ChatModel,
    understand: Callable[[str, Sequence[Turn]], Query],
    titles: Callable[[Sequence[str]], Sequence[str]] | None = None,
) -> InContext:
    """Return what `understand` makes of a question and its history; the model makes it stand alone before that.

    `titles` gives those of the articles that a turn cites. "Summarise that" keeps to these articles.
    """
    if not history:
        return InContext(understand(question, history), Usage())
    cited = history[-1].paths
    alone, usage = rewrite(question, history, model, titles(cited) if titles else ())
    if alone and _same(alone, question):
        alone = None  # where code sees that it leans on the last one all the same, the rules for that apply
    query = understand(alone, ()) if alone else understand(question, history)
    if alone:
        query = replace(query, question=question, stand_alone=alone)
    if cited and not query.paths and _OF_THE_ANSWER.match(question):
        query = replace(query, paths=tuple(map(escape, cited)))
    return InContext(query, usage)


def rewrite(question: str, history: Sequence[Turn], model: ChatModel, titles: Sequence[str] = ()) -> Rewritten:
    """Return the stand-alone question, or None where the model gives none that can be trusted; and what that cost.

    Trusted is one line of at most 60 words whose names, numbers and dates all come from the conversation or from
    `titles`, those of the articles cited last. Faults of the endpoint give None as well: the question can still be
    searched for as it is.
    """
    if not history:
        return Rewritten(None, Usage())
    recent = history[-_TURNS:]
    prompt = build_rewrite(question, recent, titles[:_TITLES], room=model.context_window - _REPLY_TOKENS)
    reply, used = ask_briefly(model, prompt.messages)
    return Rewritten(_trusted(reply, question, recent, titles), used)


def _trusted(reply: str, question: str, history: Sequence[Turn], titles: Sequence[str]) -> str | None:
    lines = [line for line in plain(reply).splitlines() if line.strip()]
    if len(lines) != 1 or len(lines[0].split()) > _LONGEST:
        return None
    said = [question, *titles, *(text for turn in history for text in (turn.question, turn.answer))]
    return lines[0].strip('"“” ') if brings_nothing_in(lines[0], "\n".join(said)) else None


def brings_nothing_in(text: str, said: str) -> bool:
    """Whether all names, numbers and dates of a text come from what was said."""
    if is_foreign(text) or is_foreign(said):
        return not unknown_details(text, said, Known())
    return not (unknown_days_and_numbers(text, said, Known()) or names_nowhere(text, said))


def _same(one: str, other: str) -> bool:
    return [word.lower() for word in words(one)] == [word.lower() for word in words(other)]
