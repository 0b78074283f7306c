"""Overviews of a topic: the whole brief, or its steps as they come, whose last event is the brief."""

from __future__ import annotations

import threading
from collections.abc import AsyncGenerator, Iterator
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from assistant.briefs.brief import Brief, BriefEvent, How, Planned
from assistant.briefs.brief import brief as make
from assistant.interfaces.server.cited import answer_json, sources_of
from assistant.interfaces.server.errors import InertJSON, documented, envelope, public, refusal_for
from assistant.interfaces.server.protocols.sse import DOCUMENTED, EventStream, event
from assistant.interfaces.server.question import Narrowing, Text, asked
from assistant.interfaces.server.running import Running, start
from assistant.interfaces.server.service import Service, service_of, until_gone
from assistant.interfaces.server.shapes import AnswerOut, CitationOut, SentenceOut, Shape
from assistant.jsonable import to_json
from assistant.options import Options

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.interfaces.server.links import Links

router = APIRouter(prefix="/v1", tags=["own"])
MOST_SLICES = 24


class BriefRequest(Narrowing):
    """What an overview is about, and how much may be read and spent for it."""

    topic: Text
    stream: bool = Field(default=False, description="Send a step for each slice of time as server-sent events.")
    slices: Annotated[int, Field(ge=1, le=MOST_SLICES)] = 12
    max_tokens: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="Spend at most so many tokens; the rest is quoted."
    )


class ReceiptOut(Shape):
    """What matched, was read and is cited, in articles; `stories` are the independent ones among those cited."""

    matched: int
    read: int
    cited: int
    stories: int
    undated: int
    slices: int
    sampled: int
    quoted: int
    by_source: list[tuple[str, int]]
    by_month: list[tuple[str, int]]


class MadeOf(Shape):
    """All notes that passed, with the numbers of `evidence`, and what they rest on."""

    receipt: ReceiptOut
    notes: list[SentenceOut]
    evidence: list[CitationOut]


class BriefOut(AnswerOut):
    """An overview: an answer in blocks, and what it was made of."""

    brief: MadeOf


@router.post("/brief", response_model=BriefOut, responses={200: {"content": DOCUMENTED}, **documented(408)})
async def brief(request: Request, body: BriefRequest) -> Response:
    """Give an overview of a topic."""
    service = service_of(request)
    running = await until_gone(request, _begin(service, request, body))
    if body.stream:
        return EventStream(_events(running), running.stop)
    try:
        return InertJSON(await until_gone(request, _last(running)))
    finally:
        running.stop()


def whole(done: Brief, assistant: Assistant, links: Links) -> dict[str, Any]:
    """A brief as JSON, with links."""
    answer = public(done.answer)
    content = answer_json(answer, sources_of(answer, assistant, links))
    made_of = {"receipt": done.receipt, "notes": done.notes, "evidence": done.evidence, "plan": done.plan}
    return {**content, "brief": to_json(made_of)}


async def _begin(service: Service, request: Request, body: BriefRequest) -> Running[tuple[str, Any]]:
    one = asked(body.topic, (), body, service.config.limits)
    links = service.links(request)

    def produce(cancelled: threading.Event) -> Iterator[tuple[str, Any]]:
        options: Options = {**one.options, "cancelled": cancelled}
        with service.corpus.lease() as assistant:
            for happened in make(assistant, one.question, options, How(body.slices, max_tokens=body.max_tokens)):
                if isinstance(happened, Brief):
                    service.metrics.answered(happened.answer)
                    yield "brief", whole(happened, assistant, links)
                else:
                    yield _name(happened), to_json(happened)

    return await start(produce, service.slots)


def _name(happened: BriefEvent) -> str:
    return "planned" if isinstance(happened, Planned) else "step"


async def _last(running: Running[tuple[str, Any]]) -> Any:
    *_, (_, content) = [happened async for happened in running]
    return content


async def _events(running: Running[tuple[str, Any]]) -> AsyncGenerator[str]:
    try:
        async for name, content in running:
            yield event(content, name)
    except Exception as error:  # noqa: BLE001  (the status line was sent long ago)
        yield event(envelope(refusal_for(error)), "error")
