"""Messages as OpenAI's clients send them: a text, or a list of parts of which the texts count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.interfaces.server.errors import Refusal
from assistant.interfaces.server.question import Narrowing, Text


class Asked(Narrowing):
    """A request of OpenAI's protocols. Fields of theirs that we do not act on are named in the reply, as `ignored`."""

    model_config = ConfigDict(extra="allow")

    def ignored(self, roles: Iterable[str]) -> list[str]:
        """What of this request has no effect on the answer. `roles` are those of its messages."""
        said = {"system", "developer", "tool", "function"} & set(roles)
        unused = {name for name, value in (self.model_extra or {}).items() if value and (name, value) != ("n", 1)}
        return sorted({name[:100] for name in unused - _NO_WISHES} | {f"messages.{role}" for role in said})[:50]


_NO_WISHES = {"user", "metadata", "store", "safety_identifier", "prompt_cache_key", "service_tier"}


def only_text(wanted: object, param: str) -> None:
    """Raises Refusal 400 for a format of the reply that is not plain text: the checked sentences fit no other."""
    kind = wanted.get("type") if isinstance(wanted, dict) else wanted
    if kind not in (None, "text"):
        message = (
            f"{param}: answers are checked sentences with citations and cannot be put into a format of yours; "
            "the reply's `answer` has them as data."
        )
        raise Refusal(400, "unsupported_format", message, param=param)


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
