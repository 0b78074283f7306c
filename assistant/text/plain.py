"""Makes a model's words plain text: no Markdown, no markup, no active link or image, no control characters."""

from __future__ import annotations

import re

from assistant.text.folding import invisible

_TARGET = r"\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE), ""),  # code fences
    (re.compile(r"^[ \t]*\[[^\]\n]+\]:[ \t]*\S+.*$", re.MULTILINE), ""),  # link definitions
    (re.compile(rf"!\[[^\[\]\n]*\](?:{_TARGET}|\[[^\[\]\n]*\])"), ""),  # images
    (re.compile(rf"\[([^\[\]\n]*)\]{_TARGET}"), r"\1"),  # links
    (re.compile(r"\[([^\[\]\n]+)\]\[[^\[\]\n]*\]"), r"\1"),  # reference links
    (re.compile(r"!(?=\[)"), ""),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),  # markup, autolinks included
    (re.compile(r"\b[A-Za-z][A-Za-z0-9+.\-]{0,30}://[^\s\"”’)\]>]*"), ""),  # bare addresses
    (re.compile(r"\b(?:javascript|vbscript|data|mailto|file):(?=\S)", re.IGNORECASE), ""),
    (re.compile(r"\bwww\.(?=\w)", re.IGNORECASE), ""),
    (re.compile(r"^[ \t]*#{1,6}[ \t].*$", re.MULTILINE), ""),  # headings
    (re.compile(r"^[ \t]*+(?>(?:(?:[-*•‣+>]|\d{1,2}[.)])[ \t]++)+)", re.MULTILINE), "\n"),  # bullets, block quotes
    (re.compile(r"(?<![\w*])(\*{1,3})(?=\S)([^*\n]+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=\S)([^_\n]+?)(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"`+"), ""),
    (re.compile(r"://+"), " "),
    (re.compile(r"<(?=[A-Za-z/!?])"), ""),
    (re.compile(r"\*\*+"), ""),
)
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n ?\n[\n ]+")
_SPACE_BEFORE_STOP = re.compile(r"(?<=\w) (?=[.,;:!?](?:\s|$))")


def squeezed(text: str) -> str:
    """`text` with one space for each run of blanks, and at most one blank line between two others."""
    return _BLANK_LINES.sub("\n\n", _SPACES.sub(" ", text))


def plain(text: str) -> str:
    """Return the words of `text` without anything that a terminal or a page would act on; line breaks are kept."""
    text = "".join(character for character in text if character in "\n\t" or not invisible(character))
    before = ""
    while before != text:  # what one rule leaves may join into what another one takes away; every rule shortens
        before = text
        for pattern, replacement in _RULES:
            text = pattern.sub(replacement, text)
    text = _SPACES.sub(" ", text.replace("](", "] ("))
    return _SPACE_BEFORE_STOP.sub("", text).strip()
