"""Follow-up questions without a model: what to search for when a question leans on the ones before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.text.numbers import any_of
from assistant.text.words import AUXILIARIES, STOP_WORDS, content_terms, names, stem, words
from assistant.types import Turn

# Words that stand for something said before; and those that do so only in a question with little else in it.
_STANDS_FOR = re.compile(
    r"\b(?:it|they|them|its|their|theirs|this|these|those|(?<!said )(?<!say )(?<!says )that(?! the\b)"
    r"|hers|former|latter|same|such|above|which one|the others?|(?:someone|anyone|who|what|anything) else|instead"
    r"|ones?(?=\W*$)|afterwards?|thereafter|beforehand)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers|they|them|their|theirs)\b", re.IGNORECASE)
_PLACE = re.compile(r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b", re.IGNORECASE)
_WITH_LITTLE = re.compile(
    r"\b(?:then|ones?|else|other|another|more|too|also|previous|exactly|now|again)\b"
    r"|\bthe\b(?! \w+ (?:of|in|at|for)\b)",
    re.IGNORECASE,
)
_ALWAYS_CONTINUES = re.compile(
    r"\s*(?:(?:and|but|so|also|then)\b|(?:what|how) about\b|tell me more\b|go on\b|i mean(?:t)?\b)", re.IGNORECASE
)
# "From which province?", "by how many votes?": a question word and what it asks for, without a verb of its own.
_FRAGMENT = re.compile(
    r"\W*(?:(?:from|in|at|on|to|by|with|of|for|since|until)\s+)?"
    r"(?:who(?:m|se)?|what|which|when|where|why|how)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_HAS_VERB = re.compile(rf"\b{any_of(AUXILIARIES)}\b|['’]s\b", re.IGNORECASE)
_TURNS = 3  # turns that are followed back to the one that all of them lean on
_NAMES = 3  # of the answer, where a person or a place of it is meant
_READ = 4_000  # characters of a question or an answer that are read; somebody may paste a book
_LEAD = r"\W*+(?>(?:(?:and|but|so|or|then)\s++)*)"
_BARE = re.compile(
    rf"{_LEAD}(?P<word>(?:since |until |by )?(?:when|where|why|how (?:often|long)|how))"
    r"(?:\s+(?:was|is|were|are|did)\s+(?:that|this|it|they)(?:\s+happen)?)?\W*",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"{_LEAD}(?:(?:(?:since|until|by|in|at|from|to)\s+)?(?:who|whom|what|which|when|where|why|how)\b"
    rf"(?>(?:\s+(?:many|much|often|long|times))*)(?P<thing>(?:\s+\w+){{0,3}}?)\s+)?(?P<aux>{any_of(AUXILIARIES)}\b)",
    re.IGNORECASE,
)
_OTHER_NAME = re.compile(
    rf"(?i:{_LEAD}(?:(?:what|how) about\s+)?)(?:(?P<where>(?i:in|at|on|for|from|with|to|of|by))\s+)?"
    r"(?P<name>[A-Z][^?!.,]*+)[?!.\s]*+"
)
_POSSESSIVE = re.compile(r"\b(?:its|their)\b", re.IGNORECASE)
_ASKS_WHO = re.compile(r"\b(?:who|whom|whose|which|name)\b", re.IGNORECASE)
_ASKS_WHERE = re.compile(r"\b(?:where|which|what (?:city|town|country|place))\b", re.IGNORECASE)
_SHORT = 2  # content terms; a question with more of them and no pointer stands on its own


def is_follow_up(question: str, history: Sequence[Turn]) -> bool:
    """Whether the question needs the turns before it to be understood.

    It does when it only continues ("and when?"), when a word stands for something that it does not name itself ("why
    did he"), and when it is the stump of a question ("from which province?"). One with a subject of its own does not.
    """
    if not history:
        return False
    question = _read(question)
    terms = content_terms(question)
    if not terms or _STANDS_FOR.search(question) or _ALWAYS_CONTINUES.match(question) or _PLACE.search(question):
        return not _names_it_itself(question)
    if _PERSON.search(question):
        return not _names_it_itself(question)
    if len(terms) >= _SHORT or names(question):
        return False
    fragment = _FRAGMENT.match(question)
    return bool(_WITH_LITTLE.search(question)) or bool(fragment and not _HAS_VERB.search(fragment["rest"]))


def _names_it_itself(question: str) -> bool:
    """Whether a question names, before a pronoun, whom or what it stands for: "What did Kim say when he met Trump?"."""
    found = _PERSON.search(question) or _POSSESSIVE.search(question)
    return bool(found and names(question[: found.start()])) and not _ALWAYS_CONTINUES.match(question)


def search_text(question: str, history: Sequence[Turn]) -> str:
    """Return what to search for: the question, and for a follow-up what it leans on.

    “And in Japan?” and “why?” say the last question again with another name or question word. Behind other follow-ups
    stand the content words of the last question that they do not have themselves; where a person or a place of its
    answer is meant ("who is she"), names of the answer too. A last question that is a follow-up is taken as it was
    understood. A question that stands on its own carries nothing over, nor does a turn that found nothing.
    """
    if not is_follow_up(question, history):
        return question
    question = _read(question)
    found = [turn for turn in history if turn.paths] or list(history)
    earlier, last = found[:-1][-_TURNS:], found[-1]
    if again := _said_again(question, found[-_TURNS - 1 :]):
        return again
    asked = search_text(last.question, earlier)
    if earlier and len(content_terms(asked)) < _SHORT:  # it was no question of its own: "What then?"
        asked += " " + search_text(earlier[-1].question, earlier[:-1])
    known = {stem(word) for word in words(question)}
    carried: list[str] = []
    for term in (*content_terms(_read(asked)), *_meant_of_answer(question, asked, _read(last.answer))):
        stems = {stem(word) for word in words(term)}
        if not stems <= known:
            known |= stems
            carried.append(term)
    return f"{question} {' '.join(carried)}".strip()


def _meant_of_answer(question: str, asked: str, answer: str) -> list[str]:
    """Names of an answer that a follow-up may mean: of whom or where was asked, and "he" or "there" stands for it."""
    who = _PERSON.search(question) and _ASKS_WHO.search(asked)
    it = _STANDS_FOR.search(question) and not names(asked)
    where = _PLACE.search(question) and _ASKS_WHERE.search(asked)
    own = {stem(word) for word in words(asked)}
    new = [name for name in names(answer) if not {stem(word) for word in words(name)} <= own]
    return new[:_NAMES] if who or where else new[:1] if it else []


def _read(text: str) -> str:
    """The beginning of a text, with one space between its words: the patterns above are quadratic in a run of them."""
    return " ".join(text[:_READ].split())


def _said_again(question: str, history: Sequence[Turn]) -> str | None:
    """The last question with the question word, or the name, of a follow-up that has nothing else."""
    earlier = history[:-1][-_TURNS:]
    last = (_said_again(history[-1].question, earlier) if earlier else None) or history[-1].question
    if bare := _BARE.fullmatch(question):
        asked = _ASKED.match(last)
        if not asked:
            return None
        return f"{bare['word'].capitalize()} {asked['aux'].lower()}{asked['thing'] or ''}{last[asked.end() :]}"
    other = _OTHER_NAME.fullmatch(question)
    name = other["name"].strip() if other else ""
    if not other or names(f"_ {name}") != [name] or name in last:
        return None
    found = [each for each in names(f"_ {last}") if each.split()[0].lower() not in STOP_WORDS]
    if other["where"]:
        found = [each for each in found if f"{other['where']} {each}".lower() in last.lower()]
    return name.join(last.rsplit(found[0], 1)) if len(found) == 1 else None
