"""Whether the names in a sentence are those of its evidence."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.dates.vocabulary import CALENDAR_WORDS
from assistant.dates.written.phrases import written_dates
from assistant.text.numbers import without
from assistant.text.spelling import identifiers, initials, is_among, plain_name
from assistant.text.words import STOP_WORDS, names, rarity, word_set, words

_US = word_set("us american americans america united states usa washington")
_NAMES_US = re.compile(r"\bU\.?S\b|\bUnited States\b|\bAmericans?\b|\bUSA\b")
_CAPITALISED_RUN = re.compile(r"\b[A-Z]\w+(?:\s+[A-Z]\w+){1,5}")
_RARE = 0.75  # by `rarity`: "officials" .62, "Putin" .94
_NEAR = 8  # words
_GLUE = word_set("a an the and or of in on at to by for from with as s")
_NO_NAMES = STOP_WORDS | CALENDAR_WORDS
# What a writer who knows the world says of a place or a sum that a text names otherwise; not enough to refuse.
_OF_THE_WORLD = word_set(
    """african american arab asian australian austrian belgian brazilian british canadian chinese czech danish dutch
    eastern egyptian english european finnish french german greek hungarian indian iranian iraqi irish israeli italian
    japanese korean latin mexican nordic northern norwegian palestinian polish portuguese romanian russian scottish
    southern spanish swedish swiss turkish ukrainian welsh western
    chf cny czk dkk eur gbp inr jpy nok pln rub sek usd gdp pm tv ceo cfo mw gw kwh km mps"""
)


def name_problems(sentence: str, evidence: str, context: str, around: str = "") -> list[str]:
    """What is wrong with the names of `sentence`, in words that a model can act on; empty if nothing.

    A name must stand in the evidence, or at least in the context (the passages quoted from, the question). A name of
    the context must not take the place of another one, be it in the quote ("Austin said" for "Blinken said") or in
    the rest of its sentence, `around`, if that has other names only. Forms of one name are one (Japan, Japanese; UN,
    United Nations).
    """
    claim = without(sentence, written_dates(sentence))
    near, far = _forms(evidence), _forms(context)
    context_words = words(context)
    lower = {word for word in context_words if word.islower()}
    known_names = {word for word in context_words if word[:1].isupper() and word.lower() not in lower}
    opening = claim.lstrip("“\"‘'(")
    missing: list[str] = []
    distant: list[str] = []
    for name in capitalised(_without_initialled(claim, near | far)):
        if _has(name, near):
            continue
        if opening.startswith(name) and name not in known_names and not _looks_like_name(opening):
            continue
        (distant if _has(name, far) else missing).append(name)
    said = _forms(claim)
    ours = _beside(claim, lambda name: name in distant)
    theirs = _beside(evidence, lambda name: not _has(name, said))
    problems = [f"the name {name!r} is not in the quote" for name in missing]
    problems += [f"the quote names {theirs[place]!r}, not {ours[place]!r}" for place in ours.keys() & theirs.keys()]
    beside_quote = _forms(around)
    strange = [name for name in distant if not _has(name, beside_quote)]
    others = capitalised(" ".join(names(around)))
    replaced = [name for name in others if not _has(name, said) and not _has(name, near)]
    if around and strange and replaced:
        problems.append(f"the sentence quoted from speaks of {replaced[0]!r}, not of {strange[0]!r}")
    return list(dict.fromkeys(problems))


def names_nowhere(sentence: str, text: str) -> list[str]:
    """The names of `sentence` that `text` has in no form; its first word may have its capital from there alone."""
    claim = without(sentence, written_dates(sentence))
    there = _forms(text)
    opening = claim.lstrip("“\"‘'(")
    found = capitalised(_without_initialled(claim, there))
    strange = [name for name in found if not _has(name, there) and not opening.startswith(name)]
    return [name for name in strange if not all(part.lower() in _OF_THE_WORLD for part in name.split("-"))]


def capitalised(text: str) -> list[str]:
    """The words of `text` that may be names: capitalised, and neither grammar nor the calendar's."""
    return [word for word in words(text) if word[:1].isupper() and len(word) > 1 and word.lower() not in _NO_NAMES]


def _looks_like_name(opening: str) -> bool:
    """Whether the first word of a sentence, which has its capital from there, is a name all the same."""
    first, second = [*words(opening), "", ""][:2]
    ordinary = first.endswith(("s", "ly", "ing", "ed")) or rarity(first) < _RARE
    return second[:1].isupper() or not ordinary


def _without_initialled(text: str, forms: set[str]) -> str:
    """`text` without names whose initials are known: "United Nations" where the source writes "UN"."""
    return _CAPITALISED_RUN.sub(lambda run: " " if initials(run.group(), STOP_WORDS) in forms else run.group(), text)


def _forms(text: str) -> set[str]:
    """All words in small letters and without stops, the initials of names, and the ways to write the United States."""
    forms = {plain_name(part) for word in words(text) for part in (word, *word.split("-"))}
    forms |= {_without_signs(one) for one in identifiers(text)}
    forms |= {initials(run, STOP_WORDS) for run in _CAPITALISED_RUN.findall(text)}
    return forms | (_US if _NAMES_US.search(text) else set())


def _has(name: str, forms: set[str]) -> bool:
    return all(is_among(part, forms) for part in name.split("-")) or _without_signs(name) in forms


def _without_signs(identifier: str) -> str:
    return "".join(filter(str.isalnum, identifier)).lower()


def _beside(text: str, wanted: Callable[[str], bool]) -> dict[tuple[str, str], str]:
    """For the names that are wanted, the nearest word on either side that is neither a name nor mere grammar."""
    tokens = words(text)
    capitals = set(capitalised(text))
    beside: dict[tuple[str, str], str] = {}
    for at, name in enumerate(tokens):
        if name not in capitals or not wanted(name):
            continue
        for side, others in (
            ("before", reversed(tokens[max(at - _NEAR, 0) : at])),
            ("after", iter(tokens[at + 1 : at + 1 + _NEAR])),
        ):
            near = next((other for other in others if other not in capitals and other.lower() not in _GLUE), None)
            if near:
                beside[side, near.lower()] = name
    return beside
