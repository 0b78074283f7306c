"""Every example of the README runs as it stands, over the sample corpus; what is generated is checked elsewhere."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from assistant.errors import ExitCode
from tests.fake_openai import fake_openai
from tests.interfaces.command import run

README = Path(__file__).parent.parent / "README.md"
GENERATED = re.compile(r"<!-- \[\[\[cog.*?\[\[\[end\]\]\] -->", re.DOTALL)
WRITTEN = GENERATED.sub("", README.read_text(encoding="utf-8"))
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", WRITTEN, re.MULTILINE | re.DOTALL)
COMMANDS = [
    line.removeprefix("$ assistant ")
    for kind, text in BLOCKS
    if kind == "console"
    for line in text.splitlines()
    if line.startswith("$ assistant ")
]


@pytest.fixture
def folder(tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(seeds, tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", dict.fromkeys(COMMANDS))
def test_a_command_of_the_readme(capsys: pytest.CaptureFixture[str], folder: Path, command: str) -> None:
    done = run(capsys, *shlex.split(command.partition("  #")[0]))
    assert done.code in (ExitCode.OK, ExitCode.NOT_IN_CORPUS), done.err
    assert done.out


def test_the_example_with_a_model(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (block,) = (text for kind, text in BLOCKS if kind == "console" and "OPENAI_BASE_URL" in text)
    names = set(re.findall(r"\b((?:OPENAI|ASSISTANT)_\w+)=", block))
    assert names >= {"OPENAI_BASE_URL", "OPENAI_API_KEY"}
    (command,) = re.findall(r"^\$ assistant (.*)$", block, re.MULTILINE)
    with fake_openai() as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        monkeypatch.setenv("OPENAI_API_KEY", "right-key")
        fake.say("<none>The passages say nothing of it.</none>")
        done = run(capsys, *shlex.split(command))
        assert len(fake.requests) == 1
    assert done.code == ExitCode.NOT_IN_CORPUS


@pytest.mark.parametrize("code", [text for kind, text in BLOCKS if kind == "python"])
def test_python_of_the_readme(capsys: pytest.CaptureFixture[str], folder: Path, code: str) -> None:
    exec(compile(code, "README.md", "exec"), {})  # the README is ours
    assert capsys.readouterr().out
