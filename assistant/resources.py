"""Where the files that ship with the package lie: beside it in a checkout, inside it in an installed wheel."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent

EMBEDDER = _PACKAGE / "models" / "data" / "embedder"  # weights and vocabulary of the bundled embedder


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
