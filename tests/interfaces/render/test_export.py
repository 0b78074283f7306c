"""Exports say what was said, and nothing in them acts: no link, no image, no markup, no request."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.errors import SettingsError
from assistant.interfaces.render.export import markdown, plain, write_export
from assistant.interfaces.render.export_html import page
from assistant.types import Answer, Citation, Document, DocumentDate, Hit, Notice, Passage, Query, Scope, Sentence

HOSTILE = [
    "![x](http://evil/?q=1)",
    "[x][1] and <http://evil> and http://evil.example and www.evil.example",
    "<img src=x onerror=alert(1)> <script>alert(1)</script> &lt;",
    "| a | b |",
    "# heading",
    "- item",
    "1. item",
    "`code` ```",
    "\x1b]0;title\x07 \u202e \u200b",
    "*bold* _it_ ~~gone~~ $x$ [^1]: note",
    "===",
    "+ more",
    "    indented",
]


def answer(
    question: str, text: str, *, path: str = "a.txt", title: str | None = "Ships", undated: bool = False
) -> Answer:
    dated = DocumentDate() if undated else DocumentDate(date(2021, 3, 24), "day", "header_line")
    document = Document("d", path, title, "npr", dated, text, "0" * 64)
    return Answer(
        question=question,
        text=text,
        sentences=(Sentence(text, (1,)), Sentence("Nothing is said of Peru.", kind="missing")),
        citations=(Citation(1, path, dated, title, text, 0, len(text), 7),),
        status="partial",
        query=Query(question, question, date(2021, 3, 24)),
        scope=Scope(1, 1),
        notices=(Notice("quotes_mode", "No model wrote this."),),
        hits=(Hit(Passage("p", "d", 0, 0, len(text), text), document, 0.5),),
    )


def test_markdown_has_footnotes_and_a_bibliography() -> None:
    first = answer("Which ships?", "Two ships left.")
    second = answer("And then?", "They sank.", path="b_c.txt", title=None, undated=True)
    assert markdown([first]) == snapshot("""\
**Which ships?**

Two ships left.[^1] Nothing is said of Peru.

*No model wrote this.*

[^1]: “Two ships left.” Ships, a.txt, line 7, 2021-03-24 (header line).

**Sources**

- Ships, npr, 2021-03-24 (header line), a.txt
""")
    assert markdown([first, second]) == snapshot("""\
**Which ships?**

Two ships left.[^1-1] Nothing is said of Peru.

*No model wrote this.*

[^1-1]: “Two ships left.” Ships, a.txt, line 7, 2021-03-24 (header line).

**And then?**

They sank.[^2-1] Nothing is said of Peru.

*No model wrote this.*

[^2-1]: “They sank.” b\\_c.txt, line 7, undated.

**Sources**

- Ships, npr, 2021-03-24 (header line), a.txt
- npr, undated, b\\_c.txt
""")


def test_an_incomplete_answer_says_so() -> None:
    from dataclasses import replace

    stopped = replace(answer("Which?", "Two ships left."), status="incomplete")
    assert "*This answer is incomplete.*" in markdown([stopped])
    assert "This answer is incomplete." in page([stopped])


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


def test_a_single_answer_is_one_json_document(tmp_path: Path) -> None:
    one, two = answer("Which?", "Two ships left."), answer("And?", "They sank.")
    write_export([one], "json", tmp_path / "one.json")
    assert json.loads((tmp_path / "one.json").read_text())["question"] == "Which?"
    write_export([one, two], "json", tmp_path / "two.json")
    assert [each["question"] for each in json.loads((tmp_path / "two.json").read_text())] == ["Which?", "And?"]
    with pytest.raises(SettingsError, match="name another file"):
        write_export([one], "md", tmp_path)
