from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.checking.catalogue_facts import is_known_fact
from assistant.answering.checking.verify import Passed, Verifier
from assistant.types import DraftSentence
from tests.answering.fakes import WordEmbedder, hit, query

LAUNCH = hit("It was fired on Sunday.", path="launch.txt", day=date(2021, 3, 24), phrases={"Sunday": date(2021, 3, 21)})
WHY = hit("Nobody said why.", path="why.txt", day=None)
HITS = (LAUNCH, WHY)


@pytest.mark.parametrize(
    "sentence",
    [
        "The article is dated 24 March 2021.",
        "launch.txt was published on Wednesday, 24 March 2021.",
        "The date of why.txt is not known.",
        "One of the two articles is undated.",
        "P2 has no known date.",
        "The Sunday is 21 March 2021.",
        "Today is 10 February 2022.",
    ],
)
def test_what_code_knows_needs_no_quote(sentence: str) -> None:
    assert is_known_fact(sentence, HITS, query("When?"))
    result = Verifier(query("When?"), {"P1": LAUNCH, "P2": WHY}, WordEmbedder()).check(DraftSentence(sentence))
    assert isinstance(result, Passed)
    assert result.sentence.kind == "note"


@pytest.mark.parametrize(
    "sentence",
    [
        "The article is dated 25 March 2021.",
        "launch.txt is undated.",
        "why.txt was published on 24 March 2021.",
        "The article of 24 March 2021 says that the missiles fell into the sea.",
        "The article is dated Tuesday, 24 March 2021.",
        "The missile was fired on Sunday.",
        "The two articles agree.",
        "Seven articles are undated.",
    ],
)
def test_anything_else_does(sentence: str) -> None:
    assert not is_known_fact(sentence, HITS, query("When?"))
