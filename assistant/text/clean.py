"""Characters that a reader does not see: what is cleaned at ingest, and what is left out of searches and prompts."""

from __future__ import annotations

import re
import unicodedata

# Zero-width characters, bidirectional controls, variation and tag characters, BOM, soft hyphen: invisible, and able to
# hide instructions from a person who reads the document.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
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


def one_line(text: str) -> str:
    """Return `text` cleaned and on one line."""
    return " ".join(clean(text).split())
