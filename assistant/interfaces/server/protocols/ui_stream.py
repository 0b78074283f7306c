"""Vercel's AI SDK UI message stream: ``/api/chat``, which its ``useChat`` calls without further settings."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from assistant.interfaces.server.cited import CitedText, Sources
from assistant.interfaces.server.errors import documented, refusal_for
from assistant.interfaces.server.protocols.messages import Part, text_of
from assistant.interfaces.server.protocols.sse import DOCUMENTED, DONE, EventStream, event
from assistant.interfaces.server.question import Narrowing, from_messages
from assistant.interfaces.server.running import Running
from assistant.interfaces.server.service import Step, service_of
from assistant.jsonable import to_json
from assistant.types import Answer, Checked

router = APIRouter(prefix="/api", tags=["AI SDK"])


class UiMessage(BaseModel):
    """A message of the AI SDK: its text is in parts."""

    model_config = ConfigDict(extra="ignore")

    role: Annotated[str, Field(max_length=32)]
    parts: Annotated[list[Part], Field(max_length=200)] = Field(default_factory=list)


class UiRequest(Narrowing):
    """What `useChat` sends."""

    messages: Annotated[list[UiMessage], Field(min_length=1)]


@router.post(
    "/chat",
    response_class=Response,
    responses={200: {"content": DOCUMENTED}, **documented(408, 502)},
)
async def chat(request: Request, body: UiRequest) -> Response:
    """Answer the last message as a UI message stream."""
    service = service_of(request)
    messages = [(message.role, text_of(message.parts)) for message in body.messages]
    asked = from_messages(messages, body, service.config.limits)
    _, running = await service.streamed(request, asked)
    return EventStream(
        _parts(running, CitedText(asked.begins)), running.stop, **{"x-vercel-ai-ui-message-stream": "v1"}
    )


async def _parts(running: Running[Step], text: CitedText) -> AsyncGenerator[str]:
    block = "text-1"
    yield event({"type": "start", "messageId": f"msg_{uuid.uuid4().hex}"})
    yield event({"type": "start-step"})
    yield event({"type": "text-start", "id": block})
    try:
        async for step in running:
            if isinstance(step.event, Checked):
                yield event({"type": "text-delta", "id": block, "delta": text.add(step.event.sentence)})
            elif isinstance(step.event, Answer):
                if rest := text.close(step.event, step.sources, footer=False):
                    yield event({"type": "text-delta", "id": block, "delta": rest})
                yield event({"type": "text-end", "id": block})
                for part in _sources(step.sources):
                    yield event(part)
                yield event({"type": "finish-step"})
                yield event({"type": "finish"})
    except Exception as error:  # noqa: BLE001  (the status line was sent long ago)
        yield event({"type": "error", "errorText": refusal_for(error).message})
    yield DONE


def _sources(sources: Sources) -> list[dict[str, Any]]:
    return [
        {
            "type": "source-url",
            "sourceId": str(source.citation.number),
            "url": source.url,
            "title": source.label,
            "providerMetadata": {"assistant": {"citation": to_json(source.citation)}},
        }
        for source in sources
    ]
