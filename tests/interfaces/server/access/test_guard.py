"""Who may ask, how often, how much: faults that must end in a refusal and never in a traceback or a path."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from assistant.app import Assistant
from assistant.interfaces.server import KeyFile, KeyRing, Limits, ServerConfig, create_app
from tests.interfaces.server.access.conftest import CHAT, SITE, bearer, visitor
from tests.interfaces.server.scripted import saying, scripted


def test_every_route_but_the_page_asks_for_the_key(keyed: tuple[KeyFile, str, str]) -> None:
    file, secret, _ = keyed
    client = visitor(keys=file)
    closed = {
        "/texts/de.json",
        "/texts/xx.json",
        "/v1/models",
        "/api/about",
        "/metrics",
        "/openapi.json",
        "/files/x",
        "/mcp",
        "/nothing",
    }
    documented = create_app(scripted(saying(["A sentence."]))).openapi()["paths"]
    for path in closed | {path for path in documented if "{" not in path}:
        open_to_all = path in {"/", "/widget.js", "/page.css", "/favicon.svg", "/texts/de.json", "/healthz", "/readyz"}
        assert client.get(path).status_code == (200 if open_to_all else 401), path
    assert client.get("/v1/models", headers=bearer(secret)).status_code == 200
    assert client.get("/v1/models", headers={"x-api-key": secret}).status_code == 200
    assert client.get("/v1/models", headers={"AUTHORIZATION": f"bEaReR   {secret}"}).status_code == 200


def test_a_token_that_is_made_while_the_server_runs_works_from_its_site_at_once(
    keyed: tuple[KeyFile, str, str],
) -> None:
    file, _, _ = keyed
    client = visitor(ServerConfig(origins=("https://fixed.example/",)), keys=file)
    other = "https://other.example"

    def preflight(origin: str) -> int:
        headers = {"origin": origin, "access-control-request-method": "POST"}
        return client.options(
            "/api/ask", headers={**headers, "access-control-request-headers": "authorization"}
        ).status_code

    assert [preflight(origin) for origin in (SITE, "https://fixed.example", other)] == [200, 200, 400]
    ring, token = file.ring().add("second", "widget", origins=[other])
    file.write(ring)
    assert preflight(other) == 200
    reply = client.get("/api/about", headers={**bearer(token), "origin": other})
    assert (reply.status_code, reply.headers["access-control-allow-origin"]) == (200, other)
    file.write(file.ring().remove("second"))
    assert preflight(other) == 400


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": ""},
        {"authorization": "Bearer"},
        {"authorization": "Bearer "},
        {"authorization": "Basic abc"},
        {"authorization": b"Bearer \xff\xfe\xc3\xa9"},
        {"authorization": "Bearer " + "a" * 5000},
        {"x-api-key": ""},
        {"api-key": "x"},
    ],
)
def test_a_wrong_key_is_refused_in_openais_words(keyed: tuple[KeyFile, str, str], headers: Any) -> None:
    reply = visitor(keys=keyed[0]).post("/v1/chat/completions", json=CHAT, headers=headers)
    assert reply.status_code == 401
    assert reply.json()["error"]["code"] == "invalid_api_key"
    assert reply.headers["www-authenticate"] == "Bearer"


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _change(file: Path, **fields: str) -> None:
    content = json.loads(file.read_text())
    content["keys"][0] |= fields
    file.write_text(json.dumps(content))


def _without_secret(file: Path) -> str:
    return json.dumps(json.loads(file.read_text()) | {"signing": ""})


LOST: dict[str, tuple[Callable[[Path], object], str]] = {
    "the last key is removed": (lambda file: KeyFile(file).write(KeyRing()), "no_keys"),
    "the file is gone": (Path.unlink, "no_keys"),
    "the file is empty": (lambda file: file.write_bytes(b""), "keys_unreadable"),
    "cut short": (lambda file: file.write_bytes(file.read_bytes()[:-20]), "keys_unreadable"),
    "no keys in it": (lambda file: file.write_text("{}"), "keys_unreadable"),
    "another kind of file": (lambda file: file.write_bytes(b"\xff\xfe\x00[1, 2]"), "keys_unreadable"),
    "deep": (lambda file: file.write_text("[" * 100_000), "keys_unreadable"),
    "a digest that is none": (lambda file: _change(file, digest="Ä" * 64), "keys_unreadable"),
    "a rate that is none": (lambda file: _change(file, rate="often"), "keys_unreadable"),
    "a kind that is none": (lambda file: _change(file, kind="master"), "keys_unreadable"),
    "nothing to sign with": (lambda file: file.write_text(_without_secret(file)), "keys_unreadable"),
    "a folder": (_folder, "keys_unreadable"),
    "a pipe": (_pipe, "keys_unreadable"),
}


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("open_page", [False, True])
def test_a_server_that_loses_its_keys_closes(
    keyed: tuple[KeyFile, str, str], tmp_path: Path, caplog: pytest.LogCaptureFixture, lost: str, *, open_page: bool
) -> None:
    file, secret, _ = keyed
    client = visitor(ServerConfig(open_page=open_page), file)
    assert client.get("/v1/models", headers=bearer(secret)).status_code == 200
    lose, code = LOST[lost]
    kept = (tmp_path / "keys.json").read_bytes()
    lose(tmp_path / "keys.json")
    own_page = {"sec-fetch-site": "same-origin"}
    for headers in ({}, bearer(secret), bearer("wrong"), own_page):
        for path in ("/v1/models", "/api/about", "/files/x?sig=", "/mcp", "/metrics", "/readyz"):
            reply = client.get(path, headers=headers)
            assert (reply.status_code, reply.json()["error"]["code"]) == (503, code)
            assert "assistant keys" in reply.json()["error"]["message"]
            assert str(tmp_path) not in reply.text
            assert "keys.json" not in reply.text
    assert client.get("/healthz").status_code == client.get("/").status_code == 200
    assert len(caplog.records) == 1
    assert not caplog.records[0].exc_info
    if (tmp_path / "keys.json").is_dir():
        (tmp_path / "keys.json").rmdir()
    (tmp_path / "keys.json").unlink(missing_ok=True)
    (tmp_path / "keys.json").write_bytes(kept)
    assert client.get("/v1/models", headers=bearer(secret)).status_code == 200
    assert client.get("/v1/models").status_code == 401


def test_a_server_that_must_have_keys_is_closed_until_there_is_one(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "keys.json")
    client = visitor(ServerConfig(keys_required=True), file)
    assert client.get("/v1/models").status_code == 503
    assert visitor(ServerConfig(keys_required=True)).get("/v1/models").status_code == 503
    ring, secret = KeyRing().add("desk", "secret")
    file.write(ring)
    assert client.get("/v1/models", headers=bearer(secret)).status_code == 200


def test_without_any_key_a_server_of_this_machine_is_open(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "keys.json")
    client = visitor(keys=file)
    assert client.get("/v1/models").status_code == 200
    ring, secret = KeyRing().add("desk", "secret")
    file.write(ring)
    assert client.get("/v1/models").status_code == 401
    assert client.get("/v1/models", headers=bearer(secret)).status_code == 200
    file.write(ring.remove("desk"))
    assert client.get("/v1/models").status_code == 503  # it is no longer one that needs no key


def test_a_widgets_token_asks_from_its_own_site_only_and_not_too_often(keyed: tuple[KeyFile, str, str]) -> None:
    file, _, token = keyed
    client = visitor(keys=file)
    here = {**bearer(token), "origin": SITE}
    question = {"question": "What happened?"}
    assert client.post("/api/ask", json=question, headers={**here, "origin": "https://evil.example"}).status_code == 403
    assert client.post("/api/ask", json=question, headers=bearer(token)).status_code == 403
    assert client.post("/v1/chat/completions", json=CHAT, headers=here).status_code == 403
    for _ in range(3):
        allowed = client.post("/api/ask", json=question, headers=here)
        assert allowed.status_code == 200
        assert allowed.headers["access-control-allow-origin"] == SITE
    refused = client.post("/api/ask", json=question, headers=here)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["access-control-allow-origin"] == SITE


def test_other_sites_may_not_read_and_listed_ones_may_send_any_header() -> None:
    client = visitor(ServerConfig(origins=(SITE,)))
    asked = {
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-stainless-lang,authorization",
    }
    allowed = client.options("/v1/chat/completions", headers={**asked, "origin": SITE})
    assert allowed.status_code == 200
    assert "x-stainless-lang" in allowed.headers["access-control-allow-headers"]
    refused = client.options("/v1/chat/completions", headers={**asked, "origin": "https://evil.example"})
    assert "access-control-allow-origin" not in refused.headers


def test_rates_are_counted_for_each_key(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "keys.json")
    ring, one = KeyRing().add("one", "secret")
    ring, two = ring.add("two", "secret")
    file.write(ring)
    client = visitor(ServerConfig(limits=Limits(rate="2/minute")), file)
    assert [client.get("/v1/models", headers=bearer(one)).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/v1/models", headers=bearer(two)).status_code == 200
    assert client.get("/healthz").status_code == 200


def test_an_open_page_asks_without_a_key_and_nothing_else_does(keyed: tuple[KeyFile, str, str]) -> None:
    client = visitor(ServerConfig(open_page=True), keyed[0])
    page = {"origin": "http://127.0.0.1:8000"}
    assert client.post("/api/ask", json={"question": "What?"}, headers=page).status_code == 200
    assert client.get("/api/about", headers={"sec-fetch-site": "same-origin"}).status_code == 200
    assert client.post("/api/ask", json={"question": "What?"}, headers={"origin": SITE}).status_code == 401
    assert client.post("/api/search", json={"query": "What?"}, headers=page).status_code == 401


def test_a_citations_link_works_without_the_key_and_for_its_document_only(
    keyed: tuple[KeyFile, str, str], seeds_assistant: Assistant
) -> None:
    file, secret, _ = keyed
    app = create_app(seeds_assistant, keys=file)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        reply = client.post(
            "/api/ask", json={"question": "Which missiles did North Korea fire?"}, headers=bearer(secret)
        )
        url = urlsplit(reply.json()["citations"][0]["url"])
        assert client.get(f"{url.path}?{url.query}").status_code == 200
        other = next(one.id for one in seeds_assistant.documents() if one.id not in url.path)
        assert client.get(f"/files/{other}?{url.query}").status_code == 401
        assert client.get(url.path).status_code == 401


@pytest.mark.parametrize(
    "path",
    ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e", "000_c2b9cc5e8bca81ce.txt", "%00", "x" * 3000],
)
def test_no_file_but_the_documents_is_served(seeds_assistant: Assistant, path: str) -> None:
    with TestClient(create_app(seeds_assistant), base_url="http://127.0.0.1:8000") as client:
        reply = client.get(f"/files/{path}")
        assert reply.status_code == 404
        assert reply.json()["error"]["code"] == "not_found"
        assert "root" not in reply.text


def test_another_name_for_a_local_server_is_refused() -> None:
    client = visitor(ServerConfig(hosts=("localhost", "127.0.0.1", "[::1]")))
    assert client.get("/healthz", headers={"host": "rebound.example"}).status_code == 400
    assert client.get("/healthz", headers={"host": "[::1]:8000"}).status_code == 200
    assert client.get("/healthz", headers={"host": "LOCALHOST"}).status_code == 200
    for host in (
        "[::1].evil", "[::1]evil", "[::1", "localhost.evil", "localhost:80.evil", "localhost\t", " localhost",
        "localhost:", "localhost:80:80", "127.0.0.1@evil", "evil#localhost", "localhost:123456", "",
        "127.0.0.1%00.evil",
        "localhost,evil",
    ):  # fmt: skip
        assert client.get("/healthz", headers={"host": host}).status_code == 400, host
    twice = httpx.Headers([("host", "localhost"), ("host", "localhost")])
    assert client.get("/healthz", headers=twice).status_code == 400


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_mcp_is_for_no_page_of_another_site(method: str) -> None:
    client = visitor(ServerConfig(origins=(SITE,)))
    for origin in (
        "https://evil.example", "null", "", "http://127.0.0.1:8000.evil.example", "http://127.0.0.1", "file://",
        "http://127.0.0.1:8000/", "ftp://127.0.0.1:8000", "https://news.example.evil", "http://localhost:8000",
    ):  # fmt: skip
        reply = client.request(method, "/mcp", headers={"origin": origin})
        assert (reply.status_code, reply.json()["error"]["code"]) == (403, "wrong_origin"), origin
    both = httpx.Headers([("origin", SITE), ("origin", "https://evil.example")])
    assert client.request(method, "/mcp", headers=both).status_code == 403
    for origin in (SITE, "http://127.0.0.1:8000"):
        assert client.request(method, "/mcp", headers={"origin": origin}).status_code != 403


def test_mcp_holds_no_stream_open() -> None:
    """Nothing would ever come on it: each question is answered where it was asked."""
    for method in ("GET", "DELETE", "PUT"):
        reply = visitor().request(method, "/mcp", headers={"accept": "text/event-stream"})
        assert (reply.status_code, reply.headers["allow"]) == (405, "POST")


def test_guessing_keys_ends_soon_and_stops_nobody_with_a_right_one(keyed: tuple[KeyFile, str, str]) -> None:
    file, secret, _ = keyed
    client = visitor(ServerConfig(limits=Limits(wrong_keys="3/minute")), file)
    guesses = [client.get("/v1/models", headers=bearer(f"sk-{number}")).status_code for number in range(5)]
    assert guesses == [401, 401, 401, 429, 429]
    assert client.get("/v1/models").status_code == 401  # no key is no guess
    assert client.get("/v1/models", headers=bearer(secret)).status_code == 200


def test_whoever_is_refused_again_and_again_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("assistant.interfaces.server.access.guard.asyncio.sleep", sleep)
    client = visitor(ServerConfig(limits=Limits(rate="1/minute", refusals="2/minute", pause=0.5)))
    assert [client.get("/v1/models").status_code for _ in range(5)] == [200, 429, 429, 429, 429]
    assert pauses == [0.5, 0.5]
    assert client.get("/healthz").status_code == 200


def test_a_history_of_ten_thousand_messages_is_refused() -> None:
    history = [{"role": "user", "content": "x"}] * 10_001
    reply = visitor().post("/v1/chat/completions", json={"model": "assistant", "messages": history})
    assert reply.status_code == 413
    assert reply.json()["error"]["code"] == "too_many_messages"


def test_every_reply_has_an_id_and_a_given_one_is_kept() -> None:
    client = visitor()
    assert len(client.get("/healthz").headers["x-request-id"]) == 32
    assert client.get("/nothing", headers={"x-request-id": "abc-1"}).headers["x-request-id"] == "abc-1"
    assert client.get("/nothing", headers={"x-request-id": "a b\x09"}).headers["x-request-id"] != "a b\x09"
