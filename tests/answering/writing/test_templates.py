from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.answering.writing import templates
from assistant.installation import resource


def test_the_version_names_the_content_of_the_prompts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = shutil.copytree(resource("prompts"), tmp_path / "prompts")
    monkeypatch.setattr(templates, "resource", tmp_path.joinpath)
    fresh = templates.prompt_version.__wrapped__
    assert fresh() == templates.prompt_version()
    (copied / "answer.md").write_text("Answer in one word.")
    assert fresh() != templates.prompt_version()
