"""A case, an answer, a citation and a hit, made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from assistant.evaluation.gold.cases import Case
from assistant.types import (
    Answer,
    Citation,
    DateRange,
    Document,
    DocumentDate,
    Hit,
    Passage,
    Query,
    Scope,
    Sentence,
)

DAY = date(2021, 3, 24)

DATED = DocumentDate(DAY, "day", "header_line")


def case(**fields: Any) -> Case:
    given_fields = {"id": "c", "question": "?", "answer": [["two", "pair"], "Sunday"], "files": {"any": ["a.txt"]}}
    return Case.model_validate(given_fields | fields)


def cite(number: int, path: str = "a.txt", quote: str = "Two missiles flew.", dated: DocumentDate = DATED) -> Citation:
    return Citation(number, path, dated, None, quote, 0, len(quote), 1)


def answer(text: str = "Two on Sunday", *citations: Citation, **fields: Any) -> Answer:
    citations = citations or (cite(1),)
    sentences = tuple(Sentence(text, (citation.number,)) for citation in citations)
    query = Query("?", "?", DAY, published=fields.pop("published", DateRange()))
    made = Answer("?", text, sentences, citations, "answered", query, Scope(1, 1))
    return replace(made, **fields)


def hit(path: str, text: str = "text", also_in: tuple[str, ...] = ()) -> Hit:
    document = Document(path, path, None, None, DATED, text, "")
    return Hit(Passage(path, path, 0, 0, len(text), text), document, 0.5, also_in=also_in)
