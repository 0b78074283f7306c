"""How far one question walks through the package; `python -m bench.walk QUESTION` prints it."""

from __future__ import annotations

import sys

from assistant.app import Assistant
from bench.walk import walk

QUESTION = "When were the two missiles fired?"
MOST_FILES = 30


def test_a_question_passes_few_files_and_none_again_and_again(seeds_assistant: Assistant) -> None:
    found = walk(seeds_assistant, QUESTION)
    assert len(found.files) <= MOST_FILES
    assert [each.path for each in found.files if each.times > 2] == []


def test_the_walk_goes_from_the_question_to_the_quotes(seeds_assistant: Assistant) -> None:
    found = walk(seeds_assistant, QUESTION)
    assert sys.getprofile() is None
    assert found.stages[-2:] == ("answer_in_quotes", "changed")
    by_path = {each.path: each for each in found.files}
    assert by_path["answering/question/understand.py"].stages == ("understand",)
    assert by_path["index/lexical/pieces.py"].stages == ("hits",)
    words = by_path["text/words.py"]
    assert words.calls > len(words.stages) > 1
    assert all(1 <= each.times <= len(each.stages) for each in found.files)
