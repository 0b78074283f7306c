"""``/api/export``: one answer or a conversation as a file. ``/api/verify``: its quotes in the files of today."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, ValidationError
from starlette.responses import Response

from assistant.answering.checking.recheck import QuoteNow
from assistant.errors import IndexMissing, SettingsError
from assistant.interfaces.server.errors import Refusal, documented
from assistant.interfaces.server.question import Text
from assistant.interfaces.server.service import service_of
from assistant.interfaces.server.shapes import DateOut, Shape
from assistant.jsonable import to_json
from assistant.types import Answer, Citation

if TYPE_CHECKING:
    from assistant.app import Assistant

router = APIRouter(prefix="/api", tags=["own"])
Format = Literal["md", "html", "docx", "json"]
_TYPES: dict[Format, str] = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
_ANSWERS, _CITATIONS = TypeAdapter(tuple[Answer, ...]), TypeAdapter(tuple[Citation, ...])
_FILE = {"schema": {"type": "string", "format": "binary"}}


class ExportRequest(BaseModel):
    """Answers as this server gave them, and what the file is called."""

    model_config = ConfigDict(extra="ignore")

    format: Format
    name: Annotated[Text, Field(min_length=1, max_length=200)]
    answers: Annotated[list[dict[str, JsonValue]], Field(min_length=1, max_length=200)]


class VerifyRequest(BaseModel):
    """The citations of an answer as this server gave them."""

    model_config = ConfigDict(extra="ignore")

    citations: Annotated[list[dict[str, JsonValue]], Field(max_length=200)]


class RecheckedOut(Shape):
    """What has become of a quote: where it stands now, what stands there instead, and the date if that has changed."""

    number: int
    path: str
    state: QuoteNow
    line: int | None
    place: str | None
    wording: str | None
    date: DateOut | None
    reason: str | None


@router.post(
    "/export",
    response_class=Response,
    responses={
        200: {"content": dict.fromkeys((one.partition(";")[0] for one in _TYPES.values()), _FILE)},
        **documented(409, 501),
    },
)
async def export(request: Request, body: ExportRequest) -> Response:
    """Write answers to a file: Markdown, HTML, Word, or JSON as `assistant verify` reads it."""
    answers = _read(_ANSWERS, [{**one, "hits": []} for one in body.answers])
    made = await service_of(request).with_corpus(request, lambda corpus: _made(body.format, body.name, answers, corpus))
    name = f"attachment; filename=\"answer.{body.format}\"; filename*=UTF-8''{quote(body.name, safe='')}.{body.format}"
    headers = {"content-disposition": name, "content-security-policy": "sandbox", "cache-control": "no-store"}
    return Response(made, media_type=_TYPES[body.format], headers=headers)


@router.post("/verify", responses=documented())
async def verify(request: Request, body: VerifyRequest) -> list[RecheckedOut]:
    """Look for the quotes of an answer in the files as they are on disk now."""
    citations = _read(_CITATIONS, body.citations)
    found = await service_of(request).with_corpus(request, lambda corpus: corpus.recheck(citations))
    return [RecheckedOut.model_validate(to_json(one)) for one in found]


def _read(adapter: TypeAdapter[Any], content: object) -> Any:
    try:
        return adapter.validate_python(content)
    except (ValidationError, RecursionError) as error:
        where = error.errors()[0]["loc"] if isinstance(error, ValidationError) else ("answers",)
        message = f"{'.'.join(map(str, where))}: this is not as the server gave it"
        raise Refusal(400, "invalid_request", message[:300], param=str(where[0])) from None


def _made(kind: Format, name: str, answers: tuple[Answer, ...], corpus: Assistant) -> bytes:
    from assistant.interfaces.render.export_html import page
    from assistant.interfaces.render.export_markdown import markdown
    from assistant.interfaces.render.export_word import word

    if kind == "json":
        return _evidence(answers, corpus)
    if kind != "docx":
        return (page if kind == "html" else markdown)(answers).encode("utf-8", "replace")
    try:
        return word(answers, name)
    except SettingsError:
        message = "This server writes no Word files; its operator adds the extra `docx`. Choose another format."
        raise Refusal(501, "no_word_files", message) from None


def _evidence(answers: tuple[Answer, ...], corpus: Assistant) -> bytes:
    """One evidence bundle, or a list of them. Raises Refusal 409 for what does not stand in the documents."""
    from assistant.saved import bundle

    for citation in (each for answer in answers for each in answer.citations):
        document = corpus.index.document(citation.path)
        if document is None or document.text[citation.start : citation.end] != citation.quote:
            message = f"Source {citation.number} is not, or no longer, in the index as quoted; ask the question again."
            raise Refusal(409, "quote_changed", message)
    try:
        bundles = [bundle(answer, corpus.index).model_dump(mode="json") for answer in answers]
    except (IndexMissing, ValidationError):
        raise Refusal(400, "invalid_request", "answers: this is not as the server gave it", param="answers") from None
    return json.dumps(bundles[0] if len(bundles) == 1 else bundles, ensure_ascii=False, indent=2).encode()
