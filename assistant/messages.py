"""What goes to a model and comes back: messages, the pieces of a reply, the sentences of a draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat request."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a model's reply; the last one carries `finish_reason` and, if reported, usage."""

    text: str = ""
    finish_reason: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class DraftQuote:
    """Evidence as a model claimed it: the passage's label (None: it named none) and the words."""

    label: str | None
    text: str


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of a model's draft with the quotes behind it; nothing is checked. `paragraph`: it begins one."""

    text: str
    quotes: tuple[DraftQuote, ...] = ()
    kind: Literal["claim", "missing", "none"] = "claim"
    paragraph: bool = field(default=False, compare=False)
