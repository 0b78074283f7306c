"""The nouns of the two sentences: frozen dataclasses and protocols, standard library only.

    ingest:  path → Document → Passage → Generation
    ask:     (question, history, as_of) → Query → [Hit] → Prompt → Draft → Answer

Offsets count Unicode code points of ``Document.text``; lines count from 1; dates are `datetime.date`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from assistant.asked import Asked as Asked
from assistant.asked import CorpusQuestion as CorpusQuestion
from assistant.blocks import Form as Form
from assistant.blocks import Sentence as Sentence
from assistant.calendar import DateRange as DateRange
from assistant.messages import ChatModel as ChatModel
from assistant.messages import Chunk as Chunk
from assistant.messages import DraftQuote as DraftQuote
from assistant.messages import DraftSentence as DraftSentence
from assistant.messages import Embedder as Embedder
from assistant.messages import Message as Message
from assistant.messages import Reader as Reader
from assistant.messages import Usage as Usage
from assistant.messages import Vectors as Vectors

Day: TypeAlias = date  # for classes that have a field named `date`
Precision = Literal["day", "month", "year"]
Provenance = Literal[
    "sidecar", "front_matter", "json_field", "html_metadata", "header_line", "filename", "several", "none"
]
Status = Literal["answered", "partial", "not_in_corpus", "filtered_out", "incomplete"]
Order = Literal["relevance", "newest", "oldest"]
QuoteState = Literal["exact", "repaired", "misattributed", "stitched", "not_found"]


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """When a document was published, how exactly, and how that is known.

    A date of month or year precision carries the first day of its period in `day`. `not_before` is the latest past date
    that an undated text itself mentions: a bound, never shown as its date. `several`: of the pieces in one file.
    """

    day: date | None = None
    precision: Precision | None = None
    provenance: Provenance = "none"
    not_before: date | None = None

    @property
    def label(self) -> str:
        """The date as it is printed: ``2021-03-24``, ``2021-03``, ``2021`` or ``undated``."""
        if self.day is None:
            return "one of several dates in this file" if self.provenance == "several" else "undated"
        return self.day.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision or "day"]]

    @property
    def ordinal(self) -> int:
        """Its day as a number to sort by; 0 where it is not known."""
        return self.day.toordinal() if self.day else 0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text with a meaning of its own, such as a caption or a byline."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A date phrase in a text ("Sunday"), and the days it means when counted from the document's date."""

    start: int
    end: int
    text: str
    days: DateRange


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the corpus: a file, or a part of one (``export.csv#row-3``).

    `path` is relative to the corpus root, with forward slashes. `text` is the decoded file, or the text that its
    format contains, with ``\\n`` line ends; `boilerplate` marks what is never evidence (captions, bylines, date line);
    `problems` lists in plain words what is doubtful: the date, characters that could not be read, pages without text.
    `places` lead from offsets to what a person sees (``page 3``, ``paragraph 12``, ``row 7``), in the order of the
    text; a plain text has none, its lines serve. `language` is an ISO 639 code, `url` where it was published.

    What the index knows: `copies` are the other files that tell the same story (syndicated, re-published, other
    versions), earliest first, and `newer` is the latest version of this article where it is not the latest itself;
    `opening` is the beginning of its text, shortened, which stands for a missing title in lists.
    """

    id: str
    path: str
    title: str | None
    source: str | None
    date: DocumentDate
    text: str
    sha256: str
    updated: Day | None = None
    problems: tuple[str, ...] = ()
    boilerplate: tuple[Span, ...] = ()
    places: tuple[Span, ...] = ()
    author: str | None = None
    language: str | None = None
    url: str | None = None
    copies: tuple[str, ...] = ()
    newer: str | None = None
    opening: str | None = None

    @property
    def shown_title(self) -> str | None:
        """What it is called in lists: its title, or the beginning of its text."""
        return self.title or self.opening

    @property
    def story(self) -> frozenset[str]:
        """All files of its story, its own among them."""
        return frozenset((self.path, *self.copies))

    def place(self, offset: int) -> str | None:
        """Where in the file the character at `offset` stands, such as ``page 3``; None for plain text."""
        return next((span.kind for span in self.places if span.start <= offset < span.end), None)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document that is retrieved as a unit; ``document.text[start:end] == text``.

    `line` is the line on which it starts; `mentions` carry offsets into the document's text.
    """

    id: str
    document_id: str
    ordinal: int
    start: int
    end: int
    text: str
    line: int = 1
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    answer: str = ""
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """Words that are searched for; `subject` is `text` without its dates."""

    text: str
    subject: str


@dataclass(frozen=True, slots=True)
class Query:
    """What was understood of a question.

    `published` filters on the document's date, `about` are days that an answer must speak of or have been written in,
    `order` sorts after a relevance floor. `sources`, `authors` and `paths` (globs) are hard filters. `understood` lists
    the phrases that became filters, as the reader wrote them. `as_of_explicit`: the reader named the day of asking, so
    later documents are hidden; `closed`: `as_of` is not the day of asking but that of the newest document of a closed
    archive; `recent`: the question speaks from that day ("last week", "recently"), so documents shortly before it are
    preferred a little. `stand_alone` is what a follow-up was understood as.
    `searches` are the parts of `search_text` that are searched one by one, none where it has one subject; `subject` is
    it without its dates. `asked` is what the question asks for.
    """

    question: str
    search_text: str
    as_of: date
    published: DateRange = DateRange()
    about: DateRange = DateRange()
    sources: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    order: Order = "relevance"
    include_undated: bool = True
    understood: tuple[str, ...] = ()
    as_of_explicit: bool = False
    closed: bool = False
    recent: bool = False
    stand_alone: str | None = None
    searches: tuple[Search, ...] = ()
    subject: str = ""
    asked: Asked = field(default_factory=Asked)


@dataclass(frozen=True, slots=True)
class Scope:
    """How much of the corpus a query's filters leave: counts of documents.

    `matching` = dated documents inside the filters + `undated_kept`. Where no dated one is of the days that were
    asked for, `nearest` are the days of the last document before them and of the first after them.
    """

    total: int
    matching: int
    undated_kept: int = 0
    undated_excluded: int = 0
    nearest: tuple[Day, ...] = ()

    @property
    def filtered(self) -> bool:
        return self.matching < self.total


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that may answer, with its fused score and the two scores it came from (0..1; None: not found there).

    `read` is what the reader says of it, the chance that it answers, 0..1; None where it was not read. `also_in` names
    other files whose passage says the same; `flags` has ``instructions`` if it gives orders to a model.
    """

    passage: Passage
    document: Document
    score: float
    dense: float | None = None
    lexical: float | None = None
    read: float | None = None
    also_in: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that code has found: ``document.text[start:end] == quote``.

    `place` says where in the file a person finds it (``page 3``); None for plain text, where `line` does. `also_in`
    names files that say the same, `copies` other files of the story, `newer` a later version, `source` the publisher.
    """

    number: int
    path: str
    date: DocumentDate
    title: str | None
    quote: str
    start: int
    end: int
    line: int
    state: QuoteState = "exact"
    mentions: tuple[Mention, ...] = ()
    also_in: tuple[str, ...] = ()
    place: str | None = None
    copies: tuple[str, ...] = ()
    newer: str | None = None
    source: str | None = None

    @property
    def story(self) -> frozenset[str]:
        """All files of the story: citations with the same story are one source, not two that agree."""
        return frozenset((self.path, *self.copies))


@dataclass(frozen=True, slots=True)
class Nearest:
    """An article that comes near to a question that is not answered."""

    path: str
    date: DocumentDate
    title: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Listed(Nearest):
    """An article in the list that answers a question about the corpus: its record, without its text."""

    author: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sources that disagree: what about, and the citation numbers of each side."""

    about: str
    sides: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader should know about how this answer came to be; `code` is stable for programs."""

    code: str
    message: str

    @property
    def once(self) -> bool:
        """Whether it is about a whole conversation, and is said once in it."""
        return self.code == "quotes_mode"


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer. `model` is None when no model wrote it (quotes mode), `reader` the fingerprint of what chose
    passages and sentences, None where cosines did. `timings` are seconds by stage.

    `listed` are the articles that a question about the corpus asks for, in the order in which they are shown. Where
    the corpus does not answer, `nearest` are up to three articles that come near, the best first.
    """

    question: str
    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    status: Status
    query: Query
    scope: Scope
    conflicts: tuple[Conflict, ...] = ()
    notices: tuple[Notice, ...] = ()
    hits: tuple[Hit, ...] = ()
    model: str | None = None
    reader: str | None = None
    usage: Usage = Usage()
    timings: Mapping[str, float] = field(default_factory=dict)
    nearest: tuple[Nearest, ...] = ()
    listed: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """First event of a stream: what is searched, and how much of the corpus that leaves."""

    query: Query
    scope: Scope


@dataclass(frozen=True, slots=True)
class Writing:
    """The model is writing; nothing of it is checked yet. `characters` so far."""

    characters: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence that has passed, with those of its citations that were not shown before."""

    sentence: Sentence
    citations: tuple[Citation, ...] = ()


AnswerEvent: TypeAlias = Understood | Writing | Checked | Answer
"""What `Assistant.stream` yields: Understood, then Writing and Checked as they come, then one Answer."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent to a model: messages, and which hit each label (``P1`` …) stands for."""

    messages: tuple[Message, ...]
    labels: Mapping[str, Hit]
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not indexed, and why, in plain words."""

    path: str
    reason: str


class Scored(NamedTuple):
    """The id of a passage and its score in one ranking: a cosine, or BM25; higher is better."""

    id: str
    score: float
