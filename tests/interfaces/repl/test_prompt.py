"""`assistant chat` on a real pseudo-terminal: what a person sees, and that no key of theirs is lost."""

from __future__ import annotations

import threading
from pathlib import Path

from inline_snapshot import snapshot

from tests.fake_openai import Reply, fake_openai
from tests.interfaces.repl.papers import Answering, endpoint, ships_left, transcript
from tests.interfaces.terminal import terminal


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
