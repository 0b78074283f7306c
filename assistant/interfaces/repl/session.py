"""The state of a conversation: what was answered, what narrows the next question, where it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.answering.quoting.quotes_answer import answer_in_quotes
from assistant.app import Assistant
from assistant.errors import SettingsError
from assistant.interfaces.approval import open_assistant
from assistant.interfaces.render.console import progress_bar, stderr, stdout
from assistant.interfaces.render.lines import one_line
from assistant.interfaces.render.pager import print_paged
from assistant.options import Options
from assistant.text.clean import name_key
from assistant.types import Answer, Chunk, Citation, DateRange, Document, Message, Order, Turn

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from assistant.conversations import Conversations
    from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the user set for all further questions."""

    published: DateRange = DateRange()
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    undated: Literal["keep", "exclude"] | None = None
    as_of: date | None = None
    order: Order | None = None

    def options(self) -> Options:
        """The same as options of `Assistant.ask`."""
        return {
            "after": self.published.start,
            "before": self.published.end,
            "sources": self.sources,
            "authors": self.authors,
            "paths": self.paths,
            "undated": self.undated,
            "as_of": self.as_of,
            "order": self.order,
        }

    def words(self) -> list[str]:
        """The same in the words that `/filter` reads."""
        found = []
        if self.published.only_day:
            found.append(f"on:{self.published.only_day}")
        else:
            found += [f"after:{self.published.start}"] if self.published.start else []
            found += [f"before:{self.published.end}"] if self.published.end else []
        found += [f"source:{_quoted(source)}" for source in self.sources]
        found += [f"author:{_quoted(author)}" for author in self.authors]
        found += [f"path:{_quoted(path)}" for path in self.paths]
        found += [f"undated:{self.undated}"] if self.undated else []
        return found


@dataclass
class Session:
    """One conversation and the corpus it is about."""

    assistant: Assistant
    settings: Settings
    store: Conversations | None = None
    conversation: int | None = None
    answers: list[Answer] = field(default_factory=list)
    narrowed: Narrowed = Narrowed()
    told: set[str] = field(default_factory=set)  # codes of notices that stand for the whole session
    writer: str | None = None  # the model's name, once it is known
    dossier: Path | None = None  # where /keep puts findings
    attached: list[Document] = field(default_factory=list)  # asked beside the corpus by the next question
    attached_before: dict[str, Document] = field(default_factory=dict)  # by earlier ones, by path
    type_ahead: Callable[[str], None] | None = None  # puts words on the line that is typed next, where there is one
    lend_terminal: Callable[[], AbstractContextManager[None]] = nullcontext

    @property
    def out(self) -> Console:
        """Where results go."""
        return stdout()

    @property
    def err(self) -> Console:
        """Where everything else goes."""
        return stderr()

    def show(self, lines: Iterable[Text], *, wide: bool = False) -> None:
        """Print lines, in a pager where they do not fit on the screen."""
        with self.lend_terminal():
            print_paged(stdout(wide=wide), lines)

    @property
    def last(self) -> Answer:
        """The last answer. Raises SettingsError when there is none yet."""
        if not self.answers:
            raise SettingsError("nothing has been asked yet")
        return self.answers[-1]

    @property
    def corpus(self) -> str:
        """The corpus as conversations are filed under it."""
        return str(self.settings.corpus.resolve())

    @property
    def history(self) -> tuple[Turn, ...]:
        """The conversation so far, for follow-up questions."""
        return tuple(
            Turn(answer.question, answer.text, tuple(dict.fromkeys(each.path for each in answer.citations)))
            for answer in self.answers
        )

    @cached_property
    def documents(self) -> list[Document]:
        """All documents of the corpus, for completion and lists."""
        return self.assistant.documents()

    def options(self, more: Options | None = None) -> Options:
        """What the next question is asked with."""
        with_it: Options = {"attached": tuple(self.attached)} if self.attached else {}
        return {"history": self.history, **self.narrowed.options(), **with_it, **(more or {})}

    def keep(self, answer: Answer) -> None:
        """Take an answer into the conversation; what was attached was for this question."""
        self.attached_before |= {each.path: each for each in self.attached}
        self.attached = []
        self.answers.append(answer)
        if self.store is None:
            return
        try:
            self.conversation = self.store.add(self.conversation, self.corpus, answer)
        except SettingsError as error:
            self.store = None
            self.err.print(f"note: {error}", style="yellow", soft_wrap=True)

    def undo(self) -> Answer:
        """Take the last question and answer out of the conversation."""
        last = self.last
        self.answers.pop()
        if self.store is not None and self.conversation is not None:
            self.store.drop_last(self.conversation)
            if not self.answers:
                self.conversation = None
        return last

    def begin(self, conversation: int | None = None, answers: Sequence[Answer] = ()) -> None:
        """Start a new conversation, or resume a saved one."""
        self.conversation = conversation
        self.answers = list(answers)

    def warn(self) -> None:
        """Say which files are not in the index."""
        if skipped := self.assistant.index.skipped():
            first = f"{one_line(skipped[0].path)}: {one_line(skipped[0].reason)}"
            count = "1 file is" if len(skipped) == 1 else f"{len(skipped)} files are"
            rest = "" if len(skipped) == 1 else "; /doctor lists them all"
            self.err.print(f"note: {count} not indexed ({first}){rest}", style="yellow", soft_wrap=True)

    @property
    def openable(self) -> dict[str, Citation]:
        """What the last answer cites, by number; where it cites nothing, the beginnings of the articles listed."""
        last = self.answers[-1] if self.answers else None
        if last is None or last.citations:
            return {str(one.number): one for one in last.citations} if last else {}
        near = enumerate(last.nearest or last.listed, 1)
        return {str(number): Citation(number, one.path, one.date, one.title, "", 0, 0, 1) for number, one in near}

    def citation(self, number: str) -> Citation:
        """What can be opened by this number. Raises SettingsError for another one."""
        _ = self.last
        known = self.openable
        if number.strip("[]") not in known:
            raise SettingsError(f"no source {number!r}; the last answer has {', '.join(known) or 'none'}")
        return known[number.strip("[]")]

    def document(self, path: str) -> Document | None:
        """The document of a path, with its text."""
        return self.attached_before.get(path) or self.assistant.index.document(path)

    def file(self, name: str) -> str:
        """The path of the one document whose path is or contains `name`. Raises SettingsError for none or several."""
        paths = [document.path for document in self.documents]
        found = [path for path in paths if path == name]
        found = found or [path for path in paths if name_key(path) == name_key(name)]
        found = found or [path for path in paths if name and name in path]
        if len(found) == 1:
            return found[0]
        if not found:
            raise SettingsError(f"no file {name!r} in the corpus; /sources all lists them")
        raise SettingsError(
            f"{name!r} matches {', '.join(found[:4])}{' …' if len(found) > 4 else ''}; write more of it"
        )

    def reopen(self, **changes: Any) -> None:
        """Reopen the corpus with other settings. If that fails, nothing changes."""
        from assistant.settings import Settings

        settings = Settings.model_validate({**self.settings.model_dump(), **changes})
        with progress_bar() as bar:
            assistant = open_assistant(settings, bar, self.lend_terminal)
        self.assistant.close()
        self.assistant, self.settings, self.writer = assistant, settings, None
        self.__dict__.pop("documents", None)

    def close(self) -> None:
        """Release the corpus and the store."""
        self.assistant.close()
        if self.store is not None:
            self.store.close()


def warm_up(session: Session) -> None:
    """Load now, beside the prompt, what the first question would wait for. No model is asked to write anything."""
    assistant = session.assistant
    with suppress(Exception):  # what is wrong will be told when something is asked
        session.writer = assistant.writer
        _ = session.documents  # completion asks for them at the first key
        question = "What was said first?"
        query, hits = assistant.understand(question), assistant.search(question, k=8)
        scope, embedder, reader = assistant.scope(query), assistant.index.embedder, assistant.reader
        events = quotes = answer_in_quotes(query, scope, hits, embedder, reader=reader)
        if session.writer is not None:
            from assistant.answering.writing.model_answer import answer_with_model
            from assistant.models.chat import load_sdk

            load_sdk()
            model = _Rehearsal(" ".join(hits[0].passage.text.split()[:12]))
            events = answer_with_model(
                query, scope, hits, (), model, embedder, reader=reader, reply_tokens=1_000, quotes=lambda: quotes
            )
        for _ in events:
            pass


@dataclass(frozen=True, slots=True)
class _Rehearsal:
    """Stands in for a model: quotes a passage, so that every step of an answer is loaded once."""

    words: str
    name: str = "rehearsal"
    context_window: int = 16_384

    def stream(self, messages: Sequence[Message]) -> Iterator[Chunk]:  # noqa: ARG002
        """See ChatModel."""
        yield Chunk(f'{self.words}. <q p="P1">{self.words}</q>', finish_reason="stop")


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text
