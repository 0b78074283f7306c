"""Drafts gold questions from a corpus: a start for a person, who knows what is worth asking and what is true.

Without a model nobody can write a good question from a text; what is drafted is a question that quotes a sentence of an
article, with that sentence as its evidence. Every draft is marked as one, and a run leaves it out as long as it is.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.app import Assistant
from assistant.errors import EvaluationError
from assistant.text.sentences import sentence_spans
from assistant.text.words import names
from assistant.types import Document

_SHORTEST, _LONGEST = 60, 320  # characters of a sentence that is worth a question
_WORTH = re.compile(r"\d|said|announced|reported|because|according", re.IGNORECASE)
_NOTE = "DRAFT made from a sentence of the article: write the question as a reader would ask it, and check the answer."


def draft_set(assistant: Assistant, file: Path, corpus: Path, count: int) -> int:
    """Write up to `count` drafts, spread over the documents, to `file`; return how many.

    Raises EvaluationError when no sentence is worth a question, or the file cannot be written.
    """
    documents = assistant.documents()
    drafts = [_draft(number, document, start, end) for number, (document, start, end) in _picked(documents, count)]
    if not drafts:
        raise EvaluationError(f"no sentence in {corpus} to draft a question from; check the folder")
    drawn_on = {path for draft in drafts for path in draft["files"]["any"]}
    write_drafts(
        drafts,
        {one.path: one.date.label if one.date.day else None for one in documents if one.path in drawn_on},
        file,
        corpus,
    )
    return len(drafts)


def write_drafts(drafts: list[dict[str, Any]], dates: dict[str, str | None], file: Path, corpus: Path) -> None:
    """Write drafts as a gold set over `corpus`. Raises EvaluationError when the file cannot be written."""
    header = {
        "set": re.sub(r"[^\w.-]", "-", file.stem),
        "corpus": Path(os.path.relpath(corpus.resolve(), file.resolve().parent)).as_posix(),
        "dates": dates,
        "about": "DRAFTS. The dates are those in the index: check them against the articles.",
    }
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in (header, *drafts)), encoding="utf-8"
        )
    except OSError as error:
        raise EvaluationError(f"cannot write {file}: {error.strerror}") from None


def _draft(number: int, document: Document, start: int, end: int) -> dict[str, Any]:
    sentence = " ".join(document.text[start:end].split())
    return {
        "id": f"draft-{number}",
        "category": "fact",
        "question": f"What does the article {document.title or document.path!r} say about this: {_about(sentence)}?",
        "answer": [[_about(sentence)]],
        "files": {"any": [document.path]},
        "quotes": [[sentence]],
        "draft": True,
        "note": _NOTE,
    }


def _about(sentence: str) -> str:
    """A name or a number of the sentence, as a guess at what may be asked."""
    number = re.search(r"\d[\d,.]*\d|\d", sentence)
    return next(iter(names(sentence)), number[0] if number else " ".join(sentence.split()[:4]))


def _picked(documents: list[Document], count: int) -> Iterator[tuple[int, tuple[Document, int, int]]]:
    """One sentence of each document in turn, then the next of each, until there are enough."""
    queues = [list(_sentences(document)) for document in documents]
    number = 0
    for turn in range(max(map(len, queues), default=0)):
        for document, queue in zip(documents, queues, strict=True):
            if turn < len(queue) and number < count:
                number += 1
                yield number, (document, *queue[turn])


def _sentences(document: Document) -> Iterator[tuple[int, int]]:
    """Sentences that state something, spread over the text: every third one that qualifies."""
    good = [
        (start, end)
        for start, end in sentence_spans(document.text, 0, len(document.text))
        if _SHORTEST <= end - start <= _LONGEST
        and _WORTH.search(document.text[start:end])
        and not any(start < span.end and span.start < end for span in document.boilerplate)
    ]
    return iter(good[::3])
