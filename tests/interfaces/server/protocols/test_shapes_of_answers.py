"""Every shape of answer through each protocol: our own, OpenAI's, MCP, and the page in a browser."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from inline_snapshot import snapshot
from mcp import Client

from tests.interfaces.server.conftest import Written
from tests.interfaces.shapes import QUESTION, SHAPES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KEPT_OUT = "<none>nothing more</none>"  # what a repair is answered with
TEXTS = snapshot({})
BLOCKS = snapshot({})


def queued(writing: Written, shape: str) -> None:
    writing.fake.say(SHAPES[shape], KEPT_OUT)


def of_answer(text: str) -> str:
    """The answer's own text, without the lists and remarks below it."""
    return text.partition("\n\nSources:")[0].partition("\n\n(")[0]


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_is_the_same_everywhere(writing: Written, shape: str) -> None:
    queued(writing, shape)
    own = httpx.post(f"{writing.url}/api/ask", json={"question": QUESTION}, timeout=60).json()
    sentences = [one["text"] for one in own["sentences"]]
    rows = [
        (block["kind"], [[" ".join(sentences[at] for at in cell) for cell in row] for row in block["rows"]])
        for block in own["blocks"]
    ]
    assert rows == BLOCKS[shape]

    writing.fake.replies.clear()
    queued(writing, shape)
    asked = {"model": "assistant", "messages": [{"role": "user", "content": QUESTION}]}
    chat = httpx.post(f"{writing.url}/v1/chat/completions", json=asked, timeout=60).json()
    assert of_answer(chat["choices"][0]["message"]["content"]) == TEXTS[shape]

    writing.fake.replies.clear()
    queued(writing, shape)

    async def through_mcp() -> Any:
        async with Client(f"{writing.url}/mcp") as client:
            return await client.call_tool("ask", {"question": QUESTION})

    result = asyncio.run(through_mcp())
    assert of_answer(result.content[0].text) == TEXTS[shape]
    assert result.structured_content["blocks"] == own["blocks"]


def test_a_list_and_a_table_in_the_page(writing: Written, browser: Browser) -> None:
    page = browser.new_page()
    for shape, selector, expected in (
        ("list", ".answer li", 2),
        ("table", ".answer td", 6),
        ("overview", ".answer h3", 2),
    ):
        writing.fake.replies.clear()
        queued(writing, shape)
        page.goto(writing.url)
        page.get_by_role("textbox").first.fill(QUESTION)
        page.keyboard.press("Enter")
        page.get_by_text("Copy with footnotes").first.wait_for()
        assert page.locator(selector).count() == expected
    page.close()


def test_an_overview_over_http_and_mcp(quoting: str) -> None:
    found = httpx.post(f"{quoting}/v1/brief", json={"topic": "missile tests", "slices": 2}, timeout=120).json()
    assert found["status"] == "answered"
    assert [block["kind"] for block in found["blocks"]][:2] == ["heading", "list"]
    assert found["brief"]["receipt"]["matched"] == 3
    assert len(found["brief"]["evidence"]) >= len(found["citations"]) > 0

    async def through_mcp() -> Any:
        async with Client(f"{quoting}/mcp") as client:
            return await client.call_tool("brief", {"topic": "missile tests"})

    result = asyncio.run(through_mcp())
    assert result.content[0].text.startswith("### Newest state\n\n- 2021-03-24: ")
    with httpx.stream("POST", f"{quoting}/v1/brief", json={"topic": "missile", "stream": True}, timeout=120) as stream:
        events = [line.removeprefix("event: ") for line in stream.iter_lines() if line.startswith("event: ")]
    assert events[0] == "planned"
    assert events[-1] == "brief"
    assert set(events[1:-1]) == {"step"}
