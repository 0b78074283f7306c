"""Names that no article has: a refusal may say so only when it is true of the whole corpus."""

from __future__ import annotations

import pytest

from assistant.answering.question.asked import names_asked
from assistant.answering.reading.selection import absent_names
from assistant.types import Document, DocumentDate
from tests.answering.fakes import hit


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("What did Emmanuel Macron say?", ("Emmanuel Macron",)),
        ("Dates of the joint US-South Korean exercises?", ()),
        ("When do the Quebec-Labrador talks begin?", ("Quebec-Labrador",)),
        ("When did the Koreans meet?", ()),
    ],
)
def test_a_name_is_absent_when_no_form_of_it_is_there(question: str, absent: tuple[str, ...]) -> None:
    assert absent_names(names_asked(question), [hit("US and South Korea hold joint exercises.").document]) == absent


def test_a_name_that_another_article_mentions_is_not_absent() -> None:
    asked: list[str] = []

    def mentions(phrase: str) -> bool:
        asked.append(phrase)
        return phrase.startswith("jae")

    assert absent_names(["Moon Jae-in"], [hit("Nothing of him.").document], mentions) == ()
    assert asked == ["jae-in"]


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("What did Macron say about Korea?", ("Macron",)),
        ("What did the Korean leader say?", ()),
        ("What did the United Nations say?", ()),
        ("what did macron say?", ("macron",)),
        ("what did the korean leader say about molasses?", ()),
        ("Was sagte die Kanzlerin zur Rente?", ()),
        ("Was sagte Friedrich Merz zur Rente?", ("Friedrich Merz",)),
        ("What is in S/RES/1718?", ("S/RES/1718",)),
        ("What did North Macedonia say on Sunday?", ("North Macedonia",)),
    ],
)
def test_names_that_nobody_mentions(question: str, absent: tuple[str, ...]) -> None:
    document = Document("1", "a.txt", None, None, DocumentDate(), "North Korea told the U.N. nothing.", "")
    assert absent_names(names_asked(question), [document]) == absent


@pytest.mark.parametrize("name", ["Soeder", "Soder", "Kiev", "B2207K", "GB 2021/17"])
def test_another_spelling_is_not_absent(name: str) -> None:
    known = hit("Söder spoke in Kyiv of the valve B 2207 K, of GB-2021/17 and of nothing else.").document
    assert absent_names([name], [known]) == ()
