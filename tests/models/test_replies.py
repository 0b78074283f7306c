"""Replies that are kept: given again word for word, only for the same request, and never when they are doubtful."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ModelUnreachable
from assistant.models.replies import KeptReplies, ReplyCache, notices_of
from assistant.types import Chunk, Message
from tests.answering.fakes import FakeChatModel

ASKED = (Message("system", "Rules."), Message("user", "Who?"))
URL = "http://one/v1"


@pytest.fixture
def cache(tmp_path: Path) -> ReplyCache:
    return ReplyCache(tmp_path / "replies")


def said(
    model: FakeChatModel,
    cache: ReplyCache,
    messages: Sequence[Message] = ASKED,
    *,
    endpoint: str = URL,
    fresh: bool = False,
) -> str:
    kept = KeptReplies(model, cache, endpoint=endpoint, fresh=fresh)
    return "".join(chunk.text for chunk in kept.stream(messages))


def test_the_same_request_is_answered_without_the_model(cache: ReplyCache) -> None:
    model = FakeChatModel(["It was Kim. " * 100])
    assert said(model, cache) == "It was Kim. " * 100
    again = KeptReplies(model, cache, endpoint=URL)
    assert notices_of(again) == ()
    chunks = list(again.stream(ASKED))
    assert "".join(chunk.text for chunk in chunks) == "It was Kim. " * 100
    assert len(chunks) > 2
    assert chunks[-1] == Chunk(finish_reason="stop", prompt_tokens=0, completion_tokens=0)
    assert [notice.code for notice in notices_of(again)] == ["cached"]
    assert len(model.requests) == 1
    assert notices_of(model) == notices_of(None) == ()


def test_another_request_model_or_endpoint_is_asked(cache: ReplyCache) -> None:
    model = FakeChatModel(["one", "two", "three", "four"])
    assert said(model, cache) == "one"
    assert said(model, cache, (*ASKED[:1], Message("user", "Whom?"))) == "two"
    assert said(model, cache, endpoint="http://two/v1") == "three"
    model.name = "other"
    assert said(model, cache) == "four"
    roles = (Message("user", "Rules."), Message("user", "Who?"))
    assert said(FakeChatModel(["five"], name="other"), cache, roles) == "five"


def test_a_fresh_reply_takes_the_place_of_the_kept_one(cache: ReplyCache) -> None:
    model = FakeChatModel(["old", "new"])
    assert said(model, cache) == "old"
    assert said(model, cache, fresh=True) == "new"
    assert said(model, cache) == "new"


@pytest.mark.parametrize(
    "reply",
    [
        [Chunk("cut"), Chunk(finish_reason="length")],
        [Chunk("filtered"), Chunk(finish_reason="content_filter")],
        [Chunk("broke off")],
        [Chunk(finish_reason="stop")],
    ],
)
def test_a_reply_that_is_not_whole_is_not_kept(cache: ReplyCache, reply: Sequence[Chunk]) -> None:
    model = FakeChatModel([reply, "whole"])
    said(model, cache)
    assert said(model, cache) == "whole"


def test_a_reply_that_failed_or_was_left_is_not_kept(cache: ReplyCache) -> None:
    model = FakeChatModel([[Chunk("half"), ModelUnreachable("gone")], "left in the middle", "whole"])
    with pytest.raises(ModelUnreachable):
        said(model, cache)
    stream = KeptReplies(model, cache, endpoint=URL).stream(ASKED)
    next(stream)
    assert isinstance(stream, Iterator)
    stream.close()  # type: ignore[attr-defined]
    assert model.closed == 2
    assert said(model, cache) == "whole"


@pytest.mark.parametrize("damage", [b"", b"\n", b"no digest", b"\xff\xfe\nIt was", b"0" * 64 + b"\nIt was Kim."])
def test_a_damaged_reply_is_asked_for_again(cache: ReplyCache, tmp_path: Path, damage: bytes) -> None:
    model = FakeChatModel(["It was Kim.", "It was Moon."])
    said(model, cache)
    (file,) = (tmp_path / "replies").iterdir()
    file.write_bytes(damage)
    assert said(model, cache) == "It was Moon."
    assert said(model, cache) == "It was Moon."


def test_a_changed_reply_is_not_believed(cache: ReplyCache, tmp_path: Path) -> None:
    model = FakeChatModel(["It was Kim.", "It was Moon."])
    said(model, cache)
    (file,) = (tmp_path / "replies").iterdir()
    file.write_bytes(file.read_bytes().replace(b"Kim", b"Joe"))
    assert said(model, cache) == "It was Moon."


def test_replies_are_readable_for_their_user_alone(cache: ReplyCache, tmp_path: Path) -> None:
    cache.put("key", "reply")
    assert (tmp_path / "replies").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "replies" / "key").stat().st_mode & 0o777 == 0o600


def test_the_oldest_go_first(tmp_path: Path) -> None:
    cache = ReplyCache(tmp_path, entries=3)
    for age, key in enumerate("cba"):
        cache.put(key, key)
        os.utime(tmp_path / key, ns=(0, 1_000 + age))
    cache.put("d", "d")
    assert {key: cache.get(key) for key in "abcd"} == {"a": "a", "b": "b", "c": None, "d": "d"}
    assert len(list(tmp_path.iterdir())) == 3


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "replies").write_text("a file")
    model = FakeChatModel(["one", "two"])
    cache = ReplyCache(tmp_path / "replies")
    assert (said(model, cache), said(model, cache)) == ("one", "two")
    (tmp_path / "folder" / "key").mkdir(parents=True)
    ReplyCache(tmp_path / "folder").put("key", "a folder stands there")
    assert [each.name for each in (tmp_path / "folder").iterdir()] == ["key"]


@given(st.text(st.characters(), max_size=500))
def test_any_text_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, reply: str) -> None:
    cache = ReplyCache(tmp_path_factory.getbasetemp() / "any")
    cache.put("key", reply)
    assert cache.get("key") == reply


def test_half_a_character_can_be_asked_and_kept(cache: ReplyCache) -> None:
    model = FakeChatModel([[Chunk("\ud83d"), Chunk(finish_reason="stop")]])
    asked = (Message("user", "\udc00?"),)
    assert said(model, cache, asked) == said(model, cache, asked) == "\ud83d"
