"""Bold words in Markdown: exactly the words that were meant, or none, whatever stands around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.interfaces.server.inert import inert
from assistant.text.emphasis import bold, plain


def rendered(text: str) -> tuple[str, list[str]]:
    """The text that a reader sees, and what of it is bold."""
    shown, strong, inside = "", [], False
    for token in MarkdownIt("commonmark").parseInline(text)[0].children or []:
        if token.type in ("strong_open", "strong_close"):
            inside = token.type == "strong_open"
            strong += [""] if inside else []
        shown += token.content
        if inside:
            strong[-1] += token.content
    return shown, strong


@pytest.mark.parametrize("escape", [plain, inert])
@pytest.mark.parametrize(
    "parts",
    [
        ("They met ", "twice", ", in Singapore."),
        ("It cost ", "$2.3 million", " in 2021."),
        ("", "Kim", "’s aide came."),
        ("On ", "3 May", ""),
        ("彼は", "3月", "に来た。"),
        ("A f**k and ", "two", " more ** here."),
    ],
)
def test_the_words_that_answer_are_bold(parts: tuple[str, str, str], escape: object) -> None:
    assert rendered(bold(parts, escape)) == ("".join(parts), [parts[1]])  # type: ignore[arg-type]


def test_words_that_markdown_cannot_mark_stay_as_they_are() -> None:
    assert bold(("US", "$5", " each"), plain) == r"US\$5 each"
    assert bold(("No words ", "", "answer."), plain) == "No words answer."


_TEXT = st.text(alphabet=st.sampled_from("ab1 .)-+=*_`[]()<>!#|~&;:/\\\n$^@\ue000\ue001"))


@given(_TEXT, _TEXT, _TEXT)
def test_nothing_else_is_ever_bold(before: str, words: str, after: str) -> None:
    words = words.strip()
    kept = [part.replace("\ue000", "").replace("\ue001", "") for part in (before, words, after)]
    text = " ".join("".join(kept).split())
    if text:
        shown, strong = rendered(bold((before, words, after), plain))
        assert shown == text
        assert strong in ([], [" ".join(kept[1].split())])
