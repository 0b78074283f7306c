from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assistant.answering.disagreement.corrections import correction_about, is_correction, what_stands
from assistant.answering.disagreement.stated import stated
from assistant.answering.disagreement.yes_or_no import speaker_test, verdict
from assistant.answering.question.understand import understand
from assistant.answering.quoting.quotes_answer import answer_in_quotes
from assistant.answering.retrieval.retrieve import retrieve
from assistant.index.build.run import build
from assistant.index.search.index import Index
from assistant.models.embedder import BundledEmbedder
from assistant.types import Answer, Comparison, Document, DocumentDate
from tests.answering.fakes import asked

TODAY = date(2022, 2, 1)
ARTICLES = {
    "fire-1.txt": "date 2021-03-01\n\nTwelve people died in the Halverton fire, officials said on Monday.",
    "fire-2.txt": "date 2021-03-04\n\nThe Halverton fire killed 14 people, the coroner said.",
    "fire-3.txt": "date 2021-03-09\n\nA memorial for the 14 people who died in the Halverton fire drew 300 mourners.",
    "bridge-1.txt": "date 2020-05-01\n\nThe Ostby bridge, designed by Karl Lunde, opened on 3 May 1987.",
    "bridge-2.txt": "date 2020-06-01\n\nThe Ostby bridge, which opened in 1987, will be painted in 2022.",
    "bridge-3.txt": "\n\nVera Holm designed the Ostby bridge when she was thirty.",
    "plant-1.txt": "date 2020-05-01\n\nThe Kestrel plant will create 1,200 jobs, the company said.",
    "plant-2.txt": "date 2020-05-09\n\nCorrection: An earlier version of this article said the Kestrel plant will "
    "create 1,200 jobs.\n\nThe Kestrel plant will create 120 jobs, the company said.",
    "border-1.txt": "date 2020-05-01\n\nValoria has not confirmed the border incident in which two soldiers were hurt.",
    "border-2.txt": "date 2020-05-02\n\nTwo soldiers were hurt in the border incident, the Valorian interior ministry "
    "said. Torvia, which lost no man, has confirmed the border incident.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("differences")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, text in ARTICLES.items():
        (corpus / name).write_text(text, encoding="utf-8")
    embedder = BundledEmbedder()
    build(corpus, folder / "index", embedder, passage_tokens=200, passage_overlap=0, max_bytes=100_000, today=TODAY)
    with Index.open(folder / "index", embedder) as opened:
        yield opened


def compared(question: str) -> Comparison:
    found = asked(question).compared
    assert found is not None
    return found


def ask(index: Index, question: str) -> Answer:
    query = understand(question, as_of=TODAY)
    hits = retrieve(index, query, k=8, per_document=3)
    *_, answer = answer_in_quotes(query, index.scope(query), hits, index.embedder, refuse_below=0.0)
    assert isinstance(answer, Answer)
    return answer


def sides(answer: Answer) -> list[list[str]]:
    paths = {citation.number: citation.path for citation in answer.citations}
    return [list(dict.fromkeys(paths[number] for number in side)) for one in answer.conflicts for side in one.sides]


def notes(answer: Answer) -> list[str]:
    return [sentence.text for sentence in answer.sentences if sentence.kind == "note"]


class TestInAnswers:
    def test_numbers_that_differ_are_named_with_their_dates_newest_last(self, index: Index) -> None:
        answer = ask(index, "How many people died in the Halverton fire?")
        assert sides(answer) == [["fire-1.txt"], ["fire-2.txt", "fire-3.txt"]]
        assert notes(answer) == ["The articles differ: Twelve (2021-03-01); 14 (2021-03-04; 2021-03-09)."]

    def test_the_quotes_that_differ_stand_side_by_side_before_the_note(self, index: Index) -> None:
        answer = ask(index, "How many people died in the Halverton fire?")
        note = next(sentence for sentence in answer.sentences if sentence.kind == "note")
        assert [sentence.citations for sentence in answer.sentences[: answer.sentences.index(note)]] == [
            (1,),
            (2,),
            (3,),
        ]
        assert note.citations == (1, 2, 3)

    def test_names_of_an_undated_article_come_first(self, index: Index) -> None:
        answer = ask(index, "Who designed the Ostby bridge?")
        assert sides(answer) == [["bridge-3.txt"], ["bridge-1.txt"]]
        assert notes(answer) == ["The articles differ: Vera Holm (undated); Karl Lunde (2020-05-01)."]

    def test_a_day_agrees_with_its_year(self, index: Index) -> None:
        assert sides(ask(index, "When did the Ostby bridge open?")) == []

    def test_a_correction_is_named_and_quoted(self, index: Index) -> None:
        answer = ask(index, "How many jobs will the Kestrel plant create?")
        assert sides(answer) == [["plant-1.txt"], ["plant-2.txt"]]
        assert notes(answer) == ["The articles differ: 1,200 (2020-05-01); 120 (2020-05-09, corrected)."]
        assert any(is_correction(citation.quote) for citation in answer.citations)

    def test_who_is_cited_for_a_thing_has_spoken_of_it(self, index: Index) -> None:
        answer = ask(index, "Has Valoria confirmed the border incident?")
        assert sides(answer) == [["border-1.txt"], ["border-2.txt"]]
        assert notes(answer) == ["The articles differ: no (2020-05-01); yes (2020-05-02)."]

    def test_another_speaker_is_no_other_side(self, index: Index) -> None:
        assert sides(ask(index, "Has Torvia confirmed the border incident?")) == []


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("How many goals did Ruiz score?", "Ruiz scored a pair of goals and won by 3 points.", ["two"]),
        ("How many jobs will it create?", "It creates 120 jobs, not 1,200 jobs.", ["120"]),
        ("How many people died?", "It rose by 4 percent in 10 years.", []),
        ("How many people live in Lowfield?", "Some 8,400 people live in 3,000 houses.", ["8,400"]),
        ("What is the population of Lowfield?", "Its population is 9,150, with 3,000 households.", ["9,150"]),
        ("When was the house built?", "Built in 1861–1862, the house was sold in 1958.", ["1861", "1862"]),
        ("When was Ana Brel born?", "Ana Brel (4 July 1950 – 3 May 2019) sang from 1965.", ["4 July 1950"]),
        ("When did Ana Brel die?", "Ana Brel (4 July 1950 – 3 May 2019) sang from 1965.", ["3 May 2019"]),
        ("When was Ana Brel born?", "Her teacher was Jon Pike (1901–1980).", []),
        ("When was he confirmed by the Senate?", "In 1962 he moved; the Senate confirmed him in 1965.", ["1965"]),
        ("Who is the mayor of Fernhill?", "The mayor of Fernhill, Sara Dahl, met Ola Strand.", ["Sara Dahl"]),
        ("Who is the mayor of Fernhill?", "Fernhill mayor Nils Berg met Ola Strand.", ["Nils Berg"]),
        ("Who is the mayor of Fernhill?", "Nils Berg, the mayor of Fernhill, met Ola Strand.", ["Nils Berg"]),
        ("Who directed the film?", "It is a film written and directed by Woody Allen.", ["Woody Allen"]),
        ("Who made the album?", "It is an album by American alt-country band Blitzen Trapper.", ["Blitzen Trapper"]),
        ("Who will Jake Sullivan host next week?", "Next week, Jake Sullivan will host Ola Strand.", []),
        ("Where was Ana Brel born?", "Ana Brel was born in Porto.", ["Porto"]),
        ("What is new?", "The mayor of Fernhill met 12 people in 1990.", []),
        ("How many people came out on day one?", "They walked off the job at 6 a.m. Friday.", []),
        ("How many people came out on day one?", "Talks broke down after nine hours.", []),
        ("How many people came out on day one?", "Workers back a two-year deal.", []),
        ("How many beds would go?", "The merger would save $18 million.", []),
        ("How many dollars were spent?", "They spent 18 million dollars.", ["18 million"]),
        ("How much was it losing a year?", "The board voted 74 to 3 for it.", []),
        ("How many votes did she get?", "With all 46 precincts counted, she had 14,902 votes.", ["14,902"]),
        ("How many missiles were fired?", "They fired two or three missiles.", ["two", "three"]),
    ],
)
def test_what_is_stated_stands_beside_what_is_asked(question: str, text: str, words: list[str]) -> None:
    comparison = asked(question).compared
    assert [one.words for one in (stated(comparison, text) if comparison else ())] == words


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("about 300 people died", "330 people died", True),
        ("300 people died", "330 people died", False),
        ("at least 12 people died", "14 people died", True),
        ("up to 20 people died", "14 people died", True),
        ("more than 20 people died", "14 people died", False),
        ("80,000 people died", "79,800 people died", True),
        ("80,000 people died", "8,000 people died", False),
        ("3.3 million people died", "3,300,000 people died", True),
    ],
)
def test_numbers_agree_as_far_as_they_are_meant(one: str, other: str, agree: bool) -> None:
    ((ours,), (theirs,)) = (stated(compared("How many people died?"), text) for text in (one, other))
    assert ours.agrees(theirs) is theirs.agrees(ours) is agree


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Did the ministry approve the merger?", "The ministry approved the merger.", "yes"),
        ("Did the ministry approve the merger?", "The ministry refused to approve the merger.", "no"),
        ("Did the ministry approve the merger?", "The ministry approved the merger, but it was not cheap.", "yes"),
        ("Did the ministry approve the merger?", "The bank is not for sale.", None),
        ("Is it closed?", "The tunnel isn't closed.", "no"),
        ("Has Valoria confirmed it?", "Valoria has two neighbours.", None),
    ],
)
def test_yes_or_no(question: str, text: str, said: str | None) -> None:
    found = verdict(compared(question), text)
    assert (found.words if found else None) == said


def test_who_speaks() -> None:
    cited = speaker_test(compared("Has South Korea confirmed the launch?"))
    assert cited is not None
    assert cited("Two were fired, the South Korean Defense Ministry said.")
    assert cited("Two were fired, according to South Korea.")
    assert not cited("Two were fired, the North Korean Defense Ministry said.")
    assert not cited("South Korea has not said who fired them.")
    assert speaker_test(compared("Who confirmed the launch?")) is None


def test_of_a_correction_only_what_is_right_stands() -> None:
    assert what_stands("Correction: it was two, not three.").strip() == "two,".rstrip(",")
    assert what_stands("An earlier version of this article said three.") == ""
    assert what_stands("It was three, not two.") == "It was three, not two."


def test_a_correction_of_something_else_is_not_named() -> None:
    text = "The plant creates 120 jobs.\n\nCorrection: An earlier version of this story misspelled the name Holm."
    document = Document("d", "d.txt", None, None, DocumentDate(), text, "")
    assert correction_about(asked("How many jobs does the plant create?").weights, document) is None
