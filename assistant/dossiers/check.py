"""A dossier against the files as they are now: each file and each quote, renamed, edited, deleted, encoded anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assistant.answering.checking.recheck import FilesNow, Rechecked, files_of, read_again, recheck
from assistant.corpus.load import load
from assistant.corpus.walk import FileEntry
from assistant.dossiers.folder import Corpus, Dossier, entry_of, file_digest, text_digest
from assistant.dossiers.items import Item, KeptFile
from assistant.types import Citation, Document, DocumentDate

FileState = Literal["unchanged", "encoded anew", "edited", "renamed", "renamed and encoded anew", "renamed and edited",
                    "deleted", "unreadable"]  # fmt: skip
_MOST_READ = 300  # files of about the same size that are read to find one that is gone


@dataclass(frozen=True, slots=True)
class FileNow:
    """What has become of a file: `path` is where it is now. `date` is its date if that is another now."""

    kept: KeptFile
    state: FileState
    path: str
    date: DocumentDate | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ItemNow:
    """A finding, its quotes as they are now, and its files."""

    item: Item
    quotes: tuple[Rechecked, ...]
    files: tuple[FileNow, ...]

    @property
    def stands(self) -> bool:
        """Whether the finding is as it was kept, and every quote stands word for word in a file that is there."""
        there = all(each.state not in ("deleted", "unreadable") for each in self.files)
        return not self.item.edited and there and all(each.is_there for each in self.quotes)


def check(dossier: Dossier, corpus: Corpus, *, today: date | None = None) -> list[ItemNow]:
    """Look for every file and every quote of a dossier. Raises CorpusError when there is no such folder."""
    looking = _Looking(corpus, [file for item in dossier.items for file in item.evidence.files], today or date.today())
    return [_item(item, looking) for item in dossier.items]


def _item(item: Item, looking: _Looking) -> ItemNow:
    files = {each.path: looking.file(each, item.evidence.quotes) for each in item.evidence.files}
    # A quote is looked for where its file is now; it is named by where it was.
    cited = [replace(each, path=files[each.path].path) for each in item.evidence.quotes]
    found = recheck(cited, FilesNow(looking.documents, looking.reasons))
    return ItemNow(item, tuple(found), tuple(files.values()))


class _Looking:
    """Finds kept files in a corpus, each once."""

    def __init__(self, corpus: Corpus, kept: list[KeptFile], today: date) -> None:
        self._corpus, self._today = corpus, today
        self._entries = corpus.entries()
        paths = {each.path for each in kept}
        now = read_again(corpus.root, paths, today=today, max_bytes=corpus.max_bytes, fields=corpus.fields)
        self.documents: dict[str, Document] = dict(now.documents)
        self.reasons: Mapping[str, str] = now.reasons
        self._places = {name for path in paths for name in files_of(path)}
        self._digests: dict[str, str] = {}
        self._read: dict[str, tuple[Document, ...]] = {}
        self._found: dict[tuple[str, str], FileNow] = {}

    def file(self, kept: KeptFile, quotes: tuple[Citation, ...]) -> FileNow:
        """What has become of a file; of what is gone, `quotes` tell whether another one is it, edited."""
        key = (kept.path, kept.sha256)
        if key not in self._found:
            self._found[key] = self._look(kept, [each.quote for each in quotes if each.path == kept.path])
        return self._found[key]

    def _look(self, kept: KeptFile, quotes: list[str]) -> FileNow:
        document, entry = self.documents.get(kept.path), entry_of(kept.path, self._entries)
        if document and entry and self._digest(entry) == kept.sha256:
            return self._told(kept, "unchanged", document)
        if document and text_digest(document) == kept.text_sha256:
            return self._told(kept, "encoded anew", document)
        if moved := self._elsewhere(kept):
            return moved
        if document:
            return self._told(kept, "edited", document)
        reason = next((self.reasons[name] for name in files_of(kept.path) if name in self.reasons), "")
        if entry and reason:
            return FileNow(kept, "unreadable", kept.path, reason=reason)
        return self._alike(kept, quotes) or FileNow(kept, "deleted", kept.path, reason=reason)

    def _elsewhere(self, kept: KeptFile) -> FileNow | None:
        """The same bytes under another name, which the dossier does not know as another file."""
        for entry in self._entries.values():
            same = entry.size == kept.size and entry.path not in self._places and self._digest(entry) == kept.sha256
            document = self._document(entry, kept) if same else None
            if document:
                return self._told(kept, "renamed", document)
        return None

    def _alike(self, kept: KeptFile, quotes: list[str]) -> FileNow | None:
        """The same text in other bytes, or else a text with all the quotes, under another name."""
        others = [entry for entry in self._entries.values() if entry.path not in self._places]
        edited: Document | None = None
        for entry in sorted(others, key=lambda each: (abs(each.size - kept.size), each.path))[:_MOST_READ]:
            document = self._document(entry, kept)
            if document and text_digest(document) == kept.text_sha256:
                return self._told(kept, "renamed and encoded anew", document)
            if document and edited is None and quotes and all(quote in document.text for quote in quotes):
                edited = document
        return self._told(kept, "renamed and edited", edited) if edited else None

    def _document(self, entry: FileEntry, kept: KeptFile) -> Document | None:
        """The document of another file: of one that holds several that with the same text, else the first."""
        if entry.path not in self._read:
            self._read[entry.path] = load(self._corpus.root, entry, today=self._today).documents
        documents = self._read[entry.path]
        same = (each for each in documents if text_digest(each) == kept.text_sha256)
        return next(same, documents[0] if documents else None)

    def _told(self, kept: KeptFile, state: FileState, document: Document) -> FileNow:
        self.documents.setdefault(document.path, document)
        redated = document.date if document.date.day != kept.date.day else None
        return FileNow(kept, state, document.path, redated)

    def _digest(self, entry: FileEntry) -> str:
        if entry.path not in self._digests:
            self._digests[entry.path] = file_digest(entry)
        return self._digests[entry.path]
