"""Models that chat and embed, and what goes to them and comes back: messages, pieces of a reply, its cost, a draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, runtime_checkable

from assistant.blocks import TEXT, Form

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Vectors: TypeAlias = "NDArray[np.float32]"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat request."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a model's reply; the last one carries `finish_reason` and, if reported, usage.

    `fingerprint` is the endpoint's word for the model's exact version and set-up.
    """

    text: str = ""
    finish_reason: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    fingerprint: str | None = None

    @property
    def usage(self) -> Usage | None:
        """The tokens that it reports; None where it reports none."""
        if self.prompt_tokens is None and self.completion_tokens is None:
            return None
        return Usage(self.prompt_tokens, self.completion_tokens, fingerprint=self.fingerprint)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of all requests of one answer, as reported, and their cost at the prices set (None: not reported).

    `fingerprint` is the model's, of the last reply that had one.
    """

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    requests: int = 0
    cost: float | None = None
    fingerprint: str | None = None

    def __add__(self, other: Usage) -> Usage:
        """The tokens and requests of both, as far as they were reported; without a cost, since they may not be."""

        def total(left: int | None, right: int | None) -> int | None:
            return right if left is None else left if right is None else left + right

        return Usage(
            total(self.prompt_tokens, other.prompt_tokens),
            total(self.completion_tokens, other.completion_tokens),
            self.requests + other.requests,
            fingerprint=other.fingerprint or self.fingerprint,
        )

    def priced(self, prompt: float | None, reply: float | None) -> Usage:
        """With the cost at these prices for a million tokens of prompt and of reply."""
        if prompt is None or reply is None or self.prompt_tokens is None or self.completion_tokens is None:
            return self
        return replace(self, cost=(self.prompt_tokens * prompt + self.completion_tokens * reply) / 1_000_000)


@dataclass(frozen=True, slots=True)
class DraftQuote:
    """Evidence as a model claimed it: the passage's label (None: it named none) and the words."""

    label: str | None
    text: str


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of a model's draft with the quotes behind it, and where it stands; nothing is checked.

    kind `label` only names what stands under or beside it. Of a cell of a table `text` says what it claims in its row
    and column, `shown` what stands in it.
    """

    text: str
    quotes: tuple[DraftQuote, ...] = ()
    kind: Literal["claim", "missing", "none", "label"] = "claim"
    form: Form = field(default=TEXT, compare=False)
    shown: str = field(default="", compare=False)


class ChatModel(Protocol):
    """Writes a draft. Threads may share it. Raises `ModelError` (see errors.py) for every fault of the endpoint."""

    @property
    def name(self) -> str:
        """What an answer says that it was written by."""
        ...

    @property
    def context_window(self) -> int:
        """Tokens of prompt and reply together."""
        ...

    def stream(self, messages: Sequence[Message]) -> Iterator[Chunk]:
        """Yield the reply piece by piece. One that ends without a `finish_reason` broke off.

        If what is returned has a method `close`, it is called when the reader leaves, and lets go of the connection.
        """
        ...


class Embedder(Protocol):
    """Turns texts into unit vectors. Threads may share it. One behind an endpoint raises `ModelError`."""

    @property
    def fingerprint(self) -> str:
        """Names the model and how texts are prepared for it: another fingerprint, another space."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (len(texts), dimension), each row of L2 norm 1, in the order given."""
        ...


@dataclass(frozen=True, slots=True)
class Readable:
    """Sentences that are read together, under what is said above them: the date and the title of their document."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readout:
    """What a reader makes of a `Readable` for one question. All chances are log odds.

    `sentences`: that each sentence answers; `passage`: that one of them does; `words`: for each sentence the offsets in
    it of the words that are the answer, None where the reader cannot tell; `marked`: for each sentence how surely these
    words are it (the sum of two log odds: that it begins and that it ends there), empty where the reader cannot tell.
    """

    sentences: tuple[float, ...]
    passage: float
    words: tuple[tuple[int, int] | None, ...]
    marked: tuple[float, ...] = ()


@runtime_checkable
class ClaimReader(Protocol):
    """Judges whether a text carries a claim. Threads may share it."""

    def supports(self, claim: str, text: Readable) -> float:
        """Log odds that the last sentence of a text, read with those before it, carries a claim."""
        ...


class Reader(Protocol):
    """Judges what answers a question. Threads may share it."""

    @property
    def fingerprint(self) -> str:
        """Names the model and how texts are prepared for it."""
        ...

    def read(self, question: str, texts: Sequence[Readable]) -> list[Readout]:
        """Read each text for an answer to the question; one result for each text, in the order given."""
        ...
