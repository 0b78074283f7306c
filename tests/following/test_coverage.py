"""How a topic was covered: which articles count, by day, source and author, silences, and pictures of it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from assistant.app import Assistant
from assistant.errors import ExitCode, SettingsError
from assistant.following.coverage import Coverage, Silence, coverage
from assistant.interfaces.render.kept.coverage import coverage_lines, svg
from assistant.settings import Settings
from assistant.types import DocumentDate, Listed
from tests.interfaces.command import run

DAYS = (("2023-03-01", "Herald", "Ann Lee"), ("2023-03-02", "Herald", "Ann Lee"), ("2023-03-03", "=Post", None),
        ("2023-03-20", "Herald", "Bo Ek"))  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("covered")
    for number, (day, source, author) in enumerate(DAYS):
        by = f"Author: {author}\n" if author else ""
        head = f"Title: Report {number}\nSource: {source}\n{by}Date: {day}"
        text = f"{head}\n\nThe {'old ' * number}ferry left Tornby late.\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "other.txt").write_text("Date: 2023-03-10\n\nThe ferry from Velling was on time.\n", encoding="utf-8")
    (folder / "undated.txt").write_text("A ferry was seen in Tornby, nobody says when.\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def corpus(archive: Path) -> Iterator[Assistant]:
    with Assistant.open(settings=Settings(corpus=archive, mode="quotes")) as opened:
        yield opened


def test_articles_count_that_have_every_word(corpus: Assistant) -> None:
    found = coverage(corpus, "the ferries of Tornby")
    assert [each.path for each in found.articles] == ["0.txt", "1.txt", "2.txt", "3.txt", "undated.txt"]
    assert found.first is not None
    assert found.first.path == "0.txt"
    assert [(each.name, each.articles) for each in found.sources] == [("Herald", 3), ("=Post", 1), ("", 1)]
    assert [(each.name, each.articles) for each in found.authors] == [("Ann Lee", 2), ("", 2), ("Bo Ek", 1)]
    assert found.silences == (Silence(date(2023, 3, 4), date(2023, 3, 19), 16),)
    narrowed = coverage(corpus, "ferry Tornby", {"after": date(2023, 3, 3), "undated": "exclude"})
    assert [each.path for each in narrowed.articles] == ["2.txt", "3.txt"]
    with pytest.raises(SettingsError, match="no word to look for"):
        coverage(corpus, "of the")


def test_the_command_prints_bars_csv_json_and_svg(
    capsys: pytest.CaptureFixture[str], corpus: Assistant, archive: Path
) -> None:
    assert corpus.documents()
    call = ("coverage", "--corpus", archive, "ferry Tornby")
    shown = run(capsys, *call)
    assert shown.code == ExitCode.OK
    assert shown.out.startswith("ferry Tornby: 5 articles, 1 undated\n2023-03-01  █")
    assert "  2023-03-04 – 2023-03-19 (16 days)\n\nFirst\n  Report 0 · Herald · 2023-03-01" in shown.out
    listed = run(capsys, *call, "--csv")
    assert (listed.code, listed.err) == (ExitCode.OK, "")
    rows = list(csv.DictReader(io.StringIO(listed.out)))
    assert [row["source"] for row in rows] == ["Herald", "Herald", "'=Post", "Herald", ""]
    assert json.loads(run(capsys, *call, "--json").out)["silences"] == [["2023-03-04", "2023-03-19", 16]]
    assert ElementTree.fromstring(run(capsys, *call, "--svg").out).tag.endswith("svg")
    assert run(capsys, "coverage", "--corpus", archive, "zebra").code == ExitCode.NOT_IN_CORPUS
    assert "choose one of" in run(capsys, *call, "--csv", "--svg").err


@given(
    st.dates(date(1900, 1, 1), date(2023, 12, 31)),
    st.lists(st.integers(0, 40_000), max_size=8),
    st.integers(30, 200),
    st.text(max_size=20),
)
@settings(max_examples=30)
def test_bars_hold_every_article_once_and_fit(first: date, later: list[int], width: int, topic: str) -> None:
    days = sorted(first + timedelta(days=n) for n in later)
    articles = tuple(Listed(f"{at}.txt", DocumentDate(day, "day", "filename")) for at, day in enumerate(days))
    found = Coverage(topic, articles, (), (), ())
    bars = found.bars(24)
    assert len(bars) <= 24
    assert sum(bar.articles for bar in bars) == len(articles)
    assert [bar.start for bar in bars] == sorted(bar.start for bar in bars)
    lines = list(coverage_lines(found, width=width))
    assert all(cell_len(line.plain) <= width for line in lines if "█" in line.plain)
    ElementTree.fromstring(svg(found))


def test_numbers_that_moved_are_shown_with_their_days(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for day, count in (("2023-02-01", 12), ("2023-02-02", 12), ("2023-02-09", 17), ("2023-03-01", 23)):
        text = (
            f"Title: Ferry {day}\nDate: {day}\n\nThe ferry accident at Tornby killed {count} people, the police said.\n"
        )
        (tmp_path / f"{day}.txt").write_text(text, encoding="utf-8")
    with Assistant.open(settings=Settings(corpus=tmp_path, mode="quotes")) as opened:
        found = coverage(opened, "ferry accident Tornby")
    assert [[step.words for step in move.steps] for move in found.moves] == [
        ["12 people", "17 people", "23 people"]
    ] or [[step.words for step in move.steps] for move in found.moves] == [["12", "17", "23"]]
    shown = "\n".join(line.plain for line in coverage_lines(found, width=80))
    assert "(2023-02-01) → 17" in shown
    plain = run(capsys, "--plain", "coverage", "--corpus", tmp_path, "ferry accident Tornby").out
    assert "█" not in plain
    assert "2023-02-06 week  1" in plain
