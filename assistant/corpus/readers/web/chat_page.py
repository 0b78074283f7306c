"""Chats that were exported as web pages: Telegram Desktop (`messages.html`) and DiscordChatExporter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from assistant.corpus.readers.parsed import Parsed
from assistant.corpus.readers.web import markup
from assistant.dates.written.moments import from_moment
from assistant.text.clean import normalise_newlines, replace_controls
from assistant.types import Span

_TELEGRAM_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})\b")  # in every language
_MOST = 200_000


class _Form(NamedTuple):
    """The classes by which a program marks a message, who wrote it, when, its words, and the name of the chat."""

    message: str
    author: str
    moment: str
    words: str
    chat: str


_FORMS = (
    _Form("message default", "from_name", "date details", "text", "page_header"),
    _Form("chatlog__message", "chatlog__author", "chatlog__timestamp", "chatlog__content", "preamble__entry"),
)


def messages(root: Any) -> list[Parsed]:
    """The messages of an exported chat; none for another page."""
    for form in _FORMS:
        found = root.xpath(f"//div[{_classes(form.message)}]")[:_MOST]
        if found and any(_first(each, form.moment) is not None for each in found):
            return list(_read(root, found, form))
    return []


def _read(root: Any, found: list[Any], form: _Form) -> Iterator[Parsed]:
    chat = _text(_first(root, form.chat))
    author = moment = ""
    for number, message in enumerate(found, 1):
        stamp = _first(message, form.moment)
        moment = moment if stamp is None else stamp.get("title") or _text(stamp)
        author = _text(_first(message, form.author)) or author  # one who goes on is not named again
        words = _first(message, form.words)
        text, replaced = replace_controls(normalise_newlines("" if words is None else markup.text_of(words)))
        if text.strip():
            yield Parsed(
                text,
                part=f"message-{number}",
                source=chat or None,
                author=author or None,
                evidence=(from_moment(_day(moment), "html_metadata"),),
                places=(Span(0, len(text), f"message {number}"),),
                replaced=replaced,
                piece=True,
            )


def _day(moment: str) -> str:
    """``03.02.2023 19:22:10 UTC+01:00`` as ``2023-02-03``; another form as it is."""
    dotted = _TELEGRAM_DAY.match(moment)
    return f"{dotted[3]}-{dotted[2]}-{dotted[1]}" if dotted else moment


def _first(element: Any, classes: str) -> Any:
    """The first element inside with these classes; None where there is none."""
    return next(iter(element.xpath(f".//*[{_classes(classes)}]")), None)


def _text(element: Any) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _classes(names: str) -> str:
    return " and ".join(f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')" for name in names.split())
