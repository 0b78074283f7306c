"""The shapes of replies are the nouns."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from assistant import blocks, types
from assistant.app import Assistant
from assistant.interfaces.server import shapes
from assistant.interfaces.server.cited import answer_json, sources_of
from assistant.interfaces.server.links import Links
from assistant.jsonable import to_json
from assistant.types import Answer
from tests.interfaces.server.conftest import QUESTION


@pytest.mark.parametrize(
    ("noun", "shape", "without"),
    [
        (types.Answer, shapes.AnswerOut, set()),
        (types.Citation, shapes.CitationOut, set()),
        (types.Sentence, shapes.SentenceOut, set()),
        (types.Form, shapes.FormOut, set()),
        (blocks.Block, shapes.BlockOut, set()),
        (types.Nearest, shapes.NearestOut, set()),
        (types.Conflict, shapes.ConflictOut, set()),
        (types.Notice, shapes.NoticeOut, set()),
        (types.Query, shapes.QueryOut, set()),
        (types.Scope, shapes.ScopeOut, set()),
        (types.DocumentDate, shapes.DateOut, set()),
        (types.Document, shapes.DocumentOut, {"text", "boilerplate", "opening", "places", "url"}),
        (types.Passage, shapes.PassageOut, set()),
        (types.Hit, shapes.HitOut, set()),
        (types.Usage, shapes.UsageOut, set()),
        (types.Mention, shapes.MentionOut, set()),
        (types.DateRange, shapes.RangeOut, set()),
    ],
)
def test_shapes_are_the_nouns(noun: Any, shape: Any, without: set[str]) -> None:
    added = {"url", "filter", "wider_question", "blocks"}
    assert {field.name for field in fields(noun)} - without == set(shape.model_fields) - added


def test_real_answers_hits_and_rows_have_these_shapes(seeds_assistant: Assistant) -> None:
    answer: Answer = seeds_assistant.ask(QUESTION)
    content = answer_json(answer, sources_of(answer, seeds_assistant, Links("http://x/")))
    assert shapes.AnswerOut.model_validate(content).model_dump() == content
    for row in seeds_assistant.timeline("missiles"):
        shapes.TimelineRowOut.model_validate(to_json(row))
