"""Questions to begin and to go on with: offered only where the articles answer them."""

from __future__ import annotations

import httpx
import pytest

from assistant.app import Assistant
from tests.interfaces.server.conftest import QUESTION


@pytest.mark.timeout(300)
def test_what_is_suggested_has_an_answer(quoting: str, seeds_assistant: Assistant) -> None:
    begin = httpx.get(f"{quoting}/api/suggestions", timeout=60).json()["questions"]
    assert "Which is the newest article?" in begin
    assert len(begin) > 2
    answer = seeds_assistant.ask(QUESTION)
    body = {"question": QUESTION, "paths": [one.path for one in answer.citations]}
    following = httpx.post(f"{quoting}/api/suggestions", json=body, timeout=60).json()["questions"]
    assert following
    refused = {"question": "What did Austin say on Mars?", "paths": ["000_c2b9cc5e8bca81ce.txt"], "answered": False}
    wider = httpx.post(f"{quoting}/api/suggestions", json=refused, timeout=60).json()["questions"]
    assert wider[0] == "What is said about Austin?"
    for question in (begin[-1], following[0]):
        assert seeds_assistant.ask(question).status == "answered"
