"""MCP with the package's own client: in memory, over HTTP, and over stdio as a program."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp_types import CallToolResult

from assistant.app import Assistant
from assistant.interfaces.server import LiveCorpus, create_app
from assistant.interfaces.server.protocols.mcp_server import mcp_server, on_this_machine
from tests.interfaces.server.serving import serving

QUESTION = "Which missiles did North Korea fire?"


def run(test: Callable[[Client], Awaitable[None]], target: Any) -> None:
    async def with_client() -> None:
        async with Client(target) as client:
            await test(client)

    asyncio.run(with_client())


def content(result: CallToolResult) -> Any:
    assert not result.is_error
    assert result.structured_content is not None
    return result.structured_content


async def uses_all_tools(client: Client) -> None:
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == {"corpus", "search", "fetch", "ask", "brief", "timeline"}
    for tool in tools.values():
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert tool.output_schema is not None
    assert "context" not in str(tools["ask"].input_schema)

    found = content(await client.call_tool("search", {"query": "missiles"}))["results"]
    assert found[0].keys() >= {"id", "title", "url"}
    assert len({one["id"] for one in found}) == len(found)
    whole = content(await client.call_tool("fetch", {"id": found[0]["id"]}))
    assert found[0]["snippet"] in whole["text"]
    assert whole["metadata"]["date"] in found[0]["title"]

    answer = content(await client.call_tool("ask", {"question": QUESTION, "as_of": "2021-04-01"}))
    assert answer["status"] == "answered"
    assert answer["query"]["as_of"] == "2021-04-01"
    assert answer["citations"][0]["quote"]
    assert answer["citations"][0]["date"]["provenance"]

    spoken = (await client.call_tool("ask", {"question": QUESTION})).content
    assert len(spoken) == 1
    assert len(spoken[0].text) <= 2_000  # type: ignore[union-attr]
    assert "[1]" in spoken[0].text  # type: ignore[union-attr]

    told = content(await client.call_tool("corpus", {}))
    assert told["documents"] == 5
    assert told["first"] <= told["last"]

    told = await client.call_tool("timeline", {"topic": "missiles"})
    rows = content(told)["rows"]
    assert len(told.content[0].text) <= 2_000  # type: ignore[union-attr]
    assert rows[0]["citations"][0]["path"].endswith(".txt")


async def narrows(client: Client) -> None:
    later = {"after": "2030-01-01"}
    scope = content(await client.call_tool("ask", {"question": QUESTION, **later}))["scope"]
    assert scope["matching"] == scope["undated_kept"] < scope["total"]
    found = content(await client.call_tool("search", {"query": "missiles", **later}))["results"]
    assert {one["date"] for one in found} <= {"undated"}
    rows = content(await client.call_tool("timeline", {"topic": "missiles", **later}))["rows"]
    assert [row for row in rows if row["citations"][0]["date"]["day"]] == []
    found = content(await client.call_tool("search", {"query": "missiles", "path": "000_*"}))["results"]
    assert {one["path"][:4] for one in found} == {"000_"}
    part = content(await client.call_tool("fetch", {"id": found[0]["id"], "offset": 100}))
    whole = content(await client.call_tool("fetch", {"id": found[0]["id"]}))
    assert whole["text"][100:] == part["text"]
    assert part["next"] is None


async def meets_errors(client: Client) -> None:
    unknown = await client.call_tool("ask", {"question": QUESTION, "since": "2021-01-01"})
    assert unknown.is_error
    assert "no argument 'since', only question, after, before" in str(unknown.content)
    missing = await client.call_tool("fetch", {"id": "../../etc/passwd"})
    assert missing.is_error
    assert "no document" in str(missing.content)
    unreadable = await client.call_tool("ask", {"question": "What? after:whenever"})
    assert unreadable.is_error
    assert "after:2021-03-01" in str(unreadable.content)
    empty = await client.call_tool("ask", {"question": " "})
    assert empty.is_error


def test_in_memory(seeds_assistant: Assistant) -> None:
    server = mcp_server(on_this_machine(LiveCorpus(seeds_assistant)))
    run(uses_all_tools, server)
    run(narrows, server)
    run(meets_errors, server)


def test_links_on_this_machine_open_the_file(seeds_assistant: Assistant) -> None:
    urls: list[str] = []

    async def finds(client: Client) -> None:
        answer = content(await client.call_tool("ask", {"question": QUESTION}))
        urls.extend(one["url"] for one in answer["citations"])
        urls.extend(one["url"] for one in content(await client.call_tool("search", {"query": QUESTION}))["results"])

    run(finds, mcp_server(on_this_machine(LiveCorpus(seeds_assistant))))
    assert urls
    assert [url for url in urls if not Path(unquote(urlsplit(url).path)).is_file()] == []


def test_over_http(quoting: str) -> None:
    run(uses_all_tools, f"{quoting}/mcp")
    run(meets_errors, f"{quoting}/mcp")


def test_links_over_http_open_the_document(seeds_assistant: Assistant) -> None:
    import httpx

    urls: list[str] = []

    async def finds(client: Client) -> None:
        answer = content(await client.call_tool("ask", {"question": QUESTION}))
        urls.extend(one["url"] for one in answer["citations"])

    with serving(create_app(seeds_assistant)) as url:
        run(finds, f"{url}/mcp")
        assert urls
        assert all(one.startswith(url) for one in urls)
        assert '<mark id="quote">' in httpx.get(urls[0]).text


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_over_stdio_nothing_but_the_protocol_is_written(seeds: Path, seeds_assistant: Assistant) -> None:
    assert seeds_assistant.documents()  # it is indexed
    code = "import typer; from assistant.interfaces.cli.serve import mcp; typer.run(mcp)"
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-c", code, "--corpus", str(seeds), "--quotes"],
        env={"PATH": os.environ["PATH"], "HOME": str(seeds.parent)},
    )
    run(uses_all_tools, stdio_client(parameters))
