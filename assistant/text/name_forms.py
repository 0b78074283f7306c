"""Whether two words are forms of one word ("directed", "director") or of one name ("Japan", "Japanese")."""

from __future__ import annotations

from collections.abc import Collection

from assistant.text.spelling import plain_spelling
from assistant.text.words import stem, word_set

# Names of countries and their adjectives that do not begin alike; "us" as initials are written without stops.
_TOGETHER = (
    "france french", "spain spanish", "netherlands dutch holland", "wales welsh",
    "uk britain british england english", "us usa america american americans", "greece greek", "poland polish poles",
    "turkey turkish turks", "denmark danish danes",
)  # fmt: skip
_GROUPS = [frozenset(map(plain_spelling, word_set(group))) for group in _TOGETHER]
_GROUP = {word: group for group in _GROUPS for word in group}
_ALIKE, _ALIKE_LETTERS = 0.6, 5  # share of the longer word, and letters, that forms of a word have in common
_PREFIX = 4  # letters that "Korea" and "Korean", "Russia" and "Russian" share at least
_ENDING = 4  # letters by which such words may differ in length


def same_word(one: str, other: str) -> bool:
    """Whether two words are forms of one: they have their stem in common, or most of their letters from the start."""
    one, other = one.lower(), other.lower()
    if stem(one) == stem(other):
        return True
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= max(_ALIKE_LETTERS, _ALIKE * max(len(one), len(other)))


def same_name(one: str, other: str) -> bool:
    """Whether two words are forms of one name: of one word, or a country and its adjective, or initials and stops."""
    one, other = plain_name(one), plain_name(other)
    if other in _GROUP.get(one, ()) or same_word(one, other):
        return True
    shorter, longer = sorted((one, other), key=len)
    root = shorter[: max(_PREFIX, len(shorter) - 1)]  # without the last letter: "Russia", "Russian"
    return len(shorter) >= _PREFIX and len(longer) - len(shorter) <= _ENDING and longer.startswith(root)


def is_among(name: str, words: Collection[str]) -> bool:
    """Whether a form of a name is among `words`, which are spelled alike and without stops (`plain_name`)."""
    name = plain_name(name)
    if name in words or stem(name) in words or not _GROUP.get(name, frozenset()).isdisjoint(words):
        return True
    start = name[:_PREFIX]
    return len(start) == _PREFIX and any(word.startswith(start) and same_name(name, word) for word in words)


def plain_name(name: str) -> str:
    """A name in the one spelling of all that it may have, without stops: "U.S." is "us"."""
    return plain_spelling(name.replace(".", ""))


def initials(name: str, leaving_out: Collection[str] = ()) -> str:
    """The initials of a name of several words, in lower case: "un" of "United Nations"."""
    return "".join(word[0] for word in name.split() if word.lower() not in leaving_out).lower()
