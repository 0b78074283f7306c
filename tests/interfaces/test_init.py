"""`assistant init` writes a file that the program reads back as chosen."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from assistant.settings import CONFIG_NAME, Settings, load_settings
from tests.interfaces.cli import run

Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text("Grey ships left the harbour of Bergen.\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("answers", "chosen"),
    [
        ("papers\n\n\n", {"corpus": Path("papers"), "mode": "auto", "history": True}),
        ("papers\n\nn\n", {"history": False}),
        ("papers\nhttp://localhost:1/v1\nsmall\n", {"base_url": "http://localhost:1/v1", "model": "small"}),
        ("papers\nhttp://localhost:1/v1\n\n", {"base_url": "http://localhost:1/v1", "model": None}),
        ("papers\nopenai\ngpt\n", {"base_url": None, "model": "gpt"}),
    ],
)
def test_three_questions(capsys: Capsys, folder: Path, answers: str, chosen: dict[str, object]) -> None:
    done = run(capsys, "init", stdin=answers)
    assert "wrote" in done.err
    assert done.out.splitlines()[-1].startswith("next: ")
    settings, origins = load_settings({}, environ={}, cwd=folder)
    for name, value in chosen.items():
        found = getattr(settings, name)
        assert (found.name if isinstance(found, Path) else found) == (value.name if isinstance(value, Path) else value)
    assert origins["corpus"] == str(folder / CONFIG_NAME)


def test_yes_asks_nothing_and_explains_every_setting(capsys: Capsys, folder: Path) -> None:
    done = run(capsys, "init", "--yes", "--corpus", "papers")
    assert done.out.splitlines()[-1] == f"next: assistant index {folder / 'papers'}"
    text = (folder / CONFIG_NAME).read_text()
    for name, field in Settings.model_fields.items():
        if name not in ("api_key", "embedder_api_key", "chroma_token", "traceback"):
            assert "# [fields." in text if name == "fields" else f"{name} =" in text
            assert str(field.description) in text
    # Without the marks of its comments, every line that has a value is TOML that the settings accept.
    one_a_line, _, table = text.partition("# [fields.")
    assert tomllib.loads(f"[fields.{table.replace('# ', '')}")["fields"]["exports/*.csv"]["text"] == "body"
    suggested = [line.removeprefix("# ") for line in one_a_line.splitlines() if line.startswith("# ") and " = " in line]
    values = tomllib.loads("\n".join(line for line in suggested if "=  #" not in line))
    assert values["passages"] == Settings.model_fields["passages"].default
    Settings.model_validate(values)


def test_what_is_there_is_not_overwritten(capsys: Capsys, folder: Path) -> None:
    (folder / CONFIG_NAME).write_text('corpus = "papers"\n')
    done = run(capsys, "init", "--yes")
    assert done.code == 2
    assert "--force" in done.err
    assert (folder / CONFIG_NAME).read_text() == 'corpus = "papers"\n'
    assert "wrote" in run(capsys, "init", "--yes", "--force").err


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        ("nowhere\n", 4, "no folder 'nowhere'"),
        ("papers\nftp://x\n", 2, "neither openai nor a URL"),
        ("papers\nopenai\n\n", 2, "name a model"),
    ],
)
def test_a_wrong_choice_is_one_line(capsys: Capsys, folder: Path, answers: str, code: int, said: str) -> None:
    done = run(capsys, "init", stdin=answers)
    assert done.code == code
    assert said in done.err
    assert not (folder / CONFIG_NAME).exists()
