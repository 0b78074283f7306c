"""The page at ``/`` and the widget's script: made of the files in static/, under a policy that allows nothing else.

The files are modules, so that editors and the TypeScript compiler can check them. A script is those it needs, one after
the other and without their lines for import and export: one request, and nothing in the page's global scope.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from assistant.interfaces.server.errors import Refusal
from assistant.interfaces.server.service import service_of

router = APIRouter(include_in_schema=False)
_STATIC = Path(__file__).parent / "static"
# In this order: each part imports from those before it only.
WIDGET = tuple(
    f"{name}.js"
    for name in (
        "texts",
        "words",
        "dom",
        "events",
        "filters",
        "facts",
        "sources",
        "blocks",
        "answer",
        "narrow",
        "element",
    )
)
_DESK = tuple(
    f"desk/{name}.js"
    for name in (
        "address",
        "kept",
        "export",
        "conversations",
        "article",
        "histogram",
        "archive",
        "timeline",
        "tools",
        "shortcuts",
        "desk",
    )
)
_MODULE_LINES = re.compile(r"^(?:// @ts-check|import .*)\n|^export (?:default )?", re.MULTILINE)
LANGUAGES = ("ar", "de", "es", "fr", "ja")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent, also compressed."""

    body: bytes
    packed: bytes
    tag: str
    media_type: str


def _asset(body: bytes, media_type: str) -> Asset:
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    return Asset(body, gzip.compress(body, 9, mtime=0), tag, media_type)


@cache
def widget() -> Asset:
    """The widget: one classic script with its style sheet inside."""
    return _script(WIDGET)


@cache
def desk() -> Asset:
    """The page's script: the widget's parts, and what is around them on the page."""
    return _script((*WIDGET, *_DESK))


def _script(names: tuple[str, ...]) -> Asset:
    style = json.dumps(" ".join((_STATIC / "widget.css").read_text(encoding="utf-8").split()))
    parts = [_MODULE_LINES.sub("", (_STATIC / name).read_text(encoding="utf-8")) for name in names]
    script = "(() => {\n'use strict';\nconst STYLE = " + style + ";\n" + "\n".join(parts) + "})();\n"
    return _asset(script.encode(), "text/javascript; charset=utf-8")


@cache
def static(name: str, media_type: str) -> Asset:
    """A file of static/."""
    return _asset((_STATIC / name).read_bytes(), media_type)


@router.get("/")
async def page(request: Request) -> Response:
    """The page: a title; its script does the rest."""
    service = service_of(request)
    html = (_STATIC / "page.html").read_text(encoding="utf-8").replace("{title}", escape(service.config.title))
    return Response(
        html,
        media_type="text/html",
        headers={"content-security-policy": POLICY, "cache-control": "no-cache", "x-frame-options": "DENY"},
    )


@router.get("/widget.js")
async def widget_script(request: Request) -> Response:
    """The widget's script; any site may load it."""
    headers = {"cross-origin-resource-policy": "cross-origin", "access-control-allow-origin": "*"}
    return _send(request, widget(), headers)


@router.get("/texts/{language}.json")
async def texts(request: Request, language: str) -> Response:
    """The widget's texts in a language other than English; any site may load them."""
    if language not in LANGUAGES:
        raise Refusal(404, "not_found", f"There are texts in {', '.join(LANGUAGES)} only.")
    headers = {"cross-origin-resource-policy": "cross-origin", "access-control-allow-origin": "*"}
    return _send(request, static(f"texts/{language}.json", "application/json"), headers)


@router.get("/desk.js")
async def desk_script(request: Request) -> Response:
    """The page's script."""
    return _send(request, desk(), {})


@router.get("/page.css")
async def page_style(request: Request) -> Response:
    """The page's style sheet."""
    return _send(request, static("page.css", "text/css; charset=utf-8"), {})


@router.get("/favicon.svg")
async def favicon(request: Request) -> Response:
    """The page's icon."""
    return _send(request, static("favicon.svg", "image/svg+xml"), {})


def _send(request: Request, asset: Asset, headers: dict[str, str]) -> Response:
    headers = {**headers, "etag": asset.tag, "cache-control": "no-cache", "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == asset.tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.packed, media_type=asset.media_type, headers={**headers, "content-encoding": "gzip"})
    return Response(asset.body, media_type=asset.media_type, headers=headers)
