"""What the catalogue says of its documents as a whole: their records without texts, and which of them mention words.

The lexical index finds by stems, and "Manning" has that of "man". So a document counts only when its text has the words
themselves: as written where they are quoted or begin with a capital, else in singular or plural, in whatever case and
with or without accents. In languages with more endings than English what follows the stem is free.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from assistant.index.lexical import phrase_expression, stem_in
from assistant.index.store import columns, filters
from assistant.text.folding import bare
from assistant.text.words import SEARCH_WORD, unspaced
from assistant.types import Listed, Query

Select = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
_ENDING = r"\w{0,5}"


class Phrase(NamedTuple):
    """Words that stand next to each other; `exact`: in this form alone."""

    words: str
    exact: bool = False


def listed(select: Select, query: Query | None) -> dict[int, Listed]:
    """The records of the documents inside the hard filters, by row, newest first and undated ones last."""
    where, values = filters.condition(query) if query else ("", [])
    rows = select(
        "SELECT d.row, d.path, d.day, d.precision, d.provenance, d.not_before, d.title, d.source, d.author, d.id"
        f" FROM documents d WHERE {where or 'TRUE'} ORDER BY d.day IS NULL, d.day DESC, d.path",
        values,
    )
    return {row: Listed(path, columns.published(*more[:4]), *more[4:]) for row, path, *more in rows}


def mentioning(select: Select, phrase: Phrase, languages: Collection[str]) -> set[int]:
    """The rows of the documents whose title or passages have the phrase."""
    expression = phrase_expression(phrase.words, languages)
    if not expression:
        return set()
    found = select(
        "SELECT DISTINCT p.document FROM lexical JOIN passages p ON p.row = lexical.rowid WHERE lexical MATCH ?",
        [expression],
    )
    if unspaced(phrase.words):
        return {row for (row,) in found}
    patterns: dict[str | None, re.Pattern[str]] = {}
    kept = set()
    for (row,) in found:
        title, text, language = select("SELECT title, text, language FROM documents WHERE row = ?", [row])[0]
        if language not in patterns:
            patterns[language] = _pattern(phrase, language)
        whole, pattern = f"{title or ''}\n{text}", patterns[language]
        if pattern.search(whole) or pattern.search(bare(whole)):
            kept.add(row)
    return kept


def _pattern(phrase: Phrase, language: str | None) -> re.Pattern[str]:
    words = SEARCH_WORD.findall(phrase.words)
    forms = (re.escape(bare(word)) if phrase.exact else _forms(word, language) for word in words)
    return re.compile(r"(?<!\w)" + r"[\W_]+".join(f"(?:{form})" for form in forms) + r"(?!\w)", re.IGNORECASE)


def _forms(word: str, language: str | None) -> str:
    plain = bare(word)
    stem = stem_in(language, word.casefold())
    if stem is not None:
        return f"{re.escape(bare(stem))}{_ENDING}"
    if word[:1].isupper() or not plain.isalpha() or len(plain) < 3:
        return re.escape(plain)
    singular = plain.removesuffix("s") if not plain.endswith("ss") else plain
    ies = {f"{plain[:-3]}y"} if plain.endswith("ies") else {f"{plain[:-1]}ies"} if plain.endswith("y") else set()
    return "|".join(sorted({plain, singular, f"{singular}s", f"{singular}es", *ies}))
