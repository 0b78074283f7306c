"""Foreign text inside Markdown: nothing in it is markup."""

from __future__ import annotations

import re

from assistant.text.clean import one_line

# Backslashes make punctuation plain text (CommonMark, section 2.4); `http:` and `www.` would become links in GFM.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~!&$]|(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)
_BLOCK_START = re.compile(r"^([-+=]|\d+(?=[.)]))")


def plain(text: str) -> str:
    """`text` on one line, with a backslash before whatever Markdown would act on."""
    escaped = _MARKUP.sub(lambda match: "\\" + match[0], one_line(text))
    return _BLOCK_START.sub(lambda match: ("\\" + match[0]) if not match[0].isdigit() else match[0] + "\\", escaped)
