"""Bold in Markdown, only where its rules take two asterisks for the beginning and the end of bold words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_BEGIN, _END = "\ue000", "\ue001"  # for private use: no escaping takes them for anything
_MARKS = re.compile(f"[{_BEGIN}{_END}]")


def bold(parts: tuple[str, str, str], escape: Callable[[str], str]) -> str:
    """The text of `parts`, made safe for Markdown by `escape`, the second part (which may be empty) in bold.

    It is not marked where CommonMark (0.31.2, section 6.2) would show the asterisks: between letters and punctuation.
    """
    before, words, after = (_MARKS.sub("", part) for part in parts)
    first, *rest = re.split(f"[{_BEGIN}{_END}]", escape(f"{before}{_BEGIN}{words}{_END}{after}"))
    if len(rest) == 2 and _takes(first[-1:], rest[0][:1]) and _takes(rest[1][:1], rest[0][-1:]):
        return f"{first}**{rest[0]}**{rest[1]}"
    return escape(before + words + after)


def _takes(outside: str, inside: str) -> bool:
    """Whether two asterisks between these characters (empty: there is none) begin or end bold words."""
    if not inside or inside.isspace() or "*" in (outside, inside):
        return False
    return not _is_punctuation(inside) or not outside or outside.isspace() or _is_punctuation(outside)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
