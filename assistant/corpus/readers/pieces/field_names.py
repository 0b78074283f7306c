"""What fields of an article are called in exports of press databases, in the languages in which these are used."""

from __future__ import annotations

from assistant.corpus.header.field_words import words

_ALSO = {"date": ("published",)}  # roles of a page's header that are one field of an export

ROLES: dict[str, str] = {
    name: role
    for role in ("title", "source", "date", "author", "text", "url")
    for kind in (f"export {role}", *_ALSO.get(role, ()), role)
    for name in words(kind)
}
"""The role of each name, which is in lower case."""
