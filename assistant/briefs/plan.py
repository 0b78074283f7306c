"""What a brief will read: questions about the topic, and slices of time with their articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.answering.writing import templates
from assistant.answering.writing.small_request import ask_briefly
from assistant.following.coverage import Coverage, coverage
from assistant.text.plain import plain
from assistant.types import ChatModel, DateRange, Listed, Usage

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.options import Options

MOST_SLICES = 12
_ARTICLES = 6  # of a slice at least, where there are enough
_MOST_QUESTIONS = 4
_LONGEST = 30  # words of a question
_TITLES = 20  # that a model sees
_LIST_MARK = re.compile(r"^[\W\d_]++")
_TOKENS_FIXED, _TOKENS_PASSAGE = 1_500, 260  # of a request's rules, and of a passage with its record


@dataclass(frozen=True, slots=True)
class Slice:
    """A period, both ends inclusive, and how many articles on the topic are of it; undated ones have neither end."""

    days: DateRange
    articles: int

    @property
    def label(self) -> str:
        """``2021-03-01 to 2021-03-24``, one day, or ``undated``."""
        start, end = self.days.start, self.days.end
        if start is None or end is None:
            return "undated"
        return str(start) if start == end else f"{start} to {end}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is read for a brief on `topic`: for each slice at most `passages`, found by the topic and the `questions`.

    `matched` articles have all words of the topic, `undated` of them have no date.
    """

    topic: str
    questions: tuple[str, ...]
    slices: tuple[Slice, ...]
    matched: int
    undated: int
    passages: int

    def tokens(self, reply_tokens: int) -> int:
        """About how many tokens a model will be sent and write, at most."""
        return len(self.slices) * self.tokens_of_slice(reply_tokens) + (reply_tokens + _TOKENS_FIXED)

    def tokens_of_slice(self, reply_tokens: int) -> int:
        """The same for one slice: its request, and one more for what did not pass."""
        return 2 * (_TOKENS_FIXED + self.passages * _TOKENS_PASSAGE + reply_tokens)


def make_plan(
    assistant: Assistant,
    topic: str,
    options: Options,
    model: ChatModel | None,
    *,
    slices: int = MOST_SLICES,
    passages: int = 12,
) -> tuple[Plan, Usage]:
    """The plan for a topic, and what asking the model for its questions cost.

    Raises SettingsError for a topic without a content word.
    """
    found = coverage(assistant, topic, options)
    undated = sum(each.date.day is None for each in found.articles)
    plan = Plan(topic, (), cut(found.articles, slices), len(found.articles), undated, passages)
    if model is None or not found.articles:
        return plan, Usage()
    reply, usage = ask_briefly(model, templates.plan(topic, _known(found)))
    return replace(plan, questions=_questions(reply)), usage


def cut(articles: Sequence[Listed], most: int) -> tuple[Slice, ...]:
    """Slices with about as many articles each, of whole days, in the order of time; undated articles are the last."""
    days = sorted(each.date.day for each in articles if each.date.day)
    wanted = max(1, min(most, len(days) // _ARTICLES))
    found: list[Slice] = []
    begun: list[date] = []
    for at, day in enumerate(days):
        begun.append(day)
        ends = at + 1 == len(days) or (days[at + 1] != day and len(days) * (len(found) + 1) <= (at + 1) * wanted)
        if ends:
            found.append(Slice(DateRange(begun[0], begun[-1]), len(begun)))
            begun = []
    undated = len(articles) - len(days)
    return (*found, *([Slice(DateRange(), undated)] if undated else []))


def _known(found: Coverage) -> dict[str, object]:
    """What the catalogue knows of the topic."""
    step = max(1, len(found.articles) // _TITLES)
    sources = Counter(each.source for each in found.articles if each.source).most_common(10)
    return {
        "articles": len(found.articles),
        "first": found.dated[0].isoformat() if found.dated else "",
        "last": found.dated[-1].isoformat() if found.dated else "",
        "sources": [name for name, _ in sources],
        "titles": [(each.date.label, each.title or each.path) for each in found.articles[::step][:_TITLES]],
    }


def _questions(reply: str) -> tuple[str, ...]:
    """The lines of a reply that can be asked, without the marks of a list."""
    lines = (_LIST_MARK.sub("", line).strip() for line in plain(reply).splitlines())
    fit = [line for line in lines if line.endswith("?") and len(line.split()) <= _LONGEST]
    return tuple(dict.fromkeys(fit))[:_MOST_QUESTIONS]
