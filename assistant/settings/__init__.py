"""Settings, read once: flags > environment > the folder's assistant.toml > the user's > defaults.

Stages receive plain values, never Settings. A folder's file may come with a download: where questions, passages and
keys go, and which other folders are used, it decides once the user has allowed that very file (`ON_TRUST`).
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from assistant.errors import SettingsError
from assistant.settings.trusted_folders import trust_in
from assistant.text.small_files import read_small

CONFIG_NAME = "assistant.toml"
# Endpoints, each with the key that decides whose account at it is used.
ENDPOINTS = {"base_url": "api_key", "embedder_base_url": "embedder_api_key", "chroma_url": "chroma_token"}
# Where news is sent, and by whom.
SENDING = ("mail_to", "mail_from", "smtp", "smtp_password", "webhook_hosts")
# What a folder's file sets only if the user has allowed it: whom texts are sent to, unasked too, and what is fetched.
ON_TRUST = (*ENDPOINTS, *ENDPOINTS.values(), *SENDING, "store", "embedder", "ask_above_tokens", "feeds", "follow")
_FOLDERS = ("corpus", "index_dir", "data_dir")  # on trust where they lie outside the file's own folder
_MOST_BYTES = 1_000_000
_PREFIX = "ASSISTANT_"
# Variables that every OpenAI client reads; ours of the same meaning win over them.
_SHARED_VARIABLES = {"OPENAI_API_KEY": "api_key", "OPENAI_BASE_URL": "base_url"}


def _blank_is_unset(value: object) -> object:
    return None if value == "" else value


def _words(value: object) -> object:
    return value.split() if isinstance(value, str) else value


OptionalText = Annotated[str | None, BeforeValidator(_blank_is_unset)]
FIELD_ROLES = ("text", "title", "source", "author", "date", "updated", "language", "url", "records")


def _known_role(role: str) -> str:
    if role not in FIELD_ROLES:
        raise ValueError(f"known roles: {', '.join(FIELD_ROLES)}")
    return role


FieldRole = Annotated[str, AfterValidator(_known_role)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_words)]


class Settings(BaseModel):
    """All settings. Every field has an environment variable ``ASSISTANT_<FIELD>`` and a key in assistant.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    corpus: Path = Field(Path(), description="Folder of documents.")
    index_dir: Path | None = Field(None, description="Folder of the index (default: `.assistant` in the corpus).")
    store: OptionalText = Field(
        None, description="PostgreSQL that servers share the index in, postgresql://USER@HOST/DATABASE."
    )
    mode: Literal["auto", "quotes", "model"] = Field(
        "auto", description="Who answers: a model if one is configured (auto), always quotes, or always a model."
    )
    model: OptionalText = Field(None, description="Chat model; with a base URL, default the first one listed.")
    base_url: OptionalText = Field(None, description="OpenAI-compatible endpoint (also OPENAI_BASE_URL).")
    api_key: Annotated[SecretStr | None, BeforeValidator(_blank_is_unset)] = Field(
        None, description="API key of the endpoint (also OPENAI_API_KEY)."
    )
    check: Literal["model", "code"] = Field(
        "model", description="Who decides on a sentence that code cannot clear: the model, asked again, or a score."
    )
    context_window: int = Field(16_384, ge=2_048, description="Context window in tokens (prompt + reply).")
    reply_tokens: int = Field(1_200, ge=64, description="Tokens reserved for the reply.")
    brief_tokens: int = Field(
        60_000, ge=0, description="Tokens of an overview that a question asks for; what is beyond is quoted (0: never)."
    )
    seed: int | None = Field(
        None, description="Seed for the model, where its endpoint takes one: same request, same reply."
    )
    stream: bool = Field(True, description="Stream replies; turn off for an endpoint that cannot.")
    timeout: float = Field(120.0, gt=0, description="Seconds a model reply may take, wall clock.")
    stall_timeout: float = Field(90.0, gt=0, description="Seconds the model may pause, also before the first token.")
    price_prompt: float | None = Field(None, ge=0, description="Price per million prompt tokens.")
    price_reply: float | None = Field(None, ge=0, description="Price per million reply tokens.")
    passages: int = Field(8, ge=1, le=50, description="Maximum passages per question.")
    per_document: int = Field(3, ge=1, description="Maximum passages per document.")
    undated: Literal["keep", "exclude"] | None = Field(
        None,
        description="Undated documents under a date filter (default: keep, unless as_of precedes every dated one).",
    )
    as_of: date | None = Field(None, description="Day that questions are asked as of (default: today).")
    passage_tokens: int = Field(200, ge=32, le=2_000, description="Size of a passage in tokens (cl100k_base).")
    passage_overlap: int = Field(0, ge=0, description="Overlap of neighbouring passages in tokens.")
    max_file_mb: float = Field(50.0, gt=0, description="Maximum file size in megabytes; larger files are skipped.")
    reader: bool = Field(True, description="Choose passages and sentences with the bundled reader (else: by cosines).")
    feeds: Texts = Field((), description="RSS and Atom feeds (URLs or files) that `assistant index` reads.")
    follow: Texts = Field((), description="Hosts from which pages that feeds link to are fetched too.")
    fields: dict[str, dict[FieldRole, str]] = Field(
        default_factory=dict,
        description="Which fields of JSON and CSV records are text, date and so on: one table per file pattern.",
    )
    embedder: str = Field("bundled", description="`bundled`, or the name of a model at an OpenAI-compatible endpoint.")
    embedder_base_url: OptionalText = Field(None, description="Endpoint of the embedder (default: base_url).")
    embedder_api_key: Annotated[SecretStr | None, BeforeValidator(_blank_is_unset)] = Field(
        None, description="API key of the embedder's endpoint (default: api_key, if its host is the same)."
    )
    price_embedding: float | None = Field(
        None, ge=0, description="Price per million tokens of a remote embedder; `assistant index` shows the total."
    )
    ask_above_tokens: int = Field(
        1_000_000, ge=0, description="Ask before sending more than this many tokens to a remote embedder."
    )
    chroma_url: OptionalText = Field(None, description="Chroma server (`chroma run`) that holds the vectors as well.")
    chroma_token: Annotated[SecretStr | None, BeforeValidator(_blank_is_unset)] = Field(
        None, description="Bearer token of the Chroma server."
    )
    mail_to: Texts = Field((), description="Addresses that `--mail` sends news to.")
    mail_from: OptionalText = Field(None, description="Sender of such mail (default: the first address).")
    smtp: OptionalText = Field(
        None, description="Mail server, smtp://host:25 or smtps://user@host:465 (default: the program sendmail)."
    )
    smtp_password: Annotated[SecretStr | None, BeforeValidator(_blank_is_unset)] = Field(
        None, description="Password of the user in `smtp`."
    )
    webhook_hosts: Texts = Field((), description="Hosts that `--webhook` may send news to.")
    history: bool = Field(True, description="Save conversations on this machine (`assistant history`).")
    cache: bool = Field(True, description="Cache the model's replies on this machine.")
    data_dir: Path | None = Field(
        None, description="Folder of conversations and cached replies (default: the user's data and cache folders)."
    )
    key_bindings: Literal["emacs", "vi"] = Field("emacs", description="Key bindings of `assistant chat`.")
    libreoffice: bool = Field(
        False, description="Convert old office files with LibreOffice, where it is installed (environment only)."
    )
    plain: bool = Field(False, description="Write for a screen reader (environment only; also the flag --plain).")
    traceback: bool = Field(False, description="Show Python's traceback for unexpected errors (environment only).")

    @property
    def index_path(self) -> Path:
        """The index folder: `index_dir`, or `.assistant` in the corpus."""
        return self.index_dir or self.corpus / ".assistant"

    @property
    def data_path(self) -> Path:
        """The folder of conversations: `data_dir`, or the user's data folder of this platform."""
        if self.data_dir is not None:
            return self.data_dir
        from platformdirs import user_data_path

        return user_data_path("assistant", appauthor=False)

    @property
    def cache_path(self) -> Path:
        """The folder of cached data: `data_dir`, or the user's cache folder of this platform."""
        if self.data_dir is not None:
            return self.data_dir
        from platformdirs import user_cache_path

        return user_cache_path("assistant", appauthor=False)

    @property
    def max_file_bytes(self) -> int:
        """`max_file_mb` in bytes."""
        return int(self.max_file_mb * 1_000_000)

    @property
    def model_configured(self) -> bool:
        """Whether a model can be asked: a model name with a key, or an endpoint."""
        return bool(self.base_url or (self.api_key and self.model))

    @property
    def writer(self) -> Literal["quotes", "model"]:
        """Who answers under these settings."""
        if self.mode == "auto":
            return "model" if self.model_configured else "quotes"
        return self.mode


class LoadedSettings(NamedTuple):
    """The settings, and for each field ``flag``, ``environment OPENAI_API_KEY``, the file's path or ``default``.

    `ignored` is a line for the user on what of the folder's file is not used; empty when all of it is.
    """

    settings: Settings
    origins: dict[str, str]
    ignored: str


def user_config() -> Path:
    """The user's own assistant.toml, in the configuration folder of this platform; it need not exist."""
    from platformdirs import user_config_path

    return user_config_path("assistant", appauthor=False) / CONFIG_NAME


def load_settings(
    flags: Mapping[str, object] | None = None, *, environ: Mapping[str, str] | None = None, cwd: Path | None = None
) -> LoadedSettings:
    """Merge all sources and say where each value came from.

    Args:
        flags: values given on the command line; None means "not given".
        environ: defaults to the process's environment.
        cwd: folder whose assistant.toml is read; relative paths in that file, and in the user's, count from it.

    Raises:
        SettingsError: unknown key (names the nearest known one), wrong value, unreadable file.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    origins = dict.fromkeys(Settings.model_fields, "default")
    folder, own = (cwd or Path.cwd()) / CONFIG_NAME, user_config()
    from_user = _from_file(own, read_settings(own, follow=True))
    content = b"" if folder.resolve() == own.resolve() else read_settings(folder)
    from_folder = _from_file(folder, content)
    from_environment, from_flags = _from_environment(environ), _from_flags(flags or {})
    trust = trust_in(folder, content)
    refused = [] if trust == "allowed" else [name for name in _on_trust(from_folder, folder) if from_folder.pop(name)]
    unset = [name for name in refused if name not in from_environment and name not in from_flags]
    if "corpus" in unset:
        raise SettingsError(
            f"corpus in {folder} is a folder outside it; allow that with `assistant trust`, or name it with --corpus"
        )
    for layer in (from_user, from_folder, from_environment, from_flags):
        for name, (value, origin) in layer.items():
            values[name], origins[name] = value, origin
    kept_back = _keep_keys_at_home(values, origins, str(folder))
    try:
        settings = Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        wrong = wrong_value(error)
        if name == "fields":
            raise SettingsError(_wrong_fields(first["loc"], origins[name], wrong)) from None
        raise SettingsError(f"{name} ({origins.get(name, '?')}): {wrong}") from None
    if settings.model and origins["model"] == "flag" and settings.mode == "auto" and not settings.model_configured:
        raise SettingsError(
            f"there is no endpoint for the model {settings.model!r}; set OPENAI_API_KEY, or the URL of your own server"
            " with --base-url or OPENAI_BASE_URL"
        )
    told = [_ignored(unset, folder, own, changed=trust == "changed")] if unset else []
    return LoadedSettings(settings, origins, "; ".join([*told, *kept_back]))


def named_on_trust(file: Path, content: bytes) -> dict[str, object]:
    """What of this settings file is used only if the user allows it. Raises SettingsError."""
    values = _from_file(file, content)
    return {name: values[name][0] for name in _on_trust(values, file)}


def _on_trust(values: Mapping[str, tuple[object, str]], file: Path) -> list[str]:
    """Those names of a settings file's `values` that are used only if the user has allowed the file."""
    home = file.parent.resolve()
    outside = [name for name in _FOLDERS if name in values and not _lies_in(home, values[name][0])]
    named = [name for name in ON_TRUST if name in values and values[name][0] != "bundled"]
    return [*named, *outside]


def _lies_in(home: Path, value: object) -> bool:
    try:
        return not isinstance(value, Path) or value.resolve().is_relative_to(home)
    except (OSError, RuntimeError, ValueError):  # a link to itself, a name with NUL
        return False


def _keep_keys_at_home(values: dict[str, Any], origins: dict[str, str], folder: str) -> list[str]:
    """Take away each key that was not set with its endpoint, where a folder's file names that; return lines on them."""
    lines = []
    for url, key in ENDPOINTS.items():
        if origins[url] == folder and values.get(key) and origins[key] != folder:
            lines.append(f"{key} ({origins[key]}) is not sent to the {url} that {folder} names; set {url} beside it")
            del values[key]
            origins[key] = "default"
    return lines


# The beginnings of the kinds of error that pydantic knows, and what a setting takes instead.
_ACCEPTED = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "date": "a day such as 2021-03-24",
    "string": "text",
    "path": "the name of a folder",
    "tuple": "a list of texts",
    "dict": "a table",
    "literal": "{expected}",
    "greater_than_equal": "{ge:g} or more",
    "greater_than": "a number above {gt:g}",
    "less_than_equal": "{le:g} or less",
}


def wrong_value(error: ValidationError) -> str:
    """The first value that is wrong and what would be right, in our words: ``'many' is not a whole number``."""
    first = error.errors()[0]
    kind, context = first["type"], first.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    known = (words for beginning, words in _ACCEPTED.items() if kind.startswith(beginning))
    return f"{repr(first['input'])[:80]} is not {next(known, 'a possible value').format(**context)}"


def _wrong_fields(place: tuple[int | str, ...], origin: str, message: str) -> str:
    """What is wrong with a table of `fields`, and how it is written."""
    pattern, role = str(place[1]) if len(place) > 1 else "", str(place[2]) if len(place) > 2 else ""
    if role and role not in FIELD_ROLES:
        near = difflib.get_close_matches(role, FIELD_ROLES, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(FIELD_ROLES)}"
        return f"{origin}: [fields.{pattern!r}] sets {role!r}; {hint}"
    where = f"[fields.{pattern!r}] {role}".rstrip() if pattern else "fields"
    example = '[fields."exports/*.csv"] and, below it, text = "body"'
    return f"{origin}: {where}: {message}; write {example}"


def _check_known(name: str, shown: str, where: str, known: Mapping[str, str]) -> None:
    if name in Settings.model_fields:
        return
    near = difflib.get_close_matches(shown, known, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]!r}?" if near else "; `assistant doctor` lists the known ones"
    raise SettingsError(f"unknown setting {shown!r} in {where}{hint}")


def _ignored(names: Sequence[str], folder: Path, own: Path, *, changed: bool) -> str:
    """Say that these are not used before the user allows the folder's file, and where else to set them."""
    are, them = ("are", "them") if len(names) > 1 else ("is", "it")
    flag = "--base-url, " if "base_url" in names else ""
    listed, variables = (", ".join(each) for each in (names, [_PREFIX + name.upper() for name in names]))
    why = "has changed since you allowed it" if changed else "may come from somebody else"
    return (
        f"{listed} in {folder} {are} ignored: the file {why}; look at it and allow it with `assistant trust`,"
        f" or set {them} with {flag}{variables} or in {own}"
    )


def read_settings(path: Path, *, follow: bool = False) -> bytes:
    """The bytes of a settings file, none where there is no file. Raises SettingsError for a pipe, a link and so on."""
    try:
        return read_small(path, _MOST_BYTES, follow=follow)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise SettingsError(f"{path} cannot be used: {error.strerror or error}") from None


def _from_file(path: Path, content: bytes) -> dict[str, tuple[object, str]]:
    folder = path.parent
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: {error}") from None
    layer: dict[str, tuple[object, str]] = {}
    for name, value in table.items():
        _check_known(name, name, str(path), dict.fromkeys(Settings.model_fields, ""))
        if name in _FOLDERS and isinstance(value, str):
            layer[name] = (folder / value, str(path))
        elif name == "feeds" and isinstance(value, list):
            feeds = [str(folder / each) if isinstance(each, str) and "://" not in each else each for each in value]
            layer[name] = (feeds, str(path))
        else:
            layer[name] = (value, str(path))
    return layer


def _from_environment(environ: Mapping[str, str]) -> dict[str, tuple[object, str]]:
    layer: dict[str, tuple[object, str]] = {}
    for variable, name in _SHARED_VARIABLES.items():
        if environ.get(variable):
            layer[name] = (environ[variable], f"environment {variable}")
    known = {_PREFIX + name.upper(): name for name in Settings.model_fields}
    for variable, value in environ.items():
        if not variable.startswith(_PREFIX):
            continue
        name = variable.removeprefix(_PREFIX).lower()
        _check_known(name, variable, "the environment", known)
        layer[name] = (value, f"environment {variable}")
    return layer


def _from_flags(flags: Mapping[str, object]) -> dict[str, tuple[object, str]]:
    return {name: (value, "flag") for name, value in flags.items() if value is not None}
