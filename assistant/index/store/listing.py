"""What the catalogue says of its documents as a whole: their records without texts, and which of them mention words.

The lexical index finds by stems, and "Manning" has that of "man". So a document counts only when its text has the words
themselves: as written where they are quoted or begin with a capital, else in singular or plural, in whatever case and
with or without accents. In languages with more endings than English what follows the stem is free.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import NamedTuple

from assistant.index.store import columns, filters
from assistant.index.store.filters import Select
from assistant.text.folding import bare
from assistant.text.spelling import stem_in
from assistant.text.words import SEARCH_WORD, unspaced
from assistant.types import DocumentDate, Listed, Query

_BATCH = 500  # documents whose texts are in memory at once


class Record(NamedTuple):
    """An article as a list of the archive shows it: without its text. `problems` say what is doubtful about it."""

    id: str
    path: str
    date: DocumentDate
    title: str | None
    source: str | None
    author: str | None
    language: str | None
    problems: tuple[str, ...]
    folded: str  # title, path, source and author without accents and case, to search in while somebody types


class Phrase(NamedTuple):
    """Words that stand next to each other; `exact`: in this form alone."""

    words: str
    exact: bool = False


def listed(select: Select, query: Query | None) -> dict[int, Listed]:
    """The records of the documents inside the hard filters, by row, newest first and undated ones last."""
    where, values = filters.condition(query) if query else ("", [])
    rows = select(
        "SELECT d.row, d.path, d.day, d.precision, d.provenance, d.not_before, d.shown_title, d.source, d.author, d.id"
        f" FROM documents d WHERE {where or 'TRUE'} ORDER BY d.day IS NULL, d.day DESC, d.path",
        values,
    )
    return {row: Listed(path, columns.published(*more[:4]), *more[4:]) for row, path, *more in rows}


def records(select: Select) -> tuple[Record, ...]:
    """The records of all documents, newest first and undated ones last."""
    rows = select(
        "SELECT d.id, d.path, d.day, d.precision, d.provenance, d.not_before, d.shown_title, d.source, d.author,"
        " d.language, d.problems FROM documents d ORDER BY d.day IS NULL, d.day DESC, d.path",
        (),
    )
    return tuple(
        Record(
            key,
            path,
            columns.published(*date),
            title,
            source,
            author,
            language,
            tuple(json.loads(problems)),
            bare("\n".join((title or "", path, source or "", author or ""))),
        )
        for key, path, *date, title, source, author, language, problems in rows
    )


def mentioning(select: Select, phrase: Phrase, likely: Collection[int]) -> set[int]:
    """The rows of those of the `likely` documents, which have its stems, whose title or text has the phrase."""
    if unspaced(phrase.words):
        return set(likely)
    found = sorted(likely)
    said: dict[str | None, _Said] = {}
    kept = set()
    for first in range(0, len(found), _BATCH):
        rows = found[first : first + _BATCH]
        texts = f"SELECT row, title, text, language FROM documents WHERE row IN ({','.join('?' * len(rows))})"
        for row, title, text, language in select(texts, rows):
            if language not in said:
                said[language] = _said(phrase, language)
            whole = f"{title or ''}\n{text}".casefold()
            if said[language].by(whole) or (not whole.isascii() and said[language].by(bare(whole))):
                kept.add(row)
    return kept


class _Said(NamedTuple):
    """What finds a phrase in a bare text: `beginnings` of all its words, which are looked for first, and a pattern."""

    beginnings: tuple[str, ...]
    pattern: re.Pattern[str]

    def by(self, text: str) -> bool:
        return all(word in text for word in self.beginnings) and self.pattern.search(text) is not None


def _said(phrase: Phrase, language: str | None) -> _Said:
    words = [[bare(word)] if phrase.exact else _forms(word, language) for word in SEARCH_WORD.findall(phrase.words)]
    free = not phrase.exact and stem_in(language, "") is not None
    ending = r"\w{0,5}" if free else ""
    alternatives = (f"(?:{'|'.join(map(re.escape, forms))}){ending}" for forms in words)
    pattern = re.compile(r"(?<!\w)" + r"[\W_]+".join(alternatives) + r"(?!\w)")
    return _Said(tuple(min(forms, key=len)[:-1] or forms[0] for forms in words), pattern)


def _forms(word: str, language: str | None) -> list[str]:
    """A word as it may stand in a bare text: its stem, where endings are free; as it is; or in singular and plural."""
    plain = bare(word)
    stem = stem_in(language, word.casefold())
    if stem is not None:
        return [bare(stem)]
    if word[:1].isupper() or not plain.isalpha() or len(plain) < 3:
        return [plain]
    singular = plain if plain.endswith("ss") else plain.removesuffix("s")
    ies = {f"{plain[:-3]}y"} if plain.endswith("ies") else {f"{plain[:-1]}ies"} if plain.endswith("y") else set()
    return sorted({plain, singular, f"{singular}s", f"{singular}es", *ies})
