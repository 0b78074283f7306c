"""Answers as Markdown: footnotes, a bibliography, and no text that becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.interfaces.render.export_markdown import markdown
from assistant.text.emphasis import plain
from assistant.types import Nearest, Sentence
from tests.interfaces.render.making import HOSTILE, answer


def test_markdown_has_footnotes_and_a_bibliography() -> None:
    first = answer("Which ships?", "Two ships left.")
    second = answer("And then?", "They sank.", path="b_c.txt", title=None, undated=True)
    assert markdown([first]) == snapshot("""\
**Which ships?**

Two ships left.[^1] Nothing is said of Peru.

*No model wrote this.*

[^1]: Ships, a.txt, line 7, 2021-03-24 (header line).

**Sources**

- Ships, npr, 2021-03-24 (header line), a.txt
""")
    assert markdown([first, second]) == snapshot("""\
**Which ships?**

Two ships left.[^1-1] Nothing is said of Peru.

*No model wrote this.*

[^1-1]: Ships, a.txt, line 7, 2021-03-24 (header line).

**And then?**

They sank.[^2-1] Nothing is said of Peru.

[^2-1]: b\\_c.txt, line 7, undated.

**Sources**

- Ships, npr, 2021-03-24 (header line), a.txt
- npr, undated, b\\_c.txt
""")


def inline(text: str) -> list[Token]:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    return tokens[1].children or []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_plain_in_markdown(text: str) -> None:
    shown = "".join(token.content for token in inline(plain(text)))
    assert {token.type for token in inline(plain(text))} <= {"text", "text_special"}
    assert (
        re.sub(r"\s+", " ", re.sub("[\x07\x1b\u202e\u200b\ufffd]", "", text)).strip()
        == shown.replace("\ufffd", "").strip()
    )
    assert not re.search(r"https?://|www\.", plain(text))


@given(st.text(alphabet=st.sampled_from("ab1 .)-+=*_`[]()<>!#|~&;:/\\\n\t$^@x"), min_size=1).filter(str.strip))
def test_any_text_is_plain_in_markdown(text: str) -> None:
    escaped = plain(text)
    assert {token.type for token in inline(escaped)} <= {"text", "text_special"}
    assert "".join(token.content for token in inline(escaped)) == " ".join(text.split())


def test_the_words_that_answer_are_bold_and_a_quote_that_is_not_said_is_in_its_footnote() -> None:
    one = answer("Which ships?", "Two ships left.")
    text = markdown([replace(one, sentences=(Sentence("2 ships left.", (1,), answer=(0, 7)),))])
    assert "\n**2 ships** left.[^1]\n" in text
    assert "[^1]: “Two ships left.” Ships, a.txt, line 7" in text


def test_a_refusal_lists_the_nearest_articles() -> None:
    one = answer("Which ships?", "Two ships left.")
    text = markdown([replace(one, citations=(), nearest=(Nearest("a_b.txt", one.citations[0].date, "Ships"),))])
    assert "**Nearest articles**\n\n- Ships, 2021-03-24 (header line), a\\_b.txt\n" in text
