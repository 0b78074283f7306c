"""Conversations are kept as they were shown, found by their words, and gone when deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.conversations import FILE_NAME, Conversations
from assistant.errors import SettingsError
from assistant.types import (
    Answer,
    Citation,
    Document,
    DocumentDate,
    Hit,
    Nearest,
    Notice,
    Passage,
    Query,
    Scope,
    Sentence,
)

DAY = date(2021, 3, 24)


def answer(question: str, text: str = "Ships sailed.") -> Answer:
    dated = DocumentDate(DAY, "day", "header_line")
    document = Document("d", "a.txt", "Ships", "npr", dated, text, "0" * 64)
    return Answer(
        question=question,
        text=f"{text} [1]",
        sentences=(Sentence(text, (1,), support=1.0, answer=(0, 3)),),
        nearest=(Nearest("a.txt", dated, "Ships"),),
        citations=(Citation(1, "a.txt", dated, "Ships", text, 0, len(text), 1),),
        status="answered",
        query=Query(question, question, DAY),
        scope=Scope(1, 1),
        notices=(Notice("quotes_mode", "No model."),),
        hits=(Hit(Passage("p", "d", 0, 0, len(text), text), document, 0.5),),
        timings={"total": 0.25},
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Conversations]:
    times = iter(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n) for n in range(1_000))
    with Conversations(tmp_path / "data", now=lambda: next(times)) as opened:
        yield opened


def test_answers_come_back_as_they_were_shown(store: Conversations) -> None:
    given = answer("Which ships?")
    conversation = store.add(None, "/corpus", given)
    assert store.add(conversation, "/corpus", answer("And then?")) == conversation
    first, second = store.answers(conversation)
    assert first.citations == given.citations
    assert first.sentences == given.sentences
    assert first.nearest == given.nearest
    assert first.query == given.query
    assert first.hits[0].passage == given.hits[0].passage
    assert first.hits[0].document.text == ""
    assert second.question == "And then?"


def test_a_list_has_titles_counts_and_the_last_used_first(store: Conversations) -> None:
    one = store.add(None, "/corpus", answer("Which ships?"))
    two = store.add(None, "/other", answer("Who sank?"))
    store.add(one, "/corpus", answer("And then?"))
    assert [(each.id, each.title, each.turns) for each in store.list()] == [
        (one, "Which ships?", 2),
        (two, "Who sank?", 1),
    ]
    assert [each.id for each in store.list(corpus="/other")] == [two]
    assert [each.id for each in store.list(limit=1)] == [one]
    assert store.list()[0].started == "2026-01-01T00:00:00+00:00"
    assert store.list()[0].last == "2026-01-01T00:02:00+00:00"
    store.rename(two, "sinkings")
    assert store.find("sinkings") == store.find(str(two)) == store.list()[1]
    assert store.find("") == store.list()[0]
    assert store.find("", corpus="/nothing") is None
    assert store.find("nothing") is None
    assert list(store.questions()) == ["And then?", "Who sank?", "Which ships?"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("ships",), 1),
        (("SHI",), 1),
        (("who", "bridge"), 1),
        (("ships", "bridge"), 0),
        (('"',), 0),
        (("a AND OR NOT (",), 0),
    ],
)
def test_search_finds_conversations_by_all_words(store: Conversations, words: tuple[str, ...], found: int) -> None:
    store.add(None, "/corpus", answer("Which ships?"))
    store.add(None, "/corpus", answer("Who fell?", "A bridge fell."))
    assert len(store.list(words=words)) == found


def test_undo_forgets_the_last_turn_and_then_the_conversation(store: Conversations) -> None:
    conversation = store.add(None, "/corpus", answer("Which ships?"))
    store.add(conversation, "/corpus", answer("And then?"))
    store.drop_last(conversation)
    assert [each.question for each in store.answers(conversation)] == ["Which ships?"]
    store.drop_last(conversation)
    assert store.list() == []


def test_what_is_deleted_is_in_no_file_any_more(store: Conversations, tmp_path: Path) -> None:
    one = store.add(None, "/corpus", answer("Where is Eldorado?"))
    two = store.add(None, "/corpus", answer("Which ships?"))
    assert store.delete(one) == 1
    assert [each.id for each in store.list()] == [two]
    store.add(None, "/corpus", answer("Where is Shangri-La?"))
    assert store.delete() == 2
    assert store.list() == []
    store.close()
    left = b"".join(path.read_bytes().lower() for path in (tmp_path / "data").iterdir())
    assert b"eldorado" not in left
    assert b"shangri" not in left
    assert b"ships" not in left


def test_two_programs_may_write_at_once(tmp_path: Path) -> None:
    with Conversations(tmp_path) as one, Conversations(tmp_path) as other:
        first = one.add(None, "/corpus", answer("Which ships?"))
        second = other.add(None, "/corpus", answer("Who sank?"))
        assert {each.id for each in one.list()} == {first, second}


def test_only_the_owner_can_read_the_file(store: Conversations, tmp_path: Path) -> None:
    store.add(None, "/corpus", answer("Which ships?"))
    assert (tmp_path / "data" / FILE_NAME).stat().st_mode & 0o077 == 0
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_a_file_that_is_something_else_is_one_line(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database at all, but text of some length")
    with pytest.raises(SettingsError, match="history = false"):
        Conversations(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="data_dir"):
        Conversations(tmp_path / "file" / "below")


@pytest.mark.parametrize(
    ("before", "after"),
    [("Ships sailed", "Ships failed"), ('{"question"', '{"quettion"'), ('"question":', '"question"x')],
)
def test_an_answer_that_was_altered_is_told(store: Conversations, tmp_path: Path, before: str, after: str) -> None:
    conversation = store.add(None, "/corpus", answer("Which ships?"))
    with sqlite3.connect(tmp_path / "data" / FILE_NAME) as file:
        file.execute("UPDATE turn SET answer = replace(answer, ?, ?)", (before, after))
    with pytest.raises(SettingsError, match=f"is damaged; `assistant history delete {conversation}` removes it"):
        store.answers(conversation)
    assert store.delete(conversation) == 1


def test_answers_of_earlier_versions_have_no_digest(store: Conversations, tmp_path: Path) -> None:
    conversation = store.add(None, "/corpus", answer("Which ships?"))
    with sqlite3.connect(tmp_path / "data" / FILE_NAME) as file:
        file.execute("UPDATE turn SET answer = substr(answer, 1, instr(answer, char(10)) - 1)")
    assert [each.question for each in store.answers(conversation)] == ["Which ships?"]
