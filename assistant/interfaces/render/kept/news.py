"""What is new, on a screen and as Markdown: the change first, then the sentence that tells it and where it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from email.utils import format_datetime
from html import escape

from rich.text import Text

from assistant.errors import SettingsError
from assistant.following.developments import Development, Told
from assistant.interfaces.render.lines import Hanging, dated, one_line, where
from assistant.text.emphasis import plain
from assistant.types import Citation


def news_lines(found: Sequence[Told]) -> Iterator[Text]:
    """The news on each question that has some, and copies of what was known; nothing of a question without news."""
    for at, told in enumerate(filter(None, found)):
        if at:
            yield Text()
        yield Text(one_line(told.question), "bold")
        for each in told.developments:
            yield _hanging(f"• {head(each)}", "yellow" if each.kind == "correction" else "green")
            yield _hanging(f"  “{one_line(each.citation.quote)}”")
            yield _hanging(f"  {_place(each.citation)}", "dim")
        for line in copies(told):
            yield _hanging(f"  {line}", "dim")


def markdown(found: Sequence[Told]) -> str:
    """The same in Markdown; "" where nothing is new."""
    blocks: list[str] = []
    for told in filter(None, found):
        blocks.append(f"## {plain(told.question)}")
        for each in told.developments:
            quote, place = plain(each.citation.quote), plain(_place(each.citation))
            blocks.append(f"- **{plain(head(each))}**  \n  “{quote}”  \n  {place}")
        blocks += [f"*{plain(line)}*" for line in copies(told)]
    return "\n\n".join(blocks) + "\n" if blocks else ""


_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>News</title><link>urn:assistant:news</link>
<description>What new articles add to the questions that are followed</description><generator>assistant</generator>"""
_MOST_ITEMS = 200


def rss(found: Sequence[Told], day: date, before: str = "") -> str:
    """The news as an RSS 2.0 feed, with the items of the feed `before` below. Raises SettingsError for another feed."""
    if before and "<generator>assistant</generator>" not in before:
        raise SettingsError("this file is no feed that `assistant` wrote; name another one for --rss")
    when = format_datetime(datetime(day.year, day.month, day.day, tzinfo=UTC), usegmt=True)
    items = []
    for told in filter(None, found):
        for each in told.developments:
            key = "\0".join((told.question, each.kind, each.citation.path, each.citation.quote))
            guid = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
            said = f"“{one_line(each.citation.quote)}” {_place(each.citation)}"
            items.append(
                f"<item><title>{_xml(f'{told.question}: {head(each)}')}</title><description>{_xml(said)}</description>"
                f'<guid isPermaLink="false">{guid}</guid><pubDate>{when}</pubDate></item>'
            )
    older = [f"<item>{part.partition('</item>')[0]}</item>" for part in before.split("<item>")[1:]]
    kept = list(dict.fromkeys((*items, *older)))[:_MOST_ITEMS]
    return "\n".join((_FEED, *kept, "</channel></rss>", ""))


def _xml(text: str) -> str:
    return escape(one_line(text), quote=False)


def head(news: Development) -> str:
    """One piece of news in few words: ``Changed: from 12 (2021-03-14) to 17 (2021-03-20)``."""
    name = {
        "correction": "Correction",
        "changed number": "Changed",
        "first mention": "First mention",
        "new fact": "New",
        "new source": "Another source",
    }[news.kind]
    if news.before:
        was, now = (f"{one_line(words)} ({one.date.label})" for words, one in
                    ((news.was, news.before), (news.now, news.citation)))  # fmt: skip
        return f"{name}: from {was} to {now}"
    if news.names:
        return f"{name}: {', '.join(map(one_line, news.names))}"
    source = news.citation.source if news.kind == "new source" else None
    return f"{name}: {one_line(source)}" if source else name


def copies(told: Told) -> Iterator[str]:
    """Which new articles repeat one that was there."""
    for each in told.copies:
        by = f" ({one_line(each.source)})" if each.source else ""
        yield f"{one_line(each.path)}{by} is a copy of {one_line(each.of)}"


def _place(cited: Citation) -> str:
    parts = (cited.title, cited.source, dated(cited.date), cited.path)
    return f"{' · '.join(one_line(part) for part in parts if part)}, {where(cited)}"


def _hanging(text: str, style: str = "") -> Hanging:
    line = Hanging(text, style)
    line.hang = 2
    return line
