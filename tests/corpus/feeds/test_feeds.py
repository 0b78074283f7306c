# ruff: noqa: E501 (feeds are written as they are)
"""Feeds: what becomes of their entries, and how politely they are fetched. The server is our own, on loopback."""

from __future__ import annotations

import gzip
import json
import os
import socket
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus import feeds
from assistant.corpus.feeds import FeedReport, FetchError, Web, take_in
from assistant.corpus.feeds.entries import as_markdown, fields_of, file_name, folder_name, version_of
from assistant.corpus.feeds.network import is_public
from assistant.corpus.feeds.web import Allowed, normal
from assistant.corpus.load import load
from assistant.corpus.readers import Parsed
from assistant.corpus.walk import walk
from assistant.types import Document
from tests.corpus.feeds.feed_server import Reply, Server, feed_server

TALKS = "The talks in Geneva went on for a third day, and both sides spoke of progress on the border."
GRAIN = "Grain prices rose by nine per cent in a week, the ministry said, after the port had been closed."
FLOOD = "The flood reached the old town at noon; four hundred people had left their houses before it came."


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def item(title: str, text: str, day: str = "Thu, 21 Mar 2024 23:10:00 -0500", **more: str) -> str:
    fields = {"title": title, "description": text, "pubDate": day, **more}
    return (
        "<item>" + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items() if value) + "</item>"
    )


def rss(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Courier World</title><language>en-gb</language>{"".join(items)}</channel></rss>'


@pytest.fixture
def server() -> Iterator[Server]:
    with feed_server() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def web(clock: Clock) -> Web:
    return Web(clock=clock, sleep=clock.sleep)


def documents(root: Path) -> list[Document]:
    entries, _ = walk(root, max_bytes=1_000_000)
    loaded = [load(root, entry, today=date(2024, 6, 30)) for entry in entries]
    assert not [each.skipped for each in loaded if each.skipped]
    return [document for each in loaded for document in each.documents]


def read(root: Path, server: Server, web: Web, *, follow: tuple[str, ...] = ()) -> FeedReport:
    (report,) = take_in(root, [f"{server.url}/feed"], follow=follow, web=web)
    return report


def test_an_entry_becomes_a_document(tmp_path: Path, server: Server, web: Web) -> None:
    server.pages["/feed"] = Reply(
        rss(
            item(
                "Talks: “third day”",
                f"<p>{TALKS}</p><p>{GRAIN}</p>",
                author="Ann Bee",
                guid="1",
                link="http://courier.example/talks?utm_source=rss",
            ),
            item("", FLOOD, ""),
        )
    )
    report = read(tmp_path, server, web)
    assert (report.new, report.known, report.problem, report.notes) == (2, 0, None, ())
    flood, talks = sorted(documents(tmp_path), key=lambda each: each.text.count(TALKS))
    folder = folder_name(server.url.removeprefix("http://").partition(":")[0])
    assert talks.path.startswith(f"feeds/{folder}/2024-03-21-talks-third-day-")
    assert (talks.title, talks.source, talks.author) == ("Talks: “third day”", "Courier World", "Ann Bee")
    assert (talks.date.label, talks.date.provenance, talks.language) == ("2024-03-21", "front_matter", "en")
    assert talks.text.endswith(f"---\n\n{TALKS}\n\n{GRAIN}\n")
    assert "url: http://courier.example/talks\n" in talks.text
    assert f"feed: {server.url}/feed\n" in talks.text
    assert (flood.date.label, flood.title) == ("undated", None)
    assert server.asked[-1][1]["user-agent"].startswith("assistant/")


def test_what_has_not_changed_is_not_sent_again(tmp_path: Path, server: Server, web: Web) -> None:
    stamps = {"ETag": '"abc"', "Last-Modified": "Thu, 21 Mar 2024 10:00:00 GMT"}
    server.pages["/feed"] = Reply(rss(item("Talks", TALKS)), headers=stamps)
    read(tmp_path, server, web)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.md")}
    server.pages["/feed"] = Reply("", 304)
    report = read(tmp_path, server, Web(pause=0))
    assert (report.unchanged, report.new, report.known) == (True, 0, 1)
    asked = server.asked[-1][1]
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"abc"', stamps["Last-Modified"])
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.md")} == before


def test_what_a_feed_drops_stays_and_what_a_person_removed_or_wrote_is_left_alone(
    tmp_path: Path, server: Server, web: Web
) -> None:
    server.pages["/feed"] = Reply(rss(item("Talks", TALKS), item("Grain", GRAIN), item("Flood", FLOOD)))
    read(tmp_path, server, web)
    files = {path.name.split("-")[3]: path for path in tmp_path.rglob("*.md")}
    files["grain"].unlink()
    files["flood"].write_text("My own words.")
    server.pages["/feed"] = Reply(rss(item("Grain", GRAIN), item("Flood", FLOOD)))
    report = read(tmp_path, server, web)
    assert (report.new, report.known) == (0, 2)
    assert sorted(path.name for path in tmp_path.rglob("*.md")) == sorted([files["talks"].name, files["flood"].name])
    assert files["flood"].read_text() == "My own words."


def test_a_changed_entry_is_another_version_dated_by_its_update(tmp_path: Path, server: Server, web: Web) -> None:
    def atom(text: str, updated: str) -> Reply:
        return Reply(
            '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><entry><id>tag:1</id><title>Talks</title>'
            f"<published>2024-03-20T10:00:00Z</published><updated>{updated}</updated><content>{text}</content></entry></feed>"
        )

    server.pages["/feed"] = atom(TALKS, "2024-03-20T10:00:00Z")
    read(tmp_path, server, web)
    server.pages["/feed"] = atom(f"{TALKS} {GRAIN}", "2024-03-22T10:00:00Z")
    report = read(tmp_path, server, web)
    assert (report.new, report.versions) == (0, 1)
    first, second = documents(tmp_path)
    assert [each.date.label for each in (first, second)] == ["2024-03-20", "2024-03-22"]
    assert GRAIN not in first.text
    assert GRAIN in second.text
    assert read(tmp_path, server, web).known == 1


def test_an_entry_whose_only_date_is_its_update_has_that_date(tmp_path: Path, server: Server, web: Web) -> None:
    server.pages["/feed"] = Reply(
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><entry><id>1</id><title>Talks</title>'
        "<updated>2024-03-20T10:00:00Z</updated></entry></feed>"
    )
    read(tmp_path, server, web)
    (document,) = documents(tmp_path)
    assert (document.title, document.date.label) == ("Talks", "2024-03-20")
    assert document.text.endswith("---\n\nTalks\n")


def test_a_doubtful_date_is_told_and_not_guessed(tmp_path: Path, server: Server, web: Web) -> None:
    server.pages["/feed"] = Reply(rss(item("Talks", TALKS, "03/04/2024")))
    read(tmp_path, server, web)
    (document,) = documents(tmp_path)
    assert document.date.label == "undated"
    assert "can mean 2024-03-04 or 2024-04-03" in document.problems[0]


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (Reply("", 404), "127.0.0.1 has no such page (404)"),
        (Reply("", 500), "127.0.0.1 answers with an error (500)"),
        (Reply("<html><body>Sign in</body></html>"), "is not a feed: neither RSS nor Atom"),
        (Reply("<?xml version='1.0'?><a>"), "XML that is neither RSS nor Atom"),
        (Reply(""), "XML that is neither RSS nor Atom"),
        (
            Reply("", 302, {"Location": "http://localhost/feed"}),
            "is redirected to 'http://localhost/feed', another host; use that address instead",
        ),
        (Reply("", 302, {"Location": "/feed"}), "is redirected more than 5 times"),
        (Reply("", 302, {"Location": "file:///etc/passwd"}), "is not an address that begins with http:// or https://"),
    ],
)
def test_a_feed_that_cannot_be_had_is_told_and_the_next_one_is_read(
    tmp_path: Path, server: Server, web: Web, reply: Reply, problem: str
) -> None:
    server.pages |= {"/feed": reply, "/other": Reply(rss(item("Talks", TALKS)))}
    first, second = take_in(tmp_path, [f"{server.url}/feed", f"{server.url}/other"], web=web)
    assert first == FeedReport(f"{server.url}/feed", problem=problem)
    assert (second.new, second.problem) == (1, None)


@pytest.mark.parametrize(
    ("feed", "problem"),
    [
        ("http://127.0.0.1:1/feed", "cannot be reached"),
        ("http://user:secret@127.0.0.1/feed", "contains a user name or password"),
        ("ftp://127.0.0.1/feed", "is not an address that begins with http"),
        ("http://[::1/feed", "is not an address that begins with http"),
        ("http:///feed", "is not an address that begins with http"),
        ("missing.xml", "is neither a file nor an address"),
    ],
)
def test_an_address_that_is_none(tmp_path: Path, web: Web, feed: str, problem: str) -> None:
    (report,) = take_in(tmp_path, [feed], web=web)
    assert report.problem is not None
    assert report.problem.startswith(problem)
    assert not (tmp_path / "feeds").exists()


def test_a_page_that_names_its_feeds(tmp_path: Path, server: Server, web: Web) -> None:
    page = '<html><link rel="icon" href="/i"><link rel=alternate type="application/rss+xml" href="/world.xml?a=1&amp;b=2"></html>'
    server.pages["/feed"] = Reply(page)
    problem = read(tmp_path, server, web).problem
    assert problem == f"is not a feed: neither RSS nor Atom; the page links to {server.url}/world.xml?a=1&b=2"


def test_a_feed_that_comes_packed(tmp_path: Path, server: Server, web: Web) -> None:
    feed = rss(item("Talks", TALKS)).encode()
    server.pages["/feed"] = Reply(gzip.compress(feed), headers={"Content-Encoding": "gzip"})
    assert read(tmp_path, server, web).new == 1
    server.pages["/feed"] = Reply(gzip.compress(bytes(30_000_000)), headers={"Content-Encoding": "gzip"})
    assert read(tmp_path, server, web).problem == "is larger than 10 MB"
    server.pages["/feed"] = Reply(feed, headers={"Content-Encoding": "gzip"})
    assert str(read(tmp_path, server, web).problem).startswith("was compressed and cannot be decompressed")


def test_half_a_feed_gives_its_whole_entries(tmp_path: Path, server: Server, web: Web) -> None:
    server.pages["/feed"] = Reply(rss(item("Talks", TALKS), item("Grain", GRAIN))[:-60])
    assert read(tmp_path, server, web).new >= 1
    assert TALKS in documents(tmp_path)[0].text


def test_robots_are_heard(tmp_path: Path, server: Server, clock: Clock) -> None:
    server.pages |= {"/feed": Reply(rss()), "/robots.txt": Reply("User-agent: *\nDisallow: /feed\n")}
    assert read(tmp_path, server, Web(pause=0)).problem == "robots.txt of 127.0.0.1 forbids it"
    server.pages["/robots.txt"] = Reply("", 503)
    assert read(tmp_path, server, Web(pause=0)).problem == "robots.txt of 127.0.0.1 cannot be read (503)"
    server.pages["/robots.txt"] = Reply("User-agent: other\nDisallow: /\n\nUser-agent: assistant\nCrawl-delay: 7\n")
    assert server.paths == []
    web = Web(clock=clock, sleep=clock.sleep)
    read(tmp_path, server, web)
    read(tmp_path, server, web)
    assert server.paths == ["/feed", "/feed"]
    assert clock.slept == [7.0, 7.0]


def test_there_is_a_pause_between_requests(tmp_path: Path, server: Server, web: Web, clock: Clock) -> None:
    server.pages["/feed"] = Reply(rss(item("Talks", TALKS)))
    read(tmp_path, server, web)
    read(tmp_path, server, web)
    assert [path for path, _ in server.asked] == ["/robots.txt", "/feed", "/feed"]
    assert clock.slept == [1.0, 1.0]


def test_size_and_time_are_bounded(server: Server, clock: Clock) -> None:
    def tick() -> None:
        clock.now += 4.0

    allowed = Allowed(frozenset(("127.0.0.1",)), private=True)
    web = Web(clock=clock, sleep=clock.sleep)
    server.pages |= {"/large": Reply("x" * 100_000), "/slow": Reply("x" * 100, pieces=100, before_piece=tick)}
    with pytest.raises(FetchError, match=r"is larger than 0\.05 MB"):
        web.get(f"{server.url}/large", allowed, most=50_000)
    assert len(web.get(f"{server.url}/large", allowed, most=100_000).content) == 100_000
    with pytest.raises(FetchError, match="took longer than 30 s") as late:
        web.get(f"{server.url}/slow", allowed, most=50_000)
    assert late.value.later


def test_pages_are_fetched_from_the_named_hosts_only(tmp_path: Path, server: Server, web: Web) -> None:
    page = f"<html><body><article><h1>Talks</h1><p>{TALKS}</p><p>{GRAIN}</p><p>{FLOOD}</p></article></body></html>"
    server.pages |= {
        "/feed": Reply(
            rss(
                item("Talks", "In short.", link=f"{server.url}/talks"),
                item("Grain", GRAIN, link="http://localhost/grain"),
                item("Flood", FLOOD, link=f"{server.url}/gone"),
                item("Image", "A picture of it.", link=f"{server.url}/image"),
            )
        ),
        "/talks": Reply(page),
        "/image": Reply(b"\x89PNG\r\n\x1a\n" + bytes(200)),
    }
    assert read(tmp_path / "without", server, web).pages == 0
    assert server.paths == ["/feed"]
    report = read(tmp_path, server, web, follow=("127.0.0.1",))
    assert (report.new, report.pages) == (4, 1)
    assert sorted(server.paths) == ["/feed", "/feed", "/gone", "/image", "/talks"]
    assert [note.partition(" ")[2] for note in report.notes] == [
        "is neither a web page nor a PDF; the entry's own text was used",
        "127.0.0.1 has no such page (404); the entry's own text was used",
    ]
    (talks,) = [each for each in documents(tmp_path) if each.path.endswith(".html")]
    assert FLOOD in talks.text
    assert (talks.title, talks.date.label, talks.date.provenance) == ("Talks", "2024-03-21", "sidecar")
    assert talks.url == f"{server.url}/talks"
    (sidecar,) = tmp_path.rglob("*.html.meta.json")
    assert json.loads(sidecar.read_text())["url"] == f"{server.url}/talks"


def test_a_page_that_may_be_had_later_is_asked_for_again(tmp_path: Path, server: Server, web: Web) -> None:
    feed = rss(item("Talks", "In short.", link=f"{server.url}/talks"))
    server.pages |= {"/feed": Reply(feed, headers={"ETag": '"1"'}), "/talks": Reply("", 503)}
    report = read(tmp_path, server, web, follow=("127.0.0.1",))
    assert (report.new, report.pages) == (1, 0)
    server.pages["/talks"] = Reply(f"<html><body><article><p>{TALKS}</p><p>{GRAIN}</p></article></body></html>")
    report = read(tmp_path, server, web, follow=("127.0.0.1",))
    assert (report.new, report.pages) == (0, 1)
    assert "if-none-match" not in dict(server.asked)["/feed"]
    read(tmp_path, server, web, follow=("127.0.0.1",))
    assert server.asked[-1][1]["if-none-match"] == '"1"'
    assert server.paths.count("/talks") == 2


def test_a_server_that_is_down_is_not_asked_for_every_page(tmp_path: Path, server: Server, web: Web) -> None:
    entries = [item(f"Talks {number}", TALKS, link=f"{server.url}/{number}") for number in range(20)]
    server.pages |= {"/feed": Reply(rss(*entries)), **{f"/{number}": Reply("", 503) for number in range(20)}}
    report = read(tmp_path, server, web, follow=("127.0.0.1",))
    assert (report.new, report.pages) == (20, 0)
    assert report.notes[-1] == "pages: too many failed; the others wait for the next run"
    assert len(server.paths) == 1 + 5
    server.pages |= {f"/{number}": Reply(f"<html><body><p>{TALKS} {GRAIN}</p></body></html>") for number in range(20)}
    assert read(tmp_path, server, web, follow=("127.0.0.1",)).pages == 20


def test_a_feed_from_elsewhere_does_not_lead_into_a_private_network(tmp_path: Path, server: Server, web: Web) -> None:
    file = tmp_path / "saved.xml"
    file.write_text(rss(item("Talks", TALKS, link=f"{server.url}/talks")))
    corpus = tmp_path / "corpus"
    (report,) = take_in(corpus, [str(file)], follow=["127.0.0.1"], web=web)
    assert (report.new, report.pages) == (1, 0)
    assert "127.0.0.1 is in a private network" in report.notes[0]
    assert server.asked == []
    assert [path.parent.name for path in corpus.rglob("*.md")] == ["saved"]


PRIVATE = """
0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.1.2.3 168.63.129.16 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.170
192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255
:: ::1 ::7f00:1 ::10.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:93.184.216.34 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1
64:ff9b::10.0.0.1 64:ff9b::169.254.169.254 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1
2002:5db8:d822::1 3fff::1 5f00::1 fc00::1 fd00::1 fd00:ec2::254 fe80::1 fe80::1%1 fec0::1 feff::1 ff02::1 4000::1
""".split()


def test_private_addresses() -> None:
    assert [address for address in PRIVATE if is_public(address)] == []
    for address in ("93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::93.184.216.34"):
        assert is_public(address)


class Resolver:
    """Answers for each name what it is told, one answer after the other."""

    def __init__(self, **answers: list[str]) -> None:
        self.asked: list[str] = []
        self._answers = answers
        self._real = socket.getaddrinfo

    def __call__(self, host: str, *rest: Any, **more: Any) -> Any:
        if host not in self._answers:
            return self._real(host, *rest, **more)
        self.asked.append(host)
        waiting = self._answers[host]
        addresses = (waiting.pop(0) if len(waiting) > 1 else waiting[0]).split()
        return [(2, 1, 6, "", (address, 0)) for address in addresses]


def resolved(monkeypatch: pytest.MonkeyPatch, **answers: list[str]) -> Resolver:
    resolver = Resolver(**answers)
    monkeypatch.setattr("assistant.corpus.feeds.network.socket.getaddrinfo", resolver)
    return resolver


def test_a_name_is_resolved_once_and_the_address_that_was_looked_at_is_called(
    tmp_path: Path, server: Server, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second answer of its server would lead elsewhere: DNS rebinding."""
    port = server.url.rpartition(":")[2]
    server.pages["/feed"] = Reply(rss(item("Talks", TALKS)))
    resolver = resolved(monkeypatch, news=["127.0.0.1", "192.0.2.1"])
    (report,) = take_in(tmp_path, [f"http://news:{port}/feed"], web=web)
    assert (report.new, report.problem) == (1, None)
    assert resolver.asked.count("news") == 1
    assert {headers["host"] for _, headers in server.asked} == {f"news:{port}"}


def test_a_name_that_turns_private_is_refused(
    tmp_path: Path, server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"http://news:{server.url.rpartition(':')[2]}/feed"
    server.pages["/feed"] = Reply(rss(item("Talks", TALKS)))
    resolved(monkeypatch, news=["127.0.0.1"])
    with monkeypatch.context() as patch:
        patch.setattr("assistant.corpus.feeds.network.is_public", lambda _: True)
        (first,) = take_in(tmp_path, [url], web=Web(clock=clock, sleep=clock.sleep))
    assert first.new == 1
    asked = len(server.asked)
    (report,) = take_in(tmp_path, [url], web=Web(clock=clock, sleep=clock.sleep))
    assert "was public and is now in a private network" in (report.problem or "")
    assert len(server.asked) == asked


def test_a_name_in_both_kinds_of_network_is_refused(
    tmp_path: Path, server: Server, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolved(monkeypatch, news=["93.184.216.34 127.0.0.1"])
    (report,) = take_in(tmp_path, [f"http://news:{server.url.rpartition(':')[2]}/feed"], web=web)
    assert "a public and in a private network" in (report.problem or "")
    assert server.asked == []


def test_a_pipe_where_feeds_are_remembered_is_not_waited_for(tmp_path: Path, server: Server, web: Web) -> None:
    server.pages["/feed"] = Reply(rss(item("Talks", TALKS)))
    folder = tmp_path / "feeds" / "127.0.0.1"
    folder.mkdir(parents=True)
    os.mkfifo(folder / ".feeds.json")
    assert read(tmp_path, server, web).new == 1


def test_a_huge_feed_is_taken_in_parts(
    tmp_path: Path, server: Server, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "_MOST_ENTRIES", 20)
    entries = rss(*(item(f"Talks {number}", f"{number}: {TALKS}") for number in range(50)))
    server.pages["/feed"] = Reply(entries, headers={"ETag": '"1"'})
    counts = [(report.new, report.known, report.left) for report in (read(tmp_path, server, web) for _ in range(3))]
    assert counts == [(20, 0, 30), (20, 20, 10), (10, 40, 0)]
    assert len(documents(tmp_path)) == 50
    assert "if-none-match" not in server.asked[-1][1]


def test_an_entry_that_changes_all_the_time_is_kept_a_number_of_times(
    tmp_path: Path, server: Server, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "_MOST_VERSIONS", 3)
    for number in range(5):
        server.pages["/feed"] = Reply(rss(item("Talks", f"{number} readers. {TALKS}", guid="1")))
        report = read(tmp_path, server, web)
    assert len(list(tmp_path.rglob("*.md"))) == 3
    assert report.notes == ("an entry has changed more than 3 times; later versions are not stored",)


def test_names_cannot_lead_elsewhere(tmp_path: Path, server: Server, web: Web) -> None:
    tricks = [
        "../../../out",
        "/etc/passwd",
        "..",
        ".hidden",
        "a\\b",
        "con",
        "x" * 500,
        "名前",
        "a\n---\nb: c",
        "%2e%2e%2f",
    ]
    server.pages["/feed"] = Reply(rss(*(item(trick, f"{TALKS} {trick}", guid=trick, link=trick) for trick in tricks)))
    root = tmp_path / "corpus"
    root.mkdir()
    assert read(root, server, web).new == len(tricks)
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]
    found = documents(root)
    assert len(found) == len(tricks)
    assert all(each.path.startswith("feeds/127.0.0.1/2024-03-21-") for each in found)
    assert {each.date.label for each in found} == {"2024-03-21"}
    (root / "feeds").rename(tmp_path / "away")
    (root / "feeds").symlink_to(tmp_path / "away")
    assert "leads out of the corpus" in str(read(root, server, web).problem)


@given(st.text(), st.text(), st.text(min_size=1))
def test_whatever_an_entry_says_its_file_is_named_plainly_and_can_be_read(title: str, source: str, text: str) -> None:
    entry = Parsed(text, title=title or None, source=source or None, key=title)
    fields = fields_of(entry, "http://courier.example/feed", is_newer=False)
    name = file_name(entry, fields, version_of(entry))
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 12 <= len(name) <= 100
    assert not name.startswith("-")
    content = as_markdown(entry, fields).decode()
    assert content.startswith("---\n")


@given(st.text())
def test_a_folder_is_named_plainly(host: str) -> None:
    name = folder_name(host)
    assert name
    assert not name.startswith(".")
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")


def test_what_is_remembered_may_be_damaged(tmp_path: Path, server: Server, web: Web) -> None:
    server.pages["/feed"] = Reply(rss(item("Talks", TALKS)), headers={"ETag": '"1"'})
    read(tmp_path, server, web)
    (kept,) = tmp_path.rglob(".feeds.json")
    (file,) = tmp_path.rglob("*.md")
    file.write_text("My own words.")
    for damage in ("{", "[]", json.dumps({f"{server.url}/feed": {"entries": [1], "again": {}, "etag": None}})):
        kept.write_text(damage)
        assert read(tmp_path, server, web).problem is None
        assert [path.read_text() for path in tmp_path.rglob("*.md")] == ["My own words."]


def test_addresses_are_sent_in_ascii() -> None:
    assert normal("http://bücher.example/straße?q=a b#part") == "http://xn--bcher-kva.example/stra%C3%9Fe?q=a%20b"
    assert normal("https://courier.example") == "https://courier.example/"


def test_a_password_in_an_address_is_refused_and_not_told(tmp_path: Path, server: Server, web: Web) -> None:
    (report,) = take_in(tmp_path, ["http://me:hidden-word@127.0.0.1/feed"], web=web)
    assert "user name or password" in (report.problem or "")
    assert "hidden-word" not in repr(report)
    assert server.asked == []
