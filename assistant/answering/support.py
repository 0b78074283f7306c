"""Whether quotes carry a sentence: what must agree (numbers, dates, names, negation), then how close they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from assistant.answering.terms import STOP_WORDS, word_set
from assistant.answering.values import StatedDate, numbers, stated_dates, stated_months, stated_weekdays, without
from assistant.answering.wording import NEGATIONS, shared_start, words
from assistant.types import Embedder

THRESHOLD = 0.45

_COSINE_WEIGHT = 0.5
_SOURCE_NOUNS = "of them|passages?|articles?|sources?|reports?|documents?|accounts?|texts?"
_COUNTED_SOURCES = re.compile(
    rf"\b(?:two|three|four|five|both|several)\s+(?:\w+\s+){{0,2}}?(?:{_SOURCE_NOUNS})\b", re.IGNORECASE
)
_THE_TWO = re.compile(
    r"\b(?:the|these|those) two (?:countr|nation|side|leader|government|allies|parties|state|neighbo|men\b|women\b)",
    re.IGNORECASE,
)
_SPAN_OF_TIME = re.compile(r"\b([\w-]+)\s+(day|week)s?\b", re.IGNORECASE)
_PARTICLE = re.compile(r"^(?:no|yes|not exactly)\b[,.:;!]?\s*", re.IGNORECASE)
_SOFT_NEGATIONS = re.compile(
    r"\b(?:with(?:out|held)|lack\w*|fail\w*|refus\w*|den(?:y|ied|ies|ying)|declin\w*|reject\w*|dismiss\w*|avoid\w*"
    r"|await\w*|refrain\w*|cease\w*|suspend\w*|cancel\w*|oppos\w*|block\w*|absen\w+|prohibit\w*|ban(?:s|ned)?|forbid\w*|stop\w*|halt\w*|prevent\w*|hardly|rarely|little|few"
    r"|instead|empty|un(?:likely|able|known|clear|willing)|doubt\w*|undated|missing|not)\b",
    re.IGNORECASE,
)
_US = word_set("us u.s american americans america united states usa washington")
_NAMES_US = re.compile(r"\bU\.?S\b|\bUnited States\b|\bAmericans?\b|\bUSA\b")
_CAPITALISED_RUN = re.compile(r"\b[A-Z]\w+(?:\s+[A-Z]\w+){1,5}")
_SENTENCE_START = re.compile(r"(?:^|(?<=[.!?\n]\s)|(?<=[.!?]\W\s)|(?<=[“\"\n]))\w+")
_NO_NAMES = STOP_WORDS | word_set(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known without a quote: days (documents' dates, resolved phrases), and the words around the quotes.

    `days` counts single days; `periods` are (first, last); `context` is text whose names may be used: the passages
    quoted from, their titles and sources, the question.
    """

    days: frozenset[date] = frozenset()
    periods: tuple[tuple[date, date], ...] = ()
    context: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """`score` is 0..1; `disagreements` say what the evidence contradicts or lacks, in words a model can act on."""

    score: float
    disagreements: tuple[str, ...] = field(default=())

    @property
    def carried(self) -> bool:
        """Whether the sentence may be said."""
        return not self.disagreements and self.score >= THRESHOLD


def support(sentence: str, evidence: Sequence[str], known: Known, embedder: Embedder) -> Support:
    """Return how well `evidence` (the source's own words, one string a quote) carries `sentence`.

    The score is the mean of the cosine between sentence and evidence (the best of: each quote, all together) and the
    share of the sentence's content words that the evidence has, by stem.
    """
    joined = " ".join(evidence)
    disagreements = (
        *_dates_and_numbers(sentence, joined, known),
        *_names(sentence, joined, known),
        *_negation(sentence, joined),
    )
    return Support(_similarity(sentence, evidence, known, embedder), disagreements)


def _similarity(sentence: str, evidence: Sequence[str], known: Known, embedder: Embedder) -> float:
    texts = [sentence, *evidence, *([" ".join(evidence)] if len(evidence) > 1 else [])]
    vectors = embedder.embed(texts)
    cosine = max(float(max(vectors[1:] @ vectors[0])), 0.0)
    return _COSINE_WEIGHT * cosine + (1 - _COSINE_WEIGHT) * covered(sentence, " ".join(evidence), known.context)


def covered(sentence: str, evidence: str, context: str = "") -> float:
    """The share of the sentence's content words that stand in the evidence; in the context only they count half."""
    terms = [term for term in map(_stem, words(_plain_claim(sentence))) if term]
    if not terms:
        return 0.0
    near = {_stem(word) for word in words(evidence)}
    far = {_stem(word) for word in words(context)}
    return sum(1.0 if term in near else 0.5 if term in far else 0.0 for term in terms) / len(terms)


_FRAME = re.compile(
    r"\b(?:according to|an?|the|this|that|another|same|undated|article|passage|source|report|document|dated?|says?|said"
    r"|reports?|reported|adds?|states?|notes?|counts?|puts?|sources|passages|articles|accounts|others?|one"
    r"|disagree\w*|differ\w*|while|whereas)\b",
    re.IGNORECASE,
)


def _plain_claim(sentence: str) -> str:
    """The sentence without what frames it ("According to an article of 24 March 2021") and without dates."""
    return _FRAME.sub(" ", without(sentence, stated_dates(sentence)))


@cache
def _stem(word: str) -> str:
    lowered = word.lower().removesuffix("'s")
    if lowered in STOP_WORDS:
        return ""
    for suffix in ("ations", "ation", "ings", "ing", "ies", "ers", "ed", "es", "er", "ly", "s", "e"):
        if lowered.endswith(suffix) and len(lowered) - len(suffix) >= 4:
            return lowered[: -len(suffix)]
    return lowered


def _dates_and_numbers(sentence: str, evidence: str, known: Known) -> list[str]:
    claimed, shown = stated_dates(sentence), stated_dates(evidence)
    problems = [
        f"the date {sentence[one.start : one.end]!r} is not in the quote"
        for one in claimed
        if not _date_agrees(one, evidence, shown, known)
    ]
    weekdays = stated_weekdays(sentence) - stated_weekdays(evidence) - {day.weekday() for day in known.days}
    if weekdays:
        problems.append("the day of the week is not in the quote")
    counted = _THE_TWO.sub(" ", _COUNTED_SOURCES.sub(" ", _without_known_spans(without(sentence, claimed), known)))
    allowed = numbers(evidence) | {1.0} | {float(day.year) for day in known.days}
    allowed |= {value for value in numbers(known.context) if _is_year(value)}
    if stated_months(sentence):
        allowed |= {float(day.day) for day in known.days}
    problems += [f"the number {value:g} is not in the quote" for value in sorted(numbers(counted) - allowed)]
    return problems


def _date_agrees(claimed: StatedDate, evidence: str, shown: Sequence[StatedDate], known: Known) -> bool:
    if any(claimed.fits(day) for day in known.days) or any(claimed.agrees(one) for one in shown):
        return True
    if any(claimed.fits(first + timedelta(n)) for first, last in known.periods for n in range((last - first).days + 1)):
        return True
    there = numbers(evidence) | {float(day.year) for day in known.days}
    parts = [float(part) for part in (claimed.day, claimed.year) if part is not None]
    return claimed.month in stated_months(evidence) and all(part in there for part in parts)


def _is_year(value: float) -> bool:
    return value.is_integer() and 1500 <= value <= 2100


def _without_known_spans(text: str, known: Known) -> str:
    """Without "three days" where two known days lie that far apart."""
    days = sorted(known.days)
    apart = {abs((a - b).days) for a in days for b in days}

    def blank(match: re.Match[str]) -> str:
        count = numbers(match.group(1))
        length = 7 if match.group(2).lower() == "week" else 1
        return " " if any(int(value) * length in apart for value in count) else match.group()

    return _SPAN_OF_TIME.sub(blank, text)


def _names(sentence: str, evidence: str, known: Known) -> list[str]:
    """Names that stand neither in the quotes nor near them, or in the place of another name of the quotes."""
    claim = without(sentence, stated_dates(sentence))
    near, far = _name_forms(evidence), _name_forms(known.context)
    elsewhere = set(_capitalised(_SENTENCE_START.sub(" ", known.context)))
    missing = []
    for word in _capitalised(claim):
        opens = claim.lstrip("“\"‘'(").startswith(word)
        if _has(word, near) or (opens and word not in elsewhere):
            continue
        if not _has(word, far):
            missing.append(word)
    return [f"the name {word!r} is not in the quote" for word in dict.fromkeys(missing)]


def _capitalised(text: str) -> list[str]:
    return [
        word.removesuffix("'s")
        for word in words(text)
        if word[:1].isupper() and len(word) > 1 and word.lower() not in _NO_NAMES
    ]


def _name_forms(text: str) -> set[str]:
    """All words in small letters, the initials of names, and the ways to write the United States."""
    tokens = words(text)
    forms = {part for word in tokens for part in (word.lower().removesuffix("'s"), *word.lower().split("-"))}
    forms |= {initials.lower() for initials in _initials(text)}
    return forms | (_US if _NAMES_US.search(text) else set())


def _initials(text: str) -> list[str]:
    return ["".join(word[0] for word in match.split()) for match in _CAPITALISED_RUN.findall(text)]


def _has(word: str, forms: set[str]) -> bool:
    lowered = word.lower().replace(".", "")
    if lowered in forms or word.lower() in forms or lowered.rstrip("s") in forms:
        return True
    return all(part in forms or any(_akin(part, form) for form in forms) for part in lowered.split("-"))


def _akin(name: str, form: str) -> bool:
    """Whether two words are forms of one name, such as Japan and Japanese."""
    shared = shared_start(name, form)
    return shared >= 4 and shared >= 0.6 * max(len(name), len(form))


def _negation(sentence: str, evidence: str) -> list[str]:
    claim = _PARTICLE.sub("", sentence)
    claimed, shown = _negated_terms(claim), _negated_terms(evidence)
    problem = "the quote and the sentence differ in a negation"
    for mine, other in ((claimed, evidence), (shown, claim)):
        others = [stem for stem in map(_stem, words(other)) if stem]
        other_negated = bool(set(map(str.lower, words(other))) & NEGATIONS) or _SOFT_NEGATIONS.search(other)
        for scope in mine:
            if len(scope) >= 2 and all(term in others for term in scope) and not other_negated:
                return [problem]
    return []


def _negated_terms(text: str) -> list[tuple[str, ...]]:
    """For each negation the content words that follow it, three at most."""
    found = []
    tokens = words(text)
    for at, word in enumerate(tokens):
        if word.lower() in NEGATIONS or word.lower().endswith("n't"):
            scope = [stem for stem in map(_stem, tokens[at + 1 :]) if stem][:3]
            found.append(tuple(scope))
    return found
