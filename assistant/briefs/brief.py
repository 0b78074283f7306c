"""`brief` makes an overview of a topic: a plan, notes of every slice of time, and the notes arranged.

A run that was stopped or killed goes on with the slices that it had not noted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

from assistant.answering.citations import numbered_text
from assistant.answering.writing.templates import prompt_version
from assistant.blocks import Sentence
from assistant.briefs.digest import Page, arrange, notes_of
from assistant.briefs.kept import Kept, file_of
from assistant.briefs.notes import Noted, note
from assistant.briefs.plan import MOST_SLICES, Plan, make_plan
from assistant.briefs.receipt import Receipt, receipt
from assistant.following.coverage import coverage
from assistant.types import Answer, ChatModel, Citation, Listed, Notice, Usage

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.options import Options

_NOT_FOUND = "No article has all the words of this topic; use fewer."


@dataclass(frozen=True, slots=True)
class How:
    """How a brief is made.

    `slices` of time at most; at most `at_once` of them are asked about at the same time; from `max_tokens` on quotes
    take the place of the model's notes. `fresh`: what an earlier run left is not used. `plan` is one to follow.
    """

    slices: int = MOST_SLICES
    passages: int = 12
    at_once: int = 4
    max_tokens: int | None = None
    fresh: bool = False
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """What will be read; `done` slices are there from an earlier run, `tokens` is about what the rest costs at most."""

    plan: Plan
    done: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Step:
    """A slice was read: `done` of `total`."""

    done: int
    total: int
    slice: str
    articles: int
    read: int
    notes: int
    usage: Usage


@dataclass(frozen=True, slots=True)
class Brief:
    """The overview as an answer, whose sentences are in blocks, and all that it was made of.

    `notes` are all that passed, also those that `answer` leaves out; their numbers are those of `evidence`, which
    begins with the citations of `answer`.
    """

    answer: Answer
    plan: Plan
    receipt: Receipt
    notes: tuple[Sentence, ...]
    evidence: tuple[Citation, ...]


BriefEvent: TypeAlias = Planned | Step | Brief
"""What `brief` yields: Planned, a Step for each slice, and last the Brief."""


def make_plan_for(assistant: Assistant, topic: str, options: Options, how: How) -> Plan:
    """The plan that `brief` would follow. Raises SettingsError for a topic without a word to look for."""
    model = assistant.model(**options)
    return make_plan(assistant, topic, options, model, slices=how.slices, passages=how.passages)[0]


def brief(
    assistant: Assistant,
    topic: str,
    options: Options | None = None,
    how: How | None = None,
    approve: Callable[[Planned], None] = lambda _: None,
) -> Generator[BriefEvent]:
    """Make an overview. Closing the iterator, or the option `cancelled`, stops it; what was noted stays for the next.

    `approve` is called before the first slice, and may raise to end the run.

    Raises:
        SettingsError: the topic has no word to look for, or the steps cannot be kept.
        ModelError: cancelled.
    """
    options, how, began = options or {}, how or How(), perf_counter()
    cancelled = options.get("cancelled") or threading.Event()
    options = {**options, "cancelled": cancelled}
    model = assistant.model(**options)
    articles = coverage(assistant, topic, options).articles
    kept = Kept(_file(assistant, topic, options, how, model))
    spent = Usage()
    if how.fresh or kept.plan is None or (how.plan and how.plan != kept.plan):
        plan, spent = (how.plan, spent) if how.plan else make_plan(
            assistant, topic, options, model, slices=how.slices, passages=how.passages
        )  # fmt: skip
        kept.begin(plan)
    else:
        plan = kept.plan
    left = [number for number in range(len(plan.slices)) if number not in kept.notes]
    reply = assistant.settings.reply_tokens
    planned = Planned(plan, len(kept.notes), len(left) * plan.tokens_of_slice(reply) if model else 0)
    approve(planned)
    yield planned
    before = _tokens(spent) + sum(_tokens(one.usage) for one in kept.notes.values())
    budget = _Budget(how.max_tokens, plan.tokens_of_slice(reply), before)
    pool = ThreadPoolExecutor(how.at_once, thread_name_prefix="brief")

    def work(number: int) -> Noted:
        allowed = model is not None and budget.take()
        noted = note(assistant, plan, number, articles, options, with_model=allowed)
        if allowed:
            budget.settle(_tokens(noted.usage))
        return noted

    try:
        for future in as_completed([pool.submit(work, number) for number in left]):
            noted = future.result()
            kept.add(noted)
            part = plan.slices[noted.number]
            count = sum(one.kind == "claim" for one in noted.sentences)
            yield Step(
                len(kept.notes), len(plan.slices), part.label, part.articles, len(noted.read), count, noted.usage
            )
    except BaseException:
        cancelled.set()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    chooser = model if budget.take() else None
    every = [kept.notes[number] for number in sorted(kept.notes)]
    yield _whole(assistant, plan, articles, every, options, chooser, spent, began)
    kept.forget()


def _whole(
    assistant: Assistant,
    plan: Plan,
    articles: Sequence[Listed],
    noted: list[Noted],
    options: Options,
    model: ChatModel | None,
    spent: Usage,
    began: float,
) -> Brief:
    arranged = arrange(plan.topic, noted, model)
    page = Page()
    page.part("Newest state", arranged.now, dated=True)
    page.part("How it came about", arranged.before, dated=True)
    page.part("Where articles differ, or were corrected", arranged.differ)
    page.part("What is not known", _unknown(plan, noted, arranged.unknown))
    shown = page.citations
    told = receipt(
        articles,
        (path for one in noted for path in one.read),
        shown,
        slices=len(plan.slices),
        sampled=sum(one.sampled for one in noted),
        quoted=sum(not one.by_model for one in noted) if assistant.writer else 0,
    )
    notes = tuple(page.numbered(one) for one in notes_of(noted))
    page.part("What this rests on", (Sentence(line, kind="note") for line in told.lines()))
    usage = sum((one.usage for one in noted), spent) + arranged.usage
    query = assistant.understand(plan.topic, **options)
    problems = dict.fromkeys(problem for one in noted for problem in one.problems)
    found = bool(arranged.now)
    sentences = tuple(page.sentences) if found else (Sentence(_NOT_FOUND, kind="missing"),)
    settings = assistant.settings
    answer = Answer(
        question=plan.topic,
        text=numbered_text(sentences),
        sentences=sentences,
        citations=shown if found else (),
        status="answered" if found else "not_in_corpus",
        query=query,
        scope=assistant.scope(query),
        notices=tuple(Notice("brief_step", problem) for problem in problems),
        model=assistant.writer if any(one.by_model for one in noted) else None,
        reader=assistant.reader.fingerprint if assistant.reader else None,
        usage=usage.priced(settings.price_prompt, settings.price_reply),
        timings={"total": perf_counter() - began},
    )
    return Brief(answer, plan, told, notes, page.citations)


def _unknown(plan: Plan, noted: list[Noted], said: tuple[str, ...]) -> list[Sentence]:
    """What the model did not find, and the slices of which nothing could be noted."""
    silent = [plan.slices[one.number] for one in noted if not any(each.citations for each in one.sentences)]
    lines = [*said, *(f"Nothing could be noted from {each.label} ({each.articles} articles)." for each in silent)]
    return [Sentence(line, kind="missing") for line in lines]


def _file(assistant: Assistant, topic: str, options: Options, how: How, model: ChatModel | None) -> Path:
    settings = assistant.settings
    narrowed = {key: value for key, value in options.items() if key not in ("cancelled", "history", "fresh")}
    made_by = model.name if model else None
    generation = assistant.index.generation.name
    parts = (str(settings.corpus.resolve()), generation, topic, sorted(narrowed.items()), made_by, prompt_version())
    return file_of(settings.data_path, *parts, how.slices, how.passages)


def _tokens(usage: Usage) -> int:
    return (usage.prompt_tokens or 0) + (usage.completion_tokens or 0)


class _Budget:
    """Tokens that may still be spent. Each slice sets aside what it may need before it is asked about."""

    def __init__(self, most: int | None, each: int, spent: int) -> None:
        self._left = None if most is None else most - spent
        self._each = each
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Set aside the tokens of one slice; False where they are not left."""
        with self._lock:
            if self._left is None:
                return True
            if self._left < self._each:
                return False
            self._left -= self._each
            return True

    def settle(self, spent: int) -> None:
        """Give back what was set aside and not spent."""
        with self._lock:
            if self._left is not None:
                self._left += self._each - spent
