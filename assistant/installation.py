"""This installation: its version, the files that ship with it, and the command that adds an extra to it."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import Distribution

__version__ = "0.1.0"
DISTRIBUTION = "dated-answers"  # the package is `assistant`
_PACKAGE = Path(__file__).resolve().parent
EMBEDDER = _PACKAGE / "models" / "data" / "embedder"  # weights and vocabulary of the bundled embedder
READER = _PACKAGE / "models" / "data" / "reader"  # weights of the bundled reader
_REQUIREMENT = re.compile(r"(?P<name>[\w.-]++).*\bextra == ['\"](?P<extra>[\w-]+)['\"]")


def resource(name: str) -> Path:
    """Return a folder: ``prompts``, ``seeds`` or ``eval``. Raises FileNotFoundError when the installation is broken."""
    for parent in (_PACKAGE, _PACKAGE.parent):
        if (parent / name).is_dir():
            return parent / name
    raise FileNotFoundError(f"{name}/ is not part of this installation; reinstall the package")


def use_bundled_encodings() -> None:
    """Point tiktoken at the encodings that llama-index-core ships, unless the user set TIKTOKEN_CACHE_DIR.

    tiktoken downloads an encoding at first use otherwise. Finding the package does not import it.
    """
    if "TIKTOKEN_CACHE_DIR" in os.environ:
        return
    spec = find_spec("llama_index")
    for place in (spec.submodule_search_locations or []) if spec else []:
        cache = Path(place) / "core" / "_static" / "tiktoken_cache"
        if cache.is_dir():
            os.environ["TIKTOKEN_CACHE_DIR"] = str(cache)
            return


def needed_to_read(what: str, extra: str) -> str:
    """Say why `what` was not read and how it will be: an ordinary index run passes over files that did not change."""
    return f"reading {what} needs an extra: {install_command(extra)}, then assistant index --rebuild"


def install_command(extra: str) -> str:
    """Return the command that adds `extra`; it names the extras already there, which `uv tool` and pipx would drop."""
    ours = _installed(DISTRIBUTION)
    wanted = f"[{','.join(sorted({extra, *(_extras(ours) if ours else ())}))}]"
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file():
        return shlex.join([*_installer(), "--editable", f"{checkout}{wanted}"])
    return shlex.join([*_installer(), f"{DISTRIBUTION}{wanted}{_origin(ours) if ours else ''}"])


def _installer() -> list[str]:
    prefix, python = Path(sys.prefix), sys.executable
    if (prefix / "uv-receipt.toml").is_file():
        return ["uv", "tool", "install"]
    if (prefix / "pipx_metadata.json").is_file():
        return ["pipx", "install", "--force"]
    if not _installed("pip"):
        return ["uv", "pip", "install", "--python", python]
    found = shutil.which("python")
    active = found is not None and Path(found).parent == Path(python).parent
    return ["python" if active else python, "-m", "pip", "install"]


def _origin(ours: Distribution) -> str:
    """Where it was installed from, as a requirement says it (PEP 508, PEP 610); nothing when from an index."""
    recorded = ours.read_text("direct_url.json")
    if not recorded:
        return ""
    origin = json.loads(recorded)
    revision = origin.get("vcs_info")
    return f" @ {revision['vcs']}+{origin['url']}@{revision['commit_id']}" if revision else f" @ {origin['url']}"


def _extras(ours: Distribution) -> set[str]:
    """The extras of which everything is installed."""
    found = [each for line in ours.requires or () if (each := _REQUIREMENT.match(line))]
    missing = {each["extra"] for each in found if not _installed(each["name"])}
    return {each["extra"] for each in found} - missing


def _installed(name: str) -> Distribution | None:
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        return distribution(name)
    except PackageNotFoundError:
        return None
