from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus.passages import split, token_counter
from assistant.text.sentences import sentence_pieces
from assistant.types import Document, DocumentDate, Passage, Span

WORDS = st.sampled_from(
    "The talks went on. Said Mr. Kim! \n\n \n a e\u0301 東京。 U.S. , ; – “No.” 👍 "
    "xxxxxxxxxxxxxxxxxxxx 2021 www.Example.com".split(" ")
)


def make(text: str, *spans: tuple[int, int]) -> Document:
    marked = tuple(Span(start, end, "caption") for start, end in spans)
    return Document(
        "d0", "a.txt", None, None, DocumentDate(date(2021, 3, 24), "day", "sidecar"), text, "", boilerplate=marked
    )


def check(document: Document, passages: list[Passage]) -> None:
    """Offsets are exact, passages in order, boilerplate in none, and all other visible text in at least one."""
    covered = set()
    for ordinal, passage in enumerate(passages):
        assert document.text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip() != ""
        assert passage.line == document.text.count("\n", 0, passage.start) + 1
        assert passage.ordinal == ordinal
        covered |= set(range(passage.start, passage.end))
    assert all(one.start < other.start and one.end < other.end for one, other in pairwise(passages))
    marked = {place for span in document.boilerplate for place in range(span.start, span.end)}
    visible = {place for place, character in enumerate(document.text) if not character.isspace()}
    assert covered & visible == visible - marked


@settings(max_examples=150, deadline=None)
@given(
    words=st.lists(WORDS, max_size=200),
    cuts=st.lists(st.integers(0, 600), max_size=6),
    tokens=st.integers(8, 60),
    overlap=st.integers(0, 20),
)
def test_passages_cover_the_text_with_exact_offsets(
    words: list[str], cuts: list[int], tokens: int, overlap: int
) -> None:
    text = " ".join(words)
    inside = sorted({cut for cut in cuts if cut < len(text)})
    document = make(text, *zip(inside[0::2], inside[1::2], strict=False))
    check(document, split(document, tokens=tokens, overlap=min(overlap, tokens - 1)))


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=400), overlap=st.integers(0, 15))
def test_any_text_can_be_cut(text: str, overlap: int) -> None:
    document = make(text.encode("utf-8", "replace").decode())
    check(document, split(document, tokens=16, overlap=overlap))


@settings(max_examples=100, deadline=None)
@given(words=st.lists(WORDS, max_size=200), tokens=st.integers(8, 60), overlap=st.integers(0, 20))
def test_a_passage_begins_where_a_sentence_begins(words: list[str], tokens: int, overlap: int) -> None:
    document = make(" ".join(words))
    _check_beginnings(document, split(document, tokens=tokens, overlap=overlap), tokens - min(overlap, tokens // 2))


def test_a_long_text_is_not_cut_inside_a_sentence() -> None:
    document = make("Mr. Kim met the U.S. envoy on Sept. 3, as No. 10 had said. Nobody knew. " * 5_000)
    _check_beginnings(document, split(document, tokens=200, overlap=0), 200)


def _check_beginnings(document: Document, passages: list[Passage], tokens: int) -> None:
    count = token_counter()
    within = {passage.start for passage in passages}
    for left, right in sentence_pieces(document.text):
        first = right - len(document.text[left:right].lstrip())
        cut = within & set(range(first + 1, right))
        assert not cut or count(document.text[left:right]) > tokens


def test_overlapping_passages_of_a_text_that_repeats_itself() -> None:
    document = make("The talks went on. " * 100)
    passages = split(document, tokens=32, overlap=10)
    check(document, passages)
    shared = [document.text[other.start : one.end] for one, other in pairwise(passages)]
    assert all(text.count("went on.") == 1 for text in shared)


def test_without_overlap_neighbours_share_nothing() -> None:
    passages = split(make("The talks went on. " * 100), tokens=40, overlap=0)
    assert all(other.start > one.end for one, other in pairwise(passages))


def test_passages_end_with_sentences() -> None:
    sentence = "The talks of Mr. Kim and the U.S. envoy went on until Sept. 3, as the ministry had said before."
    document = make(" ".join([sentence] * 40))
    passages = split(document, tokens=100, overlap=0)
    assert len(passages) > 5
    assert all(passage.text.endswith("before.") for passage in passages)


def test_paragraphs_are_kept_whole_where_they_fit() -> None:
    paragraph = "The talks went on for long. Nobody expected a result of them. They will be held again."
    document = make("\n\n".join([paragraph] * 20))
    for passage in split(document, tokens=60, overlap=0):
        assert set(passage.text.split("\n\n")) == {paragraph}


def test_identifiers_change_with_the_text_alone() -> None:
    first = split(make("The talks went on."), tokens=50, overlap=0)[0]
    moved = split(make("\n\n The talks went on."), tokens=50, overlap=0)[0]
    other = split(make("The talks ended."), tokens=50, overlap=0)[0]
    assert first.id == moved.id == "d0-0-" + first.id[-8:]
    assert first.id != other.id
    assert first.document_id == "d0"


def test_a_huge_line_without_any_boundary_is_cut() -> None:
    document = make("x" * 100_000)
    passages = split(document, tokens=200, overlap=0)
    check(document, passages)
    assert len(passages) < 700


def test_nothing_but_boilerplate_gives_no_passage() -> None:
    text = "A caption."
    assert split(make(text, (0, len(text))), tokens=50, overlap=0) == []


@pytest.mark.parametrize("phrase", ["Sunday", "last week", "March 18"])
def test_mentions_carry_offsets_into_the_document(phrase: str) -> None:
    document = make(f"The talks began.\n\nThey went on {phrase} in the capital.")
    (passage,) = split(document, tokens=50, overlap=0)
    (mention,) = passage.mentions
    assert document.text[mention.start : mention.end] == mention.text == phrase
