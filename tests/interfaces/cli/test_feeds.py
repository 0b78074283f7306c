"""`assistant index --feed`: what is said of feeds, and that they never keep the folder from being indexed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import ExitCode
from tests.corpus.feeds.test_feeds import GRAIN, TALKS, item, rss
from tests.interfaces.command import run

Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(GRAIN)
    (tmp_path / "saved.xml").write_text(rss(item("Talks", TALKS, link="http://courier.example/talks")))
    return folder


def test_a_feed_is_stored_and_indexed_and_others_are_told(capsys: Capsys, corpus: Path, tmp_path: Path) -> None:
    gone = "http://127.0.0.1:1/feed"
    done = run(capsys, "index", corpus, "--feed", tmp_path / "saved.xml", "--feed", gone)
    assert done.code == ExitCode.OK
    lines = done.out.splitlines()
    assert lines[0] == f"feed {tmp_path / 'saved.xml'}: 1 new"
    assert lines[1].startswith(f"feed {gone}: cannot be reached (")
    assert lines[2].startswith("indexed 2 files, 2 passages, 1 undated")
    answer = run(capsys, "ask", "--corpus", corpus, "--quotes", "How long did the talks in Geneva go on?")
    assert "feeds/saved/2024-03-21-talks-" in answer.out
    assert "2024-03-21 (front matter)" in answer.out


def test_feeds_of_the_settings(capsys: Capsys, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "assistant.toml").write_text(
        'corpus = "../corpus"\nfeeds = ["../saved.xml"]\nfollow = ["x.example"]\n'
    )
    monkeypatch.chdir(elsewhere)
    assert run(capsys, "trust", "--yes").code == ExitCode.OK
    dry = run(capsys, "index", "--dry-run")
    assert "feeds are not read in a dry run" in dry.err
    assert not (corpus / "feeds").exists()
    report = json.loads(run(capsys, "index", "--json").out)
    assert report["documents"] == 2
    (feed,) = report["feeds"]
    assert (feed["new"], feed["problem"]) == (1, None)
    monkeypatch.setenv("ASSISTANT_FEEDS", "one.xml two.xml")
    done = run(capsys, "index")
    assert [line.partition(": ")[0] for line in done.out.splitlines()[:2]] == ["feed one.xml", "feed two.xml"]


def test_a_feed_that_is_no_list_of_texts(capsys: Capsys, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (corpus / "assistant.toml").write_text("feeds = 7\n")
    monkeypatch.chdir(corpus)
    assert run(capsys, "trust", "--yes").code == ExitCode.OK
    done = run(capsys, "index")
    assert done.code == ExitCode.USAGE
    assert "feeds (" in done.err
