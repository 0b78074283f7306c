"""How well quotes carry a sentence, and from which score on it may be said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.checking.agreement import Known, disagreements
from assistant.answering.checking.translated import in_two_languages, shares_a_fact
from assistant.dates.written.phrases import written_dates
from assistant.text.numbers import without
from assistant.text.words import STOP_WORDS, content_stems, rarity, stem, words
from assistant.types import Embedder

# On WiCE dev (1,043 claims, 342 of them supported; bench/wice.py) the score has AUROC .844, the cosine with the nearest
# evidence sentence .682. Agreement and this threshold together let through claims of which 63 % are supported, 77 % of
# the supported and 3 % of those not supported at all; most others are supported in part. Of 101 sentences of 48
# real drafts, all true, 98 pass (bench/drafts.py); higher thresholds lose more of them than they keep out.
THRESHOLD = 0.45
_PENALTY = 0.5  # what each of the first three disagreements leaves of the score
_CLAUSE = re.compile(r"[,;:]\s+|(?<!\s)\s++(?:and|but|while|whereas|because|although)\s+")
_CLAUSE_WORDS = 3  # content words; shorter ones say too little to judge
_CLAUSE_COVERED, _CLAUSE_COSINE = 0.2, 0.35
_STRICTLY_COVERED, _CLAUSE_STRICTLY_COVERED = 0.75, 0.5
_ABOUT_SOURCES = re.compile(r"\W*+(?:the|this|these|neither)?\s*+\b(?:does|do|did|is|are) not\b", re.IGNORECASE)
_FRAME = re.compile(
    r"\b(?:according to|another|same|undated|articles?|passages?|sources?|reports?|documents?|accounts?|reported"
    r"|dated?|adds?|states?|notes?|counts?|puts?|one|disagree\w*|differ\w*|while|whereas)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Support:
    """`score` is 0..1; `problems` say what the evidence contradicts or lacks, in words that a model can act on."""

    score: float
    problems: tuple[str, ...] = ()

    @property
    def carried(self) -> bool:
        """Whether the sentence may be said."""
        return not self.problems and self.score >= THRESHOLD


def support(sentence: str, evidence: Sequence[str], known: Known, embedder: Embedder) -> Support:
    """Return how well `evidence` (the source's own words, one string a quote) carries `sentence`.

    The score is the mean of two values, halved for each of at most three disagreements: the cosine of the sentence
    with its nearest quote (or all of them together), and the share of its content words that the quotes have, by stem
    and weighted by rarity; a word that only their passages have counts half. A sentence in another language than its
    evidence gets the least score that carries one, if they share a name or a number and do not disagree.
    """
    joined = " ".join(evidence)
    if in_two_languages(sentence, joined):
        return _across_languages(sentence, joined, known)
    problems = (*disagreements(sentence, evidence, known), *foreign_clauses(sentence, evidence, known, embedder))
    close = (cosine(sentence, evidence, embedder) + carried_share(sentence, joined, known.context)) / 2
    return Support(close * _PENALTY ** min(len(problems), 3), problems)


def _across_languages(sentence: str, evidence: str, known: Known) -> Support:
    problems = disagreements(sentence, [evidence], known)
    if known.strict or not shares_a_fact(sentence, evidence):
        problems = (*problems, "its quote is in another language and shares no name or number with it")
    return Support(THRESHOLD * _PENALTY ** min(len(problems), 3), problems)


def foreign_clauses(sentence: str, evidence: Sequence[str], known: Known, embedder: Embedder) -> Iterator[str]:
    """Clauses that the quotes say nothing of: one such beside a true one would not lower the whole score enough."""
    joined = " ".join(evidence)
    if known.strict and carried_share(sentence, joined) < _STRICTLY_COVERED:
        yield "the sentence says more than its quote, in a passage that is not trusted"
    for clause in _CLAUSE.split(_plain(sentence)):
        if len(set(content_stems(words(clause)))) < (1 if known.strict else _CLAUSE_WORDS) or _ABOUT_SOURCES.match(
            clause
        ):
            continue
        share = carried_share(clause, joined, known.context)
        if share < _CLAUSE_COVERED and cosine(clause, evidence, embedder) < _CLAUSE_COSINE:
            yield f"nothing in the quote says {clause.strip()!r}"
        elif known.strict and share < _CLAUSE_STRICTLY_COVERED:
            yield f"the quote does not say all of {clause.strip()!r}"


def cosine(sentence: str, evidence: Sequence[str], embedder: Embedder) -> float:
    """The cosine of a sentence with its nearest quote, or with all of them together; at least 0."""
    together = [" ".join(evidence)] if len(evidence) > 1 else []
    vectors = embedder.embed([sentence, *evidence, *together])
    return max(float((vectors[1:] @ vectors[0]).max()), 0.0)


def carried_share(sentence: str, evidence: str, context: str = "") -> float:
    """The share of the sentence's content words, weighted by rarity, that stand in the evidence.

    Those in the context only count half. What frames a report ("According to an article of May 2020") is not counted.
    """
    near, far = (frozenset(content_stems(words(text))) for text in (evidence, context))
    total = found = 0.0
    for word in words(_plain(sentence)):
        if word.lower() in STOP_WORDS:
            continue
        weight = rarity(word)
        total += weight
        found += weight if stem(word) in near else weight / 2 if stem(word) in far else 0.0
    return found / total if total else 0.0


def _plain(sentence: str) -> str:
    return _FRAME.sub(" ", without(sentence, written_dates(sentence)))
