"""Foreign text inside Markdown: nothing in it is markup; bold stands only where two asterisks are taken for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from assistant.text.clean import one_line

# Backslashes make punctuation plain text (CommonMark, section 2.4); `http:` and `www.` would become links in GFM.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~!&$]|(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)
_BLOCK_START = re.compile(r"^([-+=]|\d+(?=[.)]))")
_BEGIN, _END = "\ue000", "\ue001"  # for private use: no escaping takes them for anything
_MARKS = re.compile(f"[{_BEGIN}{_END}]")


def plain(text: str) -> str:
    """`text` on one line, with a backslash before whatever Markdown would act on."""
    escaped = _MARKUP.sub(lambda match: "\\" + match[0], one_line(text))
    return _BLOCK_START.sub(lambda match: ("\\" + match[0]) if not match[0].isdigit() else match[0] + "\\", escaped)


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
