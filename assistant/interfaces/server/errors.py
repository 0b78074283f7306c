"""Every failure leaves in OpenAI's error envelope, in words that name no path, host or setting of this machine."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from assistant.errors import (
    MODEL_FAULTS,
    AssistantError,
    CorpusIndexError,
    ModelAuthError,
    ModelContextOverflow,
    ModelError,
    ModelLimited,
    ModelNotFound,
    ModelRefused,
    ModelUnreachable,
    SettingsError,
)
from assistant.jsonable import json_text
from assistant.types import Answer

log = logging.getLogger("assistant.server")


class Refusal(Exception):
    """A refused request: HTTP status, a stable code, and a sentence for the person who asked."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        param: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.param = param
        self.headers = dict(headers or {})


class ErrorDetail(BaseModel):
    """What went wrong."""

    message: str
    type: str
    param: str | None = Field(default=None, description="Name of the invalid field.")
    code: str | None = Field(default=None, description="Stable code for programs.")


class ErrorBody(BaseModel):
    """OpenAI's error envelope."""

    error: ErrorDetail


# The most specific first. The text of these errors names URLs, settings and folders: it is logged, not sent.
_PUBLIC: tuple[tuple[type[AssistantError], int, str, str], ...] = (
    (ModelRefused, 502, ModelRefused.code, "The language model declined to answer this question."),
    (
        ModelContextOverflow,
        502,
        ModelContextOverflow.code,
        "This question and its sources do not fit the language model.",
    ),
    (ModelLimited, 503, ModelLimited.code, "The language model is busy; try again in a moment."),
    (ModelUnreachable, 502, ModelUnreachable.code, "The language model cannot be reached."),
    (ModelAuthError, 502, ModelAuthError.code, "The server may not use its language model; tell its operator."),
    (ModelNotFound, 502, ModelNotFound.code, "The server's language model is not there; tell its operator."),
    (ModelError, 502, ModelError.code, "The language model failed; try again, or tell the server's operator."),
    (CorpusIndexError, 503, "index_unavailable", "The index cannot be read at the moment."),
)

# Notices on a model's faults, which name the same.
_PUBLIC_NOTICES = {
    **{code: message for _, _, code, message in _PUBLIC if code in MODEL_FAULTS},
    "broken_off": "The language model's reply broke off.",
    "cut_short": "The language model's reply was cut at its length limit.",
    "prompt_trimmed": "The language model was asked again with fewer sources.",
    "repair_failed": "The language model could not be asked again for what was not verified.",
}


def public(answer: Answer) -> Answer:
    """The answer as a client may see it: a model's fault in words that name nothing of this machine; it is logged."""
    notices = []
    for notice in answer.notices:
        if message := _PUBLIC_NOTICES.get(notice.code):
            log.warning("model failed", extra={"fields": {"error": notice.code, "detail": notice.message}})
            message += " These are quotes instead." if answer.model is None and answer.citations else ""
        notices.append(replace(notice, message=message or notice.message))
    return replace(answer, notices=tuple(notices))


def refusal_for(error: BaseException) -> Refusal:
    """Return what a client is told about `error`; an error of ours that is not the client's fault is logged."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, SettingsError):  # an operator that cannot be read, days that contradict
        return Refusal(400, "invalid_question", str(error))
    for kind, status, code, message in _PUBLIC:
        if isinstance(error, kind):
            log.warning("answer failed", extra={"fields": {"error": type(error).__name__, "detail": str(error)}})
            return Refusal(status, code, message)
    log.error("unexpected error", exc_info=error)
    return Refusal(500, "internal_error", "Something went wrong on the server; see its log.")


def envelope(refusal: Refusal) -> dict[str, Any]:
    """The body of a refusal."""
    kinds = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
    kind = kinds.get(refusal.status, "server_error" if refusal.status >= 500 else "invalid_request_error")
    error = {"message": refusal.message, "type": kind, "param": refusal.param, "code": refusal.code}
    return {"error": error}


class InertJSON(JSONResponse):
    """JSON whose text does nothing to the terminal or the log in which it is shown."""

    def render(self, content: Any) -> bytes:
        """The body."""
        return json_text(content, separators=(",", ":")).encode("utf-8")


def error_response(refusal: Refusal) -> JSONResponse:
    """A refusal as an HTTP response."""
    return InertJSON(envelope(refusal), refusal.status, headers=refusal.headers)


def install(app: FastAPI) -> None:
    """Let every error of `app` leave in the envelope."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Refusal, _ours)
    app.add_exception_handler(AssistantError, _ours)
    app.add_exception_handler(Exception, _ours)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says about the refusals that every route shares, and `statuses` besides."""
    shared = (400, 401, 403, 413, 429, 431, 500, 503, *statuses)
    return {status: {"model": ErrorBody, "description": "Refused."} for status in sorted(shared)}


async def _invalid(_: Request, error: Exception) -> Response:
    first: dict[str, Any] = next(iter(error.errors()), {}) if isinstance(error, RequestValidationError) else {}
    place = [str(part) for part in first.get("loc", ()) if part not in ("body", "query", "path")]
    message = str(first.get("msg", "the request cannot be read")).removeprefix("Value error, ")
    param = ".".join(place) or None
    text = f"{param}: {message}" if param else message
    return error_response(Refusal(400, "invalid_request", text, param=param))


async def _http(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    known = {
        400: ("invalid_request", "The request cannot be read."),
        404: ("not_found", "Not found."),
        405: ("method_not_allowed", "This method is not allowed."),
    }
    code, message = known.get(status, ("http_error", "The request was refused."))
    return error_response(Refusal(status, code, message, headers=headers))


async def _ours(_: Request, error: Exception) -> Response:
    return error_response(refusal_for(error))
