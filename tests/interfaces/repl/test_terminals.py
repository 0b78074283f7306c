"""`assistant chat` on terminals of other kinds, and the line that is being typed."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from pathlib import Path

from inline_snapshot import snapshot

from tests.fake_openai import Reply, fake_openai
from tests.interfaces.command import indexed
from tests.interfaces.repl.papers import SHIPS, endpoint, transcript
from tests.interfaces.terminal import terminal


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


def wait_for_file(path: Path, words: str) -> None:
    end = time.monotonic() + 30
    while not path.exists() or words not in path.read_text():
        assert time.monotonic() < end, f"no {words!r} in {path}"
        time.sleep(0.02)


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
