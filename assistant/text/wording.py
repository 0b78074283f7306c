"""Negations, and when two wordings differ in nothing that matters."""

from __future__ import annotations

from difflib import SequenceMatcher

from assistant.text.numbers import numbers
from assistant.text.speech import IRREGULAR
from assistant.text.spelling import same_word
from assistant.text.words import stem, word_set, words

NEGATIONS = word_set(
    "no not nor never none nobody nothing nowhere neither without cannot can't don't doesn't didn't won't wouldn't "
    "isn't aren't wasn't weren't hasn't haven't hadn't shouldn't couldn't mustn't ain't needn't"
)
_FUNCTION_WORDS = word_set("a an the that which who also and then just")


def is_negation(word: str) -> bool:
    """Whether a word turns a statement round ("not", "never", "won't")."""
    return word.lower() in NEGATIONS


def base(word: str) -> str:
    """The stem of a word; of an irregular verb in the past that of its bare form."""
    return stem(IRREGULAR.get(word.lower(), word))


def harmless_difference(quote: str, source: str) -> bool:
    """Whether two wordings differ only in articles and word endings.

    Numbers, names, negations and content words that are missing, added or replaced are never harmless:
    "increased" for "decreased" is two letters and the opposite meaning.
    """
    ours, theirs = words(quote), words(source)
    matcher = SequenceMatcher(None, [w.lower() for w in ours], [w.lower() for w in theirs], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        left, right = ours[i1:i2], theirs[j1:j2]
        if len(left) == len(right) and all(map(_same_meaning, left, right)):
            continue
        if any(word.lower() not in _FUNCTION_WORDS for word in left + right):
            return False
    return True


def _same_meaning(left: str, right: str) -> bool:
    if any(numbers(word) or is_negation(word) for word in (left, right)):
        return False
    if left[:1].isupper() and right[:1].isupper():  # a name is spelt as the source spells it
        return left.lower() == right.lower()
    if left.lower() in _FUNCTION_WORDS and right.lower() in _FUNCTION_WORDS:
        return True
    return same_word(left, right)
