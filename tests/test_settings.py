"""Settings: flags > environment > assistant.toml > defaults, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import Settings, load_settings


def test_the_nearer_source_wins_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "assistant.toml").write_text('passages = 3\npassage_tokens = 100\ncorpus = "docs"\nmodel = "a"\n')
    environ = {"ASSISTANT_PASSAGES": "4", "ASSISTANT_MODEL": "b", "OPENAI_API_KEY": "k"}
    settings, origins = load_settings({"model": "c", "mode": None}, environ=environ, cwd=tmp_path)
    assert (settings.passage_tokens, settings.passages, settings.model) == (100, 4, "c")
    assert settings.corpus == tmp_path / "docs"
    assert settings.index_path == tmp_path / "docs" / ".assistant"
    assert origins["passage_tokens"] == str(tmp_path / "assistant.toml")
    assert origins["passages"] == "environment ASSISTANT_PASSAGES"
    assert origins["api_key"] == "environment OPENAI_API_KEY"
    assert origins["model"] == "flag"
    assert origins["mode"] == "default"


def test_our_variable_wins_over_the_shared_one(tmp_path: Path) -> None:
    environ = {"OPENAI_BASE_URL": "http://a/v1", "ASSISTANT_BASE_URL": "http://b/v1"}
    assert load_settings(environ=environ, cwd=tmp_path)[0].base_url == "http://b/v1"


@pytest.mark.parametrize(
    ("toml", "environ", "said"),
    [
        ("pasages = 3", {}, "did you mean 'passages'"),
        ("", {"ASSISTANT_PASAGES": "3"}, "did you mean 'ASSISTANT_PASSAGES'"),
        ("zzz = 3", {}, "assistant doctor"),
        ("passages = 0", {}, "passages"),
        ("passages = ", {}, "assistant.toml"),
        ('mode = "poem"', {}, "mode"),
        ("", {"ASSISTANT_PASSAGES": "many"}, "environment ASSISTANT_PASSAGES"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(
    tmp_path: Path, toml: str, environ: dict[str, str], said: str
) -> None:
    (tmp_path / "assistant.toml").write_text(toml)
    with pytest.raises(SettingsError, match=said) as caught:
        load_settings(environ=environ, cwd=tmp_path)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_text_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "assistant.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"assistant\.toml"):
        load_settings(environ={}, cwd=tmp_path)


def test_the_key_is_not_printed() -> None:
    assert "secret-key" not in repr(Settings.model_validate({"api_key": "secret-key"}))


@pytest.mark.parametrize(
    ("values", "writer"),
    [
        ({}, "quotes"),
        ({"api_key": "k"}, "quotes"),
        ({"api_key": "k", "model": "m"}, "model"),
        ({"base_url": "http://localhost:1/v1"}, "model"),
        ({"base_url": "http://localhost:1/v1", "mode": "quotes"}, "quotes"),
        ({"mode": "model"}, "model"),
    ],
)
def test_who_writes(values: dict[str, str], writer: str) -> None:
    assert Settings.model_validate(values).writer == writer
