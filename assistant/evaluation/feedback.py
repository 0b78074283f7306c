"""Drafts gold questions from what readers said of answers on the page: a thumb, a note, and the answer itself.

A good answer's quotes are what a right answer rests on. Of a bad one nothing is known to be right but the question; the
note, which often says more, is kept for the person who edits the draft.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import EvaluationError
from assistant.evaluation.drafts import write_drafts
from assistant.evaluation.gold.cases import ABSTAINED, GoldStatus

_MOST_BYTES = 60_000_000
_OPEN: tuple[GoldStatus, ...] = ("answered", "not_in_corpus")  # nobody has said whether the articles answer
_NOTE = "DRAFT made from a reader's remark: check the answer, and set draft to false."
Line = Annotated[str, Field(min_length=1)]


class _Cited(BaseModel):
    path: Line
    quote: Line


class _Options(BaseModel):
    as_of: date | None = None
    after: date | None = None
    before: date | None = None
    on: date | None = None
    source: str | list[str] | None = None
    author: str | list[str] | None = None
    path: str | list[str] | None = None


class Remark(BaseModel):
    """A line of the file that the page or the server writes."""

    model_config = ConfigDict(extra="ignore")

    question: Line
    good: bool
    note: str = ""
    options: _Options = _Options()
    status: str = ""
    citations: list[_Cited] = Field(default_factory=list)


def draft_from_remarks(source: Path, file: Path, corpus: Path) -> int:
    """Write a draft for each question in the remarks of `source` to `file`; return how many. The last remark counts.

    Raises EvaluationError when a line is no remark, there is none, or a file cannot be read or written.
    """
    remarks = {(one.question, one.options.model_dump_json()): one for one in _read(source)}
    if not remarks:
        raise EvaluationError(f"{source} has no remarks; on the page, “Save my remarks” makes such a file")
    drafts = [_draft(number, one) for number, one in enumerate(remarks.values(), 1)]
    write_drafts(drafts, {}, file, corpus)
    return len(drafts)


def _read(source: Path) -> Iterator[Remark]:
    try:
        with source.open("rb") as content:
            lines = content.read(_MOST_BYTES).decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"cannot read {source} ({getattr(error, 'strerror', None) or 'not UTF-8'})") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Remark.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "line"
            raise EvaluationError(f"{source}:{number}: {where}: {first['msg']}; this is no remark") from None


def _draft(number: int, remark: Remark) -> dict[str, Any]:
    options = remark.options
    days = {name: str(day) for name in ("after", "before", "on") if (day := getattr(options, name))}
    listed = {"sources": options.source, "authors": options.author, "paths": options.path}
    filters = {
        **days,
        **{name: [value] if isinstance(value, str) else value for name, value in listed.items() if value},
    }
    verdict = "good" if remark.good else "bad"
    said = f" The reader found the answer {verdict}{f': {remark.note}' if remark.note else '.'}"
    draft: dict[str, Any] = {"id": f"remark-{number}", "category": f"{verdict} answer", "question": remark.question}
    if options.as_of:
        draft["as_of"] = str(options.as_of)
    if filters:
        draft["filters"] = filters
    known = remark.good and remark.status in get_args(GoldStatus)
    draft["status"] = [remark.status] if known and (remark.citations or remark.status in ABSTAINED) else list(_OPEN)
    if known and remark.citations and remark.status not in ABSTAINED:
        draft["files"] = {"any": list(dict.fromkeys(one.path for one in remark.citations))}
        draft["quotes"] = [list(dict.fromkeys(" ".join(one.quote.split()) for one in remark.citations))]
    return {**draft, "draft": True, "note": _NOTE + said}
