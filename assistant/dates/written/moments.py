"""Points in time as programs write them: ISO 8601, RFC 2822, seconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from assistant.dates.written.date_evidence import DateEvidence, Role, from_value
from assistant.types import Provenance

_EPOCH = re.compile(r"(\d{10})(?:\.\d+|\d{3}|\d{6})?")  # seconds, milliseconds or microseconds, from September 2001 on
_CLOCK = re.compile(
    r"(?:,|(?<![\s,]))\s++(?:at\s++)?\d{1,2}:\d\d(?::\d\d)?(?:\s*+[ap]\.?m\.?)?(?:\s*+\(?[A-Z]{2,4}\)?)?$",
    re.IGNORECASE,
)
_LONGEST = 200  # characters of a value that are read; no program writes a date in more


def moment(value: object) -> datetime | None:
    """Return the point in time that a value names, with its zone if it has one; None where it names no clock time."""
    shown = _shown(value)
    epoch = _EPOCH.fullmatch(shown)
    try:
        if epoch:
            return datetime.fromtimestamp(int(epoch[1]), UTC)
        return datetime.fromisoformat(shown) if len(shown) > 10 else None
    except (ValueError, OverflowError, OSError):
        pass
    try:
        return parsedate_to_datetime(shown)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def from_moment(value: object, provenance: Provenance, role: Role = "published") -> DateEvidence:
    """Turn a field's value into evidence: the day is the one at the place where it was written."""
    written = moment(value)
    if written is not None:
        found = from_value(written, provenance, role)
        return DateEvidence(provenance, _shown(value), found.readings, "day", role)
    return from_value(_CLOCK.sub("", _shown(value)), provenance, role)


def _shown(value: object) -> str:
    return str(value).strip()[:_LONGEST]
