"""Answers as a page: no text becomes markup, and every marker leads to its source."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.interfaces.render.export_html import page
from assistant.types import Nearest, Sentence
from tests.interfaces.render.making import HOSTILE, answer


class Tags(HTMLParser):
    """Collects tags and the addresses in them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "style")]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_plain_in_html(text: str) -> None:
    seen = Tags()
    seen.feed(page([answer(text, text, path=f"{text}.txt", title=text)]))
    assert seen.tags <= set("html head meta title style body article h1 h2 p sup a ol ul li blockquote span".split())
    assert all(address.startswith("#") for address in seen.addresses)
    assert "\x1b" not in seen.text
    assert " ".join(re.sub("[\x07\x1b\u202e\u200b]", "\ufffd", text).replace("\ufffd", " ").split())[:12] in " ".join(
        seen.text.replace("\ufffd", " ").split()
    )


def test_every_marker_of_the_page_leads_to_its_source_and_back() -> None:
    text = page([answer("Which ships?", "Two ships left."), answer("And then?", "They sank.")])
    targets = re.findall(r'href="#([^"]+)"', text)
    assert targets
    assert all(f'id="{target}"' in text for target in targets)
    assert len(set(re.findall(r'id="([^"]+)"', text))) == len(re.findall(r'id="([^"]+)"', text))


def test_the_words_that_answer_are_strong_and_a_quote_stands_once() -> None:
    one = answer("Which ships?", "Two <ships> left.")
    marked = replace(one, sentences=(Sentence("Two <ships> left.", (1,), answer=(0, 11)),))
    text = page([marked])
    assert "<p><strong>Two &lt;ships&gt;</strong> left.<sup>" in text
    assert "<blockquote>" not in text
    written = page([replace(marked, sentences=(Sentence("Ships left.", (1,)),))])
    assert "<blockquote>Two &lt;ships&gt; left.</blockquote>" in written


def test_a_refusal_lists_the_nearest_articles() -> None:
    one = answer("Which ships?", "Two ships left.")
    text = page([replace(one, citations=(), nearest=(Nearest("a&b.txt", one.citations[0].date, "Ships"),))])
    assert "<h2>Nearest articles</h2>" in text
    assert "<li>Ships, 2021-03-24 (header line), a&amp;b.txt</li>" in text
