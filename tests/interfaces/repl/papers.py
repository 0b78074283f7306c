"""Three short articles, a model that quotes whatever passage it is given, and a screen as a transcript."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from datetime import date
from typing import Any

from tests.fake_openai import FakeOpenAI, Reply
from tests.interfaces.terminal import Terminal

SHIPS = "Two grey ships left the harbour of Bergen on Sunday morning with timber for Hull."
BRIDGE = "The old bridge of Mostar was closed to lorries after inspectors found cracks in an arch."
CROWN = "A silver crown was stolen from the museum in Cluj by two men on a motorcycle."


def transcript(screen: Terminal) -> str:
    """The screen, without what differs from run to run or with how passages are weighed."""
    text = re.sub(r"  time  .*(?:\n {14}.*)*", "  time        #", screen.text)
    text = text.replace(f"{date.today()} (today)", "today")
    text = re.sub(r"\d\.\d\d+", "#", text)
    return re.sub(r"words (#|–)", "words #", text)


class Answering(deque[Any]):
    """Replies that are made when the request is there, since they must name its labels.

    A request without passages asks for the question in full; it takes none of the replies.
    """

    def __init__(self, fake: FakeOpenAI, *replies: Callable[[str], Reply]) -> None:
        super().__init__(replies)
        self._fake = fake

    def popleft(self) -> Any:
        prompt = "\n".join(message["content"] for message in self._fake.requests[-1]["messages"])
        before, found, _ = prompt.partition(SHIPS[:20])
        if not found:
            return Reply(["Which ships left Bergen?"])
        return super().popleft()(before.rpartition('id="')[2].partition('"')[0])


def ships_left(label: str) -> str:
    return f'Two ships left Bergen. <q p="{label}">Two grey ships left the harbour of Bergen</q> '


def endpoint(fake: FakeOpenAI) -> dict[str, str]:
    return {"OPENAI_BASE_URL": fake.url, "OPENAI_API_KEY": "right-key", "ASSISTANT_MODEL": "fake-model"}
