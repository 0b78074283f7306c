"""A dossier: what is kept of answers and articles, how its files read and merge, what `check` tells of the files."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.corpus.walk import walk
from assistant.dossiers.check import check
from assistant.dossiers.folder import (
    Corpus,
    Difference,
    Dossier,
    diff,
    evidence_of,
    evidence_of_article,
    keep,
    new,
    read,
)
from assistant.dossiers.items import Evidence, from_file, item_of, to_text
from assistant.errors import SettingsError
from assistant.types import Answer, Citation, DocumentDate, Query, Scope

NOW = datetime(2022, 2, 15, 12, tzinfo=UTC)
TODAY = date(2022, 2, 15)
FERRY = "The ferry to Åland “Sälen” carries 1,200 cars a day."
BRIDGE = "The old bridge at Tornby was closed on Monday."


def article(text: str) -> str:
    return f"Date: 2021-03-14\n\nA headline over it\n\nThere was much to report from the coast this week.\n\n{text}\n"


def answer(corpus: Path, *quotes: tuple[str, str], question: str = "What of the ferry?") -> Answer:
    citations = []
    for number, (path, quote) in enumerate(quotes, 1):
        text = (corpus / path).read_text(encoding="utf-8")
        start, day = text.index(quote), DocumentDate(date(2021, 3, 14), "day", "header_line")
        line = text.count("\n", 0, start) + 1
        citations.append(Citation(number, path, day, "A headline", quote, start, start + len(quote), line))
    text = " ".join(f"{each.quote} [{each.number}]" for each in citations)
    return Answer(question, text, (), tuple(citations), "answered", Query(question, question, TODAY), Scope(2, 2))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "ferry.txt").write_text(article(FERRY), encoding="utf-8")
    (folder / "bridge.txt").write_text(article(BRIDGE), encoding="utf-8")
    return folder


@pytest.fixture
def dossier(tmp_path: Path, corpus: Path) -> Dossier:
    made = new(tmp_path / "harbour")
    keep(made, evidence_of(answer(corpus, ("ferry.txt", FERRY)), Corpus(corpus), [1], now=NOW), "Check the *capacity*.")
    keep(made, evidence_of(answer(corpus, ("ferry.txt", FERRY), ("bridge.txt", BRIDGE)), Corpus(corpus), now=NOW))
    keep(made, evidence_of_article("bridge.txt", Corpus(corpus), now=NOW))
    return read(made.folder)


def test_a_finding_is_a_file_that_anybody_can_read_and_check(dossier: Dossier, corpus: Path) -> None:
    kinds = {each.evidence.kind: each for each in dossier.items}
    text = (dossier.folder / kinds["quote"].name).read_text(encoding="utf-8")
    assert re.fullmatch(r"2022-02-15-what-of-the-ferry-[0-9a-f]{10}\.md", kinds["quote"].name)
    assert text.startswith("# What of the ferry?\n\nCheck the *capacity*.\n\n---\n\n> “The ferry to Åland")
    assert "2021-03-14 (header line), ferry.txt, line 7" in text
    assert hashlib.sha256((corpus / "ferry.txt").read_bytes()).hexdigest() in text
    assert kinds["quote"].note == "Check the *capacity*."
    assert [each.number for each in kinds["answer"].evidence.quotes] == [1, 2]
    assert kinds["article"].evidence.title == "A headline over it"
    assert not any(each.edited for each in dossier.items)


def test_nothing_is_kept_twice_without_a_note(dossier: Dossier, corpus: Path) -> None:
    again = evidence_of(answer(corpus, ("ferry.txt", FERRY)), Corpus(corpus), [1], now=NOW.replace(hour=13))
    with pytest.raises(SettingsError, match="has this already"):
        keep(dossier, again)
    assert keep(dossier, again, "Seen again.").note == "Seen again."


def test_what_is_not_in_its_file_is_not_kept(corpus: Path) -> None:
    asked = answer(corpus, ("ferry.txt", FERRY))
    with pytest.raises(SettingsError, match="no source 7"):
        evidence_of(asked, Corpus(corpus), [7])
    (corpus / "ferry.txt").write_text(article("Nothing."), encoding="utf-8")
    with pytest.raises(SettingsError, match=r"ferry\.txt has changed since it was indexed"):
        evidence_of(asked, Corpus(corpus), [1])
    with pytest.raises(SettingsError, match=r"no document 'gone\.txt'"):
        evidence_of_article("gone.txt", Corpus(corpus))


def move(folder: Path) -> None:
    (folder / "ferry.txt").rename(folder / "boats.txt")


def encode(folder: Path) -> None:
    (folder / "ferry.txt").write_text(article(FERRY).replace("\n", "\r\n"), encoding="utf-16", newline="")


def rename_and_encode(folder: Path) -> None:
    encode(folder)
    move(folder)


def swap(folder: Path) -> None:
    """The old file under another name, and another text under its own."""
    move(folder)
    (folder / "ferry.txt").write_text(article("Ferries are no more."), encoding="utf-8")


def add_above(folder: Path) -> None:
    text = (folder / "ferry.txt").read_text(encoding="utf-8")
    (folder / "ferry.txt").write_text(text.replace("There was", "A line more.\n\nThere was"), encoding="utf-8")


def add_above_and_rename(folder: Path) -> None:
    add_above(folder)
    move(folder)


def other_words(folder: Path) -> None:
    text = (folder / "ferry.txt").read_text(encoding="utf-8")
    (folder / "ferry.txt").write_text(text.replace("1,200", "1,300"), encoding="utf-8")


def delete(folder: Path) -> None:
    (folder / "ferry.txt").unlink()


def date_anew(folder: Path) -> None:
    (folder / "dates.toml").write_text('"ferry.txt" = 2021-03-20\n', encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "state", "path", "quote"),
    [
        (lambda folder: None, "unchanged", "ferry.txt", "stands"),
        (move, "renamed", "boats.txt", "stands"),
        (swap, "renamed", "boats.txt", "stands"),
        (encode, "encoded anew", "ferry.txt", "stands"),
        (rename_and_encode, "renamed and encoded anew", "boats.txt", "stands"),
        (add_above, "edited", "ferry.txt", "moved"),
        (add_above_and_rename, "renamed and edited", "boats.txt", "moved"),
        (other_words, "edited", "ferry.txt", "gone"),
        (delete, "deleted", "ferry.txt", "missing"),
        (date_anew, "unchanged", "ferry.txt", "stands"),
    ],
)
def test_each_change_of_a_file_is_told(
    dossier: Dossier, corpus: Path, change: Callable[[Path], None], state: str, path: str, quote: str
) -> None:
    change(corpus)
    found = next(each for each in check(dossier, Corpus(corpus)) if each.item.evidence.kind == "quote")
    assert [(each.state, each.path) for each in found.files] == [(state, path)]
    assert [each.state for each in found.quotes] == [quote]
    assert found.stands == (quote in ("stands", "moved"))
    assert (found.files[0].date is not None) == (change is date_anew)


def test_an_article_that_is_gone_does_not_stand(dossier: Dossier, corpus: Path) -> None:
    (corpus / "bridge.txt").unlink()
    assert [each.item.evidence.kind for each in check(dossier, Corpus(corpus)) if each.stands] == ["quote"]


@pytest.mark.parametrize(
    ("old", "new_words", "told"),
    [
        ("“The ferry to", "“The tanker to", "what it says in words"),
        ('"quote": "The ferry to', '"quote": "The tanke to', "its evidence is not what was kept"),
        ("Check the", "Do check the", ""),
    ],
)
def test_an_edited_finding_is_told_and_its_note_may_be_edited(
    dossier: Dossier, corpus: Path, old: str, new_words: str, told: str
) -> None:
    kept = next(each for each in dossier.items if each.evidence.kind == "quote")
    file = dossier.folder / kept.name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new_words, 1), encoding="utf-8")
    found = next(each for each in check(read(dossier.folder), Corpus(corpus)) if each.item.name == kept.name)
    assert (told in found.item.edited) if told else not found.item.edited
    assert found.stands == (not told)


def test_a_dossier_inside_the_corpus_is_no_article(dossier: Dossier, corpus: Path) -> None:
    before = [each.path for each in walk(corpus, max_bytes=10_000).entries]
    shutil.copytree(dossier.folder, corpus / "sub" / "harbour")
    assert [each.path for each in walk(corpus, max_bytes=10_000).entries] == before
    shutil.copytree(dossier.folder, corpus / "no-dossier", ignore=shutil.ignore_patterns("_dossier.md"))
    assert len(walk(corpus, max_bytes=10_000).entries) == len(before) + 3


def test_two_dossiers_merge_in_git_and_their_difference_is_told(dossier: Dossier, corpus: Path, tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *arguments], cwd=dossier.folder, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "one")
    git("branch", "other")
    keep(dossier, evidence_of(answer(corpus, ("bridge.txt", BRIDGE), question="Bridge?"), Corpus(corpus), now=NOW))
    git("add", ".")
    git("commit", "-qm", "two")
    mine = tmp_path / "mine"
    shutil.copytree(dossier.folder, mine)
    git("checkout", "-q", "other")
    noted = dossier.folder / dossier.items[0].name
    noted.write_text(noted.read_text(encoding="utf-8").replace("\n\n", "\n\nMine too.\n\n", 1), encoding="utf-8")
    keep(dossier, evidence_of_article("ferry.txt", Corpus(corpus), now=NOW), "The ferry.")
    git("add", ".")
    git("commit", "-qm", "three")
    found = diff(read(mine), read(dossier.folder))
    assert [each.evidence.question for each in found.only_first] == ["Bridge?"]
    assert [each.note for each in found.only_second] == ["The ferry."]
    assert len(found.noted) == 1
    git("merge", "-q", "main")
    assert len(read(dossier.folder).items) == 5
    assert all(each.stands for each in check(read(dossier.folder), Corpus(corpus)))
    assert diff(read(mine), read(mine)) == Difference((), (), ())


def test_what_is_no_dossier_says_so_in_one_line(tmp_path: Path, dossier: Dossier) -> None:
    with pytest.raises(SettingsError, match="assistant dossier new"):
        read(tmp_path / "nowhere")
    with pytest.raises(SettingsError, match="is not empty"):
        new(dossier.folder)
    file = dossier.folder / next(each.name for each in dossier.items if each.note)
    whole = file.read_text(encoding="utf-8")
    for broken, told in (
        ("# Hello\n", "no finding of a dossier"),
        (f"<<<<<<< HEAD\n{whole}", "merge conflict"),
        (whole.replace('"kind": "', '"kind": "odd'), "kind: Input should be"),
        (whole.replace('"start": ', '"start": 1'), "quote 1 has a different length"),
    ):
        file.write_text(broken, encoding="utf-8")
        with pytest.raises(SettingsError, match=told):
            read(dossier.folder)


@given(st.text(max_size=60), st.text(max_size=60), st.text(min_size=1, max_size=60))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_from_its_file(tmp_path: Path, note: str, title: str, quote: str) -> None:
    cited = Citation(1, "a.txt", DocumentDate(), title, quote, 0, len(quote), 1)
    file = {"path": "a.txt", "sha256": "0", "size": 1, "text_sha256": "0", "date": DocumentDate(), "title": title}
    kept = Evidence(kind="quote", kept_at=NOW, question=title, quotes=(cited,), files=(file,))
    item = item_of(kept, note)
    target = tmp_path / item.name
    target.write_text(to_text(item), encoding="utf-8", errors="replace", newline="\n")
    back = from_file(target)
    surrogates = any(0xD800 <= ord(c) < 0xE000 for c in title + quote)
    assert surrogates or back == item


def test_two_hundred_quotes_of_a_hundred_files_are_checked_in_two_seconds(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    told = []
    for number in range(100):
        lines = [f"Boat number {number} left harbour {place} at noon." for place in range(40)]
        (folder / f"{number:03}.txt").write_text(article("\n".join(lines)), encoding="utf-8")
        told += [(f"{number:03}.txt", lines[3]), (f"{number:03}.txt", lines[30])]
    made = new(tmp_path / "large")
    kept = evidence_of(answer(folder, *told), Corpus(folder), now=NOW)
    quotes = [replace(each) for each in kept.quotes]
    for at in range(0, 200, 10):
        keep(made, kept.model_copy(update={"quotes": tuple(quotes[at : at + 10]), "question": f"q{at}"}))
    began = time.process_time()
    found = check(read(made.folder), Corpus(folder))
    assert time.process_time() - began < 2
    assert sum(len(each.quotes) for each in found) == 200
    assert all(each.stands for each in found)
    assert json.dumps([each.item.name for each in found])
