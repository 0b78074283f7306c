"""Whether a sentence is carried by its quotes, as far as code can tell: cleared, refused, or unsure with a chance."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from assistant.answering.checking.agreement import Known, disagreements, invented
from assistant.answering.checking.contradictions import opposed
from assistant.answering.checking.names import names_nowhere
from assistant.answering.checking.support import carried_share, cosine, foreign_clauses, support
from assistant.answering.checking.translated import in_two_languages, shares_a_fact
from assistant.answering.checking.verbatim import nearly_verbatim
from assistant.messages import ClaimReader, Readable
from assistant.types import Embedder

State = Literal["cleared", "refused", "unsure"]
_FRAME = re.compile(
    r"^(?:(?:by contrast|in public|no|yes), |there (?:is|are|was|were) (?:none|no|some): )?"
    r"(?:(?:in |according to )?(?:an?|the|this|another|one)"
    r"(?: undated| same| other| second)? (?:article|report|passage)(?: (?:of|from|dated) \d{1,2} \w+ \d{4})?"
    r"(?:, which [^,]{1,40},)?,?(?: (?:also|likewise|further))?(?: (?:says?|reports?|adds|states|notes))?|it says)"
    r"(?: that)?[,:]? ",
    re.IGNORECASE,
)
_FEWEST = 4  # words that must be left of a sentence
_CONTEXT = 3  # sentences before a quote that are read with it
_NOT_THERE, _NOTHING = "is not in the quote", "nothing in the quote"  # how problems end, or begin, that weigh more
SHOWN = 0.5  # chance from which on an unsure sentence is shown where no model is asked


class Verdict(NamedTuple):
    """`chance` is that the quotes carry the sentence; `reason` is what speaks against it, for a model to act on."""

    state: State
    chance: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a sentence stands on: its `quotes`, what is `known` beside them, and the sentences `before` theirs.

    `heading` is the date and title of the article quoted first.
    """

    quotes: Sequence[str]
    known: Known
    before: Sequence[str] = ()
    heading: str = ""

    @property
    def said(self) -> str:
        """The whole sentences that are quoted from."""
        return self.known.around or " ".join(self.quotes)

    @property
    def texts(self) -> list[str]:
        """The quotes, and the whole sentences where they say more."""
        return list(self.quotes) if self.said in self.quotes else [*self.quotes, self.said]


def carried(sentence: str, evidence: Evidence, embedder: Embedder, reader: ClaimReader | None = None) -> Verdict:
    """Judge one sentence.

    Cleared is what is said in the source's own words, with nothing to doubt. Refused is what the source contradicts, or
    has no number or name for. Without `reader` the chance rests on closeness alone.
    """
    known, said = evidence.known, evidence.said
    problems = disagreements(sentence, evidence.texts, known)
    if in_two_languages(sentence, said):
        if problems or known.strict or not shares_a_fact(sentence, said):
            return Verdict("refused", 0.0, "; ".join(problems) or "its quote is in another language and shares nothing")
        return Verdict("unsure", SHOWN)
    bare = _unframed(sentence)
    turned = opposed(bare, " ".join(evidence.quotes), known.around)
    sure = (*turned.refusals, *invented(sentence, " ".join(evidence.quotes), known))
    clauses = tuple(foreign_clauses(sentence, evidence.texts, known, embedder))
    if refused := (*sure, *(clauses if known.strict or known.wary else ())):
        return Verdict("refused", 0.0, "; ".join(dict.fromkeys(refused)))
    if not problems and not turned.doubts and nearly_verbatim(bare, said, evidence.before):
        return Verdict("cleared", 1.0)
    if reader is None:  # closeness alone: then nothing may speak against it
        close = support(sentence, evidence.texts, known, embedder)
        chance = max(close.score, SHOWN) if close.carried else min(close.score, SHOWN / 2)
        return Verdict("unsure", chance, "; ".join((*problems, *clauses, *turned.doubts)))
    found = features(sentence, evidence, (*problems, *clauses), turned.doubts, embedder, reader)
    if not (problems or clauses or turned.doubts) and found.is_plain and not _names_others(sentence, said):
        return Verdict("cleared", found.chance)
    reason = "; ".join((*problems, *clauses, *turned.doubts))
    return Verdict("unsure", found.chance, reason or "its quote does not say this")


# Over `Features`, in their order: a logistic regression on one half of the pairs of `bench/claims.py` and on one of
# `tests/fixtures/drafts_*.txt`. What is strange or a problem was given its weight by hand, for both are rare there.
# Fitted on other sets of these and left to judge the one left out, weights kept .58 to .85 of the true sentences there
# and showed .06 to .16 of the false: order, and the reader's odds apart for what is nearly verbatim, added nothing.
WEIGHTS = (4.44, 0.25, 1.23, 1.7, -1.5, -0.3, -0.89, 0.35)
_CERTAIN, _MOST = 3.0, 3  # log odds beyond which the reader counts as certain; problems and doubts that count
_NEAR, _COVERED = 0.6, 0.6  # cosine and share of words from which on a certain reader clears a sentence


def _names_others(sentence: str, said: str) -> bool:
    """Whether a name of `sentence` stands in none of the sentences quoted from."""
    return bool(names_nowhere(f"_ {sentence}", said))


def _unframed(sentence: str) -> str:
    """`sentence` without the words that say which article it is from, which no text says of itself."""
    bare = _FRAME.sub("", sentence, count=1)
    return bare[:1].upper() + bare[1:] if len(bare.split()) > _FEWEST else sentence


class Features(NamedTuple):
    """What a chance is made of. `close` is a cosine, `shared` and `said` are shares of words, `reads` are log odds."""

    close: float
    shared: float
    said: float
    reads: float
    strange: float
    problems: float
    doubts: float
    constant: float = 1.0

    @property
    def is_plain(self) -> bool:
        """Whether the reader is certain of what is near its source."""
        return self.reads >= _CERTAIN and self.close >= _NEAR and self.said >= _COVERED

    @property
    def chance(self) -> float:
        """That the quotes carry the sentence."""
        odds = sum(weight * value for weight, value in zip(WEIGHTS, self, strict=True))
        return 1 / (1 + math.exp(-odds))


def features(
    sentence: str,
    evidence: Evidence,
    problems: Sequence[str],
    doubts: Sequence[str],
    embedder: Embedder,
    reader: ClaimReader,
) -> Features:
    """Measure a sentence that is neither cleared nor refused."""
    said = evidence.said
    strange = sum(problem.endswith(_NOT_THERE) or problem.startswith(_NOTHING) for problem in problems)
    reads = reader.supports(_unframed(sentence), Readable(evidence.heading, (*evidence.before[-_CONTEXT:], said)))
    return Features(
        close=cosine(sentence, evidence.texts, embedder),
        shared=carried_share(sentence, said, evidence.known.context),
        said=carried_share(sentence, said),
        reads=min(max(reads, -_CERTAIN), _CERTAIN),
        strange=min(strange, _MOST),
        problems=min(len(problems) - strange, _MOST),
        doubts=min(len(doubts), _MOST),
    )
