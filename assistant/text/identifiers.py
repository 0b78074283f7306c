"""Identifiers in a text: numbers of files, cases, parts and models, which one letter or digit makes others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.text.words import rarity

_TOKEN = re.compile(r"(?<![\w/.-])[^\W_]++(?:[-/.][^\W_]++)*+")
_SPACED = re.compile(r"\b[A-Z]{1,3} \d{2,}+ [A-Z]\b(?!['’])")  # "B 2207 K"
_TELEPHONE = re.compile(r"\+\d[\d ()/-]{5,20}\d")
_SECTION = re.compile(r"§+\s?\d+\w*")
_MODEL = re.compile(
    r"(?!g\d|u\d|fy\d)[a-z]{1,3}-?(?!(?:19|20)\d\d$)\d{2,}[a-z]{0,3}", re.IGNORECASE
)  # "KN-23", no "G20"
_DIGITS = 3  # that an identifier with a stroke has at least: "GB-2021/17", not "w/2"
_OF_A_RANGE = re.compile(r"\d{1,3}|(?:1\d|20)\d\d|\d+0")  # a short number, a year, a round number
_APART = 20  # times that the second number of a range is larger than the first at most
_ORDINARY = 0.8  # by `rarity`: "mid-90", not "kn-23"
_RUN = re.compile(r"\d+|[^\W\d_]+")


def identifiers(text: str) -> tuple[str, ...]:
    """The identifiers in a text as written, each once; dates, ranges, scores, ages and quantities are none."""
    if not any(map(str.isdigit, text)):
        return ()
    found: dict[str, None] = {}
    for pattern in (_TELEPHONE, _SECTION, _SPACED):
        for match in pattern.finditer(text):
            found.setdefault(match.group())
        text = pattern.sub(" ", text)
    found.update((token, None) for token in _TOKEN.findall(text) if _is_identifier(token))
    return tuple(found)


def has_identifier(identifier: str, text: str) -> bool:
    """Whether a text has an identifier, with whatever signs or spaces between its letters and numbers."""
    joined = r"[\W_]*".join(map(re.escape, _RUN.findall(identifier)))
    last = r"(?!\d)" if identifier[-1].isdigit() else r"(?![^\W_])"
    return re.search(rf"(?<![^\W_]){joined}{last}", text, re.IGNORECASE) is not None


def runs_apart(text: str) -> str:
    """`text` with a space wherever a letter and a digit meet: "A320neo" and "A 320 neo" have the same words."""
    return _NUMBER.sub(_apart, text)


_NUMBER = re.compile(r"\d+")


def _apart(number: re.Match[str]) -> str:
    before, after = (
        number.string[max(number.start() - 1, 0) : number.start()],
        number.string[number.end() : number.end() + 1],
    )
    return f"{' ' if before.isalpha() else ''}{number.group()}{' ' if after.isalpha() else ''}"


def _is_identifier(token: str) -> bool:
    if not any(map(str.isdigit, token)):
        return False
    if model := _MODEL.fullmatch(token):
        letters = next(_letters(model.group()))
        return letters.isupper() or len(letters) < 3 or rarity(letters) >= _ORDINARY
    if "/" in token and next(_letters(token), ""):
        return sum(map(str.isdigit, token)) >= _DIGITS
    parts = re.split("[-/]", token)
    if len(parts) != 2 or not all(part.isdigit() for part in parts) or all(map(_OF_A_RANGE.fullmatch, parts)):
        return False
    return int(parts[1]) > _APART * int(parts[0]) or len(parts[1]) > 3 < len(parts[0])


def _letters(token: str) -> Iterator[str]:
    return (run for run in _RUN.findall(token) if not run.isdigit())
