"""How far one question walks through the package; `python -m bench.walk QUESTION` prints it."""

from __future__ import annotations

import sys

import pytest

from assistant.app import Assistant
from bench.walk import walk

QUESTION = "When were the two missiles fired?"
MOST_FILES = 28
MOST_FILES_WITH_DAYS = 34  # the grammar of date phrases, and the days that sentences name


@pytest.mark.parametrize(
    ("question", "most"),
    [
        (QUESTION, MOST_FILES),
        ("What did Kim Yo Jong say?", MOST_FILES),
        ("what did blinken say about north korea? source:cnn path:*.txt", MOST_FILES),
        ("When did Blinken visit Seoul? after:2021-03-01", MOST_FILES),
        ("Who runs the company?", MOST_FILES),
        ("Who did Kim Yo Jong criticise in March 2021?", MOST_FILES_WITH_DAYS),
        ("What did North Korea fire last week?", MOST_FILES_WITH_DAYS),
    ],
)
def test_a_question_passes_few_files_and_none_again_and_again(
    seeds_assistant: Assistant, question: str, most: int
) -> None:
    found = walk(seeds_assistant, question)
    assert len(found.files) <= most
    assert [each.path for each in found.files if each.times > 2] == []


def test_the_walk_goes_from_the_question_to_the_quotes(seeds_assistant: Assistant) -> None:
    found = walk(seeds_assistant, QUESTION)
    assert sys.getprofile() is None
    assert found.stages[-2:] == ("answer_in_quotes", "changed")
    by_path = {each.path: each for each in found.files}
    assert by_path["answering/question/understand.py"].stages == ("understand",)
    assert by_path["index/lexical/engine.py"].stages[0] == "hits"
    words = by_path["text/words.py"]
    assert words.calls > len(words.stages) > 1
    assert all(1 <= each.times <= len(each.stages) for each in found.files)
