"""Nouns as JSON: a noun is its fields under their own names, a date is an ISO day or null."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from assistant.types import Asked, Document

_SKIPPED: dict[type, frozenset[str]] = {
    Document: frozenset({"text", "boilerplate", "places"}),
    Asked: frozenset({"weights"}),  # what they say, `text` says
}


def to_json(value: object) -> Any:
    """Return `value` as dicts, lists, strings, numbers and None. A Document is given without its text."""
    if is_dataclass(value) and not isinstance(value, type):
        skip = _SKIPPED.get(type(value), frozenset())
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value) if f.name not in skip}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [to_json(item) for item in value]
    return value
