"""Sentences as models write them over the project's own news: what code clears, what it refuses, what it leaves open.

`tests/fixtures/drafts_*.txt`: after a line with file, manner and question, one sentence a line with its quotes, marked
``+`` where the quotes carry it and ``-`` where they do not. They were written before what is tested here.
`drafts_news.txt` has its articles in it, each behind a line with its name, day, source and title; rules were looked at
with every second of them only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from assistant.answering.checking.verify import Judged, Verifier
from assistant.corpus.load import load
from assistant.corpus.walk import walk
from assistant.dates.written.mentions import mentions_in
from assistant.types import Document, DocumentDate, DraftQuote, DraftSentence, Hit, Passage, Query
from tests.answering.fakes import WordEmbedder, hit

ROOT = Path(__file__).parents[3]
AS_OF = date(2026, 3, 1)


class Written(NamedTuple):
    """A sentence of a reply about one article."""

    document: Document
    question: str
    text: str
    quotes: tuple[str, ...]
    true: bool


def written(name: str) -> Iterator[Written]:
    folder = ROOT / "eval" / "corpora" / name
    entries, _ = walk(folder, max_bytes=1_000_000, fields={})
    documents = {one.path: one for entry in entries for one in load(folder, entry, today=AS_OF).documents}
    for line in (ROOT / "tests" / "fixtures" / f"drafts_{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            path, _, question = line.removeprefix("# ").split(" | ")
        else:
            text, *quotes = line[2:].split(" || ")
            yield Written(documents[path], question, text, tuple(quotes), line.startswith("+"))


def over_news() -> Iterator[Written]:
    for article in (ROOT / "tests" / "fixtures" / "drafts_news.txt").read_text(encoding="utf-8").split("@ ")[1:]:
        head, text, *lines = article.splitlines()
        name, day, source, title = head.split(" | ")
        dated = DocumentDate(date.fromisoformat(day), "day", "header_line")
        document, question = Document(name, f"{name}.txt", title, source, dated, text, ""), ""
        for line in lines:
            if line.startswith("# "):
                question = line.partition(" | ")[2]
            else:
                said, *quotes = line[2:].split(" || ")
                yield Written(document, question, said, tuple(quotes), line.startswith("+"))


@pytest.fixture(scope="module")
def judged() -> list[tuple[Written, Judged]]:
    every = [*written("wire"), *written("filings"), *over_news()]
    return [(one, judge(one)) for one in every]


def judge(one: Written) -> Judged:
    text = one.document.text
    days = tuple(mentions_in(text, one.document.date, 0, len(text)))
    passage = Passage("1", one.document.id, 0, 0, len(text), text, mentions=days)
    verifier = Verifier(
        Query(one.question, one.question, AS_OF), {"P1": Hit(passage, one.document, 1.0)}, WordEmbedder()
    )
    return verifier.judge(DraftSentence(one.text, tuple(DraftQuote("P1", quote) for quote in one.quotes)))


def test_code_clears_nothing_false_and_refuses_next_to_nothing_true(judged: list[tuple[Written, Judged]]) -> None:
    """What is left is asked of the model, so these are the wrong ones where that is always right."""
    states = Counter((one.true, verdict.state) for one, verdict in judged)
    assert sum(states.values()) > 480
    assert states[False, "cleared"] == 0
    assert states[True, "refused"] / sum(one.true for one, _ in judged) <= 0.03
    assert states[False, "refused"] >= 0.25 * sum(not one.true for one, _ in judged)


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("The council closed the pool.", "The council plans to close the pool in autumn."),
        ("The mill will close in May.", "The mill may close in May, its owner said."),
        ("The dealer was convicted of theft.", "The dealer was charged with theft on Friday."),
        ("The dealer admitted the theft.", "The dealer denied the theft on Friday."),
        ("At least 40 people were on board.", "At most 40 people were on board."),
        ("The repair costs 9 million crowns.", "The repair costs up to 9 million crowns."),
        ("The bank made a profit of 12 million crowns.", "The bank made a loss of 12 million crowns."),
        ("Seven drivers were killed in the crash.", "Seven drivers were injured in the crash."),
        ("Director Lena Holm signed the contract.", "Deputy director Lena Holm signed the contract."),
        ("The union left after the vote.", "The union left before the vote."),
        ("Lena Holm said the bridge was safe.", "Karl Ast said the bridge was safe."),
        (
            "Sales were 20 million crowns in 2021.",
            "Sales were 20 million crowns in 2020 and 18 million crowns in 2021.",
        ),
        ("Shares rose 3 percent on Monday.", "Shares fell 3 percent on Monday and rose 1 percent on Tuesday."),
        (
            "Sales rose to 18 million crowns in 2021.",
            "Sales were 20 million crowns in 2020 and 18 million crowns in 2021.",
        ),
        ("The mayor never met the owner.", "The mayor met the owner."),
        ("The storm cut power to 45 villages.", "The storm cut power to 54 villages."),
    ],
)
def test_what_turns_its_source_round_is_refused(sentence: str, source: str) -> None:
    assert state(sentence, source) == "refused"


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("The council closed the pool.", "The council closed the pool, the office said."),
        ("The dealer denied the theft.", "The dealer denied the theft."),
        ("Seven drivers were injured in the crash.", "Seven drivers were injured in the crash, and two cars burned."),
        ("Shares rose 1 percent on Tuesday.", "Shares rose 1 percent on Tuesday, and bonds fell."),
        ("Police said on Tuesday that the mine will stay shut.", "The mine will stay shut, police said on Tuesday."),
        ("Lena Varn, the chief prosecutor, took the files.", "Chief prosecutor Lena Varn, a lawyer, took the files."),
        ("The port raised its offer to 5 percent.", "The port had raised its pay offer to 5 percent."),
        ("The owner is to rebuild the mill.", "The owner will rebuild the mill at the river."),
        ("The mill on the hill burned and its owner left town.", "The mill on the hill burned. The owner left town."),
    ],
)
def test_what_the_source_says_is_cleared(sentence: str, source: str) -> None:
    assert state(sentence, source) == "cleared"


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Smoking dropped by 11 percent.", "Smoking dropped to 11 percent."),
        ("He claimed that she had stolen the boat.", "She claimed that he had stolen the boat."),
        (
            "A strike planned for Tuesday was called off on Thursday.",
            "A strike planned for Thursday was called off on Tuesday.",
        ),
        ("The agent had assured that it would rain.", "The agent had been assured that it would rain."),
        ("The council approved the plan.", "The council approved the plan in principle."),
        ("The mayor signed the contract.", "The mayor's brother signed the contract."),
        ("The council resigned.", "The council chairman resigned."),
        ("The ship sank off the coast of Skarn.", "The ship nearly sank off the coast of Skarn."),
        ("All schools are closed.", "All schools in the three lower districts are closed."),
        ("The owner, the heir, left.", "The owner, prosecutors say, left."),
        ("Dockers accepted an offer of 5 crowns.", "The union recommended that dockers accept an offer of 5 crowns."),
        ("Olin faces eight years.", "He faces eight years; Olin faces five."),
    ],
)
def test_what_is_nearly_the_same_but_not_is_never_cleared(sentence: str, source: str) -> None:
    assert state(sentence, source) != "cleared"


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("The council will receive a third of the money.", "The council will get 33 percent of the sum."),
        ("The lead was 13 votes.", "The bill passed by 94 votes to 81."),
        ("The firm spoke of a misunderstanding.", "The company called it a mix-up."),
        ("The mayor met the owner.", "The mayor met the owner if the diary of his driver is right."),
        ("The theft was the work of two men.", "A witness said the theft was the work of two men."),
    ],
)
def test_what_code_cannot_tell_is_left_open(sentence: str, source: str) -> None:
    assert state(sentence, source) == "unsure"


def state(sentence: str, source: str) -> str:
    return judge(Written(hit(source).document, "What happened?", sentence, (source,), true=True)).state


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("That is fewer than the 405 of 2019.", "In all 312 came, down from 405 in 2019."),
        ("The mill is being bought by Aske.", "Aske will buy the mill for 40 million crowns."),
        ("The German maker named demand for pumps.", "The Dresden-based maker named demand for pumps."),
        ("The chains had 29 percent of the market.", "Together the chains had 29 percent of the market."),
    ],
)
def test_what_another_wording_makes_of_a_source_is_not_refused(sentence: str, source: str) -> None:
    assert state(sentence, source) != "refused"
