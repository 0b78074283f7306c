"""Conversations kept by the server: one's own alone, bounded, gone with the key, and off where there are no keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.interfaces.server import KeyFile, KeyRing, ServerConfig
from assistant.interfaces.server.desk import kept
from tests.interfaces.server.access.conftest import SITE, bearer, visitor

HOME = "/v1/conversations"


def talk(question: str = "Which ships?", *, name: str = "Ships", changed: int = 1, **more: Any) -> dict[str, Any]:
    answer = {"text": "Two sailed.", "citations": [], "nothing": None, **more}
    return {"name": name, "changed": changed, "exchanges": [{"question": question, "options": {}, "answer": answer}]}


class Desk:
    """A server with two readers' keys and a widget's token, one client for all."""

    def __init__(self, folder: Path) -> None:
        self.keys = KeyFile(folder / "keys.json")
        ring, self.anna = KeyRing().add("anna", "secret")
        ring, self.ben = ring.add("ben", "secret")
        ring, self.widget = ring.add("site", "widget", origins=[SITE])
        self.keys.write(ring)
        self.file = folder / "kept" / "conversations.sqlite3"
        self.client = visitor(ServerConfig(conversations=self.file, open_page=True), self.keys)

    def put(self, key: str, talk: str, body: dict[str, Any]) -> int:
        return int(self.client.put(f"{HOME}/{talk}", json=body, headers=bearer(key)).status_code)

    def ids(self, key: str, find: str = "") -> list[str]:
        told = self.client.get(HOME, params={"find": find}, headers=bearer(key)).json()
        return [one["id"] for one in told["conversations"]]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_conversation_comes_back_as_it_was_and_to_its_owner_alone(desk: Desk) -> None:
    given = talk("Which ships? \ud83d\ude00", pair="\ud800")
    given["exchanges"][0] |= {
        "options": {"as_of": "2024-05-01", "source": "npr"},
        "remark": {"good": True, "note": "!"},
    }
    raw = json.dumps(given)  # as a page may send it, with half a pair
    headers = {**bearer(desk.anna), "content-type": "application/json"}
    assert desk.client.put(f"{HOME}/one", content=raw, headers=headers).json() == {"done": True}
    back = desk.client.get(f"{HOME}/one", headers=bearer(desk.anna)).json()
    assert back["exchanges"][0]["answer"]["nothing"] is None
    assert back["exchanges"][0]["options"] == {"as_of": "2024-05-01", "source": "npr"}
    assert back["exchanges"][0]["remark"] == {"good": True, "note": "!"}
    (row,) = desk.client.get(HOME, headers=bearer(desk.anna)).json()["conversations"]
    assert (row["name"], row["turns"], row["remarks"]) == ("Ships", 1, 1)
    assert row["last"]["options"] == {"as_of": "2024-05-01", "source": "npr"}
    assert desk.ids(desk.ben) == []
    assert desk.client.get(f"{HOME}/one", headers=bearer(desk.ben)).status_code == 404
    assert desk.client.delete(f"{HOME}/one", headers=bearer(desk.ben)).json() == {"done": False}
    assert desk.put(desk.ben, "one", talk(name="Ben's")) == 200  # an id of somebody else's is free
    assert desk.client.get(f"{HOME}/one", headers=bearer(desk.anna)).json()["name"] == "Ships"
    assert desk.file.stat().st_mode & 0o077 == 0


def test_they_are_found_by_words_renamed_and_deleted(desk: Desk) -> None:
    desk.put(desk.anna, "one", talk("Which ships?", changed=1))
    desk.put(desk.anna, "two", talk("Who fell?", name="Bridge", changed=2))
    assert desk.ids(desk.anna) == ["two", "one"]
    assert desk.ids(desk.anna, "SHIPS sailed") == ["one"]
    assert desk.ids(desk.anna, "bridge ships") == []
    desk.put(desk.anna, "one", talk("Which ships?", name="Fleet", changed=3))
    assert desk.ids(desk.anna, "fleet") == desk.ids(desk.anna)[:1] == ["one"]
    assert desk.client.delete(f"{HOME}/one", headers=bearer(desk.anna)).json() == {"done": True}
    assert desk.ids(desk.anna) == ["two"]
    assert b"Fleet" not in desk.file.read_bytes()


def test_who_has_no_secret_key_keeps_nothing_here(desk: Desk, tmp_path: Path) -> None:
    site = {**bearer(desk.widget), "origin": SITE}
    assert desk.client.get(HOME, headers=site).status_code == 403
    assert desk.client.get(HOME, headers={"sec-fetch-site": "same-origin"}).status_code == 401
    about = desk.client.get("/api/about", headers=bearer(desk.anna)).json()
    assert about["conversations"] is True
    open_to_all: TestClient = visitor(ServerConfig(conversations=tmp_path / "never"))
    assert open_to_all.get("/api/about").json()["conversations"] is False
    assert open_to_all.put(f"{HOME}/one", json=talk()).json()["error"]["code"] == "not_kept_here"
    assert not (tmp_path / "never").exists()
    assert visitor(keys=desk.keys).get(HOME, headers=bearer(desk.anna)).status_code == 404


def test_room_is_bounded_and_what_belongs_to_a_removed_key_goes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 3)
    desk.put(desk.ben, "bens", talk())
    for number in range(5):
        desk.put(desk.anna, f"c{number}", talk(changed=10 + number))
    assert desk.ids(desk.anna) == ["c4", "c3", "c2"]
    monkeypatch.setattr(kept, "MOST_CHARACTERS", 2_000)
    desk.put(desk.anna, "old", talk(changed=1, long="x" * 1_500))
    assert desk.ids(desk.anna) == ["c4", "old"]  # the one just sent stays
    assert desk.put(desk.anna, "huge", talk(long="x" * 5_000_000)) == 413
    assert desk.put(desk.anna, "Not an id", talk()) == 400
    assert desk.put(desk.anna, "none", {**talk(), "exchanges": []}) == 400
    assert desk.ids(desk.ben) == ["bens"]
    ring = desk.keys.ring().remove("ben")
    again, ben = ring.add("ben", "secret")  # another person of that name
    desk.keys.write(again)
    assert desk.ids(ben) == []
    desk.put(desk.anna, "new", talk())
    assert b"bens" not in desk.file.read_bytes()


def test_a_file_that_cannot_be_used_is_told(desk: Desk) -> None:
    desk.file.parent.mkdir()
    desk.file.write_bytes(b"no database, but text of some length, more than a header")
    assert desk.put(desk.anna, "one", talk()) == 507
