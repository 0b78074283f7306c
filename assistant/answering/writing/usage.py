"""Adds up what the requests of one answer used."""

from __future__ import annotations

from dataclasses import replace

from assistant.types import Usage


def plus(usage: Usage, other: Usage) -> Usage:
    """The tokens and requests of both, as far as they were reported."""
    return replace(
        usage,
        prompt_tokens=_sum(usage.prompt_tokens, other.prompt_tokens),
        completion_tokens=_sum(usage.completion_tokens, other.completion_tokens),
        requests=usage.requests + other.requests,
    )


def _sum(left: int | None, right: int | None) -> int | None:
    return right if left is None else left if right is None else left + right
