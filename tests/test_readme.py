"""Every example of the README and of docs/ runs as it stands; what is generated in them is checked elsewhere."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.errors import ExitCode
from tests.fake_openai import fake_openai
from tests.interfaces.command import run

ROOT = Path(__file__).parent.parent
GENERATED = re.compile(r"<!-- \[\[\[cog.*?\[\[\[end\]\]\] -->", re.DOTALL)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = [
    pytest.param(kind, text, id=f"{page.name}-{number}")
    for page in (ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")))
    for number, (kind, text) in enumerate(BLOCK.findall(GENERATED.sub("", page.read_text(encoding="utf-8"))))
]


def of_kind(wanted: str) -> list[object]:
    return [block for block in BLOCKS if block.values[0] == wanted and "OPENAI_BASE_URL" not in str(block.values[1])]


@pytest.fixture
def folder(tmp_path: Path, seeds: Path, seeds_assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample corpus in it, indexed already."""
    assert seeds_assistant.documents()
    shutil.copytree(seeds, tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("kind", "text"), of_kind("console"))
def test_commands(capsys: pytest.CaptureFixture[str], folder: Path, kind: str, text: str) -> None:
    for line in text.splitlines():
        done = run(capsys, *shlex.split(line.removeprefix("$ assistant "), comments=True))
        assert done.code in (ExitCode.OK, ExitCode.NOT_IN_CORPUS), done.err
        assert done.out


@pytest.mark.parametrize(("kind", "text"), of_kind("python"))
def test_python(capsys: pytest.CaptureFixture[str], folder: Path, kind: str, text: str) -> None:
    exec(compile(text, "page.md", "exec"), {"__name__": "page"})  # the page is ours
    assert capsys.readouterr().out


def test_the_example_with_a_model(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (block,) = (str(block.values[1]) for block in BLOCKS if "$ export OPENAI_BASE_URL" in str(block.values[1]))
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
