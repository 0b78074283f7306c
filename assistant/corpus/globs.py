"""Patterns of file names, as `--path` and the settings take them."""

from __future__ import annotations

import fnmatch
import re
from functools import lru_cache

from assistant.text.clean import name_key


def path_matches(path: str, pattern: str) -> bool:
    """Whether a path fits a glob, in which ``*`` also crosses ``/``.

    A folder's name fits all files in it, and a pattern without a slash also fits the bare file name. White space and
    accents may be written in another way.
    """
    if _fits(path, pattern):
        return True
    key, pattern_key = name_key(path), name_key(pattern)
    return (key, pattern_key) != (path, pattern) and _fits(key, pattern_key)


def _fits(path: str, pattern: str) -> bool:
    compiled = _compiled(pattern)
    return bool(compiled.match(path) or ("/" not in pattern and compiled.match(path.rpartition("/")[2])))


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    folder = fnmatch.translate(pattern.rstrip("/") + "/*")
    return re.compile(f"{fnmatch.translate(pattern)}|{folder}")
