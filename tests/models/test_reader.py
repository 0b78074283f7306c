from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.messages import Readable, Readout
from assistant.models.reader import MODEL, BundledReader, CachedReader

BRIDGE = Readable(
    "2023-06-02 Harbour bridge closed",
    (
        "The Wick harbour bridge was closed on Thursday after an inspector found a crack.",
        "Engineers expect the repair to take eleven weeks.",
        "Leave a comment",
    ),
)


@pytest.fixture(scope="module")
def reader() -> BundledReader:
    return BundledReader()


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [("How long will the repair take?", 1, "eleven weeks"), ("when was the bridge shut", 0, "Thursday")],
)
def test_the_sentence_and_its_words_are_found(reader: BundledReader, question: str, sentence: int, words: str) -> None:
    (found,) = reader.read(question, [BRIDGE])
    assert max(range(3), key=found.sentences.__getitem__) == sentence
    assert found.sentences[sentence] > 0 > max(found.sentences[:sentence] + found.sentences[sentence + 1 :])
    assert found.passage > 0
    span = found.words[sentence]
    assert span is not None
    assert BRIDGE.sentences[sentence][slice(*span)] == words
    assert max(range(3), key=found.marked.__getitem__) == sentence


def test_what_is_not_said_is_not_answered(reader: BundledReader) -> None:
    (found,) = reader.read("What did the repair cost?", [BRIDGE])
    assert found.passage < 0
    assert max(found.sentences) < 0


def test_a_quote_carries_what_it_says_and_not_what_was_only_planned(reader: BundledReader) -> None:
    quote = Readable(BRIDGE.heading, BRIDGE.sentences[:2])
    assert reader.supports("Inspectors expect the repair to take eleven weeks.", quote) > 0
    assert reader.supports("The repair took eleven weeks.", quote) < 0


def test_the_file_is_the_one_that_the_fingerprint_names() -> None:
    assert hashlib.sha256(MODEL.read_bytes()).hexdigest()[:8] == BundledReader.fingerprint.rpartition("-")[2]


def test_a_long_passage_is_read_to_its_end(reader: BundledReader) -> None:
    filler = tuple(
        f"On day {number} the clerk copied the minutes of the meeting into the book." for number in range(60)
    )
    (found,) = reader.read("How long will the repair take?", [Readable(BRIDGE.heading, (*filler, BRIDGE.sentences[1]))])
    assert len(found.sentences) == 61
    assert max(range(61), key=found.sentences.__getitem__) == 60


def test_a_text_is_read_alike_alone_and_beside_others(reader: BundledReader) -> None:
    others = [Readable("", (f"Storm {number} crossed the bay again and again.",)) for number in range(5)]
    question = "How long will the repair take?"
    assert reader.read(question, [*others, BRIDGE])[-1] == reader.read(question, [BRIDGE])[0]


def test_nothing_to_read_answers_nothing(reader: BundledReader) -> None:
    assert reader.read("Why?", []) == []
    assert reader.read("Why?", [Readable("", ())]) == [Readout((), -float("inf"), ())]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=400), st.text(max_size=200), st.lists(st.text(max_size=900), min_size=1, max_size=6))
def test_any_text_is_read(reader: BundledReader, question: str, heading: str, sentences: list[str]) -> None:
    (found,) = reader.read(question, [Readable(heading, tuple(sentences))])
    assert len(found.sentences) == len(found.words) == len(sentences)
    for sentence, span in zip(sentences, found.words, strict=True):
        assert span is None or 0 <= span[0] <= span[1] <= len(sentence)


class CountingReader:
    """Says how many texts it was given."""

    fingerprint = "counting"

    def __init__(self) -> None:
        self.read_texts: list[Readable] = []

    def read(self, question: str, texts: Sequence[Readable]) -> list[Readout]:
        self.read_texts += texts
        return [
            Readout((float(len(question)),) * len(text.sentences), 0.0, (None,) * len(text.sentences)) for text in texts
        ]


def test_a_pair_is_read_once_and_the_oldest_are_forgotten() -> None:
    behind = CountingReader()
    reader = CachedReader(behind, most=2)
    one, two, three = (Readable("", (name,)) for name in "abc")
    assert reader.fingerprint == "counting"
    assert reader.read("q", [one, two, one])[0] == reader.read("q", [one])[0]
    assert behind.read_texts == [one, two]
    assert reader.read("qq", [one])[0].sentences == (2.0,)
    reader.read("q", [three])
    reader.read("q", [three, two])
    assert behind.read_texts == [one, two, one, three, two]


def test_threads_may_share_it() -> None:
    reader = CachedReader(CountingReader(), most=10)
    texts = [Readable("", (str(number),)) for number in range(40)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda number: reader.read("q", texts[number : number + 3]), range(37)))
    assert all(len(some) == 3 for some in found)
