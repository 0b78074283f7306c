"""Characters that a reader does not see: what is cleaned at ingest, and what is left out of searches and prompts."""

from __future__ import annotations

import re
import unicodedata

from assistant.jsonable import INVISIBLE

_INVISIBLE = re.compile(f"[{INVISIBLE}]")
# Separators among the controls become a space, the rest U+FFFD. Tab and newline stay.
_SEPARATORS = "\x0b\x0c\x1c\x1d\x1e\x1f\x85"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def visible(text: str) -> str:
    """Return `text` without characters that show nothing: what is embedded, searched and put into prompts."""
    return _INVISIBLE.sub("", text)


def name_key(name: str) -> str:
    """One form of all that a person may type or copy for a file's name: accents composed or not, any white space."""
    return " ".join(visible(unicodedata.normalize("NFC", name)).split())


def replace_controls(text: str) -> tuple[str, int]:
    """Replace NUL, control characters and lone surrogates one for one (offsets stay); return the text and how many."""
    return _CONTROL.subn(lambda match: " " if match[0] in _SEPARATORS else "\ufffd", text)


def normalise_newlines(text: str) -> str:
    """Turn ``\\r\\n`` and ``\\r`` into ``\\n``, as Python does when it reads a text file."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def clean(text: str) -> str:
    """Return `text` without anything that a terminal would act on; line breaks and tabs stay."""
    return visible(replace_controls(normalise_newlines(text))[0])


_CITED = re.compile(r"\[(\d{1,4}(?>(?:\s?[,–-]\s?\d{1,4}){0,9}))\]")


def without_marks(text: str) -> str:
    """`text` with other brackets around its numbers: ``[1]`` in an answer is a citation of ours, and nothing else."""
    return _CITED.sub(r"⟨\1⟩", text)


def one_line(text: str) -> str:
    """Return `text` cleaned and on one line."""
    return " ".join(clean(text).split())
