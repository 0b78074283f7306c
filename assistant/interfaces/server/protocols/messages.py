"""Messages as OpenAI's clients send them: a text, or a list of parts of which the texts count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.interfaces.server.errors import Refusal
from assistant.interfaces.server.question import Text


class Part(BaseModel):
    """One part of a message. Parts that are not text (images, files) are ignored."""

    model_config = ConfigDict(extra="ignore")

    type: str = "text"
    text: Text | None = None


Content = Text | Annotated[list[Part], Field(max_length=200)] | None


def text_of(content: str | Sequence[Part] | None) -> str:
    """The text of a message's content."""
    if content is None or isinstance(content, str):
        return content or ""
    return "\n".join(part.text for part in content if part.text)


def known_model(model: str, offered: Sequence[str]) -> bool:
    """Whether `model` is the one with a footer. Raises Refusal 404 for a model that is not offered."""
    if model not in offered:
        names = " and ".join(offered)
        raise Refusal(404, "model_not_found", f"There is no model of that name, only {names}.", param="model")
    return model == offered[1]
