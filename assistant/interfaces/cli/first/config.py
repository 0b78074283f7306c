"""`assistant init`: three questions become an assistant.toml that explains itself.

An endpoint goes into the user's own file, and holds in every folder. What is written is allowed (`assistant trust`).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import typer
from pydantic_core import PydanticUndefined

from assistant.errors import SettingsError
from assistant.interfaces.render.lines import one_line
from assistant.models.local_servers import context_of, local_servers
from assistant.settings import CONFIG_NAME, ENDPOINTS, SENDING, Settings, read_settings, user_config
from assistant.settings.trusted_folders import trust

_OPENAI = "openai"
# Not lines of the file: whom texts are sent to, what only the environment can, and what needs several lines.
_NOT_IN_FILE = (*ENDPOINTS, *ENDPOINTS.values(), *SENDING, "libreoffice", "plain", "traceback", "fields")
_LEAST = 2_048  # tokens that the setting context_window takes
_MORE = "Start Ollama with OLLAMA_CONTEXT_LENGTH=16384 for longer prompts and better answers."
_BASE_URL = re.compile(r"^[ \t]*base_url[ \t]*=.*\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen. `endpoint` is ``openai``, a URL, or empty for quotes; `context` is what its server takes."""

    corpus: Path
    endpoint: str = ""
    model: str = ""
    history: bool = True
    context: int | None = None


def default_choices(corpus: Path | None) -> Choices:
    """The choices of `--yes`."""
    return Choices(_folder(corpus or Path()))


def ask_choices(corpus: Path | None) -> Choices:
    """Ask, on the terminal. Raises CorpusError for a folder that is not there."""
    if corpus is None:
        corpus = Path(typer.prompt("1/3  Folder of documents", default=".", err=True))
    folder = _folder(corpus)
    running = local_servers()
    for found in running:
        typer.echo(
            f"     {one_line(found.name)} runs here: {found.url} ({one_line(', '.join(found.models[:5]))})", err=True
        )
    who = "2/3  What writes the answers? Press Enter for quotes only, type openai, or enter your server's URL"
    endpoint = str(typer.prompt(who, default="", show_default=False, err=True)).strip()
    if endpoint and endpoint != _OPENAI and not endpoint.startswith(("http://", "https://")):
        raise SettingsError(f"{endpoint!r} is neither openai nor a URL such as http://localhost:11434/v1")
    if endpoint:
        lists = " (press Enter for the first one it lists)" if endpoint != _OPENAI else ""
        model = str(typer.prompt(f"3/3  Which model{lists}", default="", show_default=False, err=True)).strip()
        if endpoint == _OPENAI and not model:
            raise SettingsError("name an OpenAI model, or press Enter at the second question for quotes")
        here = next((one for one in running if one.url == endpoint.rstrip("/")), None)
        model = model or (here.models[0] if here else "")
        context = context_of(endpoint, model) if here else None
        default = Settings.model_fields["context_window"].default
        if context and context < default:
            typer.echo(f"     It takes {context:,} tokens, so context_window is set to that. {_MORE}", err=True)
            return Choices(folder, endpoint, model, context=max(context, _LEAST))
        return Choices(folder, endpoint, model)
    return Choices(folder, history=typer.confirm("3/3  Keep conversations on this machine", default=True, err=True))


def write_config(folder: Path, choices: Choices, *, replace: bool = False) -> list[Path]:
    """Write assistant.toml into `folder`, and an endpoint into the user's own; return what was written.

    Raises SettingsError when the file is there, or the user's names another endpoint, and `replace` is false.
    """
    target, own = folder / CONFIG_NAME, user_config()
    written = [target]
    if target.exists() and not replace:
        raise SettingsError(f"{target} already exists; --force replaces it")
    if choices.endpoint and choices.endpoint != _OPENAI:
        _write(own, _with_endpoint(own, choices.endpoint, replace=replace))
        written.append(own)
    _write(target, "\n".join(_lines(choices)) + "\n")
    trust(target, read_settings(target, follow=True))
    return written


def add_fields(folder: Path, fields: Mapping[str, Mapping[str, str]]) -> None:
    """Add a table of fields for each pattern of files to the assistant.toml in `folder`, and allow it as it is then.

    Raises SettingsError when it cannot be read or written, or has such a table.
    """
    target = folder / CONFIG_NAME
    tables = "\n".join(
        line
        for pattern, names in fields.items()
        for line in ("", f"[fields.{_toml(pattern)}]", *(f"{role} = {_toml(name)}" for role, name in names.items()))
    )
    try:
        text = target.read_text(encoding="utf-8") + f"{tables}\n"
        tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise SettingsError(f"{target}: {error}; add this to it yourself:{tables}") from None
    _write(target, text)
    trust(target, read_settings(target, follow=True))


def _with_endpoint(own: Path, endpoint: str, *, replace: bool) -> str:
    """The text of the user's file with this endpoint in it; all else stays as it is."""
    try:
        text = own.read_text(encoding="utf-8")
        set_already = tomllib.loads(text).get("base_url", endpoint)
    except FileNotFoundError:
        text, set_already = "# Your own settings, for every folder.\n", endpoint
    except (OSError, ValueError) as error:
        raise SettingsError(f"{own}: {error}") from None
    if set_already != endpoint and not replace:
        raise SettingsError(f"{own} already sets base_url = {set_already!r}; --force replaces it")
    body, table, tables = f"\n{text}".partition("\n[")  # behind a table's head, a line would be that table's
    body = _BASE_URL.sub("", body).strip("\n")
    changed = f"{body}\nbase_url = {_toml(endpoint)}\n{table}{tables}"
    try:
        understood = tomllib.loads(changed)
    except ValueError:
        understood = {}
    if understood != {**tomllib.loads(text), "base_url": endpoint}:
        raise SettingsError(f"{own} cannot be edited automatically; set base_url = {endpoint!r} in it yourself")
    return changed


def _write(target: Path, text: str) -> None:
    target = target.resolve()  # somebody's settings may be a link to where they are kept
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        if target.exists():
            part.chmod(target.stat().st_mode)
        part.replace(target)
    except OSError as error:
        raise SettingsError(f"cannot write {target} ({error.strerror})") from None


def _folder(path: Path) -> Path:
    from assistant.corpus.walk import check_folder

    path = path.expanduser()
    check_folder(path, "name the folder that holds the documents")
    return path


def _lines(choices: Choices) -> Iterator[str]:
    chosen: dict[str, object] = {"corpus": str(choices.corpus)}
    if choices.model:
        chosen["model"] = choices.model
    if choices.context:
        chosen["context_window"] = choices.context
    if not choices.history:
        chosen["history"] = False
    yield "# Settings for commands run in this folder. A flag overrides the environment (ASSISTANT_ and the setting's"
    yield "# name), which overrides this file, which overrides your own for all folders. Endpoints, keys, feeds and"
    yield "# folders elsewhere are read from here once you have allowed the file as it is: `assistant trust`."
    yield "# `assistant doctor` shows each setting and where it came from."
    for name, value in chosen.items():
        yield f"\n# {Settings.model_fields[name].description}\n{name} = {_toml(value)}"
    if choices.endpoint:
        yield "\n# The key is not stored here: export OPENAI_API_KEY=…"
    yield "\n# Other settings, with their defaults:"
    for name, field in Settings.model_fields.items():
        if name in chosen or name in _NOT_IN_FILE:
            continue
        default = field.default
        shown = "" if default in (None, PydanticUndefined) else f" {_toml(default)}"
        yield f"# {name} ={shown}  # {field.description}"
    yield f"\n# {Settings.model_fields['fields'].description}"
    yield '# [fields."exports/*.csv"]\n# text = "body"\n# date = "published_on"'


def _toml(value: object) -> str:
    """A value as TOML, whose strings, numbers, booleans and lists are written as in JSON."""
    return json.dumps(value if isinstance(value, (bool, int, float, tuple)) else str(value), ensure_ascii=False)
