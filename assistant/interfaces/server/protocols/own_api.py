"""Our own API: answers, hits and timelines as they are, and the answer as it comes, whose last event is verified."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from assistant.errors import ModelError
from assistant.interfaces.server.cited import answer_json, checked_json
from assistant.interfaces.server.errors import InertJSON, documented, envelope, refusal_for
from assistant.interfaces.server.protocols.sse import DOCUMENTED, EventStream, event
from assistant.interfaces.server.question import Narrowing, Question, Text, asked
from assistant.interfaces.server.running import Running
from assistant.interfaces.server.service import Step, service_of
from assistant.interfaces.server.shapes import AnswerOut, HitOut, TimelineRowOut
from assistant.jsonable import to_json
from assistant.types import Answer, Checked, Turn, Understood

if TYPE_CHECKING:
    from assistant.app import Assistant

router = APIRouter(prefix="/api", tags=["own"])


class TurnIn(BaseModel):
    """An earlier exchange; `paths` are the files that its answer cited."""

    model_config = ConfigDict(extra="ignore")

    question: Text
    answer: Text = ""
    paths: Annotated[list[Text], Field(max_length=100)] = Field(default_factory=list)


class AskRequest(Narrowing):
    """A question with the conversation before it."""

    question: Text
    history: list[TurnIn] = Field(default_factory=list)
    stream: bool = False


class SearchRequest(Narrowing):
    """What to look for."""

    query: Text
    k: Annotated[int, Field(ge=1, le=100)] = 10


class TimelineRequest(Narrowing):
    """What a timeline is about."""

    topic: Text


class About(BaseModel):
    """What a front end shows before the first question."""

    title: str
    writer: str | None = Field(description="The model that writes the answers; null when answers are quotes.")
    documents: int
    dated: int
    first: str | None = Field(description="Earliest and latest date of a document.")
    last: str | None
    suggestions: bool = Field(description="Whether the server suggests questions.")
    remarks: bool = Field(description="Whether the server keeps what readers say of answers.")
    conversations: bool = Field(description="Whether the server keeps this caller's conversations.")


@router.get("/about", responses=documented())
async def about(request: Request) -> About:
    """Describe the corpus."""
    service = service_of(request)

    def look(assistant: Any) -> About:
        dates = [document.date for document in assistant.documents()]
        days = sorted((date.day, date.label) for date in dates if date.day is not None)
        return About(
            title=service.config.title,
            writer=_writer(assistant),
            documents=len(dates),
            dated=len(days),
            first=days[0][1] if days else None,
            last=days[-1][1] if days else None,
            suggestions=service.config.suggestions,
            remarks=service.config.remarks is not None,
            conversations=bool(service.config.conversations and request.state.caller.owner),
        )

    return await service.with_corpus(request, look)


@router.post(
    "/ask",
    response_model=AnswerOut,
    responses={200: {"content": DOCUMENTED}, **documented(408, 502)},
)
async def ask(request: Request, body: AskRequest) -> Response:
    """Answer a question; with `stream`, send understood, writing and checked events, and last the verified answer."""
    service = service_of(request)
    question = _asked(request, body, body.question, body.history)
    if body.stream:
        first, running = await service.streamed(request, question)
        return EventStream(_events(first, running), running.stop)
    finished = await service.answer(request, question)
    return InertJSON(answer_json(finished.answer, finished.sources))


@router.post("/search", response_model=list[HitOut], responses=documented(408))
async def search(request: Request, body: SearchRequest) -> Response:
    """List the best-matching passages."""
    question = _asked(request, body, body.query)
    found = await service_of(request).with_corpus(
        request, lambda assistant: to_json(assistant.search(question.question, k=body.k, **question.options))
    )
    return InertJSON(found)


@router.post("/timeline", response_model=list[TimelineRowOut], responses=documented(408))
async def timeline(request: Request, body: TimelineRequest) -> Response:
    """List events, oldest first."""
    question = _asked(request, body, body.topic)
    rows = await service_of(request).with_corpus(
        request, lambda assistant: to_json(assistant.timeline(question.question, **question.options))
    )
    return InertJSON(rows)


def _writer(assistant: Assistant) -> str | None:
    """The model's name, also where none is set and the endpoint that would tell it cannot be reached."""
    try:
        return assistant.writer
    except ModelError:
        return "model"


def _asked(request: Request, body: Narrowing, question: str, history: list[TurnIn] | None = None) -> Question:
    turns = [Turn(turn.question, turn.answer, tuple(turn.paths)) for turn in history or []]
    return asked(question, turns, body, service_of(request).config.limits)


async def _events(first: Step, running: Running[Step]) -> AsyncGenerator[str]:
    yield _as_event(first)
    try:
        async for step in running:
            yield _as_event(step)
    except Exception as error:  # noqa: BLE001  (the status line was sent long ago)
        yield event(envelope(refusal_for(error)), "error")


def _as_event(step: Step) -> str:
    happened = step.event
    if isinstance(happened, Answer):
        return event(answer_json(happened, step.sources), "answer")
    if isinstance(happened, Checked):
        return event(checked_json(happened, step.sources), "checked")
    if isinstance(happened, Understood):
        from assistant.answering.question.shown import filter_line, wider_question

        more = {
            "filter": filter_line(happened.query, happened.scope),
            "wider_question": wider_question(happened.query),
        }
        return event({**to_json(happened), **more}, "understood")
    return event(to_json(happened), "writing")
