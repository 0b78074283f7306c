"""Names in a question that the corpus does not know: what nobody wrote about cannot be answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.answering.reading.candidates import Candidate
from assistant.text.identifiers import has_identifier, identifiers
from assistant.text.name_forms import initials, is_among, plain_name
from assistant.text.words import STOP_WORDS, rarity, stem, words
from assistant.types import Document

_JOINED = re.compile(r"[A-Z]\w*(?:-[A-Z]\w*)+$")
_ACRONYM = re.compile(r"\b(?:[A-Z]\.?){2,5}(?![\w])")


Mentions = Callable[[str], bool]


def nowhere(_: str) -> bool:
    """For a corpus of which no more is known than the documents at hand."""
    return False


def absent_names(named: Sequence[str], documents: Iterable[Document], mentions: Mentions = nowhere) -> tuple[str, ...]:
    """Those of the names in a question that occur in no document, not even as adjective, plural or acronym.

    `mentions` tells whether other documents have a word. Of a name of several words the rarest decides ("North
    Macedonia" is not found by "North"); of names that hyphens join ("US-South Korean") any.
    """
    if not named:
        return ()
    texts = [f"{document.title or ''}\n{document.text}" for document in documents]
    known = {plain_name(word) for text in texts for word in words(text)}
    known |= {stem(word) for word in known}
    return tuple(name for name in named if not _is_known(name, known, texts, mentions))


def naming(named: Sequence[str], candidates: Sequence[Candidate], rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Those of `rows` whose articles have every one of the names.

    Names in small letters do not count: which words are names is a guess there.
    """
    named = [name for name in named if not name.islower()]
    if not named:
        return rows
    documents = {candidates[int(row)].hit.document.id: candidates[int(row)].hit.document for row in rows}
    lacking = {key for key, document in documents.items() if absent_names(named, [document])}
    return np.array([row for row in rows if candidates[int(row)].hit.document.id not in lacking], dtype=np.intp)


def _is_known(name: str, known: set[str], texts: list[str], mentions: Mentions) -> bool:
    if identifiers(name):
        return any(has_identifier(name, text) for text in texts) or mentions(name)
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


def _by_initials(name: str, parts: list[str], known: set[str], texts: list[str]) -> bool:
    if len(parts) > 1:
        return initials(" ".join(parts)) in known
    letters = name.replace(".", "")
    if not (_ACRONYM.fullmatch(name) and letters.isupper()):
        return letters.lower() in known
    spelled = re.compile(r"\b" + r"\w+ (?:of |the |for |and )*".join(letters) + r"\w+")
    return any(spelled.search(text) for text in texts)
