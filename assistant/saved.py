"""Saved answers: what was asked, answered and quoted, and from which files, so that it can be checked again later.

with Assistant.open("articles") as corpus:
    save(bundle(corpus.ask("Who met Kim?"), corpus.index), Path("answer.json"))
print(verify(read(Path("answer.json")), Path("articles")).stands)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.answering.checking.recheck import FilesNow, Rechecked, read_again, recheck
from assistant.answering.checking.verify import Verifier
from assistant.answering.writing.templates import prompt_version
from assistant.errors import IndexMissing, SettingsError
from assistant.installation import __version__
from assistant.jsonable import json_text
from assistant.settings import Settings
from assistant.text.small_files import write_whole
from assistant.types import (
    Answer,
    Citation,
    Document,
    DraftQuote,
    DraftSentence,
    Hit,
    Nearest,
    Notice,
    Passage,
    Query,
    Sentence,
    Status,
)
from assistant.wiring import make_embedder

if TYPE_CHECKING:
    from assistant.index.search.index import Index

FORMAT = "assistant-evidence/1"
_MAX_BYTES = 50_000_000
_AROUND = 400  # characters on both sides of a quote
Seal = Literal["whole", "broken", "none"]
FileNow = Literal["unchanged", "changed", "moved", "gone", "missing"]


class _Part(BaseModel):
    # What a later version adds is passed over; what it changes gets another FORMAT.
    model_config = ConfigDict(frozen=True, extra="ignore")


class SavedPassage(_Part):
    """A passage that the answer could draw on; `sha256` is of its text in UTF-8, offsets are the document's."""

    path: str
    start: int
    end: int
    sha256: str


class SavedDocument(_Part):
    """A cited document; `sha256` is of its file's bytes, followed by what a sidecar says of the file."""

    path: str
    title: str | None
    sha256: str
    author: str | None = None
    url: str | None = None


class Versions(_Part):
    """What made the answer: this program, fingerprints of embedder and reader (None: cosines), the generation.

    `model` is the fingerprint that the endpoint told of its model, `seed` the one that was asked for.
    """

    assistant: str
    embedder: str
    reader: str | None = None
    generation: str
    model: str | None = None
    seed: int | None = None


class Bundle(_Part):
    """A saved answer. `prompt` is the version of the prompts, None where no model wrote.

    `notes` are those that an overview was made of, with the numbers of the same quotes.
    `seal` is a digest of everything else in its file, and `intact` what `read` found of it: files of an earlier version
    have none. It tells an edit, and not who made it.
    """

    format: Literal["assistant-evidence/1"]
    saved_at: datetime
    question: str
    as_of: date
    query: Query
    status: Status
    text: str
    model: str | None
    prompt: str | None
    sentences: tuple[Sentence, ...]
    quotes: tuple[Citation, ...]
    notes: tuple[Sentence, ...] = ()
    notices: tuple[Notice, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    passages: tuple[SavedPassage, ...]
    documents: tuple[SavedDocument, ...]
    versions: Versions
    seal: str | None = None
    intact: Seal = Field("none", exclude=True)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        numbers = {each.number for each in self.quotes}
        if len(numbers) < len(self.quotes):
            raise ValueError("two quotes share a number")
        for sentence in (*self.sentences, *self.notes):
            if unknown := set(sentence.citations) - numbers:
                raise ValueError(f"a sentence cites [{min(unknown)}], which is not one of its quotes")
        paths = {each.path for each in self.documents}
        for each in self.quotes:
            if each.path not in paths:
                raise ValueError(f"quote {each.number} is from {each.path!r}, which is not one of its documents")
            if each.start < 0 or each.end - each.start != len(each.quote) or not each.quote:
                raise ValueError(f"quote {each.number} has a different length than its offsets say")
        if any(each.start < 0 or each.end < each.start for each in self.passages):
            raise ValueError("a passage ends before it starts")
        return self


@dataclass(frozen=True, slots=True)
class FileChecked:
    """What has become of a cited document.

    ``unchanged``; ``changed``, and all its quotes stand where they stood; a quote has ``moved``, or is ``gone``;
    the file is ``missing``. `changed` compares the bytes alone, and is None where there are none.
    `now_at` is its path today, where its file was renamed.
    """

    path: str
    state: FileNow
    changed: bool | None
    now_at: str | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """A saved answer against the files of today. `passages_same` of `passages` passages read as they did.

    `unsupported` are its sentences that their quotes contradict or lack a number or a name of, with the reason.
    """

    quotes: tuple[Rechecked, ...]
    files: tuple[FileChecked, ...]
    passages: int
    passages_same: int
    unsupported: tuple[tuple[str, str], ...] = ()
    seal: Seal = "none"

    @property
    def stands(self) -> bool:
        """Whether it was not edited, every quote is in its file, word for word, and none speaks against a sentence."""
        return all(each.is_there for each in self.quotes) and not self.unsupported and self.seal != "broken"


def bundle(
    answer: Answer,
    index: Index,
    *,
    seed: int | None = None,
    now: datetime | None = None,
    notes: tuple[Sentence, ...] = (),
    evidence: tuple[Citation, ...] = (),
) -> Bundle:
    """Gather what must be kept of an answer that was given over `index`; `seed` is what its model was asked with.

    Of an overview `notes` are what it was made of, and `evidence` its citations and theirs.

    Raises:
        IndexMissing: the answer cites a document that `index` does not have.
    """
    quotes = evidence or answer.citations
    return Bundle(
        format=FORMAT,
        saved_at=now or datetime.now(UTC),
        question=answer.question,
        as_of=answer.query.as_of,
        query=answer.query,
        status=answer.status,
        text=answer.text,
        model=answer.model,
        prompt=prompt_version() if answer.model else None,
        sentences=answer.sentences,
        notes=notes,
        quotes=quotes,
        notices=answer.notices,
        nearest=answer.nearest,
        passages=tuple(
            SavedPassage(
                path=hit.document.path, start=hit.passage.start, end=hit.passage.end, sha256=_digest(hit.passage.text)
            )
            for hit in answer.hits
        ),
        documents=tuple(
            SavedDocument(
                path=document.path,
                title=document.shown_title,
                sha256=document.sha256,
                author=document.author,
                url=document.url,
            )
            for document in _cited(answer, quotes, index)
        ),
        versions=Versions(
            assistant=__version__,
            embedder=index.embedder.fingerprint,
            reader=answer.reader,
            generation=index.generation.name,
            model=answer.usage.fingerprint,
            seed=seed if answer.model else None,
        ),
    )


def save(saved: Bundle, target: Path, *, force: bool = False) -> None:
    """Write a bundle as JSON, whole or not at all; over another file only with `force`.

    Raises SettingsError when it cannot be written.
    """
    try:
        content = json.loads(json_text(saved.model_dump(mode="json", exclude={"seal"})))
        write_whole(target, json_text({**content, "seal": _seal(content)}, indent=2) + "\n", force=force)
    except FileExistsError:
        raise SettingsError(f"{str(target)!r} exists already; name another file, or replace it with --force") from None
    except OSError as error:
        raise SettingsError(f"cannot write {str(target)!r} ({error.strerror}); name another file") from None


def read(source: Path) -> Bundle:
    """Read a bundle. Raises SettingsError when there is none, or it is not what `save` writes."""
    if not source.is_file():
        raise SettingsError(f"no file {str(source)!r}; `assistant ask --save FILE QUESTION` writes one")
    try:
        with source.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise SettingsError(f"cannot read {str(source)!r} ({error.strerror})") from None
    if len(content) > _MAX_BYTES:
        raise SettingsError(f"{str(source)!r} is too large to be a saved answer")
    try:
        saved = Bundle.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        said = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{str(source)!r} is not a saved answer ({f'{where}: ' if where else ''}{said})") from None
    if saved.seal is None:
        return saved
    found = json.loads(content)
    del found["seal"]
    return saved.model_copy(update={"intact": "whole" if saved.seal == _seal(found) else "broken"})


def _seal(content: Mapping[str, Any]) -> str:
    """The digest of a bundle without its seal, however it is indented."""
    return _digest(json.dumps(content, sort_keys=True, separators=(",", ":")))


def verify(
    saved: Bundle,
    root: Path,
    *,
    today: date | None = None,
    max_bytes: int = 50_000_000,
    fields: Mapping[str, Mapping[str, str]] | None = None,
) -> Verified:
    """Look for every quote in the files under `root` as they are now, and hold the sentences against their quotes.

    `today` bounds the dates that are believed; larger files than `max_bytes` are not read; `fields` are the setting of
    this name.

    Raises:
        CorpusError: there is no such folder.
    """
    paths = {each.path for each in saved.documents} | {each.path for each in saved.passages}
    digests = {each.path: each.sha256 for each in saved.documents}
    files = read_again(root, paths, today=today or date.today(), max_bytes=max_bytes, fields=fields, digests=digests)
    quotes = tuple(recheck(saved.quotes, files))
    return Verified(
        quotes,
        tuple(_file(each, quotes, files) for each in saved.documents),
        passages=len(saved.passages),
        passages_same=sum(_reads_the_same(each, files) for each in saved.passages),
        unsupported=tuple(_unsupported(saved, files)),
        seal=saved.intact,
    )


def _unsupported(saved: Bundle, files: FilesNow) -> Iterator[tuple[str, str]]:
    """Sentences whose quotes speak against them, by code alone; a quote that is gone says nothing."""
    quotes = {each.number: each for each in saved.quotes if each.path in files.documents}
    hits = {f"P{number}": _around(quote, files.documents[quote.path]) for number, quote in quotes.items()}
    verifier: Verifier | None = None
    for sentence in saved.sentences:
        cited = [quotes[number] for number in sentence.citations if number in quotes]
        said = " ".join(sentence.text.split())
        if sentence.kind != "claim" or not cited or any(said in " ".join(each.quote.split()) for each in cited):
            continue
        verifier = verifier or Verifier(saved.query, hits, make_embedder(Settings()))
        drafted = tuple(DraftQuote(f"P{each.number}", each.quote) for each in cited)
        judged = verifier.judge(DraftSentence(sentence.text, drafted))
        if judged.state == "refused":
            yield sentence.text, judged.reason


def _around(quote: Citation, document: Document) -> Hit:
    """A quote's place in its document, as a passage."""
    at = document.text.find(quote.quote)
    start = max((at if at >= 0 else quote.start) - _AROUND, 0)
    end = start + len(quote.quote) + 2 * _AROUND
    return Hit(Passage("", document.id, 0, start, end, document.text[start:end]), document, 1.0)


def _cited(answer: Answer, quotes: Iterable[Citation], index: Index) -> Iterable[Document]:
    found = {hit.document.path: hit.document for hit in answer.hits}
    for path in dict.fromkeys(each.path for each in quotes):
        document = found.get(path) or index.document(path)
        if document is None:
            raise IndexMissing(f"{path} is not in this index; save the answer from the index that produced it")
        yield document


def _file(saved: SavedDocument, quotes: Iterable[Rechecked], files: FilesNow) -> FileChecked:
    document = files.documents.get(saved.path)
    if document is None:
        return FileChecked(saved.path, "missing", None)
    changed = document.sha256 != saved.sha256
    states = {each.state for each in quotes if each.path == saved.path}
    worst: tuple[FileNow, ...] = ("gone", "moved")
    usual: FileNow = "changed" if changed else "unchanged"
    state = next((each for each in worst if each in states), usual)
    return FileChecked(saved.path, state, changed, files.now_at(saved.path))


def _reads_the_same(saved: SavedPassage, files: FilesNow) -> bool:
    document = files.documents.get(saved.path)
    return document is not None and _digest(document.text[saved.start : saved.end]) == saved.sha256


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
