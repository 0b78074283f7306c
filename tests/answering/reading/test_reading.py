"""What is read of the hits: scores, answering words, and what stands in for the reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.answering.reading.reading import as_claim, chance_of_answer, read, readable
from assistant.answering.reading.selection import choose, quotes_of
from assistant.answering.reading.stand_ins import CosineReader, WordReader
from assistant.messages import Readable, Readout
from tests.answering.fakes import FakeReader, WordEmbedder, asked, hit

HARBOUR = hit("The harbour bridge was closed on Thursday.\n\nThe repair will take eleven weeks.", title="Bridge closed")
MARKET = hit("The fish market opens at six.\n\nHerring costs four crowns a kilo.", path="b.txt")


def test_the_sentence_that_the_reader_finds_leads_with_its_words() -> None:
    question = asked("How long does the repair of the bridge last?")
    (found,) = read(question, [MARKET, HARBOUR], FakeReader("eleven weeks"), WordEmbedder())
    rows = np.arange(len(found.candidates))
    (best, *_) = choose(found, rows, 3)
    (quote, *_) = quotes_of(found, [best])
    assert found.candidates[best].text == "The repair will take eleven weeks."
    assert quote.words is not None
    assert HARBOUR.document.text[slice(*quote.words)] == "eleven weeks"
    assert found.passages[best] > 0 > found.passages[[one.hit is MARKET for one in found.candidates].index(True)]


def test_each_part_of_a_question_is_read() -> None:
    question = asked("How long will the repair of the bridge take, and what does the herring cost?")
    first, second = read(question, [HARBOUR, MARKET], FakeReader("weeks", "crowns"), WordEmbedder())
    assert first.asked.text.startswith("How long")
    assert second.asked.text.startswith("what does the herring")
    assert first.scores.argmax() != second.scores.argmax()


def test_without_candidates_nothing_is_read() -> None:
    assert read(asked("Who?"), [], FakeReader(), WordEmbedder()) == []


def test_a_passage_is_read_under_its_date_and_title() -> None:
    assert readable(HARBOUR) == Readable(
        "2021-03-24 Bridge closed",
        ("The harbour bridge was closed on Thursday.", "The repair will take eleven weeks."),
    )
    assert readable(hit("Rain fell.", day=None)).heading == ""


def test_the_chance_is_that_of_the_best_sentences_passage() -> None:
    question = asked("How long does the repair of the bridge last?")
    (sure,) = read(question, [HARBOUR, MARKET], FakeReader("eleven weeks"), WordEmbedder())
    (unsure,) = read(question, [HARBOUR, MARKET], FakeReader(), WordEmbedder())
    rows = np.arange(len(sure.candidates))
    assert chance_of_answer(sure, rows) > 0.5 > chance_of_answer(unsure, rows)
    elsewhere = np.array([row for row, one in enumerate(sure.candidates) if one.hit is MARKET])
    assert chance_of_answer(sure, elsewhere) < 0.5
    assert chance_of_answer(sure, np.arange(0)) == 0


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("How long will the repair take?", "eleven weeks the repair take"),
        ("When was the bridge shut?", "the bridge shut eleven weeks"),
        ("For how many weeks is it shut", "eleven weeks weeks is it shut"),
        ("Name the inspector.", "Name the inspector.: eleven weeks"),
    ],
)
def test_the_answer_is_put_where_the_question_asks(question: str, claim: str) -> None:
    assert as_claim(question, "eleven weeks") == claim


class Judge(FakeReader):
    """Finds an answer in every sentence with its words, and judges claims by whether they hold a word."""

    def __init__(self, words: str, true: str) -> None:
        super().__init__(words)
        self.true = true

    def supports(self, claim: str, text: Readable) -> float:
        assert text.sentences[-1] == "The repair will take eleven weeks."
        return 4.0 if self.true in claim else -4.0


def test_a_sentence_that_does_not_carry_what_is_asked_makes_an_answer_less_likely() -> None:
    judge = Judge("eleven weeks", "repair")
    chances = []
    for question in ("How long does the repair take?", "How long does the closure take?"):
        (found,) = read(asked(question), [HARBOUR, MARKET], judge, WordEmbedder())
        chances.append(chance_of_answer(found, np.arange(len(found.candidates))))
    assert chances[0] > chances[1] + 0.05


class Marking(FakeReader):
    """As sure of every sentence, but not of the words in it."""

    def read(self, question: str, texts: Sequence[Readable]) -> list[Readout]:
        readouts = super().read(question, texts)
        marked = [tuple(9.0 if "four" in one else 0.0 for one in text.sentences) for text in texts]
        return [replace(readout, marked=one) for readout, one in zip(readouts, marked, strict=True)]


def test_the_sentence_whose_words_are_surely_the_answer_leads() -> None:
    (found,) = read(asked("How dear is it?"), [HARBOUR, MARKET], Marking(), WordEmbedder())
    assert found.candidates[int(found.scores.argmax())].text == "Herring costs four crowns a kilo."


def test_one_sentence_that_is_sure_is_enough_and_doubt_gets_up_to_three() -> None:
    question = asked("How long does the repair of the bridge last?")
    (sure,) = read(question, [HARBOUR, MARKET], FakeReader("eleven weeks"), WordEmbedder())
    (unsure,) = read(question, [HARBOUR, MARKET], FakeReader(), WordEmbedder())
    rows = np.arange(len(sure.candidates))
    assert len(choose(sure, rows, 3)) == 1
    assert 1 < len(choose(unsure, rows, 3)) <= 3


def test_a_sentence_with_less_than_a_tenth_of_the_best_ones_chance_is_not_quoted() -> None:
    (found,) = read(asked("How dear is it?"), [HARBOUR, MARKET], FakeReader(), WordEmbedder())
    rows = np.arange(len(found.candidates))
    likely, unlikely = np.zeros(len(rows)), np.full(len(rows), -2.4)  # e^-2.4 = .09
    likely[0], unlikely[0] = 1.0, 0.0
    assert len(choose(replace(found, scores=likely), rows, 2)) == 2
    assert len(choose(replace(found, scores=unlikely), rows, 2)) == 1


def test_the_same_sentence_of_two_articles_is_quoted_once() -> None:
    twice = [hit("The repair will take eleven weeks.", path=path) for path in ("a.txt", "b.txt")]
    (found,) = read(asked("How long is the repair?"), twice, FakeReader("eleven weeks"), WordEmbedder())
    assert len(choose(found, np.arange(2), 3)) == 1


@pytest.mark.parametrize("reader", [CosineReader(WordEmbedder()), WordReader()])
def test_what_stands_in_for_the_reader_prefers_shared_words_and_marks_none(reader: CosineReader | WordReader) -> None:
    (near, far) = reader.read("When will the repair of the bridge end?", [readable(HARBOUR), readable(MARKET)])
    assert near.passage > far.passage
    assert near.sentences[1] > far.sentences[1]
    assert near.words == (None, None)
    assert reader.read("Why?", [Readable("", ())])[0].sentences == ()


def test_another_language_is_read_by_its_words() -> None:
    """The fake reader takes the wrong sentence for a sure answer; it is not asked."""
    german = hit("Die Brücke ist gesperrt.\n\nDie Reparatur dauert elf Wochen.")
    question = asked("Wie lange dauert die Reparatur der Brücke?")
    (found,) = read(question, [german], FakeReader("gesperrt"), WordEmbedder())
    assert found.candidates[int(found.scores.argmax())].text == "Die Reparatur dauert elf Wochen."
