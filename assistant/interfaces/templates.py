"""Questions that are asked again and again: ``@who-is "Jalina Porter"`` is `who-is.txt` with the name in its place.

A file of the user's own folder of questions is taken before one that ships. ``{}`` in it, or ``{1}``, ``{2}``, are the
places; lines that begin with # are remarks.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import SettingsError
from assistant.installation import resource
from assistant.settings import user_config
from assistant.text.clean import one_line
from assistant.text.small_files import read_small

_PLACE = re.compile(r"\{(\d?)\}")
_MOST = 10_000  # bytes of a file


def own_folder() -> Path:
    """The user's own folder of questions; it need not exist."""
    return user_config().parent / "questions"


def known() -> dict[str, Path]:
    """All templates by name."""
    folders = (resource("prompts") / "questions", own_folder())
    return {file.stem: file for folder in folders if folder.is_dir() for file in sorted(folder.glob("*.txt"))}


def expanded(line: str) -> str:
    """A line as it was typed in a conversation: a template's question with the words behind its name, or as it is."""
    if not line.startswith("@"):
        return line
    name, _, rest = line[1:].partition(" ")
    try:
        words = shlex.split(rest)
    except ValueError:  # an apostrophe is no quotation mark here
        words = rest.split()
    text = _text(name)
    return _filled(name, text, [rest.strip().strip("\"'")] if _places(text) == 1 and rest.strip() else words)


def question(typed: str, words: Sequence[str]) -> str:
    """The question of a command line: a template's with these words in its places, or what was typed.

    Raises SettingsError for an unknown template, and for words that have no place or are missing.
    """
    if not typed.startswith("@"):
        if words:
            raise SettingsError("more than one question; put the whole question into quotation marks")
        return typed
    return _filled(typed[1:], _text(typed[1:]), words)


def _text(name: str) -> str:
    files = known()
    if name not in files:
        from rapidfuzz.distance import OSA

        near = min(files, key=lambda each: OSA.distance(name, each), default="")
        hint = f"did you mean @{near}?" if near and OSA.distance(name, near) <= max(1, len(near) // 3) else ""
        listed = ", ".join(f"@{each}" for each in sorted(files))
        raise SettingsError(
            f"no template {one_line(name)!r}; {hint or f'there are {listed}; yours go into {own_folder()}'}"
        )
    try:
        text = read_small(files[name], _MOST).decode("utf-8", "replace")
    except OSError as error:
        raise SettingsError(f"cannot read {str(files[name])!r} ({error.strerror})") from None
    return one_line(" ".join(line for line in text.splitlines() if not line.startswith("#")))


def _places(text: str) -> int:
    found = _PLACE.findall(text)
    return max([found.count(""), *(int(each) for each in found if each)])


def _filled(name: str, text: str, words: Sequence[str]) -> str:
    if _places(text) != len(words):
        raise SettingsError(f"@{name} takes {_places(text)} words or phrases, not {len(words)}: {text}")
    rest = iter(words)
    return _PLACE.sub(lambda place: words[int(place[1]) - 1] if place[1] else next(rest), text)
