"""SMS and MMS as SMS Backup & Restore writes them; Signal's converters write the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.corpus.readers.exports.post import Found, gathered, post
from assistant.corpus.readers.parsed import Parsed
from assistant.dates.written.in_line import date_at
from assistant.dates.written.moments import from_moment

_RECEIVED, _DRAFT = "1", "3"
_SENDER = "137"  # the type of an address in an MMS


def is_export(root: Any) -> bool:
    """Whether an XML document is such a backup."""
    return bool(root.tag == "smses")


def read(root: Any) -> Found:
    """The messages that were sent or received."""
    return gathered(_posts(root))


def _posts(root: Any) -> Iterator[Parsed | None]:
    for number, message in enumerate(root, 1):
        kind = message.get("type") or message.get("msg_box") or ""
        if message.tag not in ("sms", "mms") or (message.tag == "sms" and kind == _DRAFT):
            continue
        text = message.get("body") if message.tag == "sms" else _text(message)
        contact = _known(message.get("contact_name")) or message.get("address")
        received = (message.get("type") if message.tag == "sms" else message.get("msg_box")) == _RECEIVED
        sender = _sender(message) if message.tag == "mms" else None
        author = (_known(message.get("contact_name")) or sender or contact) if received else "me"
        yield post(
            text if text and text != "null" else "",
            kind="message",
            number=number,
            when=_day(message),
            source=f"SMS with {contact}" if contact else "SMS",
            author=author,
        )


def _text(message: Any) -> str:
    parts = (part for part in message.iter("part") if part.get("ct") == "text/plain")
    return "\n\n".join(text for part in parts if (text := part.get("text")) and text != "null")


def _sender(message: Any) -> str | None:
    return next((each.get("address") for each in message.iter("addr") if each.get("type") == _SENDER), None)


def _known(name: str | None) -> str | None:
    return None if name in (None, "", "null", "(Unknown)") else name


def _day(message: Any) -> str:
    """The day on the phone, where it is written readably and is that of the point in time or beside it."""
    moment = message.get("date") or ""
    readable = date_at(message.get("readable_date") or "")
    days = from_moment(moment, "json_field").readings
    if readable and days and any(abs((day - days[0]).days) <= 1 for day in readable.readings):
        return min(readable.readings, key=lambda day: abs((day - days[0]).days)).isoformat()
    return moment
