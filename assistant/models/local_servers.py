"""Model servers on this machine: who listens on the ports they usually take, with which models that chat.

Only the loopback address is asked, directly and with little patience. What a server says is bounded and not trusted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from assistant.models.endpoint import may_chat

_WAIT = 0.4  # seconds for a server on the same machine
_MOST = 1_000_000  # bytes of a reply
_LONGEST_NAME = 200
_OLLAMA_DEFAULT = 4_096  # tokens; Ollama cuts what is longer without a word
_LOCAL = ("localhost", "127.0.0.1", "::1")


class Server(NamedTuple):
    """A kind of server and the port it usually takes."""

    name: str
    port: int


class Found(NamedTuple):
    """A server that answered: its base URL, its models that chat, and the tokens that the first of them takes."""

    name: str
    url: str
    models: tuple[str, ...]
    context: int | None = None


SERVERS = (Server("Ollama", 11434), Server("LM Studio", 1234), Server("llama.cpp", 8080), Server("vLLM", 8000))


def local_servers(servers: Sequence[Server] | None = None) -> list[Found]:
    """The servers that list a model that chats, in the order of `servers`; asked at once, each for half a second."""
    asked = SERVERS if servers is None else servers
    if not asked:
        return []
    with ThreadPoolExecutor(len(asked)) as pool:
        return [one for one in pool.map(_found, asked) if one and one.models]


def context_of(base_url: str, model: str) -> int | None:
    """The tokens that a server on this machine takes for a model; None where it does not say, or is elsewhere."""
    parts = urlsplit(base_url)
    with suppress(ValueError):
        if parts.hostname in _LOCAL and parts.scheme == "http" and parts.port:
            return _context(parts.port, model, _get(parts.port, "/v1/models"))
    return None


def _found(server: Server) -> Found | None:
    listed = _get(server.port, "/v1/models")
    names = [str(one["id"])[:_LONGEST_NAME] for one in _entries(listed) if one.get("id") and _serves(one)]
    models = tuple(name for name in names if may_chat(name))
    if not models:
        return None
    return Found(server.name, f"http://localhost:{server.port}/v1", models, _context(server.port, models[0], listed))


def _serves(entry: dict[str, Any]) -> bool:
    """Whether a model is one of a server's own: an `assistant serve` answers from one, and lists itself."""
    return entry.get("owned_by") != "assistant"


def _context(port: int, model: str, listed: Any) -> int | None:
    """As vLLM, LM Studio, llama.cpp and Ollama tell it, each at a place of its own."""
    for entry in _entries(listed):
        if entry.get("id") == model and (told := _tokens(entry.get("max_model_len"))):
            return told
    for entry in _entries(_get(port, "/api/v0/models")):
        if entry.get("id") == model:
            return _tokens(entry.get("loaded_context_length")) or _tokens(entry.get("max_context_length"))
    properties = _get(port, "/props")
    if isinstance(properties, dict) and isinstance(generation := properties.get("default_generation_settings"), dict):
        return _tokens(generation.get("n_ctx"))
    shown = _get(port, "/api/show", {"model": model})
    if not isinstance(shown, dict):
        return None
    running = _get(port, "/api/ps")
    for entry in running.get("models", ()) if isinstance(running, dict) else ():
        if isinstance(entry, dict) and entry.get("name") == model and (told := _tokens(entry.get("context_length"))):
            return told
    for line in str(shown.get("parameters", "")).splitlines():
        name, _, value = line.strip().partition(" ")
        if name == "num_ctx" and value.strip().isdigit():
            return int(value)
    return _OLLAMA_DEFAULT


def _entries(listed: Any) -> list[dict[str, Any]]:
    data = listed.get("data") if isinstance(listed, dict) else None
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []


def _tokens(value: Any) -> int | None:
    return value if isinstance(value, int) and value > 0 else None


def _get(port: int, path: str, body: dict[str, str] | None = None) -> Any:
    """The JSON that a server on this machine sends; None where none listens, or sends something else."""
    connection = HTTPConnection("127.0.0.1", port, timeout=_WAIT)
    try:
        connection.request("POST" if body else "GET", path, json.dumps(body) if body else None)
        response = connection.getresponse()
        content = response.read(_MOST + 1)
        return json.loads(content) if response.status == 200 and len(content) <= _MOST else None
    except (OSError, HTTPException, ValueError, RecursionError):
        return None
    finally:
        connection.close()
