"""`answering`: what every front end asks a question by. One that wants an overview gets a brief, within its budget.

That is a question in the words of one ("Summarise what was reported about the strike in March") on a topic that more
articles have than an ordinary answer reads; a model must be there to write it. All others are answered as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

from assistant.errors import SettingsError
from assistant.text.words import content_terms
from assistant.types import Answer, AnswerEvent, Checked, DateRange, Notice, Query, Understood, Writing

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.briefs.brief import Brief
    from assistant.options import Options

_READ = 300  # characters of a question
_SLICES = 6
_KIND = r"(?:overview|summary|briefing|brief|digest|round-?up|synopsis|survey)"
_ASKS = re.compile(
    r"\W*+(?>(?:please |can you |could you |would you )*)(?:"
    r"(?:summari[sz]e|sum up|recap)\b"
    rf"|(?:(?:give|write|make|prepare|show)(?: me| us)? |i (?:need|want|would like) )?(?:an? |the )?(?:\w+ )?{_KIND}"
    r" (?:of|on|about|over)\b"
    r"|(?:brief|update) (?:me|us) (?:on|about)\b)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\W*+(?>(?:(?:all|everything|what|the|our|any)\b\W*+)*)"
    r"(?>(?:(?:news|coverage|reports?|reporting|articles?|stories|developments?|events?|happened"
    r"|was|has been|were|have been|is|are|reported|written|said|published|known|say|says)\b\W*+)*)"
    r"(?>(?:(?:that|which)\b\W*+)?)(?>(?:(?:about|on|of|around|regarding|with|to|in)\b\W*+)?)",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\W*+(?>(?:(?:this|that|these|those|the|last|above|it|them)\b\W*+)*)"
    r"(?:articles?|answers?|file|document|text|story|conversation)?\W*+$",
    re.IGNORECASE,
)


def answering(assistant: Assistant, question: str, **options: Unpack[Options]) -> Iterator[AnswerEvent]:
    """Yield what `Assistant.stream` yields for a question, or for an overview the same events of its brief."""
    if found := _wanted(assistant, question, options):
        yield from _overview(assistant, *found, options)
    else:
        yield from assistant.stream(question, **options)


def topic_of(question: str) -> str:
    """What an overview is asked for about; empty where none is."""
    asks = _ASKS.match(question[:_READ])
    if asks is None or len(question) > _READ:
        return ""
    rest = question[asks.end() :].strip(" ?.!")
    return "" if _POINTS.match(rest) else rest


def _wanted(assistant: Assistant, question: str, options: Options) -> tuple[Query, str] | None:
    """What was understood of a question for an overview, and its topic; None for another, and where few are on it."""
    topic, most = topic_of(question), assistant.settings.brief_tokens
    if not topic or not most or assistant.writer is None or options.get("attached"):
        return None
    alone = options.copy()
    alone["history"] = ()
    query = assistant.understand(question, **alone)
    subject = _ABOUT.sub("", assistant.understand(topic, **alone).subject, count=1).strip(" ,;")
    terms = dict.fromkeys(content_terms(subject))
    if query.asked.catalogue or query.asked.article or not terms:
        return None
    about = query.published & query.about if query.published else query.about
    query = replace(query, published=about or query.published)
    rows = set.intersection(*(assistant.index.mentioning(term) for term in terms))
    inside = assistant.index.catalogue.listed(query)
    enough = sum(row in inside for row in rows) > assistant.settings.passages
    return (query, subject) if enough else None


def _overview(assistant: Assistant, query: Query, topic: str, options: Options) -> Iterator[AnswerEvent]:
    from assistant.briefs.brief import Brief, How, Step, brief

    narrowed = options.copy()
    narrowed.update({
        "history": (), "on": None, "after": query.published.start, "before": query.published.end,
        "sources": query.sources, "authors": query.authors, "paths": query.paths,
    })  # fmt: skip
    if query.as_of_explicit:
        narrowed["as_of"] = query.as_of
    if query.published != DateRange() and not query.include_undated:
        narrowed["undated"] = "exclude"
    yield Understood(query, assistant.scope(query))
    written = 0
    how = How(slices=_SLICES, max_tokens=assistant.settings.brief_tokens)
    try:
        with closing(brief(assistant, topic, narrowed, how)) as events:
            for event in events:
                if isinstance(event, Step):
                    written += 1 + (event.usage.completion_tokens or 0)
                    yield Writing(written)
                elif isinstance(event, Brief):
                    yield from _shown(event, query)
    except SettingsError:  # its steps cannot be kept
        yield from list(assistant.stream(query.question, **options))[1:]


def _shown(done: Brief, query: Query) -> Iterator[AnswerEvent]:
    """The sentences of a brief as they are checked, each citation with the first that has it, and the answer."""
    citations = {one.number: one for one in done.answer.citations}
    for sentence in done.answer.sentences:
        yield Checked(sentence, tuple(citations.pop(number) for number in sentence.citations if number in citations))
    said = f"An overview of {done.receipt.matched:,} articles was made; `assistant brief` has it slice by slice."
    notices = (Notice("overview", said), *done.answer.notices)
    yield replace(done.answer, question=query.question, query=query, notices=notices)


def answer_of(assistant: Assistant, question: str, **options: Unpack[Options]) -> Answer:
    """The answer that `answering` ends with."""
    *_, answer = answering(assistant, question, **options)
    if not isinstance(answer, Answer):
        raise TypeError("a stream must end with its Answer")
    return answer
