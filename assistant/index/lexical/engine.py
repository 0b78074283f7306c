"""The one door to tantivy: which passages have words, ranked by BM25, inside conditions on their documents.

A folder of its own, derived from the catalogue and written once. Title and body are one field, in which the title
stands twice, so that its words weigh double; the engine keeps no text.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.errors import IndexDamaged
from assistant.text.spelling import Sought, pieces

if TYPE_CHECKING:
    from tantivy import Index, Query, Schema

TITLE_WEIGHT = 2  # of a word against one of the body: so often the title is written
_ALWAYS = 2**31  # the day, in both directions, of a document without a date: it is inside every period
_MEMORY = 64_000_000  # bytes that the writer fills before it writes a segment
_STALE = 0.2  # share of the passages that were removed, from which all is written anew
_LONGEST = 1_000  # bytes of a piece or a name that the engine keeps
_COMPLETIONS = 64  # pieces that begin with one character, the most frequent ones
_MESSAGE = 200  # characters of what tantivy says
_FEW = 16  # values that are looked for one by one


class Entry(NamedTuple):
    """A document as the engine takes it. `passages`: the row, the start and the end in `text` of each."""

    document: int
    title: str | None
    text: str
    language: str | None
    first_day: int | None
    last_day: int | None
    source: str | None
    author: str | None
    folder: str
    passages: Sequence[tuple[int, int, int]]


class Inside(NamedTuple):
    """Conditions on a passage's document, all of which hold; None: none.

    `since`, `until` are epoch days, and `undated` says whether documents without a date are inside them. `folders` and
    `documents` are one condition: a document lies in one of the folders, or is one of the documents.
    """

    since: int | None = None
    until: int | None = None
    undated: bool = True
    sources: Collection[str] | None = None
    authors: Collection[str] | None = None
    folders: Collection[str] | None = None
    documents: Collection[int] | None = None


ANYWHERE = Inside()


class Ranked(NamedTuple):
    """A passage's row, and its BM25."""

    row: int
    score: float


class Contents(NamedTuple):
    """What tells one set of passages from another: how many there are, and the sum of their rows."""

    passages: int
    sum_of_rows: int


class Lexical:
    """One finished lexical index, open for reading; may be shared by threads. The folder is not written to."""

    def __init__(self, folder: Path) -> None:
        """Open it. Raises IndexDamaged."""
        self._folder = folder
        with self._read(), TemporaryDirectory(prefix="assistant-lexical-", ignore_cleanup_errors=True) as links:
            # tantivy makes a lock file even to read, but only while it opens its files.
            for name in _files(folder):
                (Path(links) / name).symlink_to((folder / name).absolute())
            index = _opened(Path(links))
            index.config_reader("manual")
            self._searcher = index.searcher()
            self._schema = index.schema

    def match(self, sought: Sequence[Sought], inside: Inside, limit: int) -> list[Ranked]:
        """The best passages that have any of what is sought, best first."""
        if not sought:
            return []
        with self._read():
            found = self._searcher.search(_both(self._any(sought), self._conditions(inside)), limit, count=False).hits
            rows = self._searcher.fast_field_values("row", [address for _, address in found])
        ranked = [Ranked(int(row or 0), float(score)) for row, (score, _) in zip(rows, found, strict=True)]
        return sorted(ranked, key=lambda one: (-one.score, one.row))

    def has(self, phrases: Sequence[Sought]) -> bool:
        """Whether a passage or a title has one of the phrases."""
        with self._read():
            return bool(phrases and self._searcher.search(self._any(phrases), 1, count=False).hits)

    def documents_with(self, phrases: Sequence[Sought]) -> set[int]:
        """The rows of all documents that have one of the phrases."""
        if not phrases:
            return set()
        with self._read():
            query = self._any(phrases)
            count: int = self._searcher.search(query, 1).count  # type: ignore[attr-defined]
            found = self._searcher.search(query, max(1, count), count=False).hits
            rows = self._searcher.fast_field_values("document", [address for _, address in found])
        return {int(row or 0) for row in rows}

    def contents(self) -> Contents:
        """How many passages it holds, and which."""
        from tantivy import Query

        with self._read():
            told = self._searcher.aggregate(Query.all_query(), {"rows": {"stats": {"field": "row"}}})["rows"]
        return Contents(int(told["count"]), int(told["sum"]))

    def _any(self, sought: Sequence[Sought]) -> Query:
        from tantivy import Occur, Query

        return Query.boolean_query([(Occur.Should, query) for each in sought for query in self._of(each)])

    def _of(self, one: Sought) -> Iterator[Query]:
        from tantivy import Query

        if len(one.pieces) > 1:
            yield Query.phrase_query(self._schema, "text", list(one.pieces))
            return
        (piece,) = one.pieces
        found = self._searcher.terms_with_prefix("text", piece, limit=_COMPLETIONS) if one.begins else [(piece, 0)]
        for term, _ in found:
            yield Query.term_query(self._schema, "text", term)

    def _conditions(self, inside: Inside) -> Iterator[Query]:
        from tantivy import FieldType, Query

        def between(name: str, lowest: int | None, highest: int | None) -> Query:
            return Query.range_query(self._schema, name, FieldType.Integer, lowest, highest)

        if inside.since is not None:
            yield between("last_day", inside.since, None)
        if inside.until is not None:
            yield between("first_day", None, inside.until)
        if not inside.undated:
            yield between("first_day", -_ALWAYS + 1, None)
        if inside.sources is not None:
            yield self._one_of(("source", inside.sources))
        if inside.authors is not None:
            yield self._one_of(("author", inside.authors))
        if inside.folders is not None or inside.documents is not None:
            yield self._one_of(("folder", inside.folders or ()), ("document", inside.documents or ()))

    def _one_of(self, *fields: tuple[str, Collection[Any]]) -> Query:
        from tantivy import Occur, Query

        queries: list[Query] = []
        for name, values in fields:
            kept = [_name(value) if isinstance(value, str) else value for value in values]
            if len(kept) > _FEW:
                queries.append(Query.term_set_query(self._schema, name, kept))
            else:
                queries += [Query.term_query(self._schema, name, value, "basic") for value in kept]
        return Query.boolean_query([(Occur.Should, query) for query in queries]) if queries else Query.empty_query()

    @contextmanager
    def _read(self) -> Iterator[None]:
        with _faults() as faults:
            yield
        if faults:
            raise IndexDamaged(f"{self._folder} cannot be read ({faults[0]}); run `assistant index`")


@contextmanager
def _faults() -> Iterator[list[str]]:
    """Take up what tantivy says of files that are damaged, or that it cannot write, its panics included."""
    said: list[str] = []
    try:
        yield said
    except BaseException as error:
        if not isinstance(error, (OSError, ValueError)) and type(error).__name__ != "PanicException":
            raise
        said.append(" ".join(str(error).split())[:_MESSAGE])


def write(folder: Path, entries: Iterable[Entry], removed: Collection[int] = (), base: Path | None = None) -> None:
    """Write a lexical index of the entries; with `base`, a copy of that one without the documents `removed`, and with
    the entries. The folder is made; `base` stays as it is. Raises OSError.
    """
    folder.mkdir()
    if base:
        for name in _files(base):
            _link(base / name, folder / name)
    with _faults() as faults:
        _fill(_opened(folder) if base else _created(folder), entries, removed)
    if faults:
        raise OSError(faults[0])
    for lock in folder.glob(".tantivy-*"):
        lock.unlink()


def _fill(index: Index, entries: Iterable[Entry], removed: Collection[int]) -> None:
    from tantivy import Document

    writer = index.writer(_MEMORY, 1)
    for document in removed:
        writer.delete_documents_by_term("document", document)
    for entry in entries:
        title = " ".join(pieces(entry.title or "", entry.language))
        for row, start, end in entry.passages:
            made = Document()
            made.add_unsigned("row", row)
            made.add_unsigned("document", entry.document)
            made.add_integer("first_day", -_ALWAYS if entry.first_day is None else entry.first_day)
            made.add_integer("last_day", _ALWAYS if entry.last_day is None else entry.last_day)
            for name, value in (("source", entry.source), ("author", entry.author), ("folder", entry.folder)):
                if value is not None:
                    made.add_text(name, _name(value))
            for text in (*[title] * TITLE_WEIGHT, " ".join(pieces(entry.text[start:end], entry.language))):
                made.add_text("text", text)
            writer.add_document(made)
    writer.commit()
    writer.wait_merging_threads()


def is_stale(folder: Path) -> bool:
    """Whether so many of its passages were removed that it is better written anew. Raises OSError, ValueError."""
    segments = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["segments"]
    removed = sum(each["deletes"]["num_deleted_docs"] for each in segments if each["deletes"])
    return bool(removed > _STALE * sum(each["max_doc"] for each in segments))


def _created(folder: Path) -> Index:
    from tantivy import Index

    index = Index(_schema(), str(folder), reuse=False)
    _with_tokenizer(index)
    return index


def _opened(folder: Path) -> Index:
    from tantivy import Index

    index = Index.open(str(folder))
    _with_tokenizer(index)
    return index


def _schema() -> Schema:
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    builder.add_unsigned_field("row", fast=True)
    builder.add_unsigned_field("document", indexed=True, fast=True)
    for name in ("first_day", "last_day"):
        builder.add_integer_field(name, fast=True)
    for name in ("source", "author", "folder"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", tokenizer_name="pieces", index_option="position")
    return builder.build()


def _with_tokenizer(index: Index) -> None:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    analyzer = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.remove_long(_LONGEST)).build()
    index.register_tokenizer("pieces", analyzer)


def _files(folder: Path) -> list[str]:
    """The names of its files, without tantivy's locks."""
    return [path.name for path in folder.iterdir() if not path.name.startswith(".tantivy-")]


def _link(source: Path, target: Path) -> None:
    """A second name for a file that is never changed in place; a copy where the disk knows no second names."""
    if source.suffix != ".json":
        try:
            os.link(source, target)
            return
        except OSError:
            pass
    shutil.copyfile(source, target)


def _name(value: str) -> str:
    """A source, an author or a folder as the engine keeps it, which takes no longer one."""
    return value.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore")


def _both(query: Query, conditions: Iterable[Query]) -> Query:
    """The query inside the conditions, which add nothing to a score."""
    from tantivy import Occur, Query

    narrowed = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in conditions]
    return Query.boolean_query([(Occur.Must, query), *narrowed]) if narrowed else query
