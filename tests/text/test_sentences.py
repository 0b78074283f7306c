from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.sentences import sentence_pieces, sentence_spans, sentences_around


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He came. She left!", ["He came.", "She left!"]),
        ("Mr. Kim met Gov. J. B. Pritzker on Jan. 5.", ["Mr. Kim met Gov. J. B. Pritzker on Jan. 5."]),
        ("It began at 5 p.m. in Seoul. Rain fell.", ["It began at 5 p.m. in Seoul.", "Rain fell."]),
        ("It began at 5 p.m. The rain fell.", ["It began at 5 p.m.", "The rain fell."]),
        ("The U.S. Secretary left the U.S. He smiled.", ["The U.S. Secretary left the U.S.", "He smiled."]),
        ("It cost $3.5 million. Sales rose 4.2%.", ["It cost $3.5 million.", "Sales rose 4.2%."]),
        ("No. 5 was late. The answer is no. He left.", ["No. 5 was late.", "The answer is no.", "He left."]),
        ("“We try,” he said. “Again.” They left.", ["“We try,” he said.", "“Again.”", "They left."]),
        ("“Why? ” said the official. He left.", ["“Why? ” said the official.", "He left."]),
        ("to test them. “\n\nStill", ["to test them. “", "Still"]),
        ("And so on… he said. Then... It ended.", ["And so on… he said.", "Then...", "It ended."]),
        ("the official said.The White House agreed.", ["the official said.", "The White House agreed."]),
        ("See www.Example.com or a.Buffer_one() now.", ["See www.Example.com or a.Buffer_one() now."]),
        (
            "A Heading\nText runs on here and it is wrapped\nto a next line.",
            ["A Heading", "Text runs on here and it is wrapped\nto a next line."],
        ),
        ("1. First thing\n2. Second thing\n- third thing", ["1. First thing", "2. Second thing", "- third thing"]),
        ("他来了。她走了！「好。」他说。", ["他来了。", "她走了！", "「好。」", "他说。"]),
        ("He did it . She did not .", ["He did it .", "She did not ."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


def test_offsets_count_from_the_whole_text() -> None:
    text = "One is here. Two is here. Three is here."
    assert sentence_spans(text, 13, 25) == [(13, 25)]


ANY = st.text(st.sampled_from("aB.!?… \n\"”'“)。1,-Mr\u00a0\t"), max_size=60) | st.text(max_size=60)


@given(ANY)
def test_spans_are_ordered_and_lose_nothing(text: str) -> None:
    spans = sentence_spans(text)
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@given(ANY, st.data())
def test_pieces_joined_are_the_text_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    pieces = sentence_pieces(text, start, end)
    assert "".join(text[left:right] for left, right in pieces) == text[start:end]
    inside = [(left, right) for left, right in pieces if text[left:right].strip()]
    for (left, right), (first, last) in zip(inside, sentence_spans(text, start, end), strict=True):
        assert text[left:right].strip() == text[first:last]
        assert left <= first < last <= right


def test_the_sentences_around_a_stretch() -> None:
    text = "One is here. Mr. Two is here. Three is here."
    at = text.index("Two")
    assert split(text[slice(*sentences_around(text, at, at + 3, 100))]) == ["Mr. Two is here."]
    assert sentences_around(text, at, text.index("Three") + 1, 100) == (13, len(text))
    assert sentences_around(text, at, at + 3, 2) == (at, at + 5)
