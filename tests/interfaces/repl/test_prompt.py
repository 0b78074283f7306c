"""`assistant chat` on a real pseudo-terminal: what a person sees, and that no key of theirs is lost."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from assistant.settings import Settings
from assistant.wiring import index_corpus
from tests.fake_openai import FakeOpenAI, Reply, fake_openai
from tests.interfaces.command import indexed
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
    text = re.sub(r"  time  .*(?:\n {14}.*)*", "  time        #", screen.text)
    text = text.replace(f"{date.today()} (today)", "today")
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
3 files · /help lists the commands · Ctrl-D quits

> Which ships left the harbour of Bergen?

Two grey ships left the harbour of Bergen on Sunday morning with timber for
Hull. [1]

Sources
[1] Two grey ships left the harbour of Bergen on Sunday morning with timber for
    Hull. · 2021-03-24 (header line) · ships.txt, line 3 · Sunday = 2021-03-21

note: No model wrote this answer: it is made of sentences quoted from the
      articles.

> When did they leave?

understood as: When did they leave? ships left harbour Bergen Sunday Hull
Two grey ships left the harbour of Bergen on Sunday morning with timber for
Hull. [1]

Sources
[1] Two grey ships left the harbour of Bergen on Sunday morning with timber for
    Hull. · 2021-03-24 (header line) · ships.txt, line 3 · Sunday = 2021-03-21

> /opne 1
assistant: no command /opne; did you mean /open?

> /open 7
assistant: no source '7'; the last answer has 1

> /filter before:2020-12-31
before:2020-12-31 · 2 of 3 files match, 1 undated included

> /asof 2021-03-31
asking as of 2021-03-31; later files are hidden

> What was stolen from the museum?

searching articles published until 2020-12-31, as of 2021-03-31 · 2 of 3 match ·
1 undated included
A silver crown was stolen from the museum in Cluj by two men on a motorcycle.
[1]

Sources
[1] A silver crown was stolen from the museum in Cluj by two men on a
    motorcycle. · 2020-11-02 (header line) · crown.txt, line 3

note: One undated article may or may not fall within the dates asked for.

> /verify
[1] crown.txt: word for word at line 3
1 of 1 quotes are still in the files

> /export md answer.md
wrote answer.md

> /undo
forgot “What was stolen from the museum?”

>\
""")
    assert "2020-11-02 (header line), crown.txt" in (tmp_path / "answer.md").read_text()


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


def test_ctrl_c_keeps_what_came_and_what_is_being_typed(corpus: Path, tmp_path: Path) -> None:
    held = threading.Event()
    with fake_openai() as fake:
        fake.replies = Answering(
            fake,
            lambda label: Reply([ships_left(label), "They carried ", "never sent"], hold=held),
            lambda label: Reply([ships_left(label)]),
        )
        with terminal("chat", "--corpus", corpus, home=tmp_path, settings=endpoint(fake)) as screen:
            screen.wait_for_prompt()
            screen.ask("Which ships left Bergen?")
            screen.wait_for("Two ships left Bergen. [1]")
            screen.wait_for("… writing, not checked yet")
            screen.type("And which")
            screen.wait_for("\n> And which")  # shown at once, while the model is silent
            screen.press("ctrl-c")
            screen.wait_for("note: Stopped")
            assert fake.gone.wait(10)
            screen.wait_for("papers · fake-model\n> And which")
            screen.ask(" ships were those?")
            screen.wait_for_prompt()
            screen.ask("/why")
            screen.wait_for_prompt()
            screen.press("ctrl-d")
            assert screen.wait_for_end() == 0
            screen.assert_harmless()
            shown = transcript(screen)
    assert shown == snapshot("""\
3 files · /help lists the commands · Ctrl-D quits

> Which ships left Bergen?

Two ships left Bergen. [1]

Sources
[1] Two grey ships left the harbour of Bergen on Sunday morning with timber for
    Hull. · 2021-03-24 (header line) · ships.txt, line 3

note: Stopped before the answer was complete; everything shown has been checked.

> And which ships were those?

understood as: Which ships left Bergen?
Two ships left Bergen. [1]

Sources
[1] Two grey ships left the harbour of Bergen on Sunday morning with timber for
    Hull. · 2021-03-24 (header line) · ships.txt, line 3

> /why
Understood
  searched    Which ships left Bergen?
  asked as of 2021-03-24 (today)
  filters     none
  asked for   naming Bergen
Passages
 1. Two grey ships left the harbour of Bergen on Sunday morning with timber for
    Hull. · 2021-03-24 (header line) · ships.txt, line 3 · score # (vectors
    #, words #, reader #)
    Two grey ships left the harbour of Bergen on Sunday morning with timber for
    Hull.
 2. The old bridge of Mostar was closed to lorries after inspectors found cracks
    in an arch. · undated · bridge.txt, line 1 · score # (vectors #,
    words #, reader #)
    The old bridge of Mostar was closed to lorries after inspectors found cracks
    in an arch.
 3. A silver crown was stolen from the museum in Cluj by two men on a
    motorcycle. · 2020-11-02 (header line) · crown.txt, line 3 · score #
    (vectors #, words #, reader #)
    A silver crown was stolen from the museum in Cluj by two men on a
    motorcycle.
Answer
  status      answered
  written by  fake-model
  requests    2, 200 tokens sent, 25 received (/why prompt shows the prompt)
  support     per sentence: # (max 1)
  time        #

>\
""")


def test_lines_typed_ahead_are_asked_in_turn(corpus: Path, tmp_path: Path) -> None:
    held = threading.Event()
    with fake_openai() as fake:
        fake.replies = Answering(
            fake,
            lambda label: Reply([ships_left(label), "<missing>", "No more is said.</missing>"], hold=held),
            lambda label: Reply([ships_left(label).replace("Two ships left", "Two grey ships left")]),
        )
        with terminal("chat", "--corpus", corpus, home=tmp_path, settings=endpoint(fake)) as screen:
            screen.wait_for_prompt()
            screen.ask("Which ships left Bergen?")
            screen.wait_for("[1]")
            screen.ask("Which ships sailed?")
            screen.wait_for("next: Which ships sailed?\n>")
            screen.ask("/undo")
            screen.press("ctrl-d")
            screen.wait_for("next: /undo\nnext: quit\n>")
            held.set()
            assert screen.wait_for_end() == 0
            shown = transcript(screen)
    assert shown == snapshot("""\
3 files · /help lists the commands · Ctrl-D quits

> Which ships left Bergen?

Two ships left Bergen. [1] The passages do not say more.

Sources
[1] Two grey ships left the harbour of Bergen on Sunday morning with timber for
    Hull. · 2021-03-24 (header line) · ships.txt, line 3

> Which ships sailed?

understood as: Which ships left Bergen?
Two grey ships left Bergen. [1]

Sources
[1] Two grey ships left the harbour of Bergen on Sunday morning with timber for
    Hull. · 2021-03-24 (header line) · ships.txt, line 3

> /undo
forgot “Which ships sailed?”\
""")


def test_no_key_is_lost_while_an_answer_streams(corpus: Path, tmp_path: Path) -> None:
    typed = " ".join(f"word{number}" for number in range(60))
    held = threading.Event()
    with fake_openai() as fake:
        fake.replies = Answering(fake, lambda label: Reply([*("Some ships " * 100), ships_left(label), "."], hold=held))
        with terminal("chat", "--corpus", corpus, home=tmp_path, settings=endpoint(fake)) as screen:
            screen.wait_for_prompt()
            screen.ask("Which ships left Bergen?")
            for position in range(0, len(typed) - 100, 3):
                screen.type(typed[position : position + 3])
            held.set()
            screen.type(typed[position + 3 :])
            screen.wait_for("Sources")
            screen.wait_for("papers · fake-model")
            screen.wait_for("word59")
            line = screen.text.rpartition("papers · fake-model\n")[2]
    assert "".join(line.removeprefix("> ").split()) == typed.replace(" ", "")


def test_a_signal_to_end_leaves_the_terminal_as_it_was(corpus: Path, tmp_path: Path) -> None:
    with fake_openai() as fake:
        fake.replies.append(Reply(["Some words", "never sent"], hold=threading.Event()))
        with terminal("chat", "--corpus", corpus, home=tmp_path, settings=endpoint(fake)) as screen:
            before = screen.mode()
            screen.wait_for_prompt()
            assert screen.mode() != before
            screen.ask("Which ships left Bergen?")
            screen.wait_for("writing")
            os.kill(screen.pid, signal.SIGTERM)
            assert screen.wait_for_end() == 128 + signal.SIGTERM
            assert screen.mode() == before
            screen.assert_harmless()


def test_forty_columns_without_colour(corpus: Path, tmp_path: Path) -> None:
    settings = {"NO_COLOR": "1", "PATH": ""}
    arguments = ("chat", "--corpus", corpus, "--quotes")
    with terminal(*arguments, home=tmp_path, columns=40, settings=settings) as screen:
        screen.wait_for_prompt()
        for line in ("/filter before:2021-12-31", "/asof 2021-12-31", "Which ships left the harbour?", "/open 1"):
            screen.ask(line)
            if line.startswith("Which"):  # while the answer comes there is a prompt, too
                screen.wait_for("dates asked for.")
            screen.wait_for_last("as of 2021-12-31\n>" if "/filter" not in line else "31\n>")
        screen.press("ctrl-d")
        assert screen.wait_for_end() == 0
        assert re.findall(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m", screen.sent) == []
        shown = transcript(screen)
    assert shown == snapshot("""\
3 files · /help lists the commands ·
Ctrl-D quits

> /filter before:2021-12-31
before:2021-12-31 · 3 of 3 files match,
1 undated included

> /asof 2021-12-31
asking as of 2021-12-31; later files are
hidden

> Which ships left the harbour?

searching articles as of 2021-12-31 · 1
undated included
Two grey ships left the harbour of
Bergen on Sunday morning with timber for
Hull. [1]

Sources
[1] Two grey ships left the harbour of
    Bergen on Sunday morning with timber
    for Hull. · 2021-03-24 (header line)
    · ships.txt, line 3 · Sunday =
    2021-03-21

note: No model wrote this answer: it is
      made of sentences quoted from the
      articles.
note: One undated article may or may not
      fall within the dates asked for.

> /open 1
     1  date 2021-03-24
     2
>    3  Two grey ships left the harbour
        of Bergen on Sunday morning with
        timber for Hull.
     4

>\
""")


def test_a_dumb_terminal_gets_text_alone(corpus: Path, tmp_path: Path) -> None:
    with terminal("chat", "--corpus", corpus, "--quotes", home=tmp_path, settings={"TERM": "dumb"}) as screen:
        screen.wait_for(">")
        screen.ask("Which ships left the harbour?")
        screen.wait_for("made of sentences")
        screen.ask("/quit")
        assert screen.wait_for_end() == 0
        assert b"\x1b" not in screen.sent
        assert "ships.txt, line 3" in " ".join(screen.text.split())


def test_the_pager_and_the_editor_open_at_the_quote(corpus: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text(f'#!/bin/sh\nfor last; do :; done\necho "$@" >> {tmp_path}/opened\necho crown >> "$last"\n')
    editor.chmod(0o755)
    pager = tmp_path / "bin" / "less"
    pager.parent.mkdir()
    pager.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/paged\ncat > {tmp_path}/text\nread key < /dev/tty\n')
    pager.chmod(0o755)
    own = tmp_path / "own"
    own.mkdir()
    (own / "ships.txt").write_text("date 2021-03-24\n\n" + "A line before.\n\n" * 30 + SHIPS + "\n")
    indexed(own)
    settings = {"EDITOR": str(editor), "PATH": f"{pager.parent}:{os.environ['PATH']}"}
    with terminal("chat", "--corpus", own, "--quotes", home=tmp_path, settings=settings) as screen:
        screen.wait_for_prompt()
        screen.ask("Which ships left the harbour?")
        screen.wait_for_prompt()
        screen.ask("/open 1")
        wait_for_file(tmp_path / "text", "\x1b[0m")
        screen.press("enter")  # the pager's own key; it must not reach the prompt
        screen.wait_for_prompt()
        screen.ask("/open 1 --editor")
        screen.wait_for_prompt()
        screen.type("Who stole the ")
        screen.press("ctrl-x ctrl-e")
        screen.wait_for("> Who stole the crown")
        screen.press("ctrl-u", "ctrl-d")
        assert screen.wait_for_end() == 0
    assert "+63g" in (tmp_path / "paged").read_text().split()
    assert f"\x1b[1;30;43m{SHIPS[:60]}" in (tmp_path / "text").read_text()
    opened = (tmp_path / "opened").read_text().splitlines()
    assert opened[0] == f"+63 {own / 'ships.txt'}"
    assert len(opened) == 2


def wait_for_file(path: Path, words: str) -> None:
    end = time.monotonic() + 30
    while not path.exists() or words not in path.read_text():
        assert time.monotonic() < end, f"no {words!r} in {path}"
        time.sleep(0.02)


def test_history_and_completion_on_the_line(corpus: Path, tmp_path: Path) -> None:
    arguments = ("chat", "--corpus", corpus, "--quotes")
    with terminal(*arguments, home=tmp_path) as screen:
        screen.wait_for_prompt()
        screen.ask("Which ships left the harbour?")
        screen.wait_for_prompt()
        screen.press("ctrl-d")
        screen.wait_for_end()
    with terminal(*arguments, "--continue", home=tmp_path) as screen:
        screen.wait_for_prompt()
        assert "continuing: Which ships left the harbour?" in screen.text
        screen.press("up")
        screen.wait_for("> Which ships left the harbour?")
        screen.press("ctrl-u", "ctrl-r")
        screen.type("ships l")
        screen.wait_for("Which ships left the harbour?")
        screen.press("enter", "ctrl-u")
        screen.type("/fi")
        screen.press("tab")
        screen.wait_for("> /filter")
        screen.type(" after:")
        screen.wait_for("after:2020-11-02")
        screen.press("tab")
        screen.wait_for("> /filter after:2021-03-24")
        screen.press("enter")
        screen.wait_for("after:2021-03-24 · 2 of 3 files match, 1 undated included")
        screen.type("/open ")
        screen.wait_for("--editor")
        screen.press("ctrl-u")
        screen.type("one")
        screen.press("newline")
        screen.type("two")
        screen.wait_for("> one\n  two")
        screen.press("ctrl-c", "ctrl-d")
        assert screen.wait_for_end() == 0
