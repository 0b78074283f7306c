"""`assistant init` writes a file that the program reads back as chosen."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from assistant.settings import CONFIG_NAME, ENDPOINTS, SENDING, Settings, load_settings, user_config
from tests.interfaces.command import run

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
    settings, origins, _ = load_settings({}, environ={}, cwd=folder)
    for name, value in chosen.items():
        found = getattr(settings, name)
        assert (found.name if isinstance(found, Path) else found) == (value.name if isinstance(value, Path) else value)
    assert origins["corpus"] == str(folder / CONFIG_NAME)


def test_yes_asks_nothing_and_explains_every_setting(capsys: Capsys, folder: Path) -> None:
    done = run(capsys, "init", "--yes", "--corpus", "papers")
    assert done.out.splitlines()[-1] == f"next: assistant index {folder / 'papers'}"
    text = (folder / CONFIG_NAME).read_text()
    for name, field in Settings.model_fields.items():
        if name not in (*ENDPOINTS, *ENDPOINTS.values(), *SENDING, "libreoffice", "plain", "traceback"):
            assert "# [fields." in text if name == "fields" else f"{name} =" in text
            assert str(field.description) in text
    # Without the marks of its comments, every line that has a value is TOML that the settings accept.
    one_a_line, _, table = text.partition("# [fields.")
    assert tomllib.loads(f"[fields.{table.replace('# ', '')}")["fields"]["exports/*.csv"]["text"] == "body"
    suggested = [line.removeprefix("# ") for line in one_a_line.splitlines() if line.startswith("# ") and " = " in line]
    values = tomllib.loads("\n".join(line for line in suggested if "=  #" not in line))
    assert values["passages"] == Settings.model_fields["passages"].default
    Settings.model_validate(values)


LOCAL = "papers\nhttp://localhost:1/v1\nsmall\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", {"base_url": "http://localhost:1/v1"}),
        ('# mine\nmodel = "m"', {"model": "m", "base_url": "http://localhost:1/v1"}),
        ('[fields."*.csv"]\ntext = "t"\n', {"fields": {"*.csv": {"text": "t"}}, "base_url": "http://localhost:1/v1"}),
        (
            'base_url = "http://localhost:1/v1"\nk = 1\n[a]\nb = 1',
            {"base_url": "http://localhost:1/v1", "k": 1, "a": {"b": 1}},
        ),
    ],
)
def test_an_endpoint_is_kept_in_the_users_own_file(
    capsys: Capsys, folder: Path, before: str, after: dict[str, object]
) -> None:
    own = user_config()
    own.parent.mkdir(parents=True)
    own.write_text(before)
    own.chmod(0o600)
    done = run(capsys, "init", stdin=LOCAL)
    assert f"wrote {own}" in done.err
    assert tomllib.loads(own.read_text()) == after
    assert own.read_text().count("# mine") == before.count("# mine")
    assert own.stat().st_mode & 0o777 == 0o600
    assert "base_url" not in (folder / CONFIG_NAME).read_text()


def test_another_endpoint_is_replaced_only_when_asked(capsys: Capsys, folder: Path) -> None:
    own = user_config()
    own.parent.mkdir(parents=True)
    own.write_text('base_url = "http://localhost:2/v1"\n')
    done = run(capsys, "init", stdin=LOCAL)
    assert (done.code, "already sets base_url = 'http://localhost:2/v1'; --force" in done.err) == (2, True)
    assert not (folder / CONFIG_NAME).exists()
    run(capsys, "init", "--force", stdin=LOCAL)
    assert tomllib.loads(own.read_text()) == {"base_url": "http://localhost:1/v1"}


@pytest.mark.parametrize("text", ["base_url = ", 'note = """\nbase_url = 1\n"""\n', "\xff"])
def test_a_file_that_cannot_be_changed_is_named_and_left(capsys: Capsys, folder: Path, text: str) -> None:
    own = user_config()
    own.parent.mkdir(parents=True)
    own.write_bytes(text.encode("latin-1"))
    done = run(capsys, "init", stdin=LOCAL)
    assert done.code == 2
    assert str(own) in done.err
    assert own.read_bytes() == text.encode("latin-1")
    assert not (folder / CONFIG_NAME).exists()


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
        ("papers\nopenai\n\n", 2, "name an OpenAI model"),
    ],
)
def test_a_wrong_choice_is_one_line(capsys: Capsys, folder: Path, answers: str, code: int, said: str) -> None:
    done = run(capsys, "init", stdin=answers)
    assert done.code == code
    assert said in done.err
    assert not (folder / CONFIG_NAME).exists()
