"""OpenAI's chat completions: ``/v1/models`` and ``/v1/chat/completions``, whole and streamed."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncGenerator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from starlette.responses import Response

from assistant.answering.question.shown import filter_line
from assistant.interfaces.server.cited import CitedText, Mark, Source, Sources, answer_json, dated, places, whole
from assistant.interfaces.server.errors import InertJSON, documented, envelope, refusal_for
from assistant.interfaces.server.protocols.messages import Asked, Content, known_model, only_text, text_of
from assistant.interfaces.server.protocols.sse import DOCUMENTED, DONE, EventStream, event
from assistant.interfaces.server.question import from_messages
from assistant.interfaces.server.running import Running
from assistant.interfaces.server.service import Step, service_of
from assistant.types import Answer, Checked, Understood

router = APIRouter(prefix="/v1", tags=["OpenAI"])


class ChatMessage(BaseModel):
    """One message; of those before the last, the users' and the assistant's are read."""

    model_config = ConfigDict(extra="ignore")

    role: Annotated[str, Field(max_length=32)]
    content: Content = None


class StreamOptions(BaseModel):
    """What a stream carries besides."""

    model_config = ConfigDict(extra="ignore")

    include_usage: bool | None = False


class ChatRequest(Asked):
    """A chat completion."""

    model: Annotated[str, Field(max_length=200)]
    messages: Annotated[list[ChatMessage], Field(min_length=1)]
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    response_format: JsonValue = Field(default=None, description="Only `text`; another is refused.")


class ModelEntry(BaseModel):
    """One model id."""

    id: str
    object: str = "model"
    created: int
    owned_by: str


class ModelList(BaseModel):
    """The model ids on offer: with annotations, and with a list of sources under the text."""

    object: str = "list"
    data: list[ModelEntry]


class UrlCitation(BaseModel):
    """Where a citation's mark stands in the text (code points), and what it cites."""

    start_index: int
    end_index: int
    url: str
    title: str


class Annotation(BaseModel):
    """OpenAI's annotation of a text."""

    type: str = "url_citation"
    url_citation: UrlCitation


class SearchResult(BaseModel):
    """A citation with its date, as search APIs give it."""

    title: str
    url: str
    date: str | None
    snippet: str


class ReplyMessage(BaseModel):
    """The answer as a message."""

    role: str = "assistant"
    content: str
    refusal: str | None = None
    annotations: list[Annotation]


class Choice(BaseModel):
    """The one choice."""

    index: int = 0
    finish_reason: str
    logprobs: None = None
    message: ReplyMessage


class TokenUsage(BaseModel):
    """Tokens of all model requests; 0 where no model was asked or it did not say."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class ChatCompletion(BaseModel):
    """A chat completion. `answer` is the whole checked Answer, `ignored` names what of the request has no effect."""

    id: str
    object: str = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    usage: TokenUsage
    citations: list[str]
    search_results: list[SearchResult]
    ignored: list[str]
    answer: dict[str, Any]


@router.get("/models", responses=documented())
async def models(request: Request) -> ModelList:
    """List the model ids."""
    offered = service_of(request).config.model_ids
    return ModelList(data=[ModelEntry(id=name, created=0, owned_by="assistant") for name in offered])


@router.get("/models/{model}", responses=documented(404))
async def model(request: Request, model: str) -> ModelEntry:
    """Describe one model id."""
    known_model(model, service_of(request).config.model_ids)
    return ModelEntry(id=model, created=0, owned_by="assistant")


@router.post(
    "/chat/completions",
    response_model=ChatCompletion,
    responses={200: {"content": DOCUMENTED}, **documented(404, 408, 502)},
)
async def chat_completions(request: Request, body: ChatRequest) -> Response:
    """Answer the last message in the context of those before it."""
    service = service_of(request)
    footer = known_model(body.model, service.config.model_ids)
    only_text(body.response_format, "response_format")
    messages = [(message.role, text_of(message.content)) for message in body.messages]
    ignored = body.ignored(role for role, _ in messages)
    asked = from_messages(messages, body, service.config.limits)
    head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": body.model}
    if body.stream:
        first, running = await service.streamed(request, asked)
        usage = bool(body.stream_options and body.stream_options.include_usage)
        for_webui = any(name.startswith("x-openwebui-") for name in request.headers)
        chunks = _Chunks(
            head, CitedText(asked.begins), footer=footer, usage=usage, for_webui=for_webui, ignored=ignored
        )
        return EventStream(chunks.parts(first, running), running.stop)
    finished = await service.answer(request, asked)
    answer, sources = finished.answer, finished.sources
    text = whole(answer, sources, footer=footer, begins=asked.begins)
    message = {
        "role": "assistant",
        "content": text.text,
        "refusal": None,
        "annotations": _annotations(text.marks, sources),
    }
    choice = {"index": 0, "finish_reason": _reason(answer), "logprobs": None, "message": message}
    return InertJSON(
        {
            **head,
            "object": "chat.completion",
            "choices": [choice],
            "usage": _usage(answer),
            **_results(sources),
            "ignored": ignored,
            "answer": answer_json(answer, sources),
        }
    )


class _Chunks:
    """The chunks of one streamed answer."""

    def __init__(
        self,
        head: dict[str, Any],
        text: CitedText,
        *,
        footer: bool,
        usage: bool,
        for_webui: bool,
        ignored: Sequence[str],
    ) -> None:
        self._cited = text
        self._ignored = list(ignored)
        self._head = {**head, "object": "chat.completion.chunk"}
        self._footer = footer
        self._usage = usage
        self._for_webui = for_webui

    async def parts(self, first: Step, running: Running[Step]) -> AsyncGenerator[str]:
        """Role, sentences as they pass, annotations, the end. A failure becomes an error event."""
        text = self._cited
        yield self._delta({"role": "assistant", "content": ""})
        if self._for_webui and isinstance(first.event, Understood):
            line = filter_line(first.event.query, first.event.scope)
            yield self._aside("status", {"description": line, "done": True, "hidden": not line})
        try:
            async for step in running:
                if isinstance(step.event, Checked):
                    yield self._delta({"content": text.add(step.event.sentence)})
                elif isinstance(step.event, Answer):
                    for part in self._end(text, step.event, step.sources):
                        yield part
        except Exception as error:  # noqa: BLE001  (the status line was sent long ago)
            yield event(envelope(refusal_for(error)))
            return
        yield DONE

    def _end(self, text: CitedText, answer: Answer, sources: Sources) -> list[str]:
        parts = [self._delta({"content": text.close(answer, sources, footer=self._footer)})]
        if self._for_webui:
            parts += [self._aside("source", _webui_source(source)) for source in sources]
        elif annotations := _annotations(text.marks, sources):
            parts.append(self._delta({"annotations": annotations}))
        last = {**_results(sources), "ignored": self._ignored, "answer": answer_json(answer, sources)}
        parts.append(self._delta({}, finish_reason=_reason(answer), **last))
        if self._usage:
            parts.append(event({**self._head, "choices": [], "usage": _usage(answer)}))
        return parts

    def _delta(self, delta: dict[str, Any], *, finish_reason: str | None = None, **more: Any) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}
        return event({**self._head, "choices": [choice], **more})

    def _aside(self, kind: str, data: dict[str, Any]) -> str:
        """Open WebUI's own events, which travel in a chunk without choices."""
        return event({**self._head, "choices": [], "event": {"type": kind, "data": data}})


def _annotations(marks: Sequence[Mark], sources: Sources) -> list[dict[str, Any]]:
    return [{"type": "url_citation", "url_citation": place} for place in places(marks, sources)]


def _results(sources: Sources) -> dict[str, Any]:
    results = [
        {
            "title": source.citation.title or source.citation.path,
            "url": source.url,
            "date": source.citation.date.label if source.citation.date.day else None,
            "snippet": source.citation.quote,
        }
        for source in sources
    ]
    return {"citations": [source.url for source in sources], "search_results": results}


def _webui_source(source: Source) -> dict[str, Any]:
    """A chip with its quote and a link. `source` must be unique for each number, and no URL: a site's icon is fetched.

    A chip shows the first and the last letters of the name only, so that begins with the title and ends with the date.
    """
    one = source.citation
    label = " · ".join([one.title or one.path, *reversed(dated(one.date).split(", "))])
    metadata = {"source": f"{one.number}:{one.path}", "name": label, "source_url": source.url}
    return {"source": {"name": label, "url": source.url}, "document": [one.quote], "metadata": [metadata]}


def _reason(answer: Answer) -> str:
    return "length" if answer.status == "incomplete" else "stop"


def _usage(answer: Answer) -> dict[str, int]:
    prompt, completion = answer.usage.prompt_tokens or 0, answer.usage.completion_tokens or 0
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
