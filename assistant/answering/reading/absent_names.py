"""Names in a question that the corpus does not know: what nobody wrote about cannot be answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from assistant.dates.vocabulary import CALENDAR_WORDS
from assistant.text.words import STOP_WORDS, names, rarity, stem, word_set, words
from assistant.types import Document

# Adjectives of countries that do not begin as their country does.
_SAME = (
    word_set("france french"),
    word_set("spain spanish"),
    word_set("netherlands dutch holland"),
    word_set("wales welsh"),
    word_set("uk britain british england english"),
    word_set("us usa america american americans"),
    word_set("greece greek"),
    word_set("poland polish poles"),
    word_set("turkey turkish turks"),
    word_set("denmark danish danes"),
)
_PREFIX = 4  # letters that "Korea" and "Korean", "Russia" and "Russian" share at least
_ENDING = 4  # letters by which such words may differ in length
_JOINED = re.compile(r"[A-Z]\w*(?:-[A-Z]\w*)+$")
_ACRONYM = re.compile(r"\b(?:[A-Z]\.?){2,5}(?![\w])")


Mentions = Callable[[str], bool]


def nowhere(_: str) -> bool:
    """For a corpus of which no more is known than the documents at hand."""
    return False


def absent_names(question: str, documents: Iterable[Document], mentions: Mentions = nowhere) -> tuple[str, ...]:
    """The names in the question that occur in no document, not even as adjective, plural or acronym.

    `mentions` tells whether other documents have a word. Of a name of several words the rarest decides ("North
    Macedonia" is not found by "North"); of names that hyphens join ("US-South Korean") any. A question without
    capitals, or in capitals throughout, names nothing that can be told.
    """
    typed = words(question)
    if not any(word.islower() for word in typed):
        return ()
    asked = [name for name in names(question) if not _is_date(name)]
    if not asked:
        return ()
    texts = [f"{document.title or ''}\n{document.text}" for document in documents]
    known = {word.lower() for text in texts for word in words(text)}
    known |= {stem(word) for word in known}
    return tuple(name for name in asked if not _is_known(name, known, texts, mentions))


def _is_date(name: str) -> bool:
    return all(part.lower() in CALENDAR_WORDS or part.isdigit() for part in words(name))


def _is_known(name: str, known: set[str], texts: list[str], mentions: Mentions) -> bool:
    parts = [part for part in words(name) if part.lower() not in STOP_WORDS]
    if not parts:
        return True
    if any(
        _JOINED.match(part) and _is_known(piece, known, texts, mentions) for part in parts for piece in part.split("-")
    ):
        return True
    rarest = max(rarity(part) for part in parts)
    decisive = [part.lower() for part in parts if rarity(part) >= rarest]
    if any(is_among(part, known) for part in decisive) or _by_initials(name, parts, known, texts):
        return True
    return any(mentions(part) for part in decisive)


def is_among(word: str, known: Collection[str]) -> bool:
    """Whether a word, its stem, a country's adjective for it or the other way round is one of the `known` ones."""
    word = word.replace(".", "")
    if word in known or stem(word) in known:
        return True
    if any(word in group and any(one in group for one in known) for group in _SAME):
        return True
    return len(word) >= _PREFIX and any(
        other[:_PREFIX] == word[:_PREFIX] and _same_root(word, other) for other in known if len(other) >= _PREFIX
    )


def _same_root(one: str, other: str) -> bool:
    """Whether the words differ in their ending only: all but the last letter of the shorter one is shared."""
    shorter, longer = sorted((one, other), key=len)
    return len(longer) - len(shorter) <= _ENDING and longer.startswith(shorter[: max(_PREFIX, len(shorter) - 1)])


def _by_initials(name: str, parts: list[str], known: set[str], texts: list[str]) -> bool:
    if len(parts) > 1:
        return "".join(part[0] for part in parts).lower() in {word.replace(".", "") for word in known}
    letters = name.replace(".", "")
    if not (_ACRONYM.fullmatch(name) and letters.isupper()):
        return letters.lower() in {word.replace(".", "") for word in known}
    spelled = re.compile(r"\b" + r"\w+ (?:of |the |for |and )*".join(letters) + r"\w+")
    return any(spelled.search(text) for text in texts)
