"""How a gold set is named on a command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import EvaluationError
from assistant.evaluation.sets import find_sets
from tests.evaluation.adapters.making import write_lines


@pytest.mark.parametrize("name", ["nowhere", "clapnq", "clapnq:nowhere", "beir:nowhere"])
def test_a_name_that_means_nothing_is_one_line(name: str, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError):
        find_sets([name], cwd=tmp_path, workspace=tmp_path / "work")


def test_sets_are_found_by_name_in_eval_and_two_of_a_name_are_refused(tmp_path: Path) -> None:
    write_lines(tmp_path / "eval" / "seeds.jsonl", [{"id": "a", "question": "?", "reference": "x"}])
    write_lines(tmp_path / "mine.jsonl", [{"set": "seeds"}, {"id": "a", "question": "?", "reference": "x"}])
    assert [one.name for one in find_sets([], cwd=tmp_path, workspace=tmp_path)] == ["seeds"]
    with pytest.raises(EvaluationError, match="two sets are called 'seeds'"):
        find_sets(["seeds", "mine.jsonl"], cwd=tmp_path, workspace=tmp_path)
