"""The setting `store`: a URL of PostgreSQL as its own programs take it, and `schema=` for one corpus of several."""

from __future__ import annotations

import re
import zlib
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from assistant.errors import SettingsError, masked

_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,39}")


class Address(NamedTuple):
    """Where a store is: what libpq connects to, and the schema of its tables there."""

    url: str
    schema: str = "assistant"

    @property
    def shown(self) -> str:
        """The address without users and passwords."""
        return f"{masked(self.url.partition('?')[0])} (schema {self.schema})"

    @property
    def number(self) -> int:
        """A number of 32 bits, with a sign, that locks of this store have in common."""
        return zlib.crc32(self.schema.encode()) - 2**31

    def of_generation(self, number: int) -> str:
        """The schema in which the tables are as a generation has them."""
        return f"{self.schema}_{number}"


def address(url: str) -> Address:
    """Read the setting. Raises SettingsError."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("postgresql", "postgres"):
        raise SettingsError(f"store {masked(url)!r} is not a PostgreSQL address; write postgresql://HOST/DATABASE")
    options = parse_qsl(parts.query, keep_blank_values=True)
    schema = next((value for name, value in options if name == "schema"), "assistant")
    if not _SCHEMA.fullmatch(schema):
        raise SettingsError(f"store: the schema {schema!r} is not made of small letters, digits and _; at most 40")
    rest = urlencode([pair for pair in options if pair[0] != "schema"], quote_via=quote)
    return Address(urlunsplit(("postgresql", parts.netloc, parts.path, rest, "")), schema)
