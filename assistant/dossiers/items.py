"""One finding of a dossier, and the Markdown file that it is: what a person reads, a note, and the evidence as JSON."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.dates.how_known import dated
from assistant.errors import SettingsError
from assistant.jsonable import json_text
from assistant.text.clean import clean, one_line
from assistant.text.emphasis import plain
from assistant.text.folding import bare
from assistant.types import Citation, DocumentDate

Kind = Literal["answer", "quote", "article"]
FORMAT: Final = "assistant-dossier/1"
_MAX_BYTES = 5_000_000
_BEFORE_JSON = "\n<details><summary>Evidence for programs</summary>\n\n```json\n"
_AFTER_JSON = "\n```\n\n</details>\n"
_RULE = "\n---\n\n"  # between the note, which anybody may edit, and what the evidence says
_DIGITS = 10  # of the digest of the evidence, in a file's name
_SLUG = 40  # characters of a title in a file's name


class _Part(BaseModel):
    # What a later version adds is passed over; what it changes gets another FORMAT.
    model_config = ConfigDict(frozen=True, extra="ignore")


class KeptFile(_Part):
    """A document as it was when something was kept of it.

    `sha256` and `size` are of the bytes of its file, as ``sha256sum`` counts them; `text_sha256` is of what was read
    from them, in UTF-8, so that another encoding of the same words is known as one.
    """

    path: str
    sha256: str
    size: int = Field(ge=0)
    text_sha256: str
    title: str | None = None
    source: str | None = None
    author: str | None = None
    date: DocumentDate
    url: str | None = None


class Evidence(_Part):
    """What was kept: an answer with its quotes, one quote, or an article as a whole. `text` is the answer's."""

    format: Literal["assistant-dossier/1"] = FORMAT
    kind: Kind
    kept_at: datetime
    question: str = ""
    as_of: date | None = None
    model: str | None = None
    text: str = ""
    quotes: tuple[Citation, ...] = ()
    files: tuple[KeptFile, ...]

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        paths = {each.path for each in self.files}
        for each in self.quotes:
            if each.path not in paths:
                raise ValueError(f"quote {each.number} is from {each.path!r}, which is not one of its files")
            if each.start < 0 or each.end - each.start != len(each.quote) or not each.quote:
                raise ValueError(f"quote {each.number} has a different length than its offsets say")
        return self

    @property
    def title(self) -> str:
        """What the finding is called: the question, or the article's title or path."""
        first = self.files[0] if self.files else None
        return one_line(self.question or (first and (first.title or first.path)) or self.kind)

    def file(self, path: str) -> KeptFile:
        """The document of this path."""
        return next(each for each in self.files if each.path == path)

    @property
    def same_as(self) -> str:
        """A digest of what is kept, whenever that was: equal for the same quotes of the same files."""
        quotes = [(each.path, each.start, each.quote) for each in self.quotes]
        files = [(each.path, each.sha256) for each in self.files]
        return _digest(json.dumps([self.kind, self.question, self.text, quotes, files]))


@dataclass(frozen=True, slots=True)
class Item:
    """A finding as it lies in a dossier: `name` is its file's, `note` what people wrote to it.

    `edited` says what of the file is not as it was written; "" where only the note may have been.
    """

    name: str
    evidence: Evidence
    note: str = ""
    edited: str = ""


def item_of(evidence: Evidence, note: str = "") -> Item:
    """The finding with the name of its file: day, title, and a digest, so that no two are ever in each other's way."""
    words = re.sub(r"[^a-z0-9]+", "-", bare(evidence.title)).strip("-")
    slug = words[:_SLUG].rpartition("-")[0] if len(words) > _SLUG else words
    digits = _digest(_as_json(evidence))[:_DIGITS]
    return Item(f"{evidence.kept_at:%Y-%m-%d}-{slug or evidence.kind}-{digits}.md", evidence, clean(note).strip())


def to_text(item: Item) -> str:
    """The file: title and note, a rule, what the evidence says in words, and the evidence as JSON."""
    note = f"\n{item.note}\n" if item.note else ""
    evidence = item.evidence
    head = f"# {plain(evidence.title)}\n{note}{_RULE}{_in_words(evidence)}"
    return f"{head}{_BEFORE_JSON}{_as_json(evidence)}{_AFTER_JSON}"


def from_file(file: Path) -> Item:
    """Read a finding. Raises SettingsError for what `to_text` did not write."""
    try:
        with file.open("rb") as opened:
            text = opened.read(_MAX_BYTES + 1).decode("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"cannot read {str(file)!r} ({getattr(error, 'strerror', None) or 'not UTF-8'})") from None
    _, found, behind = text.rpartition(_BEFORE_JSON)
    if "\n<<<<<<< " in f"\n{text}":
        raise SettingsError(f"{str(file)!r} has the marks of a merge conflict; keep one of the sides")
    if len(text) > _MAX_BYTES or not found:
        raise SettingsError(f"{str(file)!r} is no finding of a dossier; move it elsewhere, or write its name with “_”")
    try:
        evidence = Evidence.model_validate_json(shown := behind.removesuffix(_AFTER_JSON))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        told = f"{place}: {first['msg']}".removeprefix(": ").replace("Value error, ", "")
        advice = "take the file from a backup"
        raise SettingsError(f"the evidence in {str(file)!r} cannot be read ({told}); {advice}") from None
    human, edited = text.rpartition(_RULE)[0], ""
    if not file.stem.endswith(_digest(shown)[:_DIGITS]):
        edited = "its evidence is not what was kept"
    elif text != f"{human}{_RULE}{_in_words(evidence)}{_BEFORE_JSON}{shown}{_AFTER_JSON}":
        edited = "what it says in words is not what its evidence says"
    return Item(file.name, evidence, human.partition("\n")[2].strip(), edited)


def _in_words(evidence: Evidence) -> str:
    return "\n\n".join(_paragraphs(evidence)) + "\n"


def _as_json(evidence: Evidence) -> str:
    return json_text(evidence.model_dump(mode="json"), indent=1)


def _paragraphs(evidence: Evidence) -> Iterator[str]:
    if evidence.kind == "answer":
        writer = f"written by {plain(evidence.model)}" if evidence.model else "in quotes, without a model"
        asked = f" as of {evidence.as_of}" if evidence.as_of else ""
        yield plain(evidence.text)
        yield f"*Answered{asked}, {writer}.*"
    for each in evidence.quotes:
        file = evidence.file(each.path)
        place = each.place or f"line {each.line}"
        yield f"> “{plain(each.quote)}”\n>\n> \\[{each.number}\\] {plain(described(file, place))}"
    if not evidence.quotes:
        yield from (plain(described(each)) for each in evidence.files)
    sums = "\n".join(f"- {plain(each.path)}: SHA-256 {each.sha256}" for each in evidence.files)
    yield f"Kept {evidence.kept_at:%Y-%m-%d %H:%M} UTC from\n\n{sums}"


def described(file: KeptFile, place: str = "") -> str:
    """A document in a line: title, source, author, date and how it is known, path, place."""
    parts = (file.title, file.source, file.author, dated(file.date), file.path, place)
    return ", ".join(one_line(part) for part in parts if part)


def renumbered(evidence: Evidence) -> Evidence:
    """The same evidence with its quotes numbered from 1; an answer keeps the numbers that its text names."""
    if evidence.kind == "answer":
        return evidence
    quotes = tuple(replace(each, number=number) for number, each in enumerate(evidence.quotes, 1))
    return evidence.model_copy(update={"quotes": quotes})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
