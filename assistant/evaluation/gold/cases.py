"""The schema of a gold set: one JSON object per line, the first of which may describe the set.

    {"set": "seeds", "corpus": "../seeds", "dates": {"a.txt": "2021-03-24", "b.txt": null}}
    {"id": "launch-day", "category": "fact", "question": "When were they fired?", "answer": [["Sunday", "21 March"]],
     "files": {"any": ["a.txt"]}, "quotes": [["Two missiles were fired on Sunday"]]}

`answer`, `quotes` and `disagreement` are lists of groups: every group is needed, and any one string of a group will do.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from assistant.types import DateRange, Turn

GoldStatus = Literal["answered", "not_in_corpus", "filtered_out", "partial"]
Task = Literal["answers", "retrieval", "dates"]
ABSTAINED: tuple[GoldStatus, ...] = ("not_in_corpus", "filtered_out")


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Alternatives = Annotated[tuple[Text, ...], BeforeValidator(_one_or_many), Field(min_length=1)]
Label = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")]


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StatedDays(_Line):
    """First and last day, both inclusive; a side that is left out is open."""

    start: date | None = None
    end: date | None = None

    @property
    def days(self) -> DateRange:
        """The same as the noun that the product uses."""
        return DateRange(self.start, self.end)


class Filters(_Line):
    """What narrows the question besides its words, as flags of `assistant ask` do."""

    after: date | None = None
    before: date | None = None
    on: date | None = None
    sources: tuple[Text, ...] = ()
    authors: tuple[Text, ...] = ()
    paths: tuple[Text, ...] = ()
    undated: Literal["keep", "exclude"] | None = None


class GoldTurn(_Line):
    """An earlier exchange of the conversation."""

    question: Text
    answer: str = ""
    paths: tuple[Text, ...] = ()

    @property
    def turn(self) -> Turn:
        """The same as the noun that the product uses."""
        return Turn(self.question, self.answer, self.paths)


class Files(_Line):
    """The files that answer: any one of them is enough (`any`), or each is needed (`all`)."""

    any: tuple[Text, ...] = ()
    all: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.any) == bool(self.all):
            raise ValueError("either any or all, with at least one file")
        return self

    @property
    def named(self) -> tuple[str, ...]:
        """All files, needed or enough."""
        return self.any or self.all


class Case(_Line):
    """One gold question and what a right answer to it is made of.

    `forbidden` must not be in the answer (what a trap tempts to). `reference` is a whole right answer, for a judge.
    `published` is the range of publication days that question and flags leave. `relevance` grades files for retrieval
    alone, `facts` are MultiHop-RAG's evidence, `days` the readings of a date phrase; they belong to sets whose task is
    not ``answers``.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[\w.:/+-]+$")]
    question: Text
    category: Text = "all"
    as_of: date | None = None
    history: tuple[GoldTurn, ...] = ()
    filters: Filters = Filters()
    status: Annotated[tuple[GoldStatus, ...], BeforeValidator(_one_or_many), Field(min_length=1)] = ("answered",)
    answer: tuple[Alternatives, ...] = ()
    forbidden: tuple[Text, ...] = ()
    files: Files | None = None
    quotes: tuple[Alternatives, ...] = ()
    reference: str = ""
    dates: dict[str, Label | None] = Field(default_factory=dict)
    published: StatedDays | None = None
    disagreement: tuple[Alternatives, ...] = ()
    relevance: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    facts: tuple[Text, ...] = ()
    days: tuple[StatedDays, ...] = ()
    draft: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if len(self.disagreement) == 1:
            raise ValueError("disagreement: at least two sides")
        if self.abstains and (self.answer or self.files or self.quotes or self.disagreement):
            raise ValueError("answer, files, quotes and disagreement only for a case that can be answered")
        bases = (self.answer, self.files, self.quotes, self.reference, self.relevance, self.facts, self.days)
        if not self.may_abstain and not any(bases):
            raise ValueError("answer, files or quotes for a case that can be answered")
        return self

    @property
    def abstains(self) -> bool:
        """Whether the right answer is to say that the corpus does not say."""
        return all(status in ABSTAINED for status in self.status)

    @property
    def may_abstain(self) -> bool:
        """Whether abstaining is among the right answers."""
        return any(status in ABSTAINED for status in self.status)


class Header(_Line):
    """The first line of a set.

    `corpus` is a folder and counts from the set's file; `dates` are the right dates of its files; `today` is the day on
    which the questions are asked (default: the real one), `as_of` hides later files from all of them.
    """

    set: Annotated[str, StringConstraints(pattern=r"^[\w.-]+$")]
    corpus: str | None = None
    task: Task = "answers"
    today: date | None = None
    as_of: date | None = None
    dates: dict[str, Label | None] = Field(default_factory=dict)
    about: str = ""
