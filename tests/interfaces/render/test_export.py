"""Exports say what was said, and nothing in them acts: no link, no image, no markup, no request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.interfaces.render.export import write_export
from assistant.interfaces.render.export_html import page
from assistant.interfaces.render.export_markdown import markdown
from tests.interfaces.render.making import answer


def test_an_incomplete_answer_says_so() -> None:
    from dataclasses import replace

    stopped = replace(answer("Which?", "Two ships left."), status="incomplete")
    assert "*This answer is incomplete.*" in markdown([stopped])
    assert "This answer is incomplete." in page([stopped])


def test_a_single_answer_is_one_json_document(tmp_path: Path) -> None:
    one, two = answer("Which?", "Two ships left."), answer("And?", "They sank.")
    write_export([one], "json", tmp_path / "one.json")
    assert json.loads((tmp_path / "one.json").read_text())["question"] == "Which?"
    write_export([one, two], "json", tmp_path / "two.json")
    assert [each["question"] for each in json.loads((tmp_path / "two.json").read_text())] == ["Which?", "And?"]
    with pytest.raises(SettingsError, match="name another file"):
        write_export([one], "md", tmp_path)
