"""Exports as web pages whose classes tell what is what: Telegram, DiscordChatExporter, Facebook, Europresse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from assistant.corpus.readers.parsed import Parsed
from assistant.corpus.readers.pieces.cut import day_in
from assistant.corpus.readers.web import markup
from assistant.dates.written.date_evidence import DateEvidence, from_written
from assistant.dates.written.moments import from_moment
from assistant.text.clean import normalise_newlines, replace_controls
from assistant.types import Span

_TELEGRAM_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})\b")  # in every language
_MOST = 200_000


class _Form(NamedTuple):
    """The classes by which a program marks a message, who wrote it, when, its words, and the name of the chat.

    `element` is what holds a message, `kind` what it is called here; articles of a press database have titles too.
    """

    message: str
    author: str
    moment: str
    words: str
    chat: str = ""
    title: str = ""
    source: str = ""
    element: str = "div"
    kind: str = "message"


_FORMS = (
    _Form("message default", "from_name", "date details", "text", "page_header"),
    _Form("chatlog__message", "chatlog__author", "chatlog__timestamp", "chatlog__content", "preamble__entry"),
    _Form("_a6-g", "_a6-h", "_a6-o", "_a6-p", "_a70e"),  # Facebook and Instagram, since 2021
    _Form("pam uiBoxWhite", "_2lel", "_2lem", "_2let"),  # and before
    _Form(
        "",
        "sm-margin-bottomNews",
        "DocHeader",
        "DocText",
        title="titreArticleVisu",
        source="DocPublicationName",
        element="article",
        kind="article",
    ),
)


def messages(root: Any) -> list[Parsed]:
    """The messages of an exported chat; none for another page."""
    for form in _FORMS:
        found = root.xpath(f"//{form.element}[{_classes(form.message)}]")[:_MOST]
        if any(_first(each, form.moment) is not None and _first(each, form.words) is not None for each in found):
            return list(_read(root, found, form))
    return []


def _read(root: Any, found: list[Any], form: _Form) -> Iterator[Parsed]:
    chat = _text(_first(root, form.chat))
    author = moment = ""
    for number, message in enumerate(found, 1):
        stamp = _first(message, form.moment)
        moment = moment if stamp is None else stamp.get("title") or _text(stamp)
        author = _text(_first(message, form.author)) or ("" if form.title else author)  # who goes on is not named again
        words = _first(message, form.words)
        text, replaced = replace_controls(normalise_newlines("" if words is None else markup.text_of(words)))
        if text.strip():
            yield Parsed(
                text,
                part=f"{form.kind}-{number}",
                title=_text(_first(message, form.title)) or None if form.title else None,
                source=(_text(_first(message, form.source)) if form.source else chat) or None,
                author=None if author.endswith(".") else author or None,  # "Ann Lee updated her status."
                evidence=(_evidence(moment),),
                places=(Span(0, len(text), f"{form.kind} {number}"),),
                replaced=replaced,
                piece=True,
            )


def _evidence(moment: str) -> DateEvidence:
    """The day of a moment: ``03.02.2023 19:22:10 UTC+01:00``, ``Mar 12, 2021, 2:05 PM``, ``jeudi 3 mai 2018``."""
    dotted = _TELEGRAM_DAY.match(moment)
    stated = from_moment(f"{dotted[3]}-{dotted[2]}-{dotted[1]}" if dotted else moment, "html_metadata")
    written = None if stated.readings else day_in(moment)
    return from_written(written, "html_metadata") if written else stated


def _first(element: Any, classes: str) -> Any:
    """The first element inside with these classes; None where there is none, or no class is named."""
    return next(iter(element.xpath(f".//*[{_classes(classes)}]")), None) if classes else None


def _text(element: Any) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _classes(names: str) -> str:
    tests = (f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')" for name in names.split())
    return " and ".join(tests) or "true()"
