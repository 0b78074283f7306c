"""``/api/remarks``: a reader's thumb and note on an answer, kept where the operator wants them kept."""

from __future__ import annotations

import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from assistant.interfaces.server.errors import Refusal, documented
from assistant.interfaces.server.question import Narrowing, Text
from assistant.interfaces.server.service import service_of

router = APIRouter(prefix="/api", tags=["own"])
_MOST_BYTES = 50_000_000  # of the file; a page that anybody may use must not fill a disk
_lock = threading.Lock()


class CitedIn(BaseModel):
    """What an answer cites."""

    model_config = ConfigDict(extra="ignore")

    path: Annotated[Text, Field(max_length=4_000)]
    quote: Annotated[Text, Field(max_length=20_000)]


class RemarkIn(BaseModel):
    """What a reader says of an answer: whether it is good, and why."""

    model_config = ConfigDict(extra="ignore")

    good: bool
    note: Annotated[Text, Field(max_length=2_000)] = ""
    question: Annotated[Text, Field(min_length=1, max_length=4_000)]
    options: Narrowing = Narrowing()
    status: Annotated[Text, Field(max_length=40)] = ""
    answer: Annotated[Text, Field(max_length=20_000)] = ""
    citations: Annotated[list[CitedIn], Field(max_length=200)] = Field(default_factory=list)


class Kept(BaseModel):
    """Whether the remark is kept on the server."""

    kept: bool


@router.post("/remarks", responses=documented(507))
async def remark(request: Request, body: RemarkIn) -> Kept:
    """Keep a remark in the server's file of remarks; without one, nothing is kept here."""
    service = service_of(request)
    file = service.config.remarks
    if file is None:
        return Kept(kept=False)
    row: dict[str, JsonValue] = {"at": datetime.now(UTC).isoformat(timespec="seconds")}
    row |= body.model_dump(mode="json", exclude_none=True)
    await service.with_corpus(request, lambda _: _append(file, json.dumps(row, ensure_ascii=False) + "\n"))
    return Kept(kept=True)


def _append(file: Path, line: str) -> None:
    content = line.encode("utf-8", "replace")
    try:
        with _lock, os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as out:
            full = out.tell() + len(content) > _MOST_BYTES
            if not full:
                out.write(content)
    except OSError:
        full = True
    if full:
        raise Refusal(507, "remarks_full", "The server cannot keep this remark; tell its operator.")
