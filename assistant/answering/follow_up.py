"""Follow-up questions without a model: what to search for when a question leans on the ones before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.terms import content_terms, names, stem
from assistant.types import Turn

# Words by which a question points back, and openings that only continue one.
_POINTS_BACK = re.compile(
    r"\b(he|she|it|they|him|her|his|hers|its|their|theirs|them|this|that|these|those|there|then|ones?|else|other|"
    r"another|same|such|former|latter|more|too|also|above|previous|instead|afterwards?|thereafter|beforehand)\b",
    re.IGNORECASE,
)
_ALWAYS_CONTINUES = re.compile(
    r"\s*(?:(?:and|but|so|also|then)\b|(?:what|how) about\b|tell me more\b|go on\b)", re.IGNORECASE
)
_CONTINUES = re.compile(
    r"\s*(?:(?:from|in|at|on|to|by|with|of|for)\s+(?=wh))?"
    r"(and|but|or|so|also|what about|how about|what of|what else|who else|why|how so|when|where|how|which|what|whom?"
    r"|whose|really"
    r"|tell me more|go on|more|any other|anything else)\b",
    re.IGNORECASE,
)
# Turns that are leaned on, and names of each answer; of 1, 2, 3, all and 0, 3, 6 these found most on MTRAG-UN.
_TURNS, _NAMES = 3, 6
_READ = 4_000  # characters of a turn; somebody may paste a book
_SHORT = 2  # content terms; a question with more of them and no pointer stands on its own


def is_follow_up(question: str, history: Sequence[Turn]) -> bool:
    """Whether the question needs the turns before it to be understood."""
    if not history:
        return False
    terms = content_terms(question)
    if not terms or _POINTS_BACK.search(question) or _ALWAYS_CONTINUES.match(question):
        return True
    return len(terms) < _SHORT and bool(_CONTINUES.match(question)) and not names(question)


def search_text(question: str, history: Sequence[Turn]) -> str:
    """Return what to search for: the question, and for a follow-up the terms of the turns it leans on.

    The question's own words come first and stand as they were asked. Content words of the last questions and some names
    of their answers follow, nearest turn first, each once. A question that stands on its own carries nothing over.
    """
    if not is_follow_up(question, history):
        return question
    known = {stem(term) for term in content_terms(question)}
    carried: list[str] = []
    for turn in reversed(history[-_TURNS:]):
        for term in (*content_terms(turn.question[:_READ]), *names(turn.answer[:_READ])[:_NAMES]):
            if stem(term) not in known:
                known.add(stem(term))
                carried.append(term)
    return f"{question} {' '.join(carried)}".strip()
