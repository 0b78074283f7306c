"""A dossier is a folder: a page that says what it is, and a file for each finding.

Nothing in it is written twice: who keeps something adds a file, so that two people's dossiers merge in git.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.answering.checking.recheck import files_of, read_again, recheck
from assistant.corpus.walk import DOSSIER_PAGE, FileEntry, RecordFields, walk
from assistant.dossiers.items import Evidence, Item, KeptFile, from_file, item_of, renumbered, to_text
from assistant.errors import SettingsError
from assistant.saved import Bundle
from assistant.text.clean import one_line
from assistant.text.emphasis import plain
from assistant.types import Answer, Citation, Document

_PAGE = """# {title}

This folder is a dossier: a file for each finding, with what was found, what somebody noted, and the evidence. Each
quote stands word for word in the file that is named with it, at the line or page that is named; the SHA-256 is that of
the file's bytes when it was kept, as `sha256sum` prints it.

Everything above the rule (`---`) of a finding may be edited; below it is evidence, and `assistant dossier verify` tells
if that was changed. Files whose names begin with `_` are not read.
"""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier with its findings, oldest first."""

    folder: Path
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where the files of evidence lie, and how they are read; see `recheck.read_again`."""

    root: Path
    max_bytes: int = 50_000_000
    fields: Mapping[str, Mapping[str, str]] | None = None

    def entries(self) -> dict[str, FileEntry]:
        """The files of the corpus by path."""
        fields: RecordFields = self.fields or {}
        return {each.path: each for each in walk(self.root, max_bytes=self.max_bytes, fields=fields).entries}


@dataclass(frozen=True, slots=True)
class Difference:
    """What two dossiers do not share: findings of one alone, and those (both of each) with different notes."""

    only_first: tuple[Item, ...]
    only_second: tuple[Item, ...]
    noted: tuple[tuple[Item, Item], ...]


def new(folder: Path, title: str | None = None) -> Dossier:
    """Start a dossier in a new or empty folder. Raises SettingsError when that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(not each.name.startswith(".") for each in folder.iterdir()):
            raise SettingsError(f"{str(folder)!r} is not empty; name a new folder for a dossier")
        page = _PAGE.format(title=plain(title or folder.resolve().name))
        (folder / DOSSIER_PAGE).write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SettingsError(f"cannot make a dossier in {str(folder)!r} ({error.strerror})") from None
    return read(folder)


def read(folder: Path) -> Dossier:
    """Read a dossier with all its findings. Raises SettingsError when there is none, or a file of it is broken."""
    page = folder / DOSSIER_PAGE
    try:
        title = page.read_text(encoding="utf-8", errors="replace").partition("\n")[0].removeprefix("# ")
        names = sorted(each for each in folder.glob("*.md") if each.name[0] not in "._" and each != page)
    except OSError:
        raise SettingsError(f"no dossier {str(folder)!r}; `assistant dossier new {folder}` starts one") from None
    items = sorted(map(from_file, names), key=lambda item: (item.evidence.kept_at, item.name))
    return Dossier(folder, one_line(title.replace("\\", "")), tuple(items))


def keep(dossier: Dossier, evidence: Evidence, note: str = "") -> Item:
    """Add a finding. Raises SettingsError when it is there already and no note is given, or cannot be written."""
    known = next((each for each in dossier.items if each.evidence.same_as == evidence.same_as), None)
    if known and not note:
        raise SettingsError(f"{known.name} has this already; add a note to keep it once more")
    item = item_of(evidence, note)
    target = dossier.folder / item.name
    try:
        with target.open("x", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(to_text(item))
    except OSError as error:
        raise SettingsError(f"cannot write {str(target)!r} ({error.strerror})") from None
    return item


def evidence_of(
    answer: Answer | Bundle, corpus: Corpus, numbers: Sequence[int] = (), *, now: datetime | None = None
) -> Evidence:
    """What can be kept of an answer: all of it, or the quotes of these numbers, as their files have them now.

    Raises SettingsError for a number that it has not, and for a quote that is no longer in its file.
    """
    cited = answer.citations if isinstance(answer, Answer) else answer.quotes
    quotes = [each for each in cited if each.number in numbers or not numbers]
    if unknown := set(numbers) - {each.number for each in quotes}:
        raise SettingsError(f"the answer has no source {min(unknown)}")
    whole = not numbers
    evidence = Evidence(
        kind="answer" if whole else "quote",
        kept_at=_now(now),
        question=answer.question,
        as_of=answer.query.as_of,
        model=answer.model if whole else None,
        text=answer.text if whole else "",
        quotes=tuple(quotes),
        files=_kept_files(list(dict.fromkeys(each.path for each in quotes)), quotes, corpus),
    )
    return renumbered(evidence)


def evidence_of_article(path: str, corpus: Corpus, *, now: datetime | None = None) -> Evidence:
    """A whole article as evidence. Raises SettingsError when there is no such file."""
    return Evidence(kind="article", kept_at=_now(now), files=_kept_files([path], [], corpus))


def diff(first: Dossier, second: Dossier) -> Difference:
    """What two dossiers do not share."""
    ours, theirs = ({each.evidence.same_as: each for each in one.items} for one in (first, second))
    noted = ((ours[key], theirs[key]) for key in ours if key in theirs)
    return Difference(
        tuple(each for key, each in ours.items() if key not in theirs),
        tuple(each for key, each in theirs.items() if key not in ours),
        tuple((one, other) for one, other in noted if one.note != other.note),
    )


def text_digest(document: Document) -> str:
    """SHA-256 of a document's text in UTF-8."""
    return hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()


def file_digest(entry: FileEntry) -> str:
    """SHA-256 of a file's bytes; "" when it cannot be read."""
    try:
        with entry.absolute.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def entry_of(path: str, entries: Mapping[str, FileEntry]) -> FileEntry | None:
    """The file that holds the document of this path."""
    return next((entries[name] for name in reversed(files_of(path)) if name in entries), None)


def _kept_files(paths: Sequence[str], quotes: Sequence[Citation], corpus: Corpus) -> tuple[KeptFile, ...]:
    files = read_again(corpus.root, paths, today=date.today(), max_bytes=corpus.max_bytes, fields=corpus.fields)
    for each in recheck(quotes, files):
        if each.state != "stands":
            raise SettingsError(f"{each.path} has changed since it was indexed; `assistant index`, then ask again")
    entries, kept = corpus.entries(), []
    for path in paths:
        document, entry = files.documents.get(path), entry_of(path, entries)
        if document is None or entry is None:
            raise SettingsError(f"no document {path!r} in {str(corpus.root)!r}; `assistant sources` lists them")
        kept.append(
            KeptFile(
                path=path,
                sha256=file_digest(entry),
                size=entry.size,
                text_sha256=text_digest(document),
                title=document.shown_title,
                source=document.source,
                author=document.author,
                date=document.date,
                url=document.url,
            )
        )
    return tuple(kept)


def _now(now: datetime | None) -> datetime:
    return (now or datetime.now(UTC)).replace(microsecond=0)
