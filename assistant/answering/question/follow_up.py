"""Follow-up questions without a model: what to search for when a question leans on the ones before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.text.numbers import any_of
from assistant.text.words import AUXILIARIES, STOP_WORDS, content_terms, names, stem
from assistant.types import Turn

# Words by which a question points back, and openings that only continue one.
_POINTS_BACK = re.compile(
    r"\b(he|she|it|they|him|her|his|hers|its|their|theirs|them|this|that|these|those|there|then|ones?|else|other|"
    r"another|same|such|former|latter|more|too|also|above|previous|instead|afterwards?|thereafter|beforehand)\b",
    re.IGNORECASE,
)
_ALWAYS_CONTINUES = re.compile(
    r"\s*(?:(?:and|but|so|also|then)\b|(?:what|how) about\b|tell me more\b|go on\b|i mean(?:t)?\b)", re.IGNORECASE
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
_READ = 4_000  # characters of a question or an answer that are read; somebody may paste a book
_LEAD = r"\W*(?:(?:and|but|so|or|then)\s+)*"
_BARE = re.compile(
    rf"{_LEAD}(?P<word>(?:since |until |by )?(?:when|where|why|how (?:often|long)|how))"
    r"(?:\s+(?:was|is|were|are|did)\s+(?:that|this|it|they)(?:\s+happen)?)?\W*",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"{_LEAD}(?:(?:(?:since|until|by|in|at|from|to)\s+)?(?:who|whom|what|which|when|where|why|how)\b(?:\s+\w+){{0,3}}?\s+)?"
    rf"(?P<aux>{any_of(AUXILIARIES)}\b)",
    re.IGNORECASE,
)
_OTHER_NAME = re.compile(
    rf"(?i:{_LEAD}(?:(?:what|how) about\s+)?)(?:(?P<where>(?i:in|at|on|for|from|with|to|of|by))\s+)?"
    r"(?P<name>[A-Z][^?!.,]*?)\s*[?!.]*\s*"
)
_SHORT = 2  # content terms; a question with more of them and no pointer stands on its own


def is_follow_up(question: str, history: Sequence[Turn]) -> bool:
    """Whether the question needs the turns before it to be understood."""
    if not history:
        return False
    question = _read(question)
    terms = content_terms(question)
    if not terms or _POINTS_BACK.search(question) or _ALWAYS_CONTINUES.match(question):
        return True
    return len(terms) < _SHORT and bool(_CONTINUES.match(question)) and not names(question)


def search_text(question: str, history: Sequence[Turn]) -> str:
    """Return what to search for: the question, and for a follow-up what it leans on.

    “And in Japan?” and “why?” say the last question again with another name or question word. Of other follow-ups
    their own words come first, as they were asked; content words of the last questions and some names of their answers
    follow, nearest turn first, each once. A question that stands on its own carries nothing over, and nothing is
    carried over from turns that found nothing.
    """
    if not is_follow_up(question, history):
        return question
    question = _read(question)
    found = [turn for turn in history if turn.paths] or history
    history = [replace(turn, question=_read(turn.question), answer=_read(turn.answer)) for turn in found[-_TURNS - 1 :]]
    if again := _said_again(question, history):
        return again
    known = {stem(term) for term in content_terms(question)}
    carried: list[str] = []
    for turn in reversed(history[-_TURNS:]):
        for term in (*content_terms(turn.question), *names(turn.answer)[:_NAMES]):
            if stem(term) not in known:
                known.add(stem(term))
                carried.append(term)
    return f"{question} {' '.join(carried)}".strip()


def _read(text: str) -> str:
    """The beginning of a text, with one space between its words: the patterns above are quadratic in a run of them."""
    return " ".join(text[:_READ].split())


def _said_again(question: str, history: Sequence[Turn]) -> str | None:
    """The last question with the question word, or the name, of a follow-up that has nothing else."""
    earlier = history[:-1][-_TURNS:]
    last = (_said_again(history[-1].question, earlier) if earlier else None) or history[-1].question
    if bare := _BARE.fullmatch(question):
        asked = _ASKED.match(last)
        return f"{bare['word'].capitalize()} {asked['aux'].lower()}{last[asked.end() :]}" if asked else None
    other = _OTHER_NAME.fullmatch(question)
    named = names(f"_ {other['name']}") if other else []
    if not other or named != [other["name"].strip()] or other["name"] in last:
        return None
    found = [name for name in names(f"_ {last}") if name.split()[0].lower() not in STOP_WORDS]
    if other["where"]:
        found = [name for name in found if f"{other['where']} {name}".lower() in last.lower()]
    return other["name"].join(last.rsplit(found[0], 1)) if len(found) == 1 else None
