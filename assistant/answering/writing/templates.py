"""The text of a model's requests: the Jinja2 templates of ``prompts/``, filled in.

What comes from documents is delimited, keeps only characters that a reader sees, and cannot close its own delimiter.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from assistant.answering.checking.verify import Failure, Source
from assistant.dates.how_known import how_known
from assistant.installation import resource
from assistant.text.clean import visible
from assistant.types import DateRange, Hit, Message, Query, Turn

if TYPE_CHECKING:
    import jinja2

_USER = "\n=== user ===\n"
_TAG_START = re.compile(r"<(?=\s{0,20}+[/!?|A-Za-z])")
_CITATION_MARK = re.compile(r"(?>(?:(?<!\s)\s++)?)\[\d++\]")
_YEAR = re.compile(r"\b\d{4}\b")


class Archive(NamedTuple):
    """What the catalogue knows that helps to plan: the number of articles, their newest day, titles near a question."""

    articles: int
    newest: date | None = None
    titles: tuple[tuple[str, str], ...] = ()


def answer(query: Query, hits: Sequence[Hit], turns: Sequence[Turn]) -> tuple[Message, ...]:
    """Return the messages that ask for an answer over these passages, after these turns of the conversation."""
    return _filled("answer.md", **_asked(query, hits), history=_said(turns))


def repair(query: Query, hits: Sequence[Hit], failures: Sequence[Failure]) -> tuple[Message, ...]:
    """Return the messages that ask again for sentences that did not pass, each with the reason."""
    listed = [
        {
            "sentence": _inline(failure.sentence),
            "reason": _inline(failure.reason),
            "quotes": [_inline(quote.text) for quote in failure.quotes],
            "sources": [_inline(source) for source in failure.sources],
            "follows": _inline(failure.follows),
        }
        for failure in failures
    ]
    return _filled("repair.md", **_asked(query, hits), history=(), failures=listed)


def carries(claim: str, sources: Sequence[Source]) -> tuple[Message, ...]:
    """Return the messages that ask whether these sources say a sentence."""
    shown = [
        {
            "date": source.hit.document.date.label,
            "title": _attribute(source.hit.document.title or ""),
            "text": _inline(source.text),
        }
        for source in sources
    ]
    return _filled("carries.md", claim=_inline(claim), sources=shown)


def rewrite(question: str, turns: Sequence[Turn], titles: Sequence[str] = ()) -> tuple[Message, ...]:
    """Return the messages that ask for a follow-up question in words that stand alone; `titles` are those cited."""
    return _filled("rewrite.md", question=_inline(question), history=_said(turns), titles=list(map(_inline, titles)))


def reword(question: str, sentence: str) -> tuple[Message, ...]:
    """Return the messages that ask for a question in other words; `sentence` answers it."""
    return _filled("reword.md", question=_inline(question), sentence=_inline(sentence))


def steps(question: str, archive: Archive) -> tuple[Message, ...]:
    """Return the messages that ask for the searches that a question needs."""
    newest = archive.newest.isoformat() if archive.newest else ""
    titles = [(day, _inline(title)) for day, title in archive.titles]
    return _filled("steps.md", question=_inline(question), articles=archive.articles, newest=newest, titles=titles)


def plan(topic: str, known: Mapping[str, object]) -> tuple[Message, ...]:
    """Return the messages that ask for the questions of an overview; `known` is what the catalogue knows."""
    sources, titles = known["sources"], known["titles"]
    listed = [_inline(str(name)) for name in sources] if isinstance(sources, list) else []
    named = [(day, _inline(title)) for day, title in titles] if isinstance(titles, list) else []
    return _filled("plan.md", **{**known, "topic": _inline(topic), "sources": listed, "titles": named})


def digest(
    topic: str, notes: Sequence[tuple[int, str, str]], *, most_now: int, most_before: int
) -> tuple[Message, ...]:
    """Return the messages that ask in which order notes (number, day, text) make an overview."""
    shown = [(number, day, _inline(text)) for number, day, text in notes]
    return _filled("digest.md", topic=_inline(topic), notes=shown, most_now=most_now, most_before=most_before)


def label(rank: int) -> str:
    """Return what a passage is called in a request: ``P1`` is the first."""
    return f"P{rank + 1}"


@cache
def prompt_version() -> str:
    """Return the version of the prompts: 12 hexadecimal digits of the SHA-256 of all templates."""
    content = b"".join(path.read_bytes() for path in sorted(resource("prompts").glob("*.md")))
    return hashlib.sha256(content).hexdigest()[:12]


def _filled(template: str, **values: object) -> tuple[Message, ...]:
    system, _, user = _templates().get_template(template).render(**values).partition(_USER)
    return Message("system", system.strip()), Message("user", user.strip())


def _asked(query: Query, hits: Sequence[Hit]) -> dict[str, object]:
    """The question as asked, and where it was rewritten as understood; terms that were only added say nothing more."""
    question, alone = _inline(query.question), _inline(query.stand_alone or "")
    if alone and not alone.startswith(question):
        question += f" (That is: {alone})"
    passages = [_passage(label(rank), hit) for rank, hit in enumerate(hits)]
    return {"question": question, "today": _day(query.as_of), "passages": passages}


def _said(turns: Sequence[Turn]) -> list[Turn]:
    return [Turn(_inline(turn.question), _inline(_CITATION_MARK.sub("", turn.answer))) for turn in turns]


def _passage(name: str, hit: Hit) -> dict[str, object]:
    document = hit.document
    days: dict[str, str] = {}
    for mention in hit.passage.mentions:
        if not _YEAR.search(mention.text):
            days.setdefault(_inline(mention.text), _days(mention.days))
    return {
        "label": name,
        "file": _attribute(document.path),
        "title": _attribute(document.title or ""),
        "date": document.date.label,
        "known_by": how_known(document.date.provenance),
        "updated": document.updated.isoformat() if document.updated else "",
        "text": _neutral(hit.passage.text).strip(),
        "days": list(days.items()),
    }


def _day(day: date) -> str:
    return f"{day:%A} {day.isoformat()}"


def _days(days: DateRange) -> str:
    if days.start and days.start == days.end:
        return _day(days.start)
    if days.start and days.end:
        return f"{days.start.isoformat()} to {days.end.isoformat()}"
    return (
        f"from {days.start.isoformat()}" if days.start else f"until {days.end.isoformat()}" if days.end else "unknown"
    )


def _neutral(text: str) -> str:
    """`text` as data: only visible characters, and no tag of ours; a full-width sign folds to the one it replaces."""
    return _TAG_START.sub("＜", visible(text))


def _inline(text: str) -> str:
    return " ".join(_neutral(text).split())


def _attribute(text: str) -> str:
    return _inline(text).replace('"', "'").replace(">", "＞")


@cache
def _templates() -> jinja2.Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(resource("prompts")),
        undefined=jinja2.StrictUndefined,
        autoescape=jinja2.select_autoescape(),  # by file name: Markdown is not escaped
        keep_trailing_newline=False,
        trim_blocks=False,
    )
