"""No text hangs the program: what took minutes or for ever takes a moment, however long the text is.

A run that is quadratic in 100,000 characters takes a minute and fails by its time limit; one that is linear takes well
under a second, so the limit says nothing of speed.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.answering.question.asked import parts_of
from assistant.answering.question.follow_up import is_follow_up, search_text
from assistant.answering.question.understand import understand
from assistant.answering.writing.draft.forms import in_tags
from assistant.answering.writing.draft.parse import parse
from assistant.corpus.load import load
from assistant.corpus.walk import walk
from assistant.dates.written.moments import from_moment
from assistant.text.sentences import sentence_spans
from assistant.text.words import names
from assistant.types import Turn

pytestmark = pytest.mark.timeout(30)
LONG = 100_000
MENU = "HOMENEWSWORLDPOLITICSBUSINESSOPINIONSPORTCULTUREWEATHERVIDEOPODCASTSNEWSLETTERSSUBSCRIBELOGINSEARCHMOREABOUTUS"
BODY = "\nThe harbour of Bergen was closed on Monday, the port authority said.\n"
EARLIER = [Turn("Who met Kim in Hanoi?", "Trump met Kim in Hanoi.", ("a.txt",))]


@pytest.mark.parametrize(
    "first",
    [
        MENU,
        "-".join(letter * 2 for letter in "ABCDEFGHIJKLMNOPQRSTUV"),
        " ".join(["AA-BB CC.DD"] * 2_000),
        "A" * LONG,
        "A." * (LONG // 2),
        "A. " * (LONG // 3),
        "AA/" * (LONG // 3),
        "March 24, 2021" + " " * LONG + "x — y",
        "2021-03-24" + " at " * (LONG // 4),
        "2021-03-24 12:30" + " " * LONG + "x",
        "By A" + " A" * (LONG // 2),
    ],
    ids=lambda text: f"{text[:12]}… {len(text)}",
)
def test_a_strange_first_line_is_indexed(tmp_path: Path, first: str) -> None:
    (tmp_path / "page.txt").write_text(f"{first}{BODY}", encoding="utf-8")
    entries, _ = walk(tmp_path, max_bytes=10**7)
    (document,) = load(tmp_path, entries[0], today=date(2022, 1, 1)).documents
    assert BODY.strip() in document.text


@pytest.mark.parametrize("filler", [" ", ", ", "at ", "1:11", ", 1:11 pm "])
def test_a_long_date_field_is_no_date(filler: str) -> None:
    assert from_moment("24 Foo 2021" + filler * (LONG // len(filler)) + "x", "json_field").readings == ()


def test_a_clock_behind_a_date_field_is_left_out_all_the_same() -> None:
    for clock in (", 5:41 pm", " at 17:41:00", "   5:41 p.m. (EST)", ",  at  5:41"):
        assert from_moment(f"24 March 2021{clock}", "json_field").readings == (date(2021, 3, 24),)


@pytest.mark.parametrize(
    "filler", [" ", "\n", "\u00a0", ", ", "?", "? ", ";", " and", "A ", "A. ", "a.", "'", "1", "-"]
)
@pytest.mark.parametrize("start", ["", "And in A", "Who met Kim", "What about "])
@pytest.mark.parametrize("end", ["?", "\x00 b"])
def test_a_strange_question_is_understood(start: str, filler: str, end: str) -> None:
    question = start + filler * (LONG // len(filler)) + end
    assert parts_of(question)
    is_follow_up(question, EARLIER)
    assert search_text(question, EARLIER)
    assert search_text("And in Japan?", [Turn(question, question, ("a.txt",)), *EARLIER])
    names(question)


@pytest.mark.parametrize("piece", ["who is ", "how many a ", "what did a ", "Is a ", "of ", "who's a's ", "1 ", " "])
@pytest.mark.parametrize("start", ["", "What did ", "who is the "])
def test_what_a_long_question_asks_for_is_read(start: str, piece: str) -> None:
    question = f"{(start + piece * 9_000)[:19_000]}?"
    assert understand(question, as_of=date(2024, 1, 1)).asked.text == " ".join(question.split())


def test_names_of_a_long_answer() -> None:
    answer = "Then Angela Merkel said so. Kim Jong Un did not. " * 12_000
    assert names(answer) == ["Angela Merkel", "Kim Jong Un"]


@pytest.mark.parametrize("filler", [" ", "\n", "\t", "- ", "> ", "(", "[", "“", "A.", "AA-", "No. ", "P1 ", "–", "``"])
@pytest.mark.parametrize("start", ["", "(P1 ", "> ", "Quotes:\n", 'A port was closed. <q p="P1">'])
def test_a_strange_draft_is_read(start: str, filler: str) -> None:
    draft = start + filler * (LONG // len(filler)) + "x"
    in_tags(draft)
    list(parse([draft]))


@pytest.mark.parametrize(
    "filler",
    [" ", "\t", "\n", " \n", ".", "!", "…", '"', "’", ".’", '. "', "A.", "A. ", ". (", "1. ", "。」", "said.The "],
)
@pytest.mark.parametrize(("start", "end"), [("", ""), ("He said.", "x"), ("He said.", '"x')])
def test_sentences_of_a_strange_text(start: str, filler: str, end: str) -> None:
    text = start + filler * (LONG // len(filler)) + end
    spans = sentence_spans(text)
    assert sum(last - first for first, last in spans) <= len(text)


def test_blanks_inside_a_draft_change_nothing() -> None:
    said = 'The port was closed. ("the port of Bergen was closed" P1)'
    assert list(parse([said.replace(" ", " " * 5_000)])) == list(parse([said]))
