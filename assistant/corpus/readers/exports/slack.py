"""Slack: an export as a zip file with a folder for each channel, or the day files of a channel by themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from assistant.corpus.readers.exports.post import Found, gathered, post, records, string, unescaped
from assistant.corpus.readers.parsed import Parsed, UnreadableError
from assistant.corpus.readers.zipped import Zip

FILES = frozenset(("users.json", "channels.json"))  # by which a zip file is known
_TOKEN = re.compile(r"<([@#!]?)([^<>|\n]{1,500})(?:\|([^<>\n]{0,300}))?>")
_SAID = (None, "", "bot_message", "me_message", "thread_broadcast", "file_share", "reply_broadcast")
_ABOUT = frozenset(
    "users channels groups dms mpims integration_logs canvases huddle_transcripts lists file_conversations".split()
)

Names = Mapping[str, str]


def read(content: object, names: Names | None = None, channel: str = "") -> Found | None:
    """The messages of one day of a channel. `names` are those of the users, by their ids."""
    messages = records(content)
    if not messages or not all("ts" in one and one.get("type") == "message" for one in messages):
        return None
    return gathered(_posts(messages, names or {}, channel))


def read_zip(raw: bytes) -> Found:
    """The messages of all channels. Raises UnreadableError where there are none."""
    archive = Zip(raw)
    users = {str(one.get("id")): one for one in records(_json(archive.read("users.json")))}
    names = {key: name for key, one in users.items() if (name := _name(one))}
    found: Found = []
    for member in archive.members:
        path = PurePosixPath(member.filename)
        if path.suffix != ".json" or path.stem in _ABOUT or path.name.startswith("."):
            continue
        day = read(_json(archive.read(member)), names, path.parent.name)
        found += [replace(one, part=f"{member.filename}#{one.part}") for one in day or []]
    if not found:
        raise UnreadableError("a Slack export without messages")
    return found


def _posts(messages: list[dict[str, Any]], names: Names, channel: str) -> Iterator[Parsed | None]:
    for number, message in enumerate(messages, 1):
        if message.get("subtype") not in _SAID:
            continue
        profile = message.get("user_profile")
        own = profile if isinstance(profile, dict) else {}
        author = (
            names.get(str(message.get("user")))
            or string(own.get("real_name"))
            or string(own.get("display_name"))
            or string(message.get("username"))
            or string(message.get("user"))
        )
        yield post(
            _plain(string(message.get("text")) or "", names),
            kind="message",
            number=number,
            when=message.get("ts"),
            source=f"Slack #{channel}" if channel else "Slack",
            author=author,
        )


def _plain(text: str, names: Names) -> str:
    """A text with names for ids, and links as they are shown."""

    def shown(token: re.Match[str]) -> str:
        sign, key, label = token.groups()
        if sign == "@":
            return "@" + (names.get(key) or label or key)
        if sign in ("#", "!"):
            return ("#" if sign == "#" else "@") + (label or key).lstrip("@")
        return label or key.removeprefix("mailto:")

    return unescaped(_TOKEN.sub(shown, text))


def _name(user: dict[str, Any]) -> str | None:
    profile = user.get("profile")
    own = profile if isinstance(profile, dict) else {}
    return string(own.get("real_name")) or string(user.get("real_name")) or string(user.get("name"))


def _json(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None
