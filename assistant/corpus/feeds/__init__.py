"""Feeds (RSS, Atom): every entry becomes a file of the corpus, ``feeds/<host>/<day>-<title>-<hash>.md``.

What is stored stays, whatever the feed drops or changes later: an entry with another text or title is stored again,
dated by its update, so that the older version can still be found as of its day. A file that a person removed does not
come back. An entry's page is fetched only from hosts that were named, and then stands in the place of the entry, as it
came, with what the feed says about it in a sidecar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

from assistant.corpus.feeds.entries import (
    FOLDER,
    as_markdown,
    as_sidecar,
    fields_of,
    file_name,
    folder_name,
    key_of,
    store,
    version_of,
)
from assistant.corpus.feeds.kept import kept_file, read_kept, write_kept
from assistant.corpus.feeds.network import FetchError
from assistant.corpus.feeds.web import Allowed, Page, Web, bare, host_of, normal
from assistant.corpus.readers import Parsed, UnreadableError, read
from assistant.corpus.readers.recognise import Format, format_of
from assistant.errors import masked
from assistant.text.small_files import read_small

__all__ = ["FOLDER", "FeedReport", "FetchError", "Web", "take_in"]

_FEED_BYTES = 10_000_000
_PAGE_BYTES = 5_000_000
_MOST_ENTRIES = 2_000  # new ones of a feed in one run
_MOST_PAGES = 100  # of a feed in one run
_MOST_FAILURES = 5  # pages that could not be had, though they may later; a server that is down would take hours
_MOST_VERSIONS = 20  # of an entry; some feeds write a counter into every one
_SHOWN = 3  # feeds of a page in a message
_LINK = re.compile(r"<link\b[^>]{0,1000}>", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:rss|atom)\+xml", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']([^\"']{1,1000})[\"']", re.IGNORECASE)
_SUFFIXES = {Format.WEB_PAGE: ".html", Format.PDF: ".pdf"}


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What came of a feed: counts of entries, and of pages among them.

    `known` were stored before; `left` are new and wait for the next run. `problem` says why the feed was not read,
    `notes` what else went wrong, in one line each. `unchanged`: the server says that nothing is new.
    """

    feed: str
    new: int = 0
    versions: int = 0
    known: int = 0
    pages: int = 0
    left: int = 0
    unchanged: bool = False
    problem: str | None = None
    notes: tuple[str, ...] = ()


def take_in(
    root: Path, feeds: Sequence[str], *, follow: Iterable[str] = (), web: Web | None = None
) -> list[FeedReport]:
    """Read feeds (addresses, or files on this machine) and store what is new in the corpus `root`.

    Args:
        follow: hosts from which the pages of entries are fetched.
        web: fetches; the default is polite and waits between requests.

    Nothing raises: a feed that cannot be fetched says so in its report, and the next one is read.
    """
    web = web or Web()
    hosts = frozenset(bare(host.partition("://")[2].partition("/")[0] or host) for host in follow)
    return [_take_in_one(root, feed, hosts, web) for feed in dict.fromkeys(feeds)]


def _take_in_one(root: Path, feed: str, follow: frozenset[str], web: Web) -> FeedReport:
    try:
        return _Run(root, feed, follow, web).report()
    except (FetchError, UnreadableError) as error:
        return FeedReport(masked(feed), problem=str(error))
    except OSError as error:
        return FeedReport(masked(feed), problem=f"cannot be stored or read: {error.strerror or error}")


class _Run:
    """One feed, read once."""

    def __init__(self, root: Path, feed: str, follow: frozenset[str], web: Web) -> None:
        self._feed = feed
        self._web = web
        self._follow = follow
        self._is_file = "://" not in feed
        name = Path(feed).stem if self._is_file else host_of(feed)
        self._folder = root / FOLDER / folder_name(name)
        if not self._folder.resolve().is_relative_to(root.resolve()):
            raise FetchError(f"{self._folder} is a link that leads out of the corpus; remove it")
        private = not self._is_file and web.names.is_private(name)
        self._allowed = Allowed(follow | ({bare(name)} if not self._is_file else frozenset()), private)
        self._kept = read_kept(self._folder, feed)
        if private and self._kept.public:
            raise FetchError(
                f"was public and is now in a private network; if that is right, remove {kept_file(self._folder)}"
            )
        self._kept.public = not private and not self._is_file
        self._done = FeedReport(masked(feed))
        self._notes: dict[str, None] = {}
        self._failed = 0

    def report(self) -> FeedReport:
        raw = self._bytes()
        if raw is None:
            return replace(self._done, unchanged=True, known=len(self._kept.entries))
        if _format_of("feed.xml", raw[:4096]) is not Format.FEED:
            raise FetchError(f"is not a feed: neither RSS nor Atom{_feeds_named_in(raw, self._feed)}")
        entries = [part for part in read("feed.xml", raw) if isinstance(part, Parsed)]
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            for entry in reversed(entries):  # feeds begin with the newest; the oldest is stored first
                self._take(entry)
        finally:
            if self._done.left or self._kept.again:
                self._kept.etag = self._kept.modified = ""  # else the server would say that nothing is new
            write_kept(self._folder, self._feed, self._kept)
        return replace(self._done, notes=tuple(self._notes))

    def _bytes(self) -> bytes | None:
        """The feed as it is now; None where its server says that nothing has changed."""
        if self._is_file:
            path = Path(self._feed)
            if not path.is_file():
                raise FetchError("is neither a file nor an address that begins with http:// or https://")
            if path.stat().st_size > _FEED_BYTES:
                raise FetchError(f"is larger than {_FEED_BYTES / 1e6:g} MB")
            return read_small(path, _FEED_BYTES, follow=True)
        asked = {"If-None-Match": self._kept.etag, "If-Modified-Since": self._kept.modified}
        headers = {name: value for name, value in asked.items() if value}
        page = self._web.get(normal(self._feed), self._allowed, most=_FEED_BYTES, headers=headers)
        if page.unchanged:
            return None
        self._kept.etag, self._kept.modified = (_sendable(page, name) for name in ("etag", "last-modified"))
        return page.content

    def _take(self, entry: Parsed) -> None:
        key, version = key_of(entry), version_of(entry)
        versions = self._kept.entries.get(key, [])
        again = version in self._kept.again
        if version in versions and not again:
            self._done = replace(self._done, known=self._done.known + 1)
            return
        if len(versions) >= _MOST_VERSIONS:
            self._note(f"an entry has changed more than {_MOST_VERSIONS} times; later versions are not stored")
            return
        if self._done.new + self._done.versions >= _MOST_ENTRIES:
            self._done = replace(self._done, left=self._done.left + 1)
            return
        fields = fields_of(entry, self._feed, is_newer=bool(versions) and not again)
        name = file_name(entry, fields, version)
        page = self._page(entry, version)
        if page is not None:
            suffix, content = page
            store(self._folder, name + suffix, content, as_sidecar(fields))
            self._done = replace(self._done, pages=self._done.pages + 1)
        else:
            store(self._folder, f"{name}.md", as_markdown(entry, fields))
        if again:
            return
        self._kept.entries[key] = [*versions, version]
        if versions:
            self._done = replace(self._done, versions=self._done.versions + 1)
        else:
            self._done = replace(self._done, new=self._done.new + 1)

    def _page(self, entry: Parsed, version: str) -> tuple[str, bytes] | None:
        """The page of an entry with the suffix of its format, where it may be fetched and holds a text."""
        self._kept.again.discard(version)
        if entry.url is None or not self._follow:
            return None
        try:
            if bare(host_of(entry.url)) not in self._follow:
                return None
            if self._done.pages >= _MOST_PAGES or self._failed >= _MOST_FAILURES:
                self._kept.again.add(version)
                why = f"more than {_MOST_PAGES}" if self._done.pages >= _MOST_PAGES else "too many failed"
                self._note(f"pages: {why}; the others wait for the next run")
                return None
            allowed = Allowed(self._follow, self._allowed.private)
            page = self._web.get(normal(entry.url), allowed, most=_PAGE_BYTES)
            suffix = _SUFFIXES.get(_format_of("page", page.content))
            if suffix is None:
                raise FetchError("is neither a web page nor a PDF")
            read(f"page{suffix}", page.content)
        except (FetchError, UnreadableError) as error:
            self._note(f"{entry.url} {error}; the entry's own text was used")
            if getattr(error, "later", False):
                self._failed += 1
                self._kept.again.add(version)
            return None
        return suffix, page.content

    def _note(self, text: str) -> None:
        self._notes[text] = None


def _format_of(name: str, content: bytes) -> Format:
    """The format of what a server sent; text for a picture and its kin, which are of no use here."""
    with suppress(UnreadableError):
        return format_of(name, content) or Format.TEXT
    return Format.TEXT


def _feeds_named_in(page: bytes, address: str) -> str:
    """The feeds that a web page names, as the end of a message."""
    shown = page[:200_000].decode("utf-8", "replace")
    links = (link[0] for link in _LINK.finditer(shown) if _FEED_TYPE.search(link[0]))
    named = []
    for link in links:
        with suppress(ValueError):  # of an address that is none
            named += [urljoin(address, unescape(href[1])) for href in [_HREF.search(link)] if href]
    return f"; the page links to {', '.join(dict.fromkeys(named[:_SHOWN]))}" if named else ""


def _sendable(page: Page, name: str) -> str:
    """A header that is sent back later; not one that could not be sent."""
    value = page.headers.get(name, "")
    with suppress(UnicodeEncodeError):
        if len(value.encode("ascii")) <= 1_000 and value.isprintable():
            return value
    return ""
