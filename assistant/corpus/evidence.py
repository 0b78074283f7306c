"""What speaks for a document's date, before it is weighed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.types import Precision, Provenance

Role = Literal["published", "updated"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement about when a document was published or updated.

    `shown` is the statement as it is written. `readings` are the days it can mean: one when it is clear, two for
    ``03/04/2024``, none for ``2024-13-45``.
    """

    provenance: Provenance
    shown: str
    readings: tuple[date, ...]
    precision: Precision = "day"
    role: Role = "published"
