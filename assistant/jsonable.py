"""Nouns as JSON: a noun is its fields under their own names, a date an ISO day or null; as text, and its schema."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from assistant.blocks import Block, blocks
from assistant.types import Answer, AnswerEvent, Asked, Checked, Document, Understood, Writing

_SKIPPED: dict[type, frozenset[str]] = {
    Document: frozenset({"text", "boilerplate", "places"}),
    Asked: frozenset({"weights"}),  # what they say, `text` says
}


def to_json(value: object) -> Any:
    """Return `value` as dicts, lists, strings, numbers and None.

    A Document is given without its text, an Answer with the blocks that its sentences make.
    """
    if is_dataclass(value) and not isinstance(value, type):
        skip = _SKIPPED.get(type(value), frozenset())
        content = {f.name: to_json(getattr(value, f.name)) for f in fields(value) if f.name not in skip}
        return {**content, "blocks": to_json(blocks(value.sentences))} if isinstance(value, Answer) else content
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [to_json(item) for item in value]
    return value


# Zero-width characters, bidirectional controls, variation and tag characters, BOM, soft hyphen: nobody sees them, and
# they turn or hide what stands beside them. As the inside of a pattern's brackets.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_ACTIVE = re.compile(f"[\x7f-\x9f\u2028\u2029\ud800-\udfff{INVISIBLE}]")  # JSON itself escapes the first 32 only


def json_text(value: object, *, indent: int | None = None, separators: tuple[str, str] | None = None) -> str:
    """`value` as JSON whose text is inert: control and invisible characters are escaped.

    They mean what they meant; only half a character, which JSON cannot hold, becomes a question mark.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    return _ACTIVE.sub(lambda found: "?" if "\ud800" <= found[0] <= "\udfff" else json.dumps(found[0])[1:-1], text)


def event_schema() -> dict[str, Any]:
    """The JSON schema of a line that `assistant ask --ndjson` prints: an event with its kind as `event`."""
    from pydantic import TypeAdapter

    schema = TypeAdapter[AnswerEvent](AnswerEvent).json_schema(mode="serialization")
    for noun, skipped in _SKIPPED.items():
        of_noun = schema["$defs"][noun.__name__]
        of_noun["properties"] = {name: each for name, each in of_noun["properties"].items() if name not in skipped}
        of_noun["required"] = [name for name in of_noun.get("required", ()) if name not in skipped]
    of_block = TypeAdapter(tuple[Block, ...]).json_schema(mode="serialization")
    schema["$defs"].update(of_block.pop("$defs"))
    schema["$defs"]["Answer"]["properties"]["blocks"] = of_block
    schema["$defs"]["Answer"]["required"].append("blocks")
    for event in (Understood, Writing, Checked, Answer):
        of_event = schema["$defs"][event.__name__]
        of_event["properties"] = {"event": {"const": event.__name__.lower()}, **of_event["properties"]}
        of_event["required"] = ["event", *of_event.get("required", ())]
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A line of assistant ask --ndjson"
    return schema
