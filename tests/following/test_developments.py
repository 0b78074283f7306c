"""What new articles add: planted developments are told with the right kind, copies and what is known are not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.errors import ExitCode, SettingsError
from assistant.following.developments import Told, developments
from assistant.following.follows import Follows, file_of, key_of, read, write
from assistant.settings import Settings
from tests.following.planted import NEW, STORIES, article, copies, planted, write_new, write_old
from tests.interfaces.command import Done, indexed, run

Capsys = pytest.CaptureFixture[str]
BRIDGE = "harbour bridge repair cost"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news") / "archive"
    write_old(folder)
    write_new(folder)
    with Assistant.open(settings=Settings(corpus=folder, mode="quotes")):
        return folder


@pytest.fixture(scope="module")
def told(archive: Path) -> list[Told]:
    with Assistant.open(settings=Settings(corpus=archive, mode="quotes")) as corpus:
        new = [each.path for each in corpus.documents() if each.date.day == NEW]
        return [developments(corpus, story.asked, new, {"as_of": NEW}) for story in STORIES]


def test_planted_developments_are_told_and_hardly_anything_else(told: list[Told]) -> None:
    wanted = planted()
    found = {(one.question, each.citation.path): each.kind for one in told for each in one.developments}
    right = [key for key, kind in found.items() if wanted.get(key) == kind]
    assert len(wanted) == 20
    assert len(right) >= 0.9 * len(wanted)
    assert len(found) - len(right) <= 0.05 * len(found)


def test_copies_are_told_as_copies(told: list[Told]) -> None:
    as_news = {(one.question, each.citation.path) for one in told for each in one.developments}
    as_copies = {(one.question, each.path) for one in told for each in one.copies}
    assert not as_news & copies()
    assert as_copies == copies()


@pytest.mark.parametrize(
    ("key", "was", "now"),
    [
        ("ferry", "At least 12", "17"),
        ("bakery", "4.20 euros", "3.10 euros"),
        ("tunnel", "4 September 2023", "11 December 2023"),
        ("vaccine", "71 percent", "84 percent"),
        ("glacier", "30 metres", "13 metres"),
        ("virus", "3", "11"),
    ],
)
def test_a_change_has_both_numbers_with_both_quotes(told: list[Told], key: str, was: str, now: str) -> None:
    asked = next(story.asked for story in STORIES if story.key == key)
    news = next(one for one in told if one.question == asked).developments[0]
    assert news.before is not None
    assert (news.was, news.now, news.before.path) == (was, now, f"{key}.txt")
    assert was in news.before.quote
    assert now in news.citation.quote


def test_names_that_no_article_had_are_named(told: list[Told]) -> None:
    names = [each.names for one in told for each in one.developments if each.names]
    assert names == [("Bruno Kessler",), ("Ingrid Halvorsen",), ("Sigrid Moen",)]


@pytest.fixture
def later(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The archive before the later day, with an index, in a folder that a test may change."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for story in STORIES[:2]:
        (folder / f"{story.key}.txt").write_text(article(story, NEW, "Coast Herald", story.old), encoding="utf-8")
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ASSISTANT_CORPUS", str(folder))
    return indexed(folder)


def ok(capsys: Capsys, *arguments: object, code: ExitCode = ExitCode.OK) -> Done:
    done = run(capsys, *arguments)
    assert done.code == code, done.err
    return done


def test_a_followed_question_is_told_once(capsys: Capsys, later: Path) -> None:
    assert "assistant follow add" in ok(capsys, "follow", "run", code=ExitCode.USAGE).err
    ok(capsys, "follow", "add", BRIDGE)
    assert "is followed already" in ok(capsys, "follow", "add", BRIDGE, code=ExitCode.USAGE).err
    nothing = ok(capsys, "follow", "run", "--as-of", NEW, code=ExitCode.NOTHING_NEW)
    assert (nothing.out, nothing.err) == ("", "")
    (later / "bridge.txt").rename(later / "span.txt")
    story = STORIES[1]
    text = article(story, NEW, *story.later[0][1:], "Bridge <b>dearer</b>")
    (later / "bridge-1.txt").write_text(text, encoding="utf-8")
    looked = ok(capsys, "news", "--as-of", NEW).out
    told = ok(capsys, "follow", "run", "--as-of", NEW).out
    assert looked == told
    assert told.splitlines()[:2] == [
        BRIDGE,
        "• Changed: from 40 million euros (2023-03-20) to 55 million euros (2023-03-20)",
    ]
    assert "span.txt" not in told
    assert ok(capsys, "follow", "run", "--as-of", NEW, code=ExitCode.NOTHING_NEW).out == ""
    by_day = json.loads(ok(capsys, "news", BRIDGE, "--since", NEW, "--as-of", NEW, "--json").out)
    assert {each["kind"] for each in by_day[0]["developments"]} >= {"changed number"}
    page = ok(capsys, "news", BRIDGE, "--since", "yesterday", "--as-of", NEW, "--markdown").out
    assert page.startswith("## harbour bridge repair cost\n\n- **")
    assert "\\<b\\>" in page
    assert ok(capsys, "follow", "list").out == f"  1. {BRIDGE}\n"
    assert "is none of last, yesterday" in ok(capsys, "news", "x", "--since", "now", code=ExitCode.USAGE).err
    ok(capsys, "follow", "remove", "1")
    assert ok(capsys, "follow", "list", "--json").out == "[]\n"


def test_what_was_kept_comes_back_and_what_is_broken_says_so(tmp_path: Path, archive: Path) -> None:
    file = file_of(tmp_path, archive)
    follows = read(file, archive)
    with Assistant.open(settings=Settings(corpus=archive, mode="quotes")) as corpus:
        documents = corpus.documents()
    follows.add("  Who \n won? ", documents[:3])
    assert [each.question for each in follows.questions] == ["Who won?"]
    assert follows.unseen(documents[:4]) == ([] if key_of(documents[3]) in follows.seen else [documents[3].path])
    write(follows, file)
    assert read(file, archive) == follows
    for wrong in ("", "x" * 501):
        with pytest.raises(SettingsError, match="1 to 500 characters"):
            follows.add(wrong, ())
    with pytest.raises(SettingsError, match="'2' is followed"):
        follows.remove("2")
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(SettingsError, match="is not what `assistant follow` writes"):
        read(file, archive)
    shutil.rmtree(file.parent)
    assert read(file, archive) == Follows(corpus=str(archive.resolve()))
