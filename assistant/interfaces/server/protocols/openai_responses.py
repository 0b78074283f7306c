"""OpenAI's responses: ``/v1/responses``, whole and streamed. Nothing is stored; `previous_response_id` is refused."""

from __future__ import annotations

import itertools
import time
import uuid
from collections.abc import AsyncGenerator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from starlette.responses import Response

from assistant.interfaces.server.cited import CitedText, Mark, Source, Sources, answer_json, places, whole
from assistant.interfaces.server.errors import InertJSON, Refusal, documented, refusal_for
from assistant.interfaces.server.protocols.messages import Asked, Content, known_model, only_text, text_of
from assistant.interfaces.server.protocols.sse import DOCUMENTED, EventStream, event
from assistant.interfaces.server.question import Text, from_messages
from assistant.interfaces.server.running import Running
from assistant.interfaces.server.service import Step, service_of
from assistant.types import Answer, Checked, Understood

router = APIRouter(prefix="/v1", tags=["OpenAI"])
_RESULTS = "file_search_call.results"


class InputItem(BaseModel):
    """One item of the input; messages of users and of the assistant are read."""

    model_config = ConfigDict(extra="ignore")

    type: str | None = "message"
    role: str | None = None
    content: Content = None


class ResponseRequest(Asked):
    """A response."""

    model: Annotated[str, Field(max_length=200)]
    input: Text | list[InputItem]
    stream: bool | None = False
    include: list[str] | None = None
    previous_response_id: str | None = None
    text: JsonValue = Field(default=None, description="Only the format `text`; another is refused.")


class ResponseBody(BaseModel):
    """A response. `answer` is the whole checked Answer."""

    model_config = ConfigDict(extra="allow")

    id: str
    object: str = "response"
    created_at: int
    status: str
    model: str
    output: list[dict[str, Any]]
    parallel_tool_calls: bool
    tool_choice: str
    tools: list[dict[str, Any]]
    usage: dict[str, Any]
    ignored: list[str]
    answer: dict[str, Any]


@router.post(
    "/responses",
    response_model=ResponseBody,
    responses={200: {"content": DOCUMENTED}, **documented(404, 408, 502)},
)
async def responses(request: Request, body: ResponseRequest) -> Response:
    """Answer the last message of the input in the context of those before it."""
    service = service_of(request)
    footer = known_model(body.model, service.config.model_ids)
    if body.previous_response_id:
        raise Refusal(
            400, "not_stored", "Responses are not stored; send the conversation.", param="previous_response_id"
        )
    only_text(body.text.get("format") if isinstance(body.text, dict) else None, "text.format")
    asked = from_messages(_messages(body.input), body, service.config.limits)
    reply = _Reply(body.model, footer=footer, begins=asked.begins, with_results=_RESULTS in (body.include or ()))
    reply.ignored = body.ignored(role for role, _ in _messages(body.input))
    if body.stream:
        first, running = await service.streamed(request, asked)
        return EventStream(_Events(reply).parts(first, running), running.stop)
    finished = await service.answer(request, asked)
    return InertJSON(reply.whole(finished.answer, finished.sources))


def _messages(items: str | Sequence[InputItem]) -> list[tuple[str, str]]:
    if isinstance(items, str):
        return [("user", items)]
    return [(item.role or "", text_of(item.content)) for item in items if item.type in (None, "message")]


class _Reply:
    """The objects of one response."""

    def __init__(self, model: str, *, footer: bool, begins: bool, with_results: bool) -> None:
        self.footer, self.begins = footer, begins
        self.ignored: list[str] = []
        self._with_results = with_results
        self.search_id = f"fs_{uuid.uuid4().hex}"
        self.message_id = f"msg_{uuid.uuid4().hex}"
        self._head = {
            "id": f"resp_{uuid.uuid4().hex}",
            "object": "response",
            "created_at": int(time.time()),
            "model": model,
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "metadata": {},
            "parallel_tool_calls": False,
            "temperature": None,
            "tool_choice": "none",
            "tools": [],
            "top_p": None,
        }

    def envelope(self, status: str, output: Sequence[dict[str, Any]], **more: Any) -> dict[str, Any]:
        """The response object itself."""
        return {**self._head, "status": status, "output": list(output), **more}

    def search(self, status: str, queries: Sequence[str], sources: Sources | None) -> dict[str, Any]:
        """The item that says what was searched and, where the client asked for them, what was found."""
        results = [_found(source) for source in sources] if sources is not None and self._with_results else None
        kind = "file_search_call"
        return {"id": self.search_id, "type": kind, "status": status, "queries": list(queries), "results": results}

    def message(self, status: str, content: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """The item that carries the text."""
        content = list(content)
        return {"id": self.message_id, "type": "message", "role": "assistant", "status": status, "content": content}

    def whole(self, answer: Answer, sources: Sources) -> dict[str, Any]:
        """The finished response."""
        text = whole(answer, sources, footer=self.footer, begins=self.begins)
        part = output_text(text.text, annotated(text.marks, sources))
        return self.finished(answer, sources, part)

    def finished(self, answer: Answer, sources: Sources, part: dict[str, Any]) -> dict[str, Any]:
        """The finished response around its text."""
        broken = answer.status == "incomplete"
        status = "incomplete" if broken else "completed"
        output = [
            self.search("completed", [answer.query.search_text], sources),
            self.message(status, [part]),
        ]
        details = {"incomplete_details": {"reason": "max_output_tokens"}} if broken else {}
        whole_answer = answer_json(answer, sources)
        return self.envelope(status, output, usage=_usage(answer), ignored=self.ignored, answer=whole_answer, **details)


class _Events:
    """The events of one streamed response, numbered in sequence."""

    def __init__(self, reply: _Reply) -> None:
        self._reply = reply
        self._numbers = itertools.count()

    async def parts(self, first: Step, running: Running[Step]) -> AsyncGenerator[str]:
        """The search, then the text sentence by sentence, then its annotations. A failure ends in response.failed."""
        reply = self._reply
        queries = [first.event.query.search_text] if isinstance(first.event, Understood) else []
        for part in self._opening(queries):
            yield part
        text = CitedText(reply.begins)
        try:
            async for step in running:
                if isinstance(step.event, Checked):
                    yield self._text("delta", delta=text.add(step.event.sentence), logprobs=[])
                elif isinstance(step.event, Answer):
                    for part in self._end(text, step.event, step.sources):
                        yield part
        except Exception as error:  # noqa: BLE001  (the status line was sent long ago)
            refusal = refusal_for(error)
            failed = {"code": "server_error", "message": refusal.message}
            yield self._event("response.failed", response={**reply.envelope("failed", []), "error": failed})

    def _opening(self, queries: Sequence[str]) -> list[str]:
        reply, search = self._reply, "response.file_search_call"
        at = {"item_id": reply.search_id, "output_index": 0}
        begun = reply.envelope("in_progress", [])
        return [
            self._event("response.created", response=begun),
            self._event("response.in_progress", response=begun),
            self._item("added", 0, reply.search("in_progress", queries, None)),
            self._event(f"{search}.in_progress", **at),
            self._event(f"{search}.searching", **at),
            self._event(f"{search}.completed", **at),
            self._item("done", 0, reply.search("completed", queries, None)),
            self._item("added", 1, reply.message("in_progress", [])),
            self._part("added", output_text("", [])),
        ]

    def _end(self, text: CitedText, answer: Answer, sources: Sources) -> list[str]:
        rest = text.close(answer, sources, footer=self._reply.footer)
        parts = [self._text("delta", delta=rest, logprobs=[])] if rest else []
        found = annotated(text.marks, sources)
        for index, annotation in enumerate(found):
            parts.append(self._text("annotation.added", annotation_index=index, annotation=annotation))
        part = output_text(text.text, found)
        finished = self._reply.finished(answer, sources, part)
        return [
            *parts,
            self._text("done", text=text.text, logprobs=[]),
            self._part("done", part),
            self._item("done", 1, finished["output"][1]),
            self._event(f"response.{finished['status']}", response=finished),
        ]

    def _item(self, what: str, index: int, item: dict[str, Any]) -> str:
        return self._event(f"response.output_item.{what}", output_index=index, item=item)

    def _part(self, what: str, part: dict[str, Any]) -> str:
        at = {"item_id": self._reply.message_id, "output_index": 1, "content_index": 0}
        return self._event(f"response.content_part.{what}", **at, part=part)

    def _text(self, what: str, **data: Any) -> str:
        at = {"item_id": self._reply.message_id, "output_index": 1, "content_index": 0}
        return self._event(f"response.output_text.{what}", **at, **data)

    def _event(self, kind: str, **data: Any) -> str:
        return event({"type": kind, "sequence_number": next(self._numbers), **data}, kind)


def output_text(text: str, found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A text with its annotations, as a content part."""
    return {"type": "output_text", "text": text, "annotations": list(found), "logprobs": []}


def annotated(marks: Sequence[Mark], sources: Sources) -> list[dict[str, Any]]:
    """Flat annotations, one for each mark."""
    return [{"type": "url_citation", **place} for place in places(marks, sources)]


def _found(source: Source) -> dict[str, Any]:
    one = source.citation
    return {
        "file_id": source.document_id,
        "filename": one.path,
        "score": 1.0,
        "text": one.quote,
        "attributes": {"date": one.date.label, "date_known_by": one.date.provenance, "url": source.url},
    }


def _usage(answer: Answer) -> dict[str, Any]:
    prompt, completion = answer.usage.prompt_tokens or 0, answer.usage.completion_tokens or 0
    return {
        "input_tokens": prompt,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": completion,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": prompt + completion,
    }
