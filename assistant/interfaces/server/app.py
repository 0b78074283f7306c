"""The ASGI app: routers, middleware and background tasks. Built by a function, so that it can be mounted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from fastapi import FastAPI, Security
from fastapi.security import HTTPBearer

from assistant.errors import AssistantError
from assistant.interfaces.server import errors, files, health, pages
from assistant.interfaces.server.access.body import BodyLimit
from assistant.interfaces.server.access.cors import Cors
from assistant.interfaces.server.access.guard import Guard
from assistant.interfaces.server.access.head import Head
from assistant.interfaces.server.access.keys import Admission, Keys
from assistant.interfaces.server.access.rates import Rates
from assistant.interfaces.server.config import ServerConfig
from assistant.interfaces.server.corpus import LiveCorpus
from assistant.interfaces.server.desk import export, kept, remarks, suggestions
from assistant.interfaces.server.monitoring.logs import RequestLog
from assistant.interfaces.server.monitoring.metrics import Metrics
from assistant.interfaces.server.monitoring.tracing import Tracing
from assistant.interfaces.server.protocols import archive, briefing, openai_chat, openai_responses, own_api, ui_stream
from assistant.interfaces.server.running import Slots, call
from assistant.interfaces.server.service import Service

if TYPE_CHECKING:
    from assistant.app import Assistant

log = logging.getLogger("assistant.server")
_LAST_THREADS = 2.0  # seconds; threads were told to stop, and a model's connection closes at once


def create_app(
    corpus: Assistant | LiveCorpus,
    config: ServerConfig | None = None,
    *,
    keys: Keys | None = None,
    rates: Rates | None = None,
    tracing: Tracing | None = None,
    reload_every: float | None = None,
) -> FastAPI:
    """Make the server's ASGI app around one open corpus, which stays the caller's to close.

    Args:
        config: limits, names, origins.
        keys: who may ask; with None or an empty file everybody who reaches the port, unless `config` says that keys are
            required. A server that once had a key closes when it has none any more.
        rates: what counts requests; by default this process alone.
        reload_every: seconds between checks for a new generation of the index; None: never.

    To mount it in an app of your own, give that app its lifespan too: ``app.router.lifespan_context``.
    """
    from assistant.interfaces.server.protocols.mcp_server import mcp_server  # it is built of this folder's parts

    config = config or ServerConfig()
    live = corpus if isinstance(corpus, LiveCorpus) else LiveCorpus(corpus)
    limits = config.limits
    # Reads the keys: a file that is damaged at the start is its operator's to repair.
    admission = Admission(keys, required=config.keys_required or bool(keys and keys.ring().keys))
    service = Service(
        corpus=live,
        config=config,
        keys=admission,
        slots=Slots(limits.answers, limits.waiting, limits.patience),
        metrics=Metrics(),
        tracing=tracing or Tracing(),
    )
    mcp = mcp_server(service.tool_call)
    mcp_app = mcp.streamable_http_app(streamable_http_path="/mcp", stateless_http=True, json_response=True, host="")

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        watcher = asyncio.create_task(_watch(service, reload_every)) if reload_every else None
        async with mcp.session_manager.run():
            yield
        if watcher:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher
        await service.slots.idle(_LAST_THREADS)

    app = FastAPI(
        title=config.title,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        default_response_class=errors.InertJSON,
        separate_input_output_schemas=False,
        dependencies=[Security(HTTPBearer(auto_error=False, description="A key, where the server asks for one."))],
    )
    app.state.service = service
    of_the_desk = (archive, export, suggestions, remarks, kept)
    for part in (openai_chat, openai_responses, own_api, briefing, *of_the_desk, ui_stream, files, health, pages):
        app.include_router(part.router)
    app.router.routes.extend(mcp_app.routes)
    errors.install(app)
    # Added last, called first: log, CORS, guard, body, head.
    app.add_middleware(Head)
    app.add_middleware(BodyLimit, limits=limits)
    app.add_middleware(Guard, config=config, keys=admission, rates=rates or Rates())
    app.add_middleware(Cors, fixed=config.origins, origins=admission.origins)
    app.add_middleware(RequestLog, metrics=service.metrics)
    return app


async def _watch(service: Service, every: float) -> None:
    """Look regularly for other keys and a new generation; one that cannot be opened is logged; the old one stays."""
    failed, one = False, Slots(1, 0, every)
    while True:
        await asyncio.sleep(every)
        await call(service.keys.refresh, one)  # asyncio's own threads would be waited for at the end
        try:
            if await call(service.corpus.refresh, one):
                service.metrics.reloaded("swapped")
                log.info("index reloaded")
            failed = False
        except AssistantError as error:
            service.metrics.reloaded("failed")
            if not failed:
                log.warning("index not reloaded", extra={"fields": {"error": type(error).__name__}})
            failed = True
