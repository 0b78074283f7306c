"""Text for front ends that show Markdown: what a document says stays text, and no image or link comes alive."""

from __future__ import annotations

import re

from assistant.text.clean import without_marks

# What a Markdown renderer would act on: images, links of both styles, link definitions, markup, addresses. Marks for
# bold are escaped too, since only we may mark what answers. Emphasis and headings are harmless and stay as they are.
_ACTIVE = re.compile(
    r"(?P<bracket>!\[|\](?=[(\[:])|\[(?=\d+\])|\[(?=[^\[\]\n]*\](?:[(\[:])))"
    r"|(?P<markup><(?=[A-Za-z/!?]))"
    r"|(?P<scheme>:(?=//))"
    r"|(?P<bold>\*(?=\*)|(?<=\*)\*|_(?=_)|(?<=_)_)"
    r"|(?P<www>\bwww(?=\.))"
)


NEAREST, LISTED, SOURCES = "Nearest articles", "Articles", "Sources"
_LISTS = re.compile(rf"\n\n(?:{NEAREST}|{LISTED}|{SOURCES}):\n\n")


def said(text: str) -> str:
    """What was said in an answer that a front end sends back: without the lists below it, and the marks for bold."""
    return _LISTS.split(text, 1)[0].replace("**", "")


def inert(text: str) -> str:
    """Return `text` on one line, with a backslash before each character that would start something active."""
    return _ACTIVE.sub(_escape, " ".join(without_marks(text).split()))


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    if match["www"]:
        return "www\\"  # the dot after it is then no part of an address
    if match["scheme"]:
        return ":\\"
    return found[:-1] + "\\" + found[-1]
