"""Puts a question, its passages and the conversation into the messages of a model request.

Prompts are Jinja2 templates in ``prompts/``; their version is a hash of all of them. What comes from documents is
delimited, keeps only characters that a reader sees, and cannot close its own delimiter.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from assistant.answering.checking.verify import Failure
from assistant.dates.how_known import how_known
from assistant.resources import resource, use_bundled_encodings
from assistant.text.clean import visible
from assistant.types import DateRange, Hit, Message, Prompt, Query, Turn

if TYPE_CHECKING:
    import jinja2
    import tiktoken

_USER = "\n=== user ===\n"
_MESSAGE_TOKENS = 8  # what a chat format adds to a message
_OTHER_TOKENISER = 1.05  # models count differently; our count is an estimate
_HISTORY_SHARE = 0.25
_REWRITE_TOKENS = 200  # of the rules for rewriting
_TAG_START = re.compile(r"<(?=[/!?A-Za-z])")
_CITATION_MARK = re.compile(r"\s*\[\d+\]")
_YEAR = re.compile(r"\b\d{4}\b")


def build_prompt(
    query: Query, hits: Sequence[Hit], history: Sequence[Turn], *, window: int, reply_tokens: int
) -> Prompt:
    """Return the request for an answer.

    `window` is what the model takes, prompt and reply together, in tokens; `reply_tokens` of it are kept free. The
    newest turns of the conversation get a quarter of the rest at most; passages that do not fit are dropped from the
    end, the first one never; then the conversation goes as well.
    """
    return _fit("answer.md", query, hits, history, {}, room=window - reply_tokens)


def build_repair(
    query: Query, labels: Mapping[str, Hit], failures: Sequence[Failure], *, window: int, reply_tokens: int
) -> Prompt:
    """Return the one further request, for the sentences that did not pass, over the same labels."""
    listed = [(_inline(failure.sentence), failure.reason) for failure in failures]
    return _fit("repair.md", query, list(labels.values()), (), {"failures": listed}, room=window - reply_tokens)


def build_rewrite(question: str, history: Sequence[Turn], *, window: int, reply_tokens: int) -> Prompt:
    """Return the request that makes a follow-up question stand alone; the newest turns that fit are in it."""
    turns = _newest(history, window - reply_tokens - count_tokens(question) - _REWRITE_TOKENS)
    rendered = _templates().get_template("rewrite.md").render(question=_inline(question), history=turns)
    messages = _messages(rendered)
    return Prompt(messages, {}, _count(messages))


@cache
def prompt_version() -> str:
    """Return the version of the prompts: 12 hexadecimal digits of the SHA-256 of all templates."""
    content = b"".join(path.read_bytes() for path in sorted(resource("prompts").glob("*.md")))
    return hashlib.sha256(content).hexdigest()[:12]


def count_tokens(text: str) -> int:
    """Return the tokens of `text` in cl100k_base."""
    return len(_encoding().encode_ordinary(text))


def _fit(
    template: str,
    query: Query,
    hits: Sequence[Hit],
    history: Sequence[Turn],
    values: Mapping[str, object],
    *,
    room: int,
) -> Prompt:
    turns = _newest(history, int(room * _HISTORY_SHARE))
    kept = len(hits)
    while True:
        messages = _render(template, query, hits[:kept], turns, values)
        tokens = _count(messages)
        if tokens <= room or (kept <= 1 and not turns):
            return Prompt(messages, {f"P{n}": hit for n, hit in enumerate(hits[:kept], start=1)}, tokens)
        if kept > 1:
            kept -= 1
        else:
            turns = turns[1:]


def _newest(history: Sequence[Turn], room: int) -> list[Turn]:
    """The last turns that fit into `room` tokens, in order."""
    kept: list[Turn] = []
    for turn in reversed(history):
        room -= count_tokens(turn.question) + count_tokens(turn.answer) + _MESSAGE_TOKENS
        if room < 0:
            break
        kept.insert(0, Turn(_inline(turn.question), _inline(_CITATION_MARK.sub("", turn.answer))))
    return kept


def _render(
    template: str, query: Query, hits: Sequence[Hit], turns: Sequence[Turn], values: Mapping[str, object]
) -> tuple[Message, ...]:
    passages = [_passage(f"P{number}", hit) for number, hit in enumerate(hits, start=1)]
    rendered = (
        _templates()
        .get_template(template)
        .render(question=_asked(query), today=_day(query.as_of), passages=passages, history=turns, **values)
    )
    return _messages(rendered)


def _asked(query: Query) -> str:
    """The question as asked, and where it was rewritten as understood; terms that were only added say nothing more."""
    question, alone = _inline(query.question), _inline(query.stand_alone or "")
    return question if not alone or alone.startswith(question) else f"{question} (That is: {alone})"


def _messages(rendered: str) -> tuple[Message, ...]:
    system, _, user = rendered.partition(_USER)
    return Message("system", system.strip()), Message("user", user.strip())


def _count(messages: Sequence[Message]) -> int:
    return int(sum(count_tokens(message.content) + _MESSAGE_TOKENS for message in messages) * _OTHER_TOKENISER)


def _passage(label: str, hit: Hit) -> dict[str, object]:
    document = hit.document
    days: dict[str, str] = {}
    for mention in hit.passage.mentions:
        if not _YEAR.search(mention.text):
            days.setdefault(_inline(mention.text), _days(mention.days))
    return {
        "label": label,
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
    if days.only_day:
        return _day(days.only_day)
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


@cache
def _encoding() -> tiktoken.Encoding:
    use_bundled_encodings()
    import tiktoken

    return tiktoken.get_encoding("cl100k_base")
