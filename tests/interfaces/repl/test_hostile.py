"""Whatever a document, its name, a model or an error holds, the terminal is told nothing but text."""

from __future__ import annotations

import re
from itertools import cycle, islice
from pathlib import Path

import pyte
import pytest
from rich.console import Console
from rich.text import Text

from assistant.interfaces.render.lines import Flow
from assistant.settings import load_settings
from assistant.wiring import index_corpus
from tests.fake_openai import Fault, Reply, fake_openai
from tests.interfaces.terminal import terminal

HOSTILE = (
    "\x1b[2J", "\x1b]0;pwned\x07", "\x1b]8;;http://evil/\x1b\\here\x1b]8;;\x1b\\", "\x1b]52;c;ZXZpbA==\x07", "\x9b31m",
    "\x9d0;pwned\x9c", "\x1b[?1049h", "\x1b(0", "\x1b[?25l", "\x1b[?7l", "\x0e", "\r", "\x08\x08", "\x1bc",
    "\x1bPq\x1b\\", "\x1b[5n", "\x1b[6n", "\u202e", "\u200b\U000e0041", "\x00", "\x7f",
)  # fmt: skip
WORDS = "an ordinary line of text, which is number"
LINES = [f"{hostile}{WORDS} {number}" for number, hostile in enumerate(islice(cycle(HOSTILE), 10_000))]
QUOTE = "The harbour of Bergen has the colour red, they said."


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "papers"
    folder.mkdir()
    (folder / "evil\x1b]0;pwned\x07\u202e\nname.txt").write_text(
        "\n".join(LINES[:40]) + f"\n\n{QUOTE[:15]}{''.join(HOSTILE)}{QUOTE[15:]}\n\n" + "\n".join(LINES[40:80]),
        newline="",
    )
    index_corpus(load_settings({"corpus": folder}, environ={}, cwd=folder)[0])
    return folder


def test_a_conversation_full_of_hostile_text(corpus: Path, tmp_path: Path) -> None:
    missing = "<missing>" + "".join(HOSTILE) + " is not said.</missing>"
    settings = {"OPENAI_API_KEY": "right-key", "ASSISTANT_MODEL": "fake\x1b]0;pwned\x07"}
    with fake_openai() as fake:
        settings["OPENAI_BASE_URL"] = fake.url
        fake.replies.append(Fault(400, "no\x1b]0;pwned\x07 " + "\x1b[2J" * 20))
        fake.replies.append(Reply(list(missing)))
        with terminal("chat", "--corpus", corpus, home=tmp_path, rows=50, settings=settings) as screen:
            before = screen.mode()
            screen.wait_for("papers")
            screen.ask("What colour is the harbour?")
            screen.wait_for("answered 400")
            screen.ask("What colour is the harbour?")
            screen.wait_for("note: ")
            for line in (
                "/model quotes",
                "Which harbour has the colour red?",
                "/why",
                "/search harbour",
                "/sources all",
            ):
                screen.ask(line)
                screen.wait_for("papers · ")
            screen.ask("/open 1")
            screen.wait_for("q goes back")
            screen.type("q")
            screen.wait_for("papers · quotes")
            screen.ask("/verify")
            screen.wait_for("quotes are still in the files")
            screen.press("ctrl-d")
            assert screen.wait_for_end() == 0
            assert screen.mode() == before
            screen.assert_harmless()


@pytest.mark.parametrize("size", [7, *(pytest.param(size, marks=pytest.mark.soak) for size in (1, 997))])
def test_hostile_lines_in_pieces_of_any_size(tmp_path: Path, size: int) -> None:
    text = "\n".join(LINES[: 300 * min(size, 10)])
    with (tmp_path / "out").open("w", encoding="utf-8") as file:
        console = Console(file=file, force_terminal=True, width=80, height=24, color_system="truecolor")
        flow = Flow(console)
        for start in range(0, len(text), size):
            flow.write(Text(text[start : start + size]))
        flow.end()
    sent = (tmp_path / "out").read_bytes()
    assert re.findall(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]", sent) == []
    screen = pyte.Screen(80, 24)
    pyte.ByteStream(screen).feed(sent)
    assert screen.title == ""
    assert screen.mode == pyte.Screen(80, 24).mode
