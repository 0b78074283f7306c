"""What must agree between a sentence and its evidence before closeness counts: dates, numbers, names, negation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answering.checking.names import name_problems, names_nowhere
from assistant.answering.checking.translated import foreign_details
from assistant.answering.checking.worked_out import follows, is_small
from assistant.dates.written.phrases import WrittenDate, written_dates, written_months, written_weekdays
from assistant.text.numbers import numbers, without
from assistant.text.wording import is_negation
from assistant.text.words import content_stems, is_foreign, stem, word_set, words
from assistant.types import DateRange

_SOURCE_NOUNS = "of them|passages?|articles?|sources?|reports?|documents?|accounts?|texts?"
_COUNTED_SOURCES = re.compile(
    rf"(?<![\w-])(?:two|three|four|five|several)\s+(?:\w+\s+){{0,2}}?(?:{_SOURCE_NOUNS})\b", re.IGNORECASE
)
_LEAST = {"both": 2, "two": 2, "several": 2, "multiple": 2, "three": 3, "four": 4, "five": 5}
_AGREEING_SOURCES = re.compile(
    rf"\b({'|'.join(_LEAST)})\s+(?:\w+\s+){{0,2}}?(?:{_SOURCE_NOUNS}|outlets?|agencies|newspapers|papers|publications)\b",
    re.IGNORECASE,
)
_THE_TWO = re.compile(
    r"\b(?:the|these|those) two (?:countr|nation|side|leader|government|allies|parties|state|neighbo|men\b|women\b)",
    re.IGNORECASE,
)
_SPAN_OF_TIME = re.compile(r"(?<![\w-])-*+([\w-]++)\s++(day|week)s?\b", re.IGNORECASE)
_PARTICLE = re.compile(r"^(?:no|yes|not exactly)\b[,.:;!]?\s*", re.IGNORECASE)
# Words that deny without being negations: "without any" for "no", "declined to" for "did not".
_DENIES = re.compile(
    r"without|withh[eo]ld|lack\w*|fail\w*|refus\w*|den(?:y|ied|ies|ying)|declin\w*|reject\w*|dismiss\w*|avoid\w*|await\w*"
    r"|refrain\w*|cease\w*|suspend\w*|cancel\w*|oppos\w*|absen\w+|prohibit\w*|bann?(?:ed|s)|forbid\w*|forbad\w*|stop\w*"
    r"|halt\w*|prevent\w*|hardly|rarely|barely|few|little|un(?:able|aware|clear|known|likely|willing)|neither|against",
    re.IGNORECASE,
)
_MIRRORED = 0.8  # share of a sentence's words, one of them set aside, that its quote has
_FRAME = frozenset(content_stems(words("according article articles report reports reported passage source states")))
_INSTEAD = word_set("rather instead out ruled contrary than")  # "rather than", "out of the question"
_REACH = 8  # words behind a negation that it may govern
_BACK = 4  # and before it ("is prohibited")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known without a quote.

    `days` are single days (documents' dates, resolved phrases, today) and `periods` longer times. `context` is text
    whose names and years may be used: the passages quoted from, their titles and sources, the question.
    `with_lead` is the quotes with what stands right before them in their sentences: a "not" there belongs to them.
    `around` is the sentences that the quotes are parts of, `elsewhere` what the other passages say. `strict`: a
    passage quoted from gives orders to a model; `wary`: it addresses who reads it, as articles sometimes do.
    """

    days: frozenset[date] = frozenset()
    periods: tuple[DateRange, ...] = ()
    context: str = ""
    with_lead: tuple[str, ...] = ()
    around: str = ""
    elsewhere: str = ""
    strict: bool = False
    wary: bool = False


def disagreements(sentence: str, evidence: Sequence[str], known: Known) -> tuple[str, ...]:
    """What the quotes contradict or lack of `sentence`, in words that a model can act on; empty if nothing."""
    details = unknown_details(sentence, " ".join(evidence), known)
    return (*details, *_negation(sentence, known.with_lead or evidence))


def sources_counted(sentence: str) -> int:
    """How many sources a sentence says it has at least ("three independent reports": 3); 0 where it counts none."""
    return max((_LEAST[match[1].lower()] for match in _AGREEING_SOURCES.finditer(sentence)), default=0)


def unknown_details(sentence: str, evidence: str, known: Known) -> tuple[str, ...]:
    """The dates, numbers and names of `sentence` that the evidence does not have, in the same words."""
    if is_foreign(sentence) or is_foreign(evidence):
        days = {float(part) for day in known.days for part in (day.day, day.year)}
        return tuple(foreign_details(sentence, f"{evidence}\n{known.context}", days))
    return (
        *unknown_days_and_numbers(sentence, evidence, known),
        *name_problems(sentence, evidence, known.context, known.around),
    )


def invented(sentence: str, evidence: str, known: Known) -> tuple[str, ...]:
    """The numbers and names of `sentence` that stand neither in the evidence nor around it, nor follow from it.

    They are sure enough to refuse a sentence that is otherwise right: what `unknown_details` says beyond is a doubt.
    """
    around = f"{evidence}\n{known.around}\n{known.context}"
    if is_foreign(sentence) or is_foreign(evidence):
        return unknown_details(sentence, evidence, known)
    strange = [
        value
        for value in _strange_numbers(sentence, around, known)
        if not is_small(value) and not follows(value, sentence, around)
    ]
    said = f"{evidence}\n{known.around}"
    days: list[str] = []
    if mirrors(sentence, said):  # all else is the quote's: then its numbers and days are, too
        days = _strange_dates(sentence, said, known)
        strange += [
            value
            for value in _strange_numbers(sentence, said, known)
            if value not in strange and not follows(value, sentence, said, plainly=True)
        ]
    return (
        *days,
        *(f"the number {value:g} is not in the quote" for value in strange),
        *(f"the name {name!r} is in no passage" for name in names_nowhere(sentence, f"{around}\n{known.elsewhere}")),
        *(_denials(sentence, known.with_lead or [evidence]) if mirrors(sentence, said) else ()),
    )


def _denials(sentence: str, quotes: Sequence[str]) -> list[str]:
    """As `_negation`, where one side denies and the other has no word that could."""
    if ", not " in sentence or any(", not " in quote for quote in quotes):  # "57, not 51" says both
        return []
    ours, theirs = words(sentence), words(" ".join(quotes))
    return _negation(sentence, quotes) if _may_deny(ours) != _may_deny(theirs) else []


def _may_deny(tokens: Sequence[str]) -> bool:
    return any((is_negation(word) and word.lower() != "without") or word.lower() in _INSTEAD for word in tokens)


def denies(word: str) -> bool:
    """Whether a word denies: a negation, or one such as "refuse", "without" and "lack"."""
    return is_negation(word) or _DENIES.fullmatch(word) is not None


def mirrors(sentence: str, said: str) -> bool:
    """Whether nearly all content words of `sentence` are those of `said`, so that it is about the same deed.

    One may be another word: the one that is turned round, where one is.
    """
    ours = [word for word in content_stems(words(sentence)) if word not in _FRAME]
    theirs = set(content_stems(words(said)))
    missing = sum(word not in theirs for word in ours)
    return max(missing - 1, 0) <= (1 - _MIRRORED) * len(ours)


def unknown_days_and_numbers(sentence: str, evidence: str, known: Known) -> list[str]:
    """The days and numbers of `sentence` that neither the evidence nor the calendar has, in the same words."""
    problems = _strange_dates(sentence, evidence, known)
    if written_weekdays(sentence) - written_weekdays(evidence) - {day.weekday() for day in known.days}:
        problems.append("the day of the week is not in the quote")
    strange = _strange_numbers(sentence, evidence, known)
    return problems + [f"the number {value:g} is not in the quote" for value in strange]


def _strange_numbers(sentence: str, evidence: str, known: Known) -> list[float]:
    """The numbers of `sentence`, without those of dates, that neither the evidence nor the calendar has."""
    claimed = written_dates(sentence)
    allowed = numbers(evidence) | {1.0} | {float(day.year) for day in known.days}
    allowed |= {value for value in numbers(known.context) if 1500 <= value <= 2100}  # years
    if written_months(sentence):
        allowed |= {float(day.day) for day in known.days}
    counted = _without_spans_of_time(without(sentence, claimed), known)
    for pattern in (_COUNTED_SOURCES, _THE_TWO):
        counted = pattern.sub(" ", counted)
    return sorted(numbers(counted) - allowed)


def _strange_dates(sentence: str, evidence: str, known: Known) -> list[str]:
    shown = written_dates(evidence)
    return [
        f"the date {sentence[one.start : one.end]!r} is not in the quote"
        for one in written_dates(sentence)
        if not _date_agrees(one, evidence, shown, known)
    ]


def _date_agrees(claimed: WrittenDate, evidence: str, shown: Sequence[WrittenDate], known: Known) -> bool:
    if any(claimed.fits(day) for day in known.days) or any(claimed.agrees(one) for one in shown):
        return True
    if any(claimed.fits(day) for period in known.periods for day in period.each_day()):
        return True
    there = numbers(evidence) | {float(day.year) for day in known.days}  # "March 8-17"
    parts = [float(part) for part in (claimed.day, claimed.year) if part is not None]
    return claimed.month in written_months(evidence) and all(part in there for part in parts)


def _without_spans_of_time(text: str, known: Known) -> str:
    """`text` without "three days" where two known days lie that far apart."""
    apart = {abs((one - other).days) for one in known.days for other in known.days}

    def blank(match: re.Match[str]) -> str:
        length = 7 if match.group(2).lower() == "week" else 1
        return " " if any(int(value) * length in apart for value in numbers(match.group(1))) else match.group()

    return _SPAN_OF_TIME.sub(blank, text)


def _negation(sentence: str, evidence: Sequence[str]) -> list[str]:
    """A negation in the sentence must have its like in a quote that speaks of the same thing, and the other way."""
    claim = words(_PARTICLE.sub("", sentence))
    quotes = [words(quote) for quote in evidence]
    for scope in _negated(claim):
        on_it = [quote for quote in quotes if scope <= set(content_stems(quote))]
        if on_it and not any(_denies(quote, scope) for quote in on_it):
            return ["the sentence denies what the quote says"]
    for scope in {scope for quote in quotes for scope in _negated(quote)}:
        says_it = scope <= set(content_stems(claim)) and not _denies(claim, scope)
        if says_it and not any(scope <= set(content_stems(quote)) and not _denies(quote, scope) for quote in quotes):
            return ["the quote denies what the sentence says"]
    return []


def _negated(tokens: Sequence[str]) -> set[frozenset[str]]:
    """For each negation the two content words that follow it; the nearest before it where the sentence ends first."""
    scopes = set()
    for at, word in enumerate(tokens):
        if is_negation(word):
            scopes.add(frozenset((content_stems(tokens[at + 1 :]) + content_stems(reversed(tokens[:at])))[:2]))
    return {scope for scope in scopes if len(scope) == 2}


def _denies(tokens: Sequence[str], scope: frozenset[str]) -> bool:
    """Whether a negation, or a word that denies and is not itself meant, stands near one of the words of `scope`."""
    for at, word in enumerate(tokens):
        negation = is_negation(word)
        if negation or (_DENIES.fullmatch(word) and stem(word) not in scope):
            governed = tokens[at if negation else max(at - _BACK, 0) : at + _REACH + 1]
            if not scope.isdisjoint(content_stems(governed)):
                return True
    return False
