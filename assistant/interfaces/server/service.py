"""What all routes share: the corpus, its limits, and the way from a request to the steps of an answer."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import Request

from assistant.briefs.by_itself import answering
from assistant.interfaces.server.access.keys import Admission
from assistant.interfaces.server.cited import NONE, Sources, sources_of
from assistant.interfaces.server.config import ServerConfig
from assistant.interfaces.server.corpus import LiveCorpus
from assistant.interfaces.server.errors import Refusal, public
from assistant.interfaces.server.links import Links
from assistant.interfaces.server.monitoring.metrics import Metrics
from assistant.interfaces.server.monitoring.tracing import Tracing
from assistant.interfaces.server.question import Question
from assistant.interfaces.server.running import Running, Slots, call, start
from assistant.options import Options
from assistant.types import Answer, AnswerEvent, Checked

if TYPE_CHECKING:
    from assistant.app import Assistant

T = TypeVar("T")
_PREFIX = re.compile(r"(?:/[\w.~-]++)+")


@dataclass(frozen=True, slots=True)
class Step:
    """An event of an answer, and the sources of the citations that it carries."""

    event: AnswerEvent
    sources: Sources = NONE


@dataclass(frozen=True, slots=True)
class Finished:
    """A whole answer with its sources."""

    answer: Answer
    sources: Sources


@dataclass(frozen=True, slots=True)
class Service:
    """One per app."""

    corpus: LiveCorpus
    config: ServerConfig
    keys: Admission
    slots: Slots
    metrics: Metrics
    tracing: Tracing

    def links(self, request: Request | None) -> Links:
        """Links to this server as the client sees it."""
        base = self.config.public_url or (_seen_from(request) if request else "")
        return Links(base.rstrip("/") + "/", self.signing)

    @property
    def signing(self) -> str:
        """The secret that signs links; empty where no key is asked for."""
        ring = self.keys.ring()
        return ring.signing if ring.keys else ""

    async def answering(self, asked: Question, links: Links) -> Running[Step]:
        """Begin an answer. Raises Refusal 503; iterating raises AssistantError."""

        def produce(cancelled: threading.Event) -> Iterator[Step]:
            began = time.time_ns()
            options: Options = {**asked.options, "cancelled": cancelled}
            with self.corpus.lease() as assistant:
                for event in answering(assistant, asked.question, **options):
                    if isinstance(event, Answer):
                        self.metrics.answered(event)
                        self.tracing.answered(event, began)
                        shown = public(event)
                        yield Step(shown, sources_of(shown, assistant, links))
                    elif isinstance(event, Checked):
                        yield Step(event, sources_of(event, assistant, links))
                    else:
                        yield Step(event)

        return await start(produce, self.slots)

    async def streamed(self, request: Request, asked: Question) -> tuple[Step, Running[Step]]:
        """Begin an answer that is sent as it comes: its first step, and the rest, which the caller must `stop`.

        What goes wrong up to here still has a status line of its own. Raises Refusal and AssistantError.
        """
        running = await until_gone(request, self.answering(asked, self.links(request)))
        try:
            return await until_gone(request, anext(running)), running
        except BaseException:
            running.stop()
            raise

    async def answer(self, request: Request, asked: Question) -> Finished:
        """Give the whole answer; stops when the client leaves. Raises Refusal and AssistantError."""
        return await until_gone(request, self._whole(asked, self.links(request)))

    async def _whole(self, asked: Question, links: Links) -> Finished:
        running = await self.answering(asked, links)
        try:
            async for step in running:
                if isinstance(step.event, Answer):
                    return Finished(step.event, step.sources)
        finally:
            running.stop()
        raise TypeError("a stream must end with its Answer")

    async def with_corpus(self, request: Request, work: Callable[[Assistant], T]) -> T:
        """Do `work` with the corpus in a thread. Raises Refusal 503, and what `work` raises."""

        def leased() -> T:
            with self.corpus.lease() as assistant:
                return work(assistant)

        return await until_gone(request, call(leased, self.slots))

    async def tool_call(self, work: Callable[[Assistant, Links, threading.Event], T], request: Request | None) -> T:
        """Do `work` for a tool of MCP; it is told to stop when its client cancels. Raises as `with_corpus`."""
        links = self.links(request)

        def produce(cancelled: threading.Event) -> Iterator[T]:
            with self.corpus.lease() as assistant:
                yield work(assistant, links, cancelled)

        running = await start(produce, self.slots)
        try:
            return await anext(running)
        finally:
            running.stop()


def _seen_from(request: Request) -> str:
    """The address of this app; a proxy that takes a part off the path says which in X-Forwarded-Prefix."""
    base, prefix = str(request.base_url), request.headers.get("x-forwarded-prefix", "")
    outside = _PREFIX.fullmatch(prefix) and not request.scope.get("root_path")
    return base.rstrip("/") + prefix if outside else base


def service_of(request: Request) -> Service:
    """The service of the app that handles this request."""
    service: Service = request.app.state.service
    return service


async def until_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Await `work`, but cancel it when the client leaves. The request's body must have been read.

    Raises Refusal 503 where the server stops first: only that cancels a request.
    """
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise Refusal(499, "client_gone", "The client disconnected.")
    except asyncio.CancelledError:
        message = "The server is being stopped; try again in a moment."
        raise Refusal(503, "stopping", message, headers={"retry-after": "5"}) from None
    finally:
        task.cancel()
        gone.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
