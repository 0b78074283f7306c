"""The command that adds an extra is the one for how the product was installed, told by what such an install leaves."""

from __future__ import annotations

import json
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from assistant import extras
from assistant.installation import DISTRIBUTION, install_command

ROOT = Path(__file__).resolve().parent.parent
WHEEL = "file:///downloads/dated_answers-0.1.0-py3-none-any.whl"
NEEDS = ["warcio>=1.7; extra == 'warc'", "rapidocr>=3; extra == 'ocr'", "pypdfium2>=5; extra == 'ocr'", "numpy>=2"]


class Installation:
    """An environment with our distribution in it, without an installer until a test adds what one leaves."""

    def __init__(self, prefix: Path) -> None:
        self.prefix, self.site = prefix, prefix / "site-packages"
        self.python = prefix / "bin" / "python"
        for path in (self.site / "assistant" / "installation.py", self.python):
            path.parent.mkdir(parents=True)
            path.touch(mode=0o755)
        self.add(DISTRIBUTION, *NEEDS)

    def add(self, name: str, *needs: str) -> None:
        lines = ["Metadata-Version: 2.4", f"Name: {name}", "Version: 1", *(f"Requires-Dist: {need}" for need in needs)]
        self.write(f"site-packages/{name.replace('-', '_')}-1.dist-info/METADATA", "\n".join(lines) + "\n")

    def came_from(self, **origin: object) -> None:
        folder = f"{DISTRIBUTION.replace('-', '_')}-1.dist-info"
        self.write(f"site-packages/{folder}/direct_url.json", json.dumps(origin))

    def write(self, name: str, text: str = "") -> None:
        path = self.prefix / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    made = Installation(tmp_path / "environment")
    monkeypatch.setattr(sys, "prefix", str(made.prefix))
    monkeypatch.setattr(sys, "executable", str(made.python))
    monkeypatch.setattr(sys, "path", [str(made.site)])
    monkeypatch.setattr(extras, "_PACKAGE", made.site / "assistant")
    return made


def test_pip_is_that_of_the_environment(here: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    here.add("pip")
    monkeypatch.setenv("PATH", "/elsewhere")
    assert install_command("ocr") == f"{here.python} -m pip install 'dated-answers[ocr]'"
    monkeypatch.setenv("PATH", str(here.python.parent))
    assert install_command("ocr") == "python -m pip install 'dated-answers[ocr]'"


def test_an_environment_without_pip_was_made_by_uv(here: Installation) -> None:
    assert install_command("ocr") == f"uv pip install --python {here.python} 'dated-answers[ocr]'"


@pytest.mark.parametrize("has_pip", [False, True])
@pytest.mark.parametrize(
    ("left", "command"),
    [("uv-receipt.toml", "uv tool install"), ("pipx_metadata.json", "pipx install --force")],
)
def test_a_tool_is_installed_by_what_installs_tools(here: Installation, left: str, command: str, has_pip: bool) -> None:
    here.write(left)
    if has_pip:
        here.add("pip")
    assert install_command("ocr") == f"{command} 'dated-answers[ocr]'"


@pytest.mark.parametrize(
    ("origin", "where"),
    [
        ({"url": WHEEL, "archive_info": {}}, WHEEL),
        ({"url": "file:///a%20checkout", "dir_info": {}}, "file:///a%20checkout"),
        (
            {"url": "https://git.example/it.git", "vcs_info": {"vcs": "git", "commit_id": "0ab1"}},
            "git+https://git.example/it.git@0ab1",
        ),
    ],
)
def test_what_came_from_a_file_or_an_address_comes_from_there_again(
    here: Installation, origin: dict[str, object], where: str
) -> None:
    here.write("uv-receipt.toml")
    here.came_from(**origin)
    assert install_command("ocr") == f"uv tool install 'dated-answers[ocr] @ {where}'"


def test_extras_that_are_there_stay(here: Installation) -> None:
    here.write("uv-receipt.toml")
    for name in ("warcio", "pypdfium2"):
        here.add(name)
    assert install_command("otlp") == "uv tool install 'dated-answers[otlp,warc]'"


@pytest.mark.parametrize(
    ("left", "command"),
    [
        ("site-packages/pip-1.dist-info/METADATA", "{python} -m pip install"),
        ("uv-receipt.toml", "uv tool install"),
        ("pipx_metadata.json", "pipx install --force"),
        ("pyvenv.cfg", "uv pip install --python {python}"),
    ],
)
def test_a_checkout_is_installed_as_one(
    here: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str, command: str
) -> None:
    here.write(left, "Metadata-Version: 2.4\nName: pip\nVersion: 1\n")
    here.came_from(url="file:///checkout", dir_info={"editable": True})
    checkout = tmp_path / "check out"
    checkout.mkdir()
    shutil.copy(ROOT / "pyproject.toml", checkout)
    monkeypatch.setattr(extras, "_PACKAGE", checkout / "assistant")
    expected = f"{command.format(python=here.python)} --editable '{checkout}[ocr]'"
    assert install_command("ocr") == expected
    shutil.rmtree(here.site / "dated_answers-1.dist-info")  # run where it lies, without an installation
    assert install_command("ocr") == expected


def test_the_names_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == DISTRIBUTION
    optional = project["optional-dependencies"]
    assert optional["all"] == [f"{DISTRIBUTION}[{','.join(each for each in optional if each != 'all')}]"]
