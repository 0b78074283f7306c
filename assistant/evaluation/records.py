"""The nouns of an evaluation: what was asked and came back, its scores, and the whole run as it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.types import Answer, DateRange, Hit

Failure = Literal["crashed", "timed_out"]


@dataclass(frozen=True, slots=True)
class Score:
    """A value (0..1 unless the metric says otherwise) and, in words, how it came about."""

    value: float
    explanation: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the product returned for one case.

    `hits` are the first 30 of a search; `days` what a date phrase was read as; `error` says why there is no answer;
    `judged` is a model's verdict, and `remark` says why there is none.
    """

    answer: Answer | None = None
    hits: tuple[Hit, ...] = ()
    days: tuple[DateRange, ...] = ()
    seconds: float = 0.0
    failure: Failure | None = None
    error: str = ""
    judged: Score | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class CitedQuote:
    """A citation as it was printed, and what stands around it in the file."""

    number: int
    path: str
    date: str
    line: int
    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case of a run, with everything that a report or a comparison needs. `repeat` counts from 1.

    `case_sha256` tells whether a case of an earlier run is still the same question.
    """

    set: str
    id: str
    category: str
    question: str
    expected: str
    case_sha256: str
    scores: Mapping[str, Score]
    repeat: int = 1
    status: str = ""
    answer: str = ""
    citations: tuple[CitedQuote, ...] = ()
    gold_quotes: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    confidence: float | None = None
    seconds: float = 0.0
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    failure: Failure | None = None
    error: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What identifies the case over runs."""
        return self.set, self.id


@dataclass(frozen=True, slots=True)
class Provenance:
    """The conditions of a run: enough to repeat it, and to tell two runs apart. `reader` is a fingerprint."""

    sets: Mapping[str, str]
    writer: str
    settings: Mapping[str, object]
    prompts: Mapping[str, str]
    index: Mapping[str, str]
    git: Mapping[str, str]
    version: str
    options: Mapping[str, object] = field(default_factory=dict)
    reader: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run: what made it, and its cases in the order of their sets."""

    provenance: Provenance
    results: tuple[CaseResult, ...]
    planned: int
    started: str = ""

    @property
    def complete(self) -> bool:
        """Whether every planned case has a result."""
        return len(self.results) >= self.planned
