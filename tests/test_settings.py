"""Settings: flags > environment > assistant.toml > defaults, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import Settings, load_settings, user_config
from assistant.wiring import make_embedder


def test_the_nearer_source_wins_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "assistant.toml").write_text('passages = 3\npassage_tokens = 100\ncorpus = "docs"\nmodel = "a"\n')
    environ = {"ASSISTANT_PASSAGES": "4", "ASSISTANT_MODEL": "b", "OPENAI_API_KEY": "k"}
    settings, origins, _ = load_settings({"model": "c", "mode": None}, environ=environ, cwd=tmp_path)
    assert (settings.passage_tokens, settings.passages, settings.model) == (100, 4, "c")
    assert settings.corpus == tmp_path / "docs"
    assert settings.index_path == tmp_path / "docs" / ".assistant"
    assert origins["passage_tokens"] == str(tmp_path / "assistant.toml")
    assert origins["passages"] == "environment ASSISTANT_PASSAGES"
    assert origins["api_key"] == "environment OPENAI_API_KEY"
    assert origins["model"] == "flag"
    assert origins["mode"] == "default"


ENDPOINTS = """
base_url = "http://127.0.0.1:9/v1"
api_key = "theirs"
embedder_base_url = "http://127.0.0.1:9/v1"
embedder_api_key = "theirs"
chroma_url = "http://127.0.0.1:9"
store = "postgresql://someone:else@127.0.0.1:9/x"
chroma_token = "theirs"
passages = 3
"""


def test_a_folder_has_no_say_of_its_own_in_where_questions_and_keys_go(tmp_path: Path) -> None:
    (tmp_path / "assistant.toml").write_text(ENDPOINTS)
    settings, origins, ignored = load_settings(environ={"OPENAI_API_KEY": "mine"}, cwd=tmp_path)
    assert settings.passages == 3
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == "mine"
    for name in ("base_url", "embedder_base_url", "embedder_api_key", "chroma_url", "chroma_token", "store"):
        assert (getattr(settings, name), origins[name]) == (None, "default")
        assert f"ASSISTANT_{name.upper()}" in ignored
    assert "127.0.0.1" not in ignored
    assert "theirs" not in ignored
    assert "\n" not in ignored
    for part in (str(tmp_path / "assistant.toml"), "--base-url", str(user_config())):
        assert part in ignored


def test_a_folder_cannot_send_a_key_to_another_host_by_leaving_the_url_empty(tmp_path: Path) -> None:
    user_config().parent.mkdir(parents=True)
    user_config().write_text('base_url = "http://127.0.0.1:8/v1"\napi_key = "mine"\nmodel = "m"\n')
    (tmp_path / "assistant.toml").write_text('base_url = ""\n')
    settings, origins, ignored = load_settings(environ={}, cwd=tmp_path)
    assert (settings.base_url, origins["base_url"]) == ("http://127.0.0.1:8/v1", str(user_config()))
    assert "base_url" in ignored


@pytest.mark.parametrize("environ", [{"OPENAI_BASE_URL": "http://b/v1"}, {"ASSISTANT_BASE_URL": "http://b/v1"}])
def test_what_is_set_by_whoever_asks_needs_no_line(tmp_path: Path, environ: dict[str, str]) -> None:
    (tmp_path / "assistant.toml").write_text('base_url = "http://a/v1"\n')
    assert load_settings(environ=environ, cwd=tmp_path)[::2] == (Settings(base_url="http://b/v1"), "")
    loaded = load_settings({"base_url": "http://b/v1"}, environ={}, cwd=tmp_path)
    assert loaded[::2] == (Settings(base_url="http://b/v1"), "")


def test_the_users_own_file_holds_in_every_folder_and_the_folders_is_nearer(tmp_path: Path) -> None:
    user_config().parent.mkdir(parents=True)
    user_config().write_text('base_url = "http://a/v1"\npassages = 5\nper_document = 2\ncorpus = "archive"\n')
    (tmp_path / "assistant.toml").write_text("passages = 4\n")
    settings, origins, ignored = load_settings(environ={}, cwd=tmp_path)
    assert (settings.base_url, settings.passages, settings.per_document) == ("http://a/v1", 4, 2)
    assert settings.corpus == user_config().parent / "archive"
    assert (origins["per_document"], ignored) == (str(user_config()), "")
    assert load_settings(environ={}, cwd=user_config().parent).settings.base_url == "http://a/v1"


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
        (
            "",
            {"ASSISTANT_PASSAGES": "many"},
            r"^passages \(environment ASSISTANT_PASSAGES\): 'many' is not a whole number$",
        ),
        ("passages = 51", {}, "51 is not 50 or less$"),
        ("passages = 0", {}, "0 is not 1 or more$"),
        ("timeout = -1", {}, "-1 is not a number above 0$"),
        ('timeout = "long"', {}, "'long' is not a number$"),
        ("", {"ASSISTANT_CACHE": "maybe"}, "'maybe' is not true or false$"),
        ("", {"ASSISTANT_AS_OF": "soon"}, "'soon' is not a day such as 2021-03-24$"),
        ("model = 3", {}, "3 is not text$"),
        ("corpus = 3", {}, "3 is not the name of a folder$"),
        ('mode = "poem"', {}, "'poem' is not 'auto', 'quotes' or 'model'$"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(
    tmp_path: Path, toml: str, environ: dict[str, str], said: str
) -> None:
    (tmp_path / "assistant.toml").write_text(toml)
    with pytest.raises(SettingsError, match=said) as caught:
        load_settings(environ=environ, cwd=tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_no_wrong_kind_of_value_is_told_in_the_words_of_the_library(name: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} .* is not |^flag: fields: ") as caught:
        load_settings({name: object()}, environ={})
    assert "possible value" not in str(caught.value)


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


@pytest.mark.parametrize(
    ("chat", "embedder", "sent"),
    [
        (None, None, "the-key"),
        ("http://a.example/v1", None, "the-key"),
        ("http://a.example:1/v1", "http://a.example:2/v1", "the-key"),
        (None, "https://api.openai.com/v1", "the-key"),
        (None, "http://b.example/v1", None),
        ("http://a.example/v1", "http://b.example/v1", None),
        ("http://a.example/v1", "http://a.example.b.example/v1", None),
    ],
)
def test_a_key_goes_to_the_host_that_it_was_set_for(
    monkeypatch: pytest.MonkeyPatch, chat: str | None, embedder: str | None, sent: str | None
) -> None:
    given: dict[str, object] = {}
    monkeypatch.setattr("assistant.models.embeddings.OpenAIEmbeddings", lambda **options: given.update(options))
    values = {"embedder": "small", "api_key": "the-key", "base_url": chat, "embedder_base_url": embedder}
    make_embedder(Settings.model_validate(values))
    assert given["api_key"] == sent
