"""Liveness, readiness and metrics."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import Response

from assistant.interfaces.server.errors import Refusal, documented
from assistant.interfaces.server.monitoring.metrics import CONTENT_TYPE
from assistant.interfaces.server.service import service_of

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """One word."""

    status: str = "ok"


@router.get("/healthz", responses=documented())
async def healthz() -> Health:
    """Report that the process is alive."""
    return Health()


@router.get("/readyz", responses=documented())
async def readyz(request: Request) -> Health:
    """Report whether a question would be answered now: the index is open, and the queue is not full."""
    service = service_of(request)
    if not service.corpus.reachable:
        raise Refusal(503, "index_unavailable", "The store cannot be reached.", headers={"retry-after": "2"})
    if service.slots.waiting >= service.config.limits.waiting:
        raise Refusal(503, "busy", "The queue is full.", headers={"retry-after": "2"})
    return Health()


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}, **documented()})
async def metrics(request: Request) -> Response:
    """Return the metrics in Prometheus's text format."""
    service = service_of(request)
    page = service.metrics.page(running=service.slots.running, waiting=service.slots.waiting)
    return Response(page, media_type=CONTENT_TYPE)
