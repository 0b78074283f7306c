"""Drafts gold questions from a corpus: a start for a person, who knows what is worth asking and what is true.

A statement is turned into the question that it answers: who did it, how many, what somebody said of something. It is a
draft where the corpus answers it from that very sentence, with the words that the reader marks as its answer. Every
draft is marked as one, and a run leaves it out as long as it is.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from assistant.app import Assistant
from assistant.dates.vocabulary import CALENDAR_WORDS
from assistant.errors import EvaluationError
from assistant.evaluation.rewording import reworded
from assistant.text.sentences import sentence_spans
from assistant.text.words import names
from assistant.types import ChatModel, Document

_SHORTEST, _LONGEST = 60, 320  # characters of a sentence that is worth a question
_WORTH = re.compile(r"\d|said|announced|reported|because|according", re.IGNORECASE)
_NOTE = "DRAFT made from a sentence of the article: ask it in words of your own, and check the answer."
_LONGEST_QUESTION = 110
_TRIES = 8  # statements that are tried for each draft that is wanted
_VERB = re.compile(r"\s+((?!(?:and|or|of|in|at|on|to|for|from|with|by|as)\b)[a-z]++\b[^,;:]*+)")
_MANY = re.compile(
    r"(?:(?:About|Some|Nearly|Almost|More than|At least|Over|Up to)\s+)?"
    r"((?:\d[\d,.]*+|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|Dozens of|Hundreds of)"
    r"(?:\s+(?:million|billion|thousand))?)\s+((?!percent|per cent|years?|months?|weeks?|days?|hours?)[a-z][^,;]*+)"
)
_SAID = re.compile(r"\b(?:said|told|announced|warned|added)\b")
_POINTS_BACK = re.compile(
    r"\b(?:he|she|it|they|his|her|its|their|this|that|these|those|there|former|latter|ago)\b", re.IGNORECASE
)


class Drafted(NamedTuple):
    """A question with the article and the sentence that answer it, and the words that do."""

    question: str
    path: str
    sentence: str
    answer: str


def draft_set(assistant: Assistant, file: Path, corpus: Path, count: int, model: ChatModel | None = None) -> int:
    """Write up to `count` drafts, spread over the documents, to `file`; return how many.

    `model` puts them in other words. Raises ModelError, and EvaluationError when no sentence is worth a question, or
    the file cannot be written.
    """
    documents = assistant.documents()
    drafted = islice(questions(assistant, documents, count), count)
    drafts = [_row(number, each, model) for number, each in enumerate(drafted, 1)]
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


def questions(assistant: Assistant, documents: Sequence[Document], count: int) -> Iterator[Drafted]:
    """Questions that the corpus answers from the sentence that they were made of, spread over the articles."""
    asked: set[str] = set()
    for document, start, end in islice(_picked(documents), _TRIES * count):
        sentence = " ".join(document.text[start:end].split())
        for question in _asking(sentence):
            if question in asked:
                continue
            asked.add(question)
            answer = assistant.ask(question)
            first = answer.sentences[0] if answer.citations and answer.sentences else None
            cited = answer.citations[0] if answer.citations else None
            if first and cited and cited.path in document.story and " ".join(cited.quote.split()) in sentence:
                yield Drafted(question, document.path, sentence, " ".join(first.parts[1].split()) or sentence)
                break


def _row(number: int, drafted: Drafted, model: ChatModel | None) -> dict[str, Any]:
    other = reworded(drafted.question, drafted.sentence, drafted.answer, model) if model else None
    return {
        "id": f"draft-{number}",
        "category": "fact",
        "question": other or drafted.question,
        "answer": [[drafted.answer]],
        "files": {"any": [drafted.path]},
        "quotes": [[drafted.sentence]],
        "draft": True,
        "note": f"{_NOTE} It was {drafted.question!r} before a model asked it." if other else _NOTE,
    }


def _asking(sentence: str) -> Iterator[str]:
    """Questions that a sentence may answer, as a reader would ask them, the most natural one first."""
    found = names(sentence)
    speaker = next((name for name in found if _SAID.search(sentence) and _next_to_saying(sentence, name)), None)
    others = (name for name in found if name not in (speaker or ""))
    subject = next((name for name in others if not _is_no_subject(name)), None)
    if speaker and subject:
        yield f"What did {speaker} say about {subject}?"
    if many := _MANY.match(sentence):
        yield from _whole(f"How many {many[2]}")
    first = next(iter(names(f"Then {sentence}")), "")  # the first word has its capital from the sentence
    if " " in first and sentence.startswith(first) and (verb := _VERB.match(sentence, len(first))):
        yield from _whole(f"Who {verb[1]}")


def _is_no_subject(name: str) -> bool:
    """Whether a name is a day, or an adjective such as "North Korean"."""
    return bool(CALENDAR_WORDS & set(name.lower().split())) or name.endswith(("an", "ese", "ish"))


def _next_to_saying(sentence: str, name: str) -> bool:
    at = sentence.find(name)
    around = sentence[max(at - 12, 0) : at], sentence[at + len(name) : at + len(name) + 12]
    return any(map(_SAID.search, around))


def _whole(question: str) -> Iterator[str]:
    """A question that stands for itself and is short enough to be asked."""
    question = question.strip(" .!?“”\"'")
    if len(question) <= _LONGEST_QUESTION and len(question.split()) > 3 and not _POINTS_BACK.search(question):
        yield f"{question}?"


def _picked(documents: Sequence[Document]) -> Iterator[tuple[Document, int, int]]:
    """One sentence of each document in turn, then the next of each."""
    queues = [list(_sentences(document)) for document in documents]
    for turn in range(max(map(len, queues), default=0)):
        for document, queue in zip(documents, queues, strict=True):
            if turn < len(queue):
                yield document, *queue[turn]


def _sentences(document: Document) -> Iterator[tuple[int, int]]:
    """Sentences that state something, in the order of the text."""
    return (
        (start, end)
        for start, end in sentence_spans(document.text, 0, len(document.text))
        if _SHORTEST <= end - start <= _LONGEST
        and _WORTH.search(document.text[start:end])
        and not any(start < span.end and span.start < end for span in document.boilerplate)
    )
