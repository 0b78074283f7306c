"""Which articles mention what a question names: words, phrases, and what joins them (and, or, but not)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from assistant.index.store.listing import Phrase
from assistant.text.folding import bare
from assistant.text.words import STOP_WORDS

if TYPE_CHECKING:
    from assistant.index.search.index import Index

_QUOTED = re.compile(r"[\"“„«]([^\"“”„»]+)[\"“”»]")
_JOINT = re.compile(r"(?>(?:(?<!\s)\s++)?)(?:(?:,\s*+)?\b(or|(?:and|but) not|and|but)\b\s*+|([,&])\s*+)", re.IGNORECASE)
_BOTH = re.compile(r"^\s*(?:both|either)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an?|any) ", re.IGNORECASE)


class Mentioned(NamedTuple):
    """The rows of the articles that mention what was asked, and what that is: ``“Japan” and “South Korea”``."""

    rows: set[int]
    what: str


def mentioned(text: str, index: Index) -> Mentioned:
    """Look for words in all articles: phrases in quotation marks as they are, others in singular and plural."""
    rows: set[int] = set()
    told = []
    for group in _groups(text):
        inside: set[int] | None = None
        outside: set[int] = set()
        words: list[str] = []
        without: list[str] = []
        for phrase, negated in group:
            found, parts = _find(phrase, index)
            (without if negated else words).extend(f"“{part}”" for part in parts)
            if negated:
                outside |= found
            else:
                inside = found if inside is None else inside & found
        rows |= (inside or set()) - outside
        told.append(" but not ".join(part for part in (" and ".join(words), " or ".join(without)) if part))
    return Mentioned(rows, " or ".join(told))


def _groups(text: str) -> list[list[tuple[Phrase, bool]]]:
    """The phrases of "Japan and “South Korea” or China but not Russia": any group may fit, and all of it."""
    groups: list[list[tuple[Phrase, bool]]] = [[]]
    negated = False
    for index, piece in enumerate(_QUOTED.split(_BOTH.sub("", text))):
        if index % 2:
            groups[-1].append((Phrase(piece.strip(), exact=True), negated))
            negated = False
            continue
        for words in re.split(r"(\x00[^\x00]+\x00)", _JOINT.sub(lambda found: f"\x00{found[1] or ','}\x00", piece)):
            joint = words.strip("\x00").casefold() if words.startswith("\x00") else ""
            if joint == "or" and groups[-1]:
                groups.append([])
            elif joint.endswith("not"):
                negated = True
            elif not joint and re.search(r"\w", words):
                groups[-1].append((Phrase(_ARTICLE.sub("", words.strip(" .?!'"))), negated))
                negated = False
    return [group for group in groups if group]


def _find(phrase: Phrase, index: Index) -> tuple[set[int], list[str]]:
    """The rows with a phrase, or where none has it and it is not quoted, with all of its runs of content words."""
    found = index.mentioning(phrase.words, exact=phrase.exact)
    runs = [] if found or phrase.exact else _runs(phrase.words)
    if len(runs) < 2:
        return found, [phrase.words]
    return set.intersection(*(index.mentioning(run) for run in runs)), runs


def _runs(text: str) -> list[str]:
    runs: list[list[str]] = [[]]
    for word in text.split():
        if bare(word).strip(".,'’") in STOP_WORDS:
            runs.append([])
        else:
            runs[-1].append(word)
    return [" ".join(run) for run in runs if run]
