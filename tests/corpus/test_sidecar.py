from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.load import load
from assistant.corpus.sidecar import read_sidecars, set_date
from assistant.corpus.walk import walk
from assistant.errors import CorpusError
from assistant.types import Document, Precision, Skipped

DAY = date(2022, 1, 31)


def document(root: Path) -> Document:
    ((entry,), _) = walk(root, max_bytes=1_000)
    (found,) = load(root, entry, today=date(2024, 6, 30)).documents
    return found


@pytest.mark.parametrize(("precision", "label"), [("day", "2022-01-31"), ("month", "2022-01"), ("year", "2022")])
def test_a_written_date_is_read_again(tmp_path: Path, precision: Precision, label: str) -> None:
    (tmp_path / "a.txt").write_text("Text")
    assert set_date(tmp_path, "a.txt", DAY, precision) == tmp_path / "dates.toml"
    found = document(tmp_path)
    assert (found.date.label, found.date.precision, found.date.provenance) == (label, precision, "sidecar")


@pytest.mark.parametrize("written", ["\u00e9lan.txt", "e\u0301lan.txt"])
@pytest.mark.parametrize("on_disk", ["\u00e9lan.txt", "e\u0301lan.txt"])
def test_accents_of_a_name_may_be_composed_or_not(tmp_path: Path, written: str, on_disk: str) -> None:
    (tmp_path / on_disk).write_text("Text")
    (tmp_path / "dates.toml").write_text(f'"{written}" = 2022-01-31\n', encoding="utf-8")
    assert walk(tmp_path, max_bytes=1_000).skipped == []
    assert document(tmp_path).date.label == "2022-01-31"


def test_other_entries_and_comments_stay(tmp_path: Path) -> None:
    target = tmp_path / "dates.toml"
    target.write_text(
        '# ours\n"a.txt" = 2021-01-01\n"b.txt" = 2021-02-02 # sure\n\n["c.txt"]\ndate = 2021-03-03\nsource = "AP"\n'
    )
    set_date(tmp_path, "b.txt", DAY)
    set_date(tmp_path, "new.txt", DAY)
    set_date(tmp_path, "c.txt", DAY)
    assert target.read_text().startswith('# ours\n"a.txt" = 2021-01-01\n')
    assert read_sidecars(tmp_path) == (
        {
            "a.txt": {"date": "2021-01-01"},
            "b.txt": {"date": "2022-01-31"},
            "new.txt": {"date": "2022-01-31"},
            "c.txt": {"date": "2022-01-31", "source": "AP"},
        },
        [],
    )
    assert [path.name for path in tmp_path.iterdir()] == ["dates.toml"]


@given(names=st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=5))
def test_any_name_can_be_dated(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    root = tmp_path_factory.mktemp("corpus")
    for name in names:
        set_date(root, name, DAY)
    said, problems = read_sidecars(root)
    assert problems == []
    assert said == {name: {"date": "2022-01-31"} for name in names}


def test_a_broken_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "dates.toml").write_text("not toml")
    with pytest.raises(CorpusError, match="correct it or remove it"):
        set_date(tmp_path, "a.txt", DAY)
    assert (tmp_path / "dates.toml").read_text() == "not toml"


def test_a_meta_file_gives_date_source_and_title(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text")
    said = {"date": "2021-03", "updated": "2021-04-01", "source": "Reuters", "title": "A title"}
    (tmp_path / "a.txt.meta.json").write_text(json.dumps(said))
    found = document(tmp_path)
    assert (found.date.label, found.updated, found.source, found.title) == (
        "2021-03",
        date(2021, 4, 1),
        "Reuters",
        "A title",
    )


@pytest.mark.parametrize("content", ["{", "[1]", "[" * 5_000, '{"date": "x'])
def test_a_broken_meta_file_is_a_problem_of_its_document(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.txt").write_text("Text")
    (tmp_path / "a.txt.meta.json").write_text(content)
    (problem,) = document(tmp_path).problems
    assert problem.startswith("a.txt.meta.json is")


def test_a_broken_line_costs_its_own_file_only(tmp_path: Path) -> None:
    (tmp_path / "dates.toml").write_text(
        '"a.txt" = 2021-01-01\n"b.txt" = 2021-13-45\nnonsense\n"a.txt" = 2022-02-02\n'
        '["c.txt"]\ndate = 2021-03-03\nsource = "AP\n["d.txt"]\ndate = 2021-04-04\n'
    )
    said, problems = read_sidecars(tmp_path)
    assert said == {"a.txt": {"date": "2021-01-01"}, "d.txt": {"date": "2021-04-04"}}
    assert [problem.split()[1] for problem in problems] == ["2", "3", "4", "5"]


@pytest.mark.timeout(5)
def test_pipes_and_links_are_no_sidecars(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text")
    os.mkfifo(tmp_path / "dates.toml")
    (tmp_path / "a.txt.meta.json").symlink_to("/dev/zero")
    (entry,), skipped = walk(tmp_path, max_bytes=1_000)
    assert "links are not followed" in entry.sidecar
    assert skipped == [Skipped("dates.toml", "cannot be used: not a regular file")]
