"""`assistant serve` and `assistant keys` as programs: what they refuse, how they end, what they take up."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import typer
from platformdirs import user_data_path
from typer.testing import CliRunner

from assistant.app import Assistant
from assistant.errors import SettingsError
from assistant.interfaces.cli.keys import keys
from assistant.interfaces.cli.serve import is_loopback, serve
from assistant.interfaces.server import KeyFile, KeyRing, Limits, LiveCorpus, ServerConfig, create_app, open_corpus
from assistant.settings import Settings
from assistant.wiring import index_corpus
from tests.fake_openai import Reply, fake_openai
from tests.interfaces.server.conftest import DRAFT, QUESTION
from tests.interfaces.server.serving import serving

BUSY = ServerConfig(limits=Limits(rate="100000/minute"))


def live_documents(live: LiveCorpus, number: int) -> bool:
    with live.lease() as assistant:
        return len(assistant.documents()) == number


@contextmanager
def served(*arguments: str, first: str = "pass", **environment: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run `assistant serve` on a free port; yield its address and process. `first` is done before."""
    code = f"{first}; import typer; from assistant.interfaces.cli.serve import serve; typer.run(serve)"
    command = [sys.executable, "-c", code, "--port", "0", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment})
    assert process.stderr is not None
    try:
        first = process.stderr.readline()
        assert "http://" in first, first
        yield first.split()[1].rstrip("/"), process
    finally:
        process.kill()
        process.wait(10)
        process.stderr.close()


def test_sigterm_lets_an_answer_finish_and_nothing_of_it_is_kept(
    seeds: Path, seeds_assistant: Assistant, tmp_path: Path
) -> None:
    assert seeds_assistant.documents()  # it is indexed
    hold = threading.Event()
    with fake_openai() as fake:
        fake.replies.append(Reply([f"{DRAFT} ", "<missing>Their range.</missing>"], hold=hold))
        environment = {"OPENAI_BASE_URL": fake.url, "OPENAI_API_KEY": "right-key", "ASSISTANT_DATA_DIR": str(tmp_path)}
        with served("--corpus", str(seeds), "--model", "fake-model", **environment) as (url, process):
            with httpx.stream(
                "POST", f"{url}/api/ask", json={"question": QUESTION, "stream": True}, timeout=30
            ) as reply:
                lines = reply.iter_lines()
                assert next(lines) == "event: understood"
                assert fake.asked.wait(30)
                process.send_signal(signal.SIGTERM)
                hold.set()
                rest = "\n".join(lines)
            assert "event: answer" in rest
            assert '"status":"partial"' in rest
            assert process.wait(30) == 0
    assert list(tmp_path.iterdir()) == []


def test_sigterm_ends_an_answer_that_does_not_finish(seeds: Path, seeds_assistant: Assistant) -> None:
    assert seeds_assistant.documents()
    never = threading.Event()
    with fake_openai() as fake:
        fake.replies.append(Reply([f"{DRAFT} ", "never"], hold=never))
        environment = {"OPENAI_BASE_URL": fake.url, "OPENAI_API_KEY": "right-key"}
        with served("--corpus", str(seeds), "--model", "fake-model", "--drain", "1", **environment) as (url, process):
            with httpx.stream(
                "POST", f"{url}/api/ask", json={"question": QUESTION, "stream": True}, timeout=30
            ) as reply:
                lines = reply.iter_lines()
                assert next(lines) == "event: understood"
                assert fake.asked.wait(30)
                process.send_signal(signal.SIGTERM)
                assert process.wait(30) == 0
            assert fake.gone.wait(5)
        never.set()


def test_sigterm_ends_quotes_that_are_still_read(seeds: Path, seeds_assistant: Assistant) -> None:
    """Each answer reads for a minute in the pool, so that many wait there when the grace is over."""
    assert seeds_assistant.documents()
    slow = "import time; from assistant.models.reader import BundledReader as R; R._read = lambda *_: time.sleep(60)"
    with (
        served("--corpus", str(seeds), "--quotes", "--drain", "0", first=slow) as (url, process),
        ThreadPoolExecutor(4) as pool,
    ):
        asked = [pool.submit(httpx.post, f"{url}/api/ask", json={"question": QUESTION}, timeout=60) for _ in range(4)]
        while "assistant_answers_running 4.0" not in httpx.get(f"{url}/metrics").text:
            pass
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert {each.result().json()["error"]["code"] for each in asked} == {"stopping"}


def test_beyond_this_machine_only_with_a_key(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    with pytest.raises(SettingsError, match="assistant keys new"):
        serve(corpus=tmp_path, host="0.0.0.0")
    assert not (tmp_path / ".assistant").exists()


def test_beyond_this_machine_a_server_closes_with_its_last_key(seeds: Path, tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    ring, secret = KeyFile(file).ring().add("desk", "secret")
    KeyFile(file).write(ring)
    bearer = {"authorization": f"Bearer {secret}"}
    with served("--host", "0.0.0.0", "--quotes", "--keys", str(file), "--corpus", str(seeds)) as (everywhere, _):
        url = everywhere.replace("0.0.0.0", "127.0.0.1")
        assert httpx.get(f"{url}/api/about", headers=bearer).status_code == 200
        remove = ["remove", "desk", "--keys", str(file), "--corpus", str(seeds)]
        refused = CliRunner().invoke(keys, remove)
        assert isinstance(refused.exception, SettingsError)
        assert "every request; nothing was removed" in str(refused.exception)
        assert httpx.get(f"{url}/api/about", headers=bearer).status_code == 200
        assert "no keys are left" in CliRunner().invoke(keys, [*remove, "--yes"]).stderr
        assert httpx.get(f"{url}/api/about").json()["error"]["code"] == "no_keys"
        file.write_text('{"keys": [', encoding="utf-8")
        reply = httpx.get(f"{url}/api/about", headers=bearer)
        assert reply.status_code == 503
        assert str(tmp_path) not in reply.text
        assert httpx.get(f"{url}/healthz").status_code == 200


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("127.1.2.3", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("192.168.1.2", False), ("example.org", False), ("", False)],
)  # fmt: skip
def test_what_counts_as_this_machine(host: str, local: bool) -> None:
    assert is_loopback(host) is local


def test_a_port_in_use_is_said(seeds: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SettingsError, match="choose another --port"):
        serve(corpus=seeds, quotes=True, port=taken.getsockname()[1])


def test_a_rate_that_cannot_be_read_is_said(seeds: Path) -> None:
    with pytest.raises(SettingsError, match="120/minute"):
        serve(corpus=seeds, rate="often")


def test_keys_are_made_listed_and_removed(tmp_path: Path) -> None:
    runner, file = CliRunner(), str(tmp_path / "keys.json")

    def run(*arguments: str) -> str:
        done = runner.invoke(keys, [*arguments, "--keys", file, "--corpus", str(tmp_path)], catch_exceptions=False)
        assert done.exit_code == 0
        return done.stdout

    secret = run("new", "desk").strip()
    token = run("new", "site", "--widget", "--origin", "https://news.example/", "--rate", "30/minute").strip()
    ring = KeyFile(Path(file)).ring()
    assert [found.name for key in (secret, token) if (found := ring.find(key.encode()))] == ["desk", "site"]
    listed = run("list")
    assert secret not in listed
    assert "site\twidget" in listed
    assert "https://news.example 30/minute" in listed
    run("remove", "desk")
    assert KeyFile(Path(file)).ring().find(secret.encode()) is None


def test_a_finished_index_run_is_taken_up_without_a_failed_request(tmp_path: Path) -> None:
    (tmp_path / "2024-05-01.txt").write_text("The bridge was closed for repairs on Monday.\n", encoding="utf-8")
    settings = Settings(corpus=tmp_path, mode="quotes")
    live = open_corpus(settings)
    statuses: list[int] = []
    done = threading.Event()
    with serving(create_app(live, BUSY, reload_every=0.05)) as url, ThreadPoolExecutor(4) as pool:

        def ask() -> None:
            with httpx.Client(timeout=30) as client:
                while not done.wait(0.02):
                    reply = client.post(f"{url}/api/ask", json={"question": "Why was the bridge closed?"})
                    statuses.append(reply.status_code)

        askers = [pool.submit(ask) for _ in range(2)]
        try:
            for number in range(2, 4):
                (tmp_path / f"2024-05-0{number}.txt").write_text(f"Bridge {number} was opened.\n", encoding="utf-8")
                assert index_corpus(settings).added == (f"2024-05-0{number}.txt",)
                while not live_documents(live, number):
                    assert not any(asker.done() for asker in askers)
        finally:
            done.set()
        for asker in askers:
            asker.result()
    live.close()
    assert len(statuses) > 5
    assert set(statuses) == {200}


def test_the_commands_can_be_read_by_typer() -> None:
    app = typer.Typer()
    app.command()(serve)
    app.add_typer(keys)
    assert "--reload-index" in CliRunner().invoke(app, ["serve", "--help"], env={"COLUMNS": "200"}).stdout


def test_keys_lie_outside_the_index_and_those_of_an_earlier_version_are_moved(tmp_path: Path) -> None:
    runner, corpus = CliRunner(), tmp_path / "corpus"
    old = corpus / ".assistant" / "keys.json"
    (corpus / "a.txt").parent.mkdir()
    (corpus / "a.txt").write_text("Ships left.\n")
    ring, secret = KeyRing().add("desk", "secret")
    KeyFile(old).write(ring)
    with pytest.raises(SettingsError, match="holds keys of an earlier version, or of whoever made this folder"):
        serve(corpus=corpus, quotes=True)

    def run(*arguments: str) -> str:
        done = runner.invoke(keys, [*arguments, "--corpus", str(corpus)], catch_exceptions=False)
        return done.stdout + done.stderr

    assert "keys moved out of the index folder: desk" in run("list")
    assert not old.exists()
    assert "moved" not in run("new", "second")
    shutil.rmtree(corpus / ".assistant", ignore_errors=True)
    listed = run("list")
    assert "desk\tsecret" in listed
    assert "second\tsecret" in listed
    kept = user_data_path("assistant", appauthor=False) / "keys"
    assert any(KeyFile(each).ring().find(secret.encode()) for each in kept.iterdir())


@pytest.mark.parametrize("proxy", ["everybody", "*", "10.0.0.0/99", ""])
def test_a_proxy_is_named_by_its_address(seeds: Path, proxy: str) -> None:
    with pytest.raises(SettingsError, match=r"write 10\.0\.0\.5"):
        serve(corpus=seeds, quotes=True, proxy=[proxy])
