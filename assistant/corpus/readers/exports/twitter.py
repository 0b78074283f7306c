"""Twitter, or X: the tweets of an account's archive (`tweets.js`), and lists of tweets as its API gave them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from assistant.corpus.readers.exports.post import Found, gathered, post, records, string, unescaped
from assistant.corpus.readers.parsed import Parsed

_ASSIGNED = re.compile(r"\s*window\.YTD\.\w{1,60}\.part\d{1,4}\s*=\s*")
_RETWEET = re.compile(r"RT @(\w{1,30}): ")


def without_assignment(text: str) -> str:
    """The JSON of a file of the archive, which is a line of JavaScript."""
    match = _ASSIGNED.match(text)
    return text[match.end() :].rstrip("; \n") if match else text


def read(content: object) -> Found | None:
    """The tweets; one that repeats another's is that one's words."""
    tweets = [one["tweet"] if isinstance(one.get("tweet"), dict) else one for one in records(content)]
    if not tweets or not all("created_at" in one and ("full_text" in one or "id_str" in one) for one in tweets):
        return None
    return gathered(_posts(tweets))


def _posts(tweets: list[dict[str, Any]]) -> Iterator[Parsed | None]:
    for number, tweet in enumerate(tweets, 1):
        text = unescaped(tweet.get("full_text") or tweet.get("text"))
        user = tweet.get("user")
        who = user if isinstance(user, dict) else {}
        author = string(who.get("name")) or string(who.get("screen_name"))
        repeated = _RETWEET.match(text)
        if repeated:
            author, text = f"@{repeated[1]}", text[repeated.end() :]
        key = string(tweet.get("id_str")) or string(tweet.get("id"))
        yield post(
            text,
            kind="tweet",
            number=number,
            when=_moment(tweet.get("created_at")),
            source="Twitter",
            author=author,
            url=f"https://twitter.com/i/web/status/{key}" if key else None,
            language=string(tweet.get("lang")) if tweet.get("lang") not in ("und", "zxx", "qme", "qht") else None,
        )


def _moment(value: object) -> str:
    """``Fri Mar 12 21:04:05 +0000 2021`` as ISO 8601; what is written otherwise as it is."""
    shown = str(value)
    try:
        return datetime.strptime(shown, "%a %b %d %H:%M:%S %z %Y").isoformat()
    except ValueError:
        return shown
