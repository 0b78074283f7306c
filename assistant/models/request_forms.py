"""How a request must look for an endpoint that refuses a part of it: asked once more without that, and remembered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.types import Message

_REFUSES = re.compile(
    r"unsupported|not supported|not support|unrecogni[sz]ed|unknown|unexpected|extra|not permitted|invalid",
    re.IGNORECASE,
)
_SEED = re.compile(r"\bseed\b")
_NOT_STREAMED = re.compile(
    r"\bstream\w*\b.{0,80}\b(?:verif|unsupported|not (?:be )?support|disabled|not allowed|false)", re.IGNORECASE
)
_VERIFY_FIRST = re.compile(r"\bverif\w+\b.{0,80}\bstream", re.IGNORECASE)
_NO_SYSTEM = re.compile(
    r"\bsystem\b.{0,40}\brole\b|\brole\b.{0,40}\bsystem\b|system (?:message|prompt|instruction)s?\b.{0,60}\bnot"
    r"|developer instruction|only user and assistant roles|roles must alternate|(?:chat )?template",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Form:
    """What an endpoint has been found to take. One for an endpoint; threads may share it."""

    streamed: bool = True
    usage: bool = True  # ``stream_options``
    system: bool = True  # a message of this role
    limit: str | None = "max_tokens"  # the name under which a reply's length is bounded
    seed: bool = True

    def options(self, reply_tokens: int | None, seed: int | None = None) -> dict[str, Any]:
        """The fields of a request beside its model and messages."""
        fields: dict[str, Any] = {"stream": True} if self.streamed else {}
        if self.streamed and self.usage:
            fields["stream_options"] = {"include_usage": True}
        if self.limit and reply_tokens:
            fields[self.limit] = reply_tokens
        if self.seed and seed is not None:
            fields["seed"] = seed
        return fields

    def messages(self, messages: Sequence[Message]) -> list[Mapping[str, str]]:
        """The messages as they are sent: with no system role, its text stands at the head of the user's first one."""
        if self.system or not messages or messages[0].role != "system":
            return [{"role": message.role, "content": message.content} for message in messages]
        first, second, *rest = messages if len(messages) > 1 else (*messages, Message("user", ""))
        joined = Message("user", f"{first.content}\n\n{second.content}".strip())
        return [{"role": message.role, "content": message.content} for message in (joined, *rest)]

    def adapt(self, status: int, said: str) -> bool:
        """Leave out what an endpoint refused in these words; False where they are about something else."""
        if status not in (400, 403, 404, 422, 500, 501):
            return False
        if self.limit == "max_tokens" and "max_completion_tokens" in said:
            self.limit = "max_completion_tokens"
        elif self.limit and self.limit in said and _REFUSES.search(said):
            self.limit = None
        elif self.seed and _SEED.search(said) and _REFUSES.search(said):
            self.seed = False
        elif self.streamed and self.usage and ("stream_options" in said or "include_usage" in said):
            self.usage = False
        elif self.streamed and (_NOT_STREAMED.search(said) or _VERIFY_FIRST.search(said)):
            self.streamed = False
        elif self.system and _NO_SYSTEM.search(said):
            self.system = False
        else:
            return False
        return True
