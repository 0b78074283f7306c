"""How a document's date is known, in words."""

from __future__ import annotations

from assistant.types import DocumentDate, Provenance

_WORDS: dict[Provenance, str] = {
    "sidecar": "sidecar",
    "front_matter": "front matter",
    "json_field": "record field",
    "html_metadata": "metadata",
    "header_line": "header line",
    "filename": "file name",
}


def how_known(provenance: Provenance) -> str:
    """What a date was read from, to stand behind "its" or "the": ``file name``; "" for what has no date."""
    return _WORDS.get(provenance, "")


def dated(date: DocumentDate) -> str:
    """The date as shown with how it is known: ``2021-03-24 (header line)`` or ``undated``."""
    how = how_known(date.provenance)
    return f"{date.label} ({how})" if date.day and how else date.label
