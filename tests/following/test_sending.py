"""News goes where the user's settings say, and nowhere else; what cannot be sent stays new."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import feedparser
import pytest

from assistant.errors import ExitCode, SettingsError
from assistant.following import sending
from tests.following.planted import NEW, STORIES, article
from tests.interfaces.command import indexed, run

BRIDGE = "harbour bridge repair cost"


class Hook(BaseHTTPRequestHandler):
    got: list[bytes] = []  # noqa: RUF012 (emptied for each test)
    status = 204

    def do_POST(self) -> None:
        Hook.got.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(Hook.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[str]:
    Hook.got, Hook.status = [], 204
    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/in?a=1"
        server.shutdown()
        thread.join()


class Post(socketserver.StreamRequestHandler):
    """A mail server that knows nobody called `nowhere`, and does not say goodbye as it should."""

    said: list[bytes] = []  # noqa: RUF012 (emptied for each test)
    mail = b""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            Post.said.append(line.strip())
            if line.startswith(b"data"):
                self.wfile.write(b"354 go on\r\n")
                Post.mail = b"".join(iter(self.rfile.readline, b".\r\n"))
            self.wfile.write(b"550 no such box\r\n" if b"nowhere@" in line else b"250 as you wish\r\n")
            if line.startswith(b"quit"):
                return


@pytest.fixture
def post() -> Iterator[str]:
    Post.said, Post.mail = [], b""
    with socketserver.TCPServer(("127.0.0.1", 0), Post) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_mail_goes_to_everybody_through_the_server_of_the_settings(post: str) -> None:
    to = ("me@example.org", "you@example.org")
    sending.mail("Ein Brückenbau.\n.\nEnd", "News\nBcc: all@example.org", sending.Mail(to, smtp=post))
    assert [each for each in Post.said if each.startswith(b"rcpt")] == [
        b"rcpt TO:<me@example.org>", b"rcpt TO:<you@example.org>",
    ]  # fmt: skip
    message = message_from_bytes(Post.mail.replace(b"\r\n..", b"\r\n."), policy=policy.default)
    assert (message["From"], message["To"], message["Bcc"]) == (to[0], ", ".join(to), None)
    assert message["Subject"] == "News Bcc: all@example.org"
    assert message.get_body().get_content().splitlines() == ["Ein Brückenbau.", ".", "End"]  # type: ignore[union-attr]
    with pytest.raises(SettingsError, match=r"no such box.*check the setting smtp"):
        sending.mail("x", "x", sending.Mail(("nowhere@example.org",), smtp=post))


def test_a_host_must_be_named_in_the_settings(hook: str) -> None:
    with pytest.raises(SettingsError, match=r"127\.0\.0\.1 is not among webhook_hosts"):
        sending.webhook(hook, [], "x", ())
    with pytest.raises(SettingsError, match="https:// addresses only"):
        sending.webhook("http://example.org/x", [], "x", ["example.org"])
    assert Hook.got == []
    sending.webhook(hook, [{"a": 1}], "text", ["127.0.0.1"])
    assert json.loads(Hook.got[0]) == {"text": "text", "news": [{"a": 1}]}
    Hook.status = 302
    with pytest.raises(SettingsError, match="answered with 302"):
        sending.webhook(hook, [], "x", ["127.0.0.1"])


def test_mail_says_which_setting_is_missing_or_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="set mail_to"):
        sending.mail("x", "x", sending.Mail(()))
    with pytest.raises(SettingsError, match="is no mail server"):
        sending.mail("x", "x", sending.Mail(("a@example.org",), smtp="example.org"))
    with pytest.raises(SettingsError, match="check the setting smtp"):
        sending.mail("x", "x", sending.Mail(("a@example.org",), smtp="smtp://127.0.0.1:1"))
    program = tmp_path / "sendmail"
    program.write_text("#!/bin/sh\necho no such box >&2\nexit 67\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(SettingsError, match=r"sendmail failed \(no such box\)"):
        sending.mail("x", "x", sending.Mail(("a@example.org",)))


def test_a_run_sends_its_news_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hook: str
) -> None:
    folder, feed, story = tmp_path / "articles", tmp_path / "news.xml", STORIES[1]
    folder.mkdir()
    (folder / "bridge.txt").write_text(article(story, NEW, "Coast Herald", story.old), encoding="utf-8")
    program = tmp_path / "sendmail"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/to\ncat > {tmp_path}/mail\n')
    program.chmod(0o755)
    for name, value in {
        "PATH": f"{tmp_path}:/usr/bin:/bin", "ASSISTANT_DATA_DIR": str(tmp_path / "data"),
        "ASSISTANT_CORPUS": str(folder), "ASSISTANT_MAIL_TO": "me@example.org you@example.org",
        "ASSISTANT_WEBHOOK_HOSTS": "127.0.0.1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    flags = ("follow", "run", "--as-of", NEW, "--mail", "--rss", feed, "--webhook", hook)
    indexed(folder)
    assert run(capsys, "follow", "add", BRIDGE).code == ExitCode.OK
    assert run(capsys, *flags).code == ExitCode.NOTHING_NEW
    assert not feed.exists()
    text = article(story, NEW, *story.later[0][1:], "Bridge <b>dearer</b>")
    (folder / "bridge-1.txt").write_text(text, encoding="utf-8")
    Hook.status = 500
    assert "the news stays new" in run(capsys, *flags).err
    Hook.status = 204
    assert run(capsys, *flags).code == ExitCode.OK
    assert run(capsys, *flags).code == ExitCode.NOTHING_NEW
    message = message_from_bytes((tmp_path / "mail").read_bytes(), policy=policy.default)
    assert (message["To"], (tmp_path / "to").read_text().split()[-2:]) == (
        "me@example.org, you@example.org", ["me@example.org", "you@example.org"],
    )  # fmt: skip
    assert "55 million euros" in message.get_body().get_content()  # type: ignore[union-attr]
    entries = feedparser.parse(feed.read_bytes()).entries
    assert len(entries) == len({each.id for each in entries}) >= 1
    assert "from 40 million euros" in entries[0].title
    assert "<b>" not in feed.read_text(encoding="utf-8")
    feed.write_text("<rss/>")
    assert (
        "is no feed that `assistant` wrote"
        in run(capsys, "news", BRIDGE, "--since", NEW, "--as-of", NEW, "--rss", feed).err
    )
