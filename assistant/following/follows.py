"""Questions that somebody follows, kept with the documents that were there when each was last told: a file of JSON.

A document is known by its text, so that a file that is renamed is not new, and one that is edited is.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import SettingsError
from assistant.following.developments import Told, developments
from assistant.types import Document

if TYPE_CHECKING:
    from assistant.app import Assistant

FORMAT: Final = "assistant-follows/1"
_MAX_BYTES = 100_000_000
_MOST = 200  # questions
_LENGTH = 500  # characters of a question


class Follow(BaseModel):
    """A question that is followed; `told` is the number of the run that told of it last."""

    model_config = ConfigDict(extra="ignore")

    question: str
    told: int = 0


class Follows(BaseModel):
    """The questions about one corpus; `seen` has the run in which each document was seen first."""

    model_config = ConfigDict(extra="ignore")

    format: Literal["assistant-follows/1"] = FORMAT
    corpus: str
    runs: int = 0
    last_run: date | None = None
    questions: list[Follow] = []
    seen: dict[str, int] = {}

    def add(self, question: str, documents: Iterable[Document]) -> None:
        """Follow a question from now on. Raises SettingsError when it is followed, or too many are."""
        question = " ".join(question.split())
        if not question or len(question) > _LENGTH:
            raise SettingsError(f"a question that is followed has 1 to {_LENGTH} characters")
        if any(each.question == question for each in self.questions):
            raise SettingsError(f"{question!r} is followed already; `assistant follow list` shows all")
        if len(self.questions) >= _MOST:
            raise SettingsError(f"{_MOST} questions are followed; `assistant follow remove N` makes room")
        self._see(documents)
        self.questions.append(Follow(question=question, told=self.runs))

    def remove(self, which: str) -> str:
        """Follow a question no more, named by its words or its number; returns it. Raises SettingsError for another."""
        for number, each in enumerate(self.questions, 1):
            if which in (str(number), each.question):
                return self.questions.pop(number - 1).question
        raise SettingsError(f"no question {which!r} is followed; `assistant follow list` shows all")

    def unseen(self, documents: Iterable[Document]) -> list[str]:
        """The paths of the documents that no run has seen."""
        return [each.path for each in documents if key_of(each) not in self.seen]

    def run(self, assistant: Assistant, *, as_of: date) -> list[Told]:
        """Ask every question of what is new to it, and note that it was told."""
        documents = assistant.documents()
        self._see(documents)
        found = []
        for each in self.questions:
            new = [document.path for document in documents if self.seen[key_of(document)] > each.told]
            found.append(developments(assistant, each.question, new, {"as_of": as_of}))
            each.told = self.runs
        self.last_run = as_of
        return found

    def _see(self, documents: Iterable[Document]) -> None:
        """Begin a run, and note the documents that were not there before; those that are gone are forgotten."""
        self.runs += 1
        keys = [key_of(each) for each in documents]
        self.seen = {key: self.seen.get(key, self.runs) for key in keys}


def key_of(document: Document) -> str:
    """What a document is known by: the beginning of the digest of its text."""
    return hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def file_of(data: Path, corpus: Path) -> Path:
    """Where the questions about a corpus are kept."""
    name = hashlib.sha256(os.fsencode(corpus.resolve())).hexdigest()[:16]
    return data / "follows" / f"{name}.json"


def read(file: Path, corpus: Path) -> Follows:
    """What was kept; nothing yet where there is no file. Raises SettingsError when it cannot be read."""
    try:
        with file.open("rb") as opened:
            return Follows.model_validate_json(opened.read(_MAX_BYTES))
    except FileNotFoundError:
        return Follows(corpus=str(corpus.resolve()))
    except OSError as error:
        raise SettingsError(f"cannot read {str(file)!r} ({error.strerror})") from None
    except ValidationError:
        raise SettingsError(f"{str(file)!r} is not what `assistant follow` writes; move it away") from None


def write(follows: Follows, file: Path) -> None:
    """Keep it: the file is whole at every moment. Raises SettingsError when it cannot be written."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}")
        fresh.write_text(follows.model_dump_json(), encoding="utf-8", errors="replace")
        fresh.replace(file)
    except OSError as error:
        raise SettingsError(f"cannot write {str(file)!r} ({error.strerror}); set data_dir to another folder") from None
