"""One slice of time becomes notes: sentences that are checked as those of an answer, with their citations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from glob import escape
from typing import TYPE_CHECKING

from assistant.answering.quoting.quotes_answer import answer_in_quotes
from assistant.briefs.plan import Plan, Slice
from assistant.text.words import content_stems, words
from assistant.types import Answer, Citation, DateRange, Hit, Listed, Sentence, Usage

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.options import Options

_FOUND = 24  # passages that each question brings
_PER_ARTICLE = 2
_MOST_NAMED = 100  # undated articles
_NEW = 0.35  # share of a passage's words that no passage before it has


@dataclass(frozen=True, slots=True)
class Noted:
    """What a slice gave. `read` are the articles of which passages were read, `sampled`: others were left out.

    The numbers in `sentences` are those of its own `citations`.
    """

    number: int
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    read: tuple[str, ...] = ()
    sampled: bool = False
    by_model: bool = False
    usage: Usage = field(default_factory=Usage)
    problems: tuple[str, ...] = ()


def note(
    assistant: Assistant, plan: Plan, number: int, articles: Sequence[Listed], options: Options, *, with_model: bool
) -> Noted:
    """The notes of one slice, from those of the `articles` that are in it; written by the model, or else quoted.

    Raises ModelError when the option `cancelled` is set.
    """
    part = plan.slices[number]
    narrowed = _narrowed(articles, part, options)
    if number + 1 == sum(one.days != DateRange() for one in plan.slices):
        narrowed["order"] = "newest"  # the state is told by the newest articles
    query = assistant.understand(plan.topic, **narrowed)
    every = [assistant.search(one, k=_FOUND, **narrowed) for one in (plan.topic, *plan.questions)]
    paths = {each.path for each in articles}
    hits = novel([hit for hit in _in_turn(every) if hit.document.path in paths], plan.passages)
    read = tuple(dict.fromkeys(hit.document.path for hit in hits))
    if not hits:
        return Noted(number)
    if with_model:
        days = "undated articles" if part.days == DateRange() else f"the articles of {part.label}"
        wanted = f"What do {days} report about this topic: {plan.topic}? Give a list, one item for each development."
        answer = assistant.answer_from(replace(query, question=wanted), hits, **narrowed)
    else:
        answer = _quoted(assistant, plan, hits, narrowed)
    sampled = len(read) < part.articles
    problems = tuple(one.message for one in answer.notices if one.code in ("broken_off", "cut_short", "model_unusable"))
    sentences = tuple(one for one in answer.sentences if one.kind != "label")
    by_model = answer.model is not None
    return Noted(number, sentences, answer.citations, read, sampled, by_model, answer.usage, problems)


def novel(hits: Sequence[Hit], most: int) -> list[Hit]:
    """At most so many passages: one story once, an article twice; those that repeat others only where room is left."""
    taken: list[Hit] = []
    repeated: list[Hit] = []
    stems: set[str] = set()
    for hit in hits:
        own = set(content_stems(words(hit.passage.text)))
        if not _may_join(hit, taken):
            continue
        if stems and len(own - stems) < _NEW * len(own):
            repeated.append(hit)
            continue
        taken.append(hit)
        stems |= own
        if len(taken) == most:
            return taken
    for hit in repeated:
        if len(taken) < most and _may_join(hit, taken):
            taken.append(hit)
    return taken


def _may_join(hit: Hit, taken: Sequence[Hit]) -> bool:
    """Whether a passage is none of these, of no story that another file tells among them, and of no article twice."""
    document = hit.document
    same = [one for one in taken if one.document.path == document.path]
    copies = any(one.document.path in document.story for one in taken if one not in same)
    return not copies and len(same) < _PER_ARTICLE and all(one.passage.id != hit.passage.id for one in same)


def _quoted(assistant: Assistant, plan: Plan, hits: Sequence[Hit], narrowed: Options) -> Answer:
    """Up to three sentences that tell most of the topic, whatever the chance that they answer a question."""
    query = assistant.understand(f"What happened: {plan.topic}?", **narrowed)
    scope = assistant.scope(query)
    *_, answer = answer_in_quotes(
        query, scope, hits, assistant.index.embedder, reader=assistant.reader, refuse_below=0.0
    )
    if not isinstance(answer, Answer):
        raise TypeError("a stream must end with its Answer")
    return answer


def _narrowed(articles: Sequence[Listed], part: Slice, options: Options) -> Options:
    """The options that leave the articles of a slice; undated ones are named, and of very many some."""
    narrowed: Options = {**options, "history": ()}
    if part.days != DateRange():
        return {**narrowed, "on": None, "after": part.days.start, "before": part.days.end, "undated": "exclude"}
    paths = [each.path for each in articles if each.date.day is None]
    step = -(-len(paths) // _MOST_NAMED) or 1
    return {**narrowed, "undated": "keep", "paths": tuple(map(escape, paths[::step]))}


def _in_turn(lists: Iterable[Sequence[Hit]]) -> list[Hit]:
    """The first of each list, then the second of each, and so on."""
    rows = list(lists)
    longest = max(map(len, rows), default=0)
    return [one[at] for at in range(longest) for one in rows if at < len(one)]
