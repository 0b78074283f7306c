from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.plain import plain


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("See ![pixel](http://evil.test/?q=secret) now", "See now"),
        ("See ![pixel][1] now\n[1]: http://evil.test/x", "See now"),
        ("A [link](javascript:alert(1)) here", "A link here"),
        ("A [link][ref] here", "A link here"),
        ("Go to <http://evil.test/> today", "Go to today"),
        ("Go to https://www.evil.test/a?b=c today", "Go to today"),
        ("Go to www.evil.test today", "Go to evil.test today"),
        ("Write to mailto:a@b.test", "Write to a@b.test"),
        ('<img src=x onerror="alert(1)">text<script>', "text"),
        ("\x1b]8;;http://evil.test\x07click\x1b]8;;\x07 \x9b31m", "]8;;]8;; 31m"),
        (
            "**Bold** and *thin* and `code` and __x__ and snake_case_name",
            "Bold and thin and code and x and snake_case_name",
        ),
        ("# Title\nText", "Text"),
        ("2 < 3 and 3*4*5 = 60", "2 < 3 and 3*4*5 = 60"),
        ("hid\u200bden \U000e0041tag \u202edrow", "hidden tag drow"),
    ],
)
def test_what_a_page_or_a_terminal_would_act_on_is_gone(written: str, expected: str) -> None:
    assert plain(written) == expected


_ACTIVE = re.compile(r"!\[[^\]]*\]\(|\]\(\w+:|://|<[a-z/!]|[\x00-\x08\x0b-\x1f\x7f-\x9f]", re.IGNORECASE)
_PIECES = st.lists(
    st.sampled_from(
        [
            "![",
            "](",
            "http://a.test",
            ")",
            "[",
            "]",
            "<a href=",
            ">",
            "<",
            "javascript:",
            "\x1b",
            "\x9b",
            "www.",
            "x",
            " ",
            "\n",
            "*",
            "`",
        ]
    ),
    max_size=25,
).map("".join)


@given(_PIECES)
def test_nothing_active_is_left(written: str) -> None:
    assert not _ACTIVE.search(plain(written))
