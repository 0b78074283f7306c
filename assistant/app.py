"""`Assistant`: the two sentences of the product, composed from the rooms below.

ingest:  path → Document → Passage → Generation
ask:     (question, history, as_of) → Query → [Hit] → Prompt → Draft → Answer
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self, Unpack

from assistant.calendar import DateRange
from assistant.options import Options, published
from assistant.types import (
    Answer,
    AnswerEvent,
    ChatModel,
    Citation,
    Document,
    Embedder,
    Hit,
    Notice,
    Query,
    Reader,
    Scope,
    Turn,
    Understood,
    Usage,
)
from assistant.wiring import (
    bring_up_to_date,
    make_embedder,
    make_model,
    make_reader,
    model_for_question,
    open_index,
    remembering,
    require_folder,
    settings_for,
)

if TYPE_CHECKING:
    from assistant.answering.checking.recheck import Rechecked
    from assistant.answering.timeline import TimelineRow
    from assistant.index.build.report import Progress
    from assistant.index.search.index import Index
    from assistant.settings import Settings


_NO_READER = Notice("no_reader", "The setting reader is off: passages and sentences were chosen by cosines alone.")


class Assistant:
    """Answers questions over one folder of dated documents. Use as a context manager, or call `close`.

    One instance may serve many threads.
    """

    def __init__(
        self,
        index: Index,
        settings: Settings,
        *,
        embedder: Embedder,
        reader: Reader | None = None,
        model: ChatModel | None = None,
        notices: Sequence[Notice] = (),
        today: Callable[[], date] = date.today,
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        self._index = index
        self._settings = settings
        self._embedder = remembering(embedder)
        self._reader = reader
        self._model = model
        self._notices = (*notices, *(() if reader else (_NO_READER,)))
        self._today = today
        self._on_close = on_close

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        *,
        settings: Settings | None = None,
        refresh: bool = True,
        progress: Callable[[Progress], None] | None = None,
    ) -> Self:
        """Open the corpus at `path` (default: the setting `corpus`), indexing it first if needed.

        With `refresh`, a folder that was never indexed is indexed and one that changed a little is refreshed; for one
        that changed a lot the existing index is used, and every answer says so.

        Raises:
            CorpusError: no such folder.
            IndexMissing: nothing is indexed, and `refresh` is false.
            IndexIncompatible, IndexDamaged, IndexLocked: see the message for the command that fixes it.
        """
        settings, notices = settings_for(path, settings)
        require_folder(settings)
        embedder = make_embedder(settings)
        notices += bring_up_to_date(settings, embedder, progress) if refresh else []
        index = open_index(settings, embedder)
        reader = make_reader(settings)
        model = make_model(settings) if settings.writer == "model" else None
        on_close = getattr(model, "close", lambda: None)
        return cls(index, settings, embedder=embedder, reader=reader, model=model, notices=notices, on_close=on_close)

    def ask(self, question: str, **options: Unpack[Options]) -> Answer:
        """Answer a question; every sentence of the answer carries checked citations.

        Where the model fails or writes nothing that can be shown, quotes answer and a notice says why. Raises
        ModelError for a fault of an embedder behind an endpoint.
        """
        *_, answer = self.stream(question, **options)
        if not isinstance(answer, Answer):
            raise TypeError("a stream must end with its Answer")
        return answer

    def stream(self, question: str, **options: Unpack[Options]) -> Iterator[AnswerEvent]:
        """Yield Understood, then Writing and Checked events as they come, and last the whole Answer.

        Nothing that was yielded as Checked is ever taken back. Closing the iterator stops the model.
        """
        from assistant.answering.citations import Copies
        from assistant.answering.greeted import greeted
        from assistant.answering.question.asked import is_greeting
        from assistant.answering.question.shown import closed_notice, nearest

        began = time.perf_counter()
        if attached := options.get("attached"):
            alone = options.copy()
            alone["attached"] = ()
            yield from self.with_attached(attached).stream(question, **alone)
            return
        if is_greeting(question):
            alone = options.copy()
            alone["history"] = ()
            yield from greeted(self.understand(question, **alone), self._index)
            return
        model = self.model(**options)
        query, spent = self._understand(question, model, options)
        scope = self._index.scope(query)
        yield Understood(query, scope)
        events = self._about_corpus(query, scope)
        hits = self.hits(query) if events is None else []
        events = events or self._write(query, scope, hits, options, model)
        found = time.perf_counter()
        copies, closed = Copies(self._text), closed_notice(query) if query.closed else ()
        for event in map(copies.in_event, events):
            if isinstance(event, Answer):
                timings = {"retrieve": found - began, **event.timings, "total": time.perf_counter() - began}
                notices = self._notices + event.notices + closed + self._changed(event)
                near = nearest(hits) if event.status == "not_in_corpus" else ()
                reader = self._reader.fingerprint if self._reader else None
                answer = replace(event, notices=notices, nearest=near, reader=reader, timings=timings)
                yield answer if model is None else self._billed(answer, spent, model)
            else:
                yield event

    def with_attached(self, documents: Sequence[Document]) -> Assistant:
        """Return an assistant that asks these documents as well; it need not be closed, and must not outlive this one.

        Raises SettingsError when they are too much for that.
        """
        from assistant.index.search.attached import WithAttached

        index = WithAttached(self._index, documents, passage_tokens=self._settings.passage_tokens)
        return Assistant(
            index,
            self._settings,
            embedder=self._embedder,
            reader=self._reader,
            model=self._model,
            notices=[each for each in self._notices if each is not _NO_READER],
            today=self._today,
        )

    def search(self, query: str, *, k: int = 10, **options: Unpack[Options]) -> list[Hit]:
        """Return up to `k` passages with their scores, best first."""
        understood = self.understand(query, **options)
        return self._hits(understood, k, max(k, self._settings.per_document))

    def hits(self, query: Query) -> list[Hit]:
        """Return the passages that an answer is made of, best first."""
        searches = 2 if query.asked.planned else 1
        return self._hits(query, searches * self._settings.passages, self._settings.per_document)

    def quoting(self) -> Assistant:
        """The same corpus, answered in quotes alone; there is nothing to close."""
        return Assistant(self._index, self._settings, embedder=self._embedder, reader=self._reader, today=self._today)

    def recheck(self, citations: Sequence[Citation]) -> list[Rechecked]:
        """Look for quotes in the files as they are on disk now: they stand, have moved, or are gone."""
        from assistant.answering.checking.recheck import read_again, recheck

        settings = self._settings
        paths = {one.path for one in citations}
        most, fields = settings.max_file_bytes, settings.fields
        files = read_again(settings.corpus, paths, today=self._today(), max_bytes=most, fields=fields)
        return recheck(citations, files)

    def answer_from(self, query: Query, hits: Sequence[Hit], **options: Unpack[Options]) -> Answer:
        """Answer from these passages alone. Raises ModelError when the option `cancelled` is set."""
        *_, answer = self._write(query, self.scope(query), hits, options, self.model(**options))
        if not isinstance(answer, Answer):
            raise TypeError("a stream must end with its Answer")
        return answer

    def model(self, **options: Unpack[Options]) -> ChatModel | None:
        """The chat model as one question uses it: it can be cancelled, and its replies are cached; None in quotes."""
        cancelled, fresh = options.get("cancelled"), options.get("fresh", False)
        return self._model and model_for_question(self._model, self._settings, cancelled=cancelled, fresh=fresh)

    @property
    def settings(self) -> Settings:
        """The settings that it was opened with."""
        return self._settings

    def timeline(self, topic: str, **options: Unpack[Options]) -> list[TimelineRow]:
        """Return dated events: one row per event, oldest first, each with its citations."""
        from assistant.answering.timeline import timeline

        return timeline(self._index, self.understand(topic, **options))

    def understand(self, question: str, **options: Unpack[Options]) -> Query:
        """Return what a question is understood to ask: its words, filters, order and day."""
        from assistant.answering.question.understand import understand
        from assistant.answering.retrieval.retrieve import without_later

        as_of = options.get("as_of") or self._settings.as_of
        undated = options.get("undated") or self._settings.undated
        query = understand(
            question,
            options.get("history", ()),
            as_of=as_of or self._today(),
            newest=self._index.newest_day,
            as_of_explicit=as_of is not None,
            published=published(options) if options else DateRange(),
            sources=tuple(options.get("sources", ())),
            authors=tuple(options.get("authors", ())),
            paths=tuple(options.get("paths", ())),
            include_undated=undated != "exclude",
        )
        if undated is None:
            query = without_later(query, self._index.scope)
        return replace(query, order=options.get("order") or query.order)

    def scope(self, query: Query) -> Scope:
        """Return how many documents a query's filters leave."""
        return self._index.scope(query)

    def documents(self, **options: Unpack[Options]) -> list[Document]:
        """Return the documents of the index, by path; `options` narrow them as they narrow a question."""
        return self._index.documents(self.understand("", **options) if any(options.values()) else None)

    @property
    def folder(self) -> Path:
        """The folder of the documents, as an absolute path."""
        return self._settings.corpus.resolve()

    @property
    def index(self) -> Index:
        """The open index, for reading."""
        return self._index

    @property
    def reader(self) -> Reader | None:
        """What chooses passages and sentences; None where cosines do."""
        return self._reader

    @property
    def embedder(self) -> Embedder:
        """What turns texts into vectors."""
        return self._embedder

    @property
    def writer(self) -> str | None:
        """Name of the model that writes the answers; None when they are quotes."""
        return self._model.name if self._model else None

    def close(self) -> None:
        """Release the index, and the connections of a model that `open` created."""
        self._index.close()
        self._on_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _understand(self, question: str, model: ChatModel | None, options: Options) -> tuple[Query, Usage]:
        """As `understand`, with the model's help where one writes; and what that cost."""
        if model is None or (options.get("history") and self.understand(question, **options).asked.catalogue):
            return self.understand(question, **options), Usage()
        from assistant.answering.writing.rewriting import understand_in_context
        from assistant.answering.writing.steps import in_steps, may_need_steps

        def understand(asked: str, history: Sequence[Turn] = ()) -> Query:
            changed = options.copy()
            changed["history"] = history
            return self.understand(asked, **changed)

        def answer(asked: str) -> str | None:
            """The words that surely answer, as the reader marks them."""
            alone = options.copy()
            alone["history"] = ()
            found = self.quoting().ask(asked, **alone)
            return found.sentences[0].parts[1] or None if found.status == "answered" else None

        query, spent = understand_in_context(question, options.get("history", ()), model, understand, self._titles)
        if not may_need_steps(query):
            return query, spent
        query, more = in_steps(query, model, self._index, understand, answer)
        return query, spent + more

    def _titles(self, paths: Sequence[str]) -> list[str]:
        documents = map(self._index.document, paths)
        return [document.title for document in documents if document and document.title]

    def _billed(self, answer: Answer, spent: Usage, model: ChatModel) -> Answer:
        """An answer by a model with the cost of all requests, and what is to be known of its replies."""
        from assistant.models.replies import notices_of

        usage = (spent + answer.usage).priced(self._settings.price_prompt, self._settings.price_reply)
        return replace(answer, notices=answer.notices + notices_of(model), usage=usage)

    def _hits(self, query: Query, k: int, per_document: int) -> list[Hit]:
        """The best passages; those of a longer list that the reader finds best, where there is something to find."""
        from assistant.answering.reading.reading import POOL, rerank
        from assistant.answering.retrieval.retrieve import retrieve

        if self._reader is None or query.asked.events:
            return retrieve(self._index, query, k=k, per_document=per_document)
        return rerank(query, retrieve(self._index, query, k=max(k, POOL), per_document=per_document), self._reader, k=k)

    def _changed(self, answer: Answer) -> tuple[Notice, ...]:
        """Say which cited files are no longer as they were indexed: the quotes are of the version that was."""
        paths = list(dict.fromkeys(citation.path for citation in answer.citations))
        changed = self._index.changed(self._settings.corpus, paths) if paths else []
        if not changed:
            return ()
        said = f"{', '.join(changed)} changed since it was indexed; its quotes are of the indexed version"
        return (Notice("file_changed", f"{said}; run `assistant index`"),)

    def _text(self, path: str) -> str | None:
        document = self._index.document(path)
        return document.text if document else None

    def _about_corpus(self, query: Query, scope: Scope) -> Iterator[AnswerEvent] | None:
        if query.asked.catalogue is None:
            return None
        if query.asked.catalogue.fact == "saying":
            from assistant.answering.quoting.saying import answer_about_saying

            return answer_about_saying(query, scope, self._index, self._embedder, self._reader)
        from assistant.answering.quoting.about_corpus import answer_about_corpus

        return answer_about_corpus(query, scope, self._index)

    def _write(
        self, query: Query, scope: Scope, hits: Sequence[Hit], options: Options, model: ChatModel | None
    ) -> Iterator[AnswerEvent]:
        from assistant.answering.quoting.quotes_answer import answer_in_quotes

        quotes = partial(
            answer_in_quotes, query, scope, hits, self._embedder, reader=self._reader, mentions=self._index.mentions
        )
        if model is None:
            return quotes()
        from assistant.answering.writing.model_answer import answer_with_model

        return answer_with_model(
            query,
            scope,
            hits,
            options.get("history", ()),
            model,
            self._embedder,
            reader=self._reader,
            reply_tokens=self._settings.reply_tokens,
            check=self._settings.check,
            quotes=quotes,
            cancelled=options.get("cancelled"),
        )
