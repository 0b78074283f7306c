"""Discord: channels as DiscordChatExporter writes them in JSON, and the messages of an account's own data package."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.corpus.readers.exports.post import Found, gathered, post, records, string
from assistant.corpus.readers.parsed import Parsed

_SAID = ("Default", "Reply", "ThreadStarterMessage", "ChatInputCommand", "0", "19", "")


def read(content: object) -> Found | None:
    """The messages of a channel."""
    if isinstance(content, dict) and isinstance(content.get("channel"), dict) and "guild" in content:
        return gathered(_channel(content))
    own = records(content)
    if own and all({"ID", "Timestamp", "Contents"} <= one.keys() for one in own):
        return gathered(
            post(str(one["Contents"]), kind="message", number=number, when=one["Timestamp"], source="Discord")
            for number, one in enumerate(own, 1)
        )
    return None


def _channel(content: dict[str, Any]) -> Iterator[Parsed | None]:
    guild, channel = content.get("guild"), content["channel"]
    names = (guild.get("name") if isinstance(guild, dict) else None, channel.get("name"))
    source = " #".join(name for name in names if isinstance(name, str) and name)
    for number, message in enumerate(records(content.get("messages")), 1):
        if str(message.get("type", "")) not in _SAID:
            continue
        author = message.get("author")
        who = author if isinstance(author, dict) else {}
        yield post(
            string(message.get("content")) or "",
            kind="message",
            number=number,
            when=message.get("timestamp"),
            updated=message.get("timestampEdited"),
            source=source,
            author=string(who.get("nickname")) or string(who.get("name")),
        )
