"""Every shape of answer through each protocol: our own, OpenAI's, MCP, and the page in a browser."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from mcp import Client

from tests.interfaces.server.conftest import Written
from tests.interfaces.shapes import QUESTION, SHAPES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KEPT_OUT = "<none>nothing more</none>"  # what a repair is answered with
TEXTS = {
    "fact": "Two missiles were fired on Sunday. [1]",
    "list": "These things are reported:\n"
    "\n"
    "- Two missiles were fired on Sunday. [1]\n"
    "- Trump met with Kim twice, in Singapore and Vietnam. [2]",
    "table": "| What | How many | Where |\n"
    "| --- | --- | --- |\n"
    "| Missiles | two [1] | – |\n"
    "| Meetings of Trump and Kim | twice [2] | Singapore and Vietnam [3] |",
    "comparison": "| Who | What was said of the launch |\n"
    "| --- | --- |\n"
    "| South Korean Defense Ministry | The two missiles were fired from southern Pyongan province "
    "on Sunday morning. [1] |\n"
    "| Experts in Seoul | They agreed that the missile launch was a message to the U.S. [2] |",
    "change": "| Day | State of the talks |\n"
    "| --- | --- |\n"
    "| February 2019 | the Trump-Kim Hanoi summit [1] |\n"
    "| 2021-03-24 | Initial outreach from Washington has turned up empty. [2] |",
    "overview": "### Newest state\n"
    "\n"
    "- Initial outreach from Washington to Pyongyang has turned up empty. [1]\n"
    "\n"
    "### How it came about\n"
    "\n"
    "- Trump met with Kim twice, in Singapore and Vietnam. [2]\n"
    "- Two missiles were fired on Sunday. [3]\n"
    "\n"
    "The passages do not say: what was agreed in Vietnam.",
}
BLOCKS = {
    "fact": [("text", [["Two missiles were fired on Sunday."]])],
    "list": [
        ("text", [["These things are reported:"]]),
        ("list", [["Two missiles were fired on Sunday."], ["Trump met with Kim twice, in Singapore and Vietnam."]]),
    ],
    "table": [
        (
            "table",
            [
                ["What", "How many", "Where"],
                ["Missiles", "two", "–"],
                ["Meetings of Trump and Kim", "twice", "Singapore and Vietnam"],
            ],
        )
    ],
    "comparison": [
        (
            "table",
            [
                ["Who", "What was said of the launch"],
                [
                    "South Korean Defense Ministry",
                    "The two missiles were fired from southern Pyongan province on Sunday morning.",
                ],
                ["Experts in Seoul", "They agreed that the missile launch was a message to the U.S."],
            ],
        )
    ],
    "change": [
        (
            "table",
            [
                ["Day", "State of the talks"],
                ["February 2019", "the Trump-Kim Hanoi summit"],
                ["2021-03-24", "Initial outreach from Washington has turned up empty."],
            ],
        )
    ],
    "overview": [
        ("heading", [["Newest state"]]),
        ("list", [["Initial outreach from Washington to Pyongyang has turned up empty."]]),
        ("heading", [["How it came about"]]),
        ("list", [["Trump met with Kim twice, in Singapore and Vietnam."], ["Two missiles were fired on Sunday."]]),
        ("text", [["The passages do not say: what was agreed in Vietnam."]]),
    ],
}


def queued(writing: Written, shape: str) -> None:
    writing.fake.say(SHAPES[shape], KEPT_OUT)


def of_answer(text: str) -> str:
    """The answer's own text, without the lists and remarks below it."""
    return text.partition("\n\nSources:")[0].partition("\n\n(")[0]


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_is_the_same_everywhere(writing: Written, shape: str) -> None:
    queued(writing, shape)
    own = httpx.post(f"{writing.url}/api/ask", json={"question": QUESTION}, timeout=100).json()
    sentences = [one["text"] for one in own["sentences"]]
    rows = [
        (block["kind"], [[" ".join(sentences[at] for at in cell) for cell in row] for row in block["rows"]])
        for block in own["blocks"]
    ]
    assert rows == BLOCKS[shape]

    writing.fake.replies.clear()
    queued(writing, shape)
    asked = {"model": "assistant", "messages": [{"role": "user", "content": QUESTION}]}
    chat = httpx.post(f"{writing.url}/v1/chat/completions", json=asked, timeout=100).json()
    assert of_answer(chat["choices"][0]["message"]["content"]) == TEXTS[shape]

    writing.fake.replies.clear()
    queued(writing, shape)

    async def through_mcp() -> Any:
        async with Client(f"{writing.url}/mcp") as client:
            return await client.call_tool("ask", {"question": QUESTION})

    result = asyncio.run(through_mcp())
    assert of_answer(result.content[0].text) == TEXTS[shape]
    assert result.structured_content["blocks"] == own["blocks"]


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
