"""How far a brief is, what it may cost, and a brief as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.text import Text

from assistant.briefs.brief import Brief, Planned, Step
from assistant.interfaces.render.lines import one_line
from assistant.jsonable import to_json


def progress_lines(event: Planned | Step) -> Iterator[Text]:
    """The plan, or one line for a slice that was read."""
    if isinstance(event, Step):
        tokens = (event.usage.prompt_tokens or 0) + (event.usage.completion_tokens or 0)
        cost = f", {tokens:,} tokens" if tokens else ""
        read = f"{event.read} of {event.articles} articles read, {event.notes} notes{cost}"
        yield Text(f"{event.done}/{event.total}  {event.slice}: {read}", "dim")
        return
    plan = event.plan
    yield Text(f"{_count(plan.matched, 'article')} in {_count(len(plan.slices), 'slice')}", "dim")
    yield from (Text(f"  asks: {one_line(question)}", "dim") for question in plan.questions)
    if event.done:
        yield Text(f"  goes on: {_count(event.done, 'slice')} of an earlier run", "dim")


def cost_line(planned: Planned, prompt: float | None, reply: float | None, most: int | None) -> str:
    """About what the model will be sent and write at most, and its cost at these prices for a million tokens."""
    tokens = planned.tokens if most is None else min(planned.tokens, most)
    line = f"up to about {tokens:,} tokens will be spent"
    if prompt is None or reply is None:
        return f"{line}; set price_prompt and price_reply to see the cost"
    return f"{line}: at most {tokens * max(prompt, reply) / 1_000_000:,.2f} at the prices set"


def brief_json(brief: Brief) -> dict[str, Any]:
    """The answer as JSON, with the plan, the receipt and all notes with their evidence."""
    more = {"plan": brief.plan, "receipt": brief.receipt, "notes": brief.notes, "evidence": brief.evidence}
    return {**to_json(brief.answer), "brief": to_json(more)}


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
