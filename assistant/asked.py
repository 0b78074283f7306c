"""What a question asks for, as data: read once in answering/question, kept on `Query`, used by every later stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.calendar import DateRange

Record = Literal["date", "source"]
CatalogueFact = Literal[
    "count", "list", "newest", "oldest", "sources", "authors", "period", "contents", "help", "saying"
]


@dataclass(frozen=True, slots=True)
class CorpusQuestion:
    """What is asked of the corpus as a whole, and of which of its articles.

    `mentioning` are words that they must mention, or with `without` must not, as they were written; `by` is who wrote
    or published them; with `undated` they have no date. `many`: of the newest or oldest several are asked for; `topic`:
    the words were called what the articles are about. Of `saying` they are what articles are to say.
    """

    fact: CatalogueFact
    mentioning: str = ""
    without: bool = False
    by: str = ""
    undated: bool = False
    many: bool = False
    topic: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for. Whatever its words do not say is None or empty.

    `text` is what an answer is read by: the question without what only says which articles are meant, a follow-up with
    the words that it carries on. What kind of thing is asked for, the reader sees for itself.

    `period` are the days that it asks about, `years` those that are part of a name ("the 2019 summit"): an answer must
    be of both, see answering/retrieval/retrieve.py. `events`: it asks what happened in a period, and of nothing else.

    `article`: the question is about the record of one article; `catalogue`: about the corpus as a whole. `names` are
    those in the question, `days` those that it names. `weights` are the stems of its content words with their weights.
    `parts` are questions that can be answered each on its own; a question with one subject has none. `planned`: a model
    made them of a question that needs several looks.
    """

    text: str = ""
    article: Record | None = None
    catalogue: CorpusQuestion | None = None
    names: tuple[str, ...] = ()
    days: tuple[DateRange, ...] = ()
    period: DateRange = DateRange()
    years: tuple[DateRange, ...] = ()
    events: bool = False
    weights: Mapping[str, float] = field(default_factory=dict)
    parts: tuple[Asked, ...] = ()
    planned: bool = False
