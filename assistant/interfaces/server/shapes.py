"""The nouns as they look in JSON, for OpenAPI and for MCP's output schemas. A test keeps them equal to the nouns."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.blocks import BlockKind
from assistant.types import Order, Precision, Provenance, QuoteState, Status


class Shape(BaseModel):
    """Fields may be added in later versions."""

    model_config = ConfigDict(extra="allow")


class RangeOut(Shape):
    """Days, both inclusive; null leaves a side open."""

    start: str | None
    end: str | None


class DateOut(Shape):
    """A document's date, how exact it is, and how it is known."""

    day: str | None
    precision: Precision | None
    provenance: Provenance
    not_before: str | None


class MentionOut(Shape):
    """A date phrase, and the days it means."""

    start: int
    end: int
    text: str
    days: RangeOut


class CitationOut(Shape):
    """A quote found by code in a file; `url` is the page that shows it."""

    number: int
    path: str
    date: DateOut
    title: str | None
    quote: str
    start: int
    end: int
    line: int
    state: QuoteState
    mentions: list[MentionOut]
    also_in: list[str]
    place: str | None
    copies: list[str]
    newer: str | None
    source: str | None
    url: str | None = None


class FormOut(Shape):
    """Where a sentence stands: in which block of this kind, row and column; `begins`: it begins a paragraph."""

    kind: BlockKind
    block: int
    row: int
    column: int
    begins: bool


class BlockOut(Shape):
    """Sentences that stand together, by their places in `sentences`: rows of cells of sentences.

    The first row of a table names its columns; a list has one row for each item.
    """

    kind: BlockKind
    rows: list[list[list[int]]]


class SentenceOut(Shape):
    """A sentence and the numbers of its citations; `answer` are the offsets of the words that answer, in code points.

    A `label` is a heading, an introduction, or names a row or a column.

    Without a model, `support` is the chance that the articles answer; else how well the evidence bears the sentence.
    """

    text: str
    citations: list[int]
    kind: Literal["claim", "missing", "note", "label"]
    support: float | None
    answer: list[int] | None
    form: FormOut


class NearestOut(Shape):
    """An article that comes near to a question that is not answered; `url` is the page that shows it."""

    path: str
    date: DateOut
    title: str | None
    source: str | None
    url: str = ""


class ListedOut(NearestOut):
    """An article in the list that answers a question about the corpus."""

    author: str | None
    id: str


class ConflictOut(Shape):
    """Sources that disagree."""

    about: str
    sides: list[list[int]]


class NoticeOut(Shape):
    """Something the reader should know."""

    code: str
    message: str


class SearchOut(Shape):
    """One part of the question that is searched on its own; `subject` is it without its dates."""

    text: str
    subject: str


class CorpusQuestionOut(Shape):
    """What is asked of the corpus as a whole, and of which of its articles."""

    fact: Literal["count", "list", "newest", "oldest", "sources", "authors", "period", "contents", "help"]
    mentioning: str
    without: bool
    by: str
    undated: bool
    many: bool
    topic: bool


class AskedOut(Shape):
    """What the question asks for; `parts` are questions that are answered each on its own."""

    text: str
    article: str | None
    catalogue: CorpusQuestionOut | None
    names: list[str]
    days: list[RangeOut]
    period: RangeOut
    years: list[RangeOut]
    events: bool
    parts: list[AskedOut]


class QueryOut(Shape):
    """What was understood of the question."""

    question: str
    search_text: str
    as_of: str
    published: RangeOut
    about: RangeOut
    sources: list[str]
    paths: list[str]
    authors: list[str]
    order: Order
    include_undated: bool
    understood: list[str]
    as_of_explicit: bool
    closed: bool
    recent: bool
    stand_alone: str | None
    searches: list[SearchOut]
    subject: str
    asked: AskedOut


class ScopeOut(Shape):
    """How many documents the filters leave."""

    total: int
    matching: int
    undated_kept: int
    undated_excluded: int
    nearest: list[str]


class DocumentOut(Shape):
    """A document without its text."""

    id: str
    path: str
    title: str | None
    source: str | None
    date: DateOut
    sha256: str
    updated: str | None
    problems: list[str]
    author: str | None
    language: str | None
    url: str | None
    copies: list[str]
    newer: str | None


class PassageOut(Shape):
    """A stretch of a document."""

    id: str
    document_id: str
    ordinal: int
    start: int
    end: int
    text: str
    line: int
    mentions: list[MentionOut]


class HitOut(Shape):
    """A passage that may answer, with its scores."""

    passage: PassageOut
    document: DocumentOut
    score: float
    dense: float | None
    lexical: float | None
    read: float | None
    also_in: list[str]
    flags: list[str]


class UsageOut(Shape):
    """Tokens, where the endpoint reported them; `fingerprint` is the model's, where it told one."""

    prompt_tokens: int | None
    completion_tokens: int | None
    requests: int
    cost: float | None
    fingerprint: str | None = None


class AnswerOut(Shape):
    """A checked answer. `filter` says in words what was searched; `wider_question` is the question without it."""

    question: str
    text: str
    sentences: list[SentenceOut]
    citations: list[CitationOut]
    status: Status
    query: QueryOut
    scope: ScopeOut
    conflicts: list[ConflictOut]
    notices: list[NoticeOut]
    hits: list[HitOut]
    model: str | None
    reader: str | None
    usage: UsageOut
    timings: dict[str, float]
    nearest: list[NearestOut]
    listed: list[ListedOut]
    blocks: list[BlockOut]
    filter: str = ""
    wider_question: str = ""


class TimelineRowOut(Shape):
    """What happened when, how that is known, and the citations that say so."""

    start: str
    end: str
    basis: Literal["mention", "article"]
    phrase: str | None
    text: str
    citations: list[CitationOut]
