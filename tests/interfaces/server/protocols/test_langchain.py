"""LangChain's ChatOpenAI against a real server: text, citations as annotations, streams, follow-ups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.interfaces.server import create_app
from tests.interfaces.server.conftest import BUSY
from tests.interfaces.server.scripted import saying, scripted
from tests.interfaces.server.serving import serving

TEXT = "Two ships sailed. [1] One sank. [2]"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(create_app(scripted(saying(["Two ships sailed.", "One sank."])), BUSY)) as address:
        yield address


def chat(url: str, model: str = "assistant", **more: Any) -> Any:
    langchain = pytest.importorskip("langchain_openai", reason="langchain-openai is not installed")
    return langchain.ChatOpenAI(base_url=f"{url}/v1", api_key="any", model=model, max_retries=0, timeout=30, **more)


def test_a_chat_has_the_text_whole_and_streamed_also_after_earlier_turns(url: str) -> None:
    model = chat(url)
    said = [("system", "Be brief."), ("human", "Which ships?"), ("ai", TEXT), ("human", "And then?")]
    whole = model.invoke(said)
    assert whole.content.startswith(TEXT)
    assert whole.response_metadata["finish_reason"] == "stop"
    parts = [part.content for part in model.stream(said)]
    assert sum(map(bool, parts)) >= 2
    assert "".join(parts) == whole.content
    assert "/files/" in chat(url, "assistant-footer").invoke("Which ships?").content


def test_responses_have_a_citation_for_each_number(url: str) -> None:
    model = chat(url, use_responses_api=True)
    (block,) = [one for one in model.invoke("Which ships?").content if one["type"] == "text"]
    cited = block["annotations"]
    assert [block["text"][one["start_index"] : one["end_index"]] for one in cited] == ["[1]", "[2]"]
    assert [one["title"] for one in cited] == ["Two ships sailed. (2024-05-01)", "One sank. (2024-05-01)"]
    streamed = [each for part in model.stream("Which ships?") for each in part.content]
    assert [one for each in streamed for one in each.get("annotations", [])] == cited


def test_what_is_not_done_is_an_error(url: str) -> None:
    openai = pytest.importorskip("openai")
    with pytest.raises(openai.BadRequestError, match="response_format"):
        chat(url).bind(response_format={"type": "json_object"}).invoke("Which ships?")
