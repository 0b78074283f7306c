"""`assistant init`: three questions become an assistant.toml that explains itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
from pydantic_core import PydanticUndefined

from assistant.errors import CorpusError, SettingsError
from assistant.settings import CONFIG_NAME, Settings

_OPENAI = "openai"
# Not among the lines of the file: secrets, what only the environment can say, and what is no line.
_NOT_IN_FILE = ("api_key", "embedder_api_key", "chroma_token", "traceback", "fields")


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen. `endpoint` is ``openai``, a URL, or empty for quotes."""

    corpus: Path
    endpoint: str = ""
    model: str = ""
    history: bool = True


def default_choices(corpus: Path | None) -> Choices:
    """The choices of `--yes`."""
    return Choices(_folder(corpus or Path()))


def ask_choices(corpus: Path | None) -> Choices:
    """Ask, on the terminal. Raises CorpusError for a folder that is not there."""
    if corpus is None:
        corpus = Path(typer.prompt("1/3  Folder of documents", default=".", err=True))
    folder = _folder(corpus)
    who = "2/3  Who writes? Enter: nobody, answers are quotes · openai · or the URL of a server of your own"
    endpoint = str(typer.prompt(who, default="", show_default=False, err=True)).strip()
    if endpoint and endpoint != _OPENAI and not endpoint.startswith(("http://", "https://")):
        raise SettingsError(f"{endpoint!r} is neither openai nor a URL such as http://localhost:11434/v1")
    if endpoint:
        lists = "; Enter: the one it lists first" if endpoint != _OPENAI else ""
        model = str(typer.prompt(f"3/3  Which model{lists}", default="", show_default=False, err=True)).strip()
        if endpoint == _OPENAI and not model:
            raise SettingsError("name a model of OpenAI, or press Enter at the second question for quotes")
        return Choices(folder, endpoint, model)
    return Choices(folder, history=typer.confirm("3/3  Keep conversations on this machine", default=True, err=True))


def write_config(folder: Path, choices: Choices, *, replace: bool = False) -> Path:
    """Write assistant.toml into `folder`. Raises SettingsError when one is there and `replace` is false."""
    target = folder / CONFIG_NAME
    try:
        with target.open("w" if replace else "x", encoding="utf-8") as file:
            file.write("\n".join(_lines(choices)) + "\n")
    except FileExistsError:
        raise SettingsError(f"{target} is there already; --force replaces it") from None
    except OSError as error:
        raise SettingsError(f"cannot write {target} ({error.strerror})") from None
    return target


def _folder(path: Path) -> Path:
    path = path.expanduser()
    if not path.is_dir():
        raise CorpusError(f"no folder {str(path)!r}; name the folder that holds the documents")
    return path


def _lines(choices: Choices) -> Iterator[str]:
    chosen: dict[str, object] = {"corpus": str(choices.corpus)}
    if choices.endpoint and choices.endpoint != _OPENAI:
        chosen["base_url"] = choices.endpoint
    if choices.model:
        chosen["model"] = choices.model
    if not choices.history:
        chosen["history"] = False
    yield "# Settings for commands that are run in this folder. A flag wins over the environment (ASSISTANT_ and the"
    yield "# setting's name), which wins over this file. `assistant doctor` shows each setting and where it came from."
    for name, value in chosen.items():
        yield f"\n# {Settings.model_fields[name].description}\n{name} = {_toml(value)}"
    if choices.endpoint:
        yield "\n# The key is not kept in a file: export OPENAI_API_KEY=…"
    yield "\n# Further settings, with their defaults:"
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
