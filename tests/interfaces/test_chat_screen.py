"""`assistant chat` on a real pseudo-terminal: what a person sees, and that no key of theirs is lost."""

from __future__ import annotations

import os
import re
import signal
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from assistant.app import index_corpus
from assistant.settings import Settings
from tests.fake_openai import FakeOpenAI, Reply, fake_openai
from tests.interfaces.terminal import Terminal, terminal

SHIPS = "Two grey ships left the harbour of Bergen on Sunday morning with timber for Hull."
BRIDGE = "The old bridge of Mostar was closed to lorries after inspectors found cracks in an arch."
CROWN = "A silver crown was stolen from the museum in Cluj by two men on a motorcycle."


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "papers"
    folder.mkdir()
    (folder / "ships.txt").write_text(f"date 2021-03-24\n\n{SHIPS}\n")
    (folder / "bridge.txt").write_text(f"{BRIDGE}\n")
    (folder / "crown.txt").write_text(f"date 2020-11-02\n\n{CROWN}\n")
    index_corpus(Settings(corpus=folder))
    return folder


def transcript(screen: Terminal) -> str:
    """The screen, without what differs from run to run or with how passages are weighed."""
    text = re.sub(r"\d+ ms", "# ms", screen.text)
    text = re.sub(r"\d\.\d\d+", "#", text)
    return re.sub(r"words (#|–)", "words #", text)


def test_a_conversation_in_quotes(corpus: Path, tmp_path: Path) -> None:
    with terminal("chat", "--corpus", corpus, "--quotes", home=tmp_path) as screen:
        screen.wait_for_prompt()
        for line in (
            "Which ships left the harbour of Bergen?",
            "When did they leave?",
            "/opne 1",
            "/open 7",
            "/filter before:2020-12-31",
            "/asof 2021-03-31",
            "What was stolen from the museum?",
            "/verify",
            "/export md answer.md",
            "/undo",
        ):
            screen.ask(line)
            screen.wait_for_prompt()
        screen.press("ctrl-d")
        assert screen.wait_for_end() == 0
        shown = transcript(screen)
    assert shown == snapshot("""\
3 files · /help lists the commands · Ctrl-D leaves

> Which ships left the harbour of Bergen?

Two grey ships left the harbour of Bergen on Sunday morning with timber for
Hull. [1]

Sources
[1] ships.txt, line 3 · 2021-03-24 (header line)
    “Two grey ships left the harbour of Bergen on Sunday morning with timber for
    Hull.”
    Sunday = 2021-03-21

note: No model wrote this answer: it is made of sentences quoted from the
      articles.

> When did they leave?

Two grey ships left the harbour of Bergen on Sunday morning with timber for
Hull. [1]

Sources
[1] ships.txt, line 3 · 2021-03-24 (header line)
    “Two grey ships left the harbour of Bergen on Sunday morning with timber for
    Hull.”
    Sunday = 2021-03-21

note: No model wrote this answer: it is made of sentences quoted from the
      articles.

> /opne 1
assistant: no command /opne; did you mean /open?

> /open 7
assistant: no source '7'; the last answer has 1

> /filter before:2020-12-31
before:2020-12-31 · 2 of 3 files match, 1 undated kept

> /asof 2021-03-31
asking as of 2021-03-31; later files are hidden

> What was stolen from the museum?

searching articles published until 2020-12-31, as of 2021-03-31 · 2 of 3 match ·
1 undated kept
A silver crown was stolen from the museum in Cluj by two men on a motorcycle.
[1]

Sources
[1] crown.txt, line 3 · 2020-11-02 (header line)
    “A silver crown was stolen from the museum in Cluj by two men on a
    motorcycle.”

note: No model wrote this answer: it is made of sentences quoted from the
      articles.

> /verify
[1] crown.txt: word for word at line 3
1 of 1 quotes stand in the files as they are now

> /export md answer.md
wrote answer.md

> /undo
forgot “What was stolen from the museum?”

>\
""")
    assert "[^1]: “A silver crown was stolen" in (tmp_path / "answer.md").read_text()
