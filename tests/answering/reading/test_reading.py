"""What is read of the hits: scores, answering words, and what stands in for the reader."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answering.reading.reading import chance_of_answer, read, readable
from assistant.answering.reading.selection import choose, quotes_of
from assistant.answering.reading.stand_ins import CosineReader, WordReader
from assistant.messages import Readable
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


def test_one_sentence_that_is_sure_is_enough_and_doubt_gets_up_to_three() -> None:
    question = asked("How long does the repair of the bridge last?")
    (sure,) = read(question, [HARBOUR, MARKET], FakeReader("eleven weeks"), WordEmbedder())
    (unsure,) = read(question, [HARBOUR, MARKET], FakeReader(), WordEmbedder())
    rows = np.arange(len(sure.candidates))
    assert len(choose(sure, rows, 3)) == 1
    assert 1 < len(choose(unsure, rows, 3)) <= 3


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
