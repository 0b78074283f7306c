"""`assistant init` on a terminal: what was read is shown, fields that were taken wrongly are named, and asked again."""

from __future__ import annotations

import tomllib
from pathlib import Path

from assistant.errors import ExitCode
from tests.interfaces.terminal import terminal

TEXT = "The talks in Geneva went on for a third day, and Ann Bee spoke of two thousand tonnes of grain."


def test_fields_are_shown_changed_and_kept(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "a.csv").write_text(f'headline,body,notes,entered,seen\nTalks,"{TEXT}",Short.,2024-03-01,2024-03-21\n')
    (papers / "own.txt").write_text(f"{TEXT.replace('Geneva', 'Vienna')}\n")
    with terminal("init", "--corpus", papers, home=tmp_path, columns=100) as screen:
        screen.wait_for("What writes the answers?")
        screen.press("enter")
        screen.wait_for("Keep conversations")
        screen.press("enter")
        screen.wait_for("Press Enter to leave it")
        assert "The talks in Vienna went on" in screen.text
        screen.ask("day = entered")
        screen.wait_for("day = entered: write ROLE = FIELD; roles are")
        screen.ask("text = body, date = entered")
        screen.wait_for("Index the folder now")
        assert screen.text.count("2024-03-01") == 1
        screen.ask("n")
        assert screen.wait_for_end() == ExitCode.OK
        screen.assert_harmless()
    kept = tomllib.loads((tmp_path / "assistant.toml").read_text(encoding="utf-8"))
    assert kept["fields"] == {"*.csv": {"text": "body", "date": "entered"}}
