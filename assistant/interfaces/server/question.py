"""What a request asks: one question, the turns before it, and what narrows it. Shared by every protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from assistant.interfaces.server.config import Limits
from assistant.interfaces.server.errors import Refusal
from assistant.interfaces.server.inert import said
from assistant.options import Options
from assistant.text.clean import normalise_newlines, replace_controls
from assistant.types import Turn

_TURNS_USED, _TURN_CHARACTERS = 20, 8_000  # a follow-up leans on what was said shortly before
_EARLIEST, _LATEST = date(1000, 1, 1), date(2999, 12, 31)  # days may be added and taken away on either side


def _clean(text: str) -> str:
    return replace_controls(normalise_newlines(text))[0]


def _day(value: object) -> object:
    """Accept only an ISO day: not a number of seconds, not a date with a time."""
    if value is None or isinstance(value, date):
        return value
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        day = None
    if day is None or not _EARLIEST <= day <= _LATEST:
        raise ValueError("write a day as 2021-03-24")
    return day


Text = Annotated[str, AfterValidator(_clean)]
Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^[12]\d{3}-\d\d-\d\d$"}),
]
Name = Annotated[str, Field(max_length=500), AfterValidator(_clean)]
Names = Name | Annotated[list[Name], Field(max_length=50)]


class Narrowing(BaseModel):
    """What narrows a question; the same words may stand in the question itself, as in ``after:2021-03-01``."""

    model_config = ConfigDict(extra="ignore")

    as_of: Day | None = Field(default=None, description="Answer as of this day; later documents are hidden.")
    after: Day | None = Field(default=None, description="Published on or after this day.")
    before: Day | None = Field(default=None, description="Published on or before this day.")
    on: Day | None = Field(default=None, description="Published on this day.")
    source: Names | None = Field(default=None, description="Publisher name, or a list of names.")
    author: Names | None = Field(default=None, description="Name of a writer, or a list of names.")
    path: Names | None = Field(default=None, description="File name pattern (glob), or a list of patterns.")
    undated: Literal["keep", "exclude"] | None = Field(
        default=None, description="Undated documents under a date filter."
    )


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its options for `Assistant`."""

    question: str
    options: Options

    @property
    def begins(self) -> bool:
        """Whether it is the first of its conversation."""
        return not self.options.get("history")


def asked(question: str, turns: Sequence[Turn], narrowing: Narrowing, limits: Limits) -> Question:
    """Put a request together. Raises Refusal when the question is empty or too long."""
    text = question.strip()
    if not text:
        raise Refusal(400, "empty_question", "The question is empty.")
    if len(text) > limits.question_characters:
        raise Refusal(413, "question_too_long", f"A question may have at most {limits.question_characters} characters.")
    options: Options = {
        "as_of": narrowing.as_of,
        "after": narrowing.after,
        "before": narrowing.before,
        "on": narrowing.on,
        "sources": _names(narrowing.source),
        "authors": _names(narrowing.author),
        "paths": _names(narrowing.path),
        "undated": narrowing.undated,
        "history": tuple(
            Turn(turn.question[:_TURN_CHARACTERS], turn.answer[:_TURN_CHARACTERS], turn.paths)
            for turn in turns[-_TURNS_USED:]
        ),
    }
    return Question(text, options)


def from_messages(messages: Sequence[tuple[str, str]], narrowing: Narrowing, limits: Limits) -> Question:
    """Take the question from the last user message, and turns from those before it; other roles carry nothing.

    `messages` are (role, text) pairs. Raises Refusal: none from the user, or too many.
    """
    if len(messages) > limits.messages:
        raise Refusal(
            413, "too_many_messages", f"A conversation may have at most {limits.messages} messages.", param="messages"
        )
    spoken = [(role, text) for role, text in messages if role in ("user", "assistant")]
    if not spoken or spoken[-1][0] != "user":
        raise Refusal(400, "no_question", "The last message must come from the user.", param="messages")
    turns: list[Turn] = []
    question: str | None = None
    for role, text in spoken[:-1]:
        if role == "user":
            question = text
        elif question is not None:
            turns.append(Turn(question, said(text)))
            question = None
    return asked(spoken[-1][1], turns, narrowing, limits)


def _names(value: str | list[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
