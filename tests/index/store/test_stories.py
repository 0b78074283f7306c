"""Copies and versions of a story: grouped as files come and go, one slot in a search, one source in an answer."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.index.search.index import Index
from assistant.index.store.catalogue import Catalogue
from assistant.index.store.columns import FileState
from assistant.interfaces.render.lines import citation_lines
from assistant.settings import Settings
from assistant.types import Answer, Document, DocumentDate, Query
from tests.answering.fakes import FakeChatModel
from tests.corpus.test_duplicates import changed, story
from tests.index.corpora import WordEmbedder, article, ask, index, write

LEAD = "The harbour of Velika was closed on Monday after a freighter ran onto the northern breakwater"
WIRE = [
    f"{LEAD}, the port captain said.",
    "Nobody was hurt, and the crew of 14 left the ship in two lifeboats before noon.",
    "Tugs from three towns will try to free the freighter at the next spring tide, he said.",
    "The breakwater was built in 1911 and was to be repaired this summer.",
    "Ferries to the islands leave from the fishing port until further notice.",
    "Fishermen said that the lamp on the breakwater had been dark since the storm of last week.",
    "The owner of the freighter did not answer a request for comment.",
]
EXTRA = "Marija Kovac, who keeps the lighthouse, said that she had reported the dark lamp on 3 May."
FRAME = "Good morning. Here is what the city talks about today. Write to us if you know more."
FILES = {
    "courier.txt": "Freighter blocks Velika harbour\n2024-05-07\n\n" + "\n\n".join(WIRE),
    "herald.txt": "Ship aground: islands cut off\n2024-05-08\n\n" + "\n\n".join(WIRE[:4]),
    "tribune.txt": "Harbour closed after accident\n2024-05-08\n\n" + "\n\n".join([*WIRE[:5], EXTRA, *WIRE[5:]]),
    "quake-1.md": "---\ntitle: Quake shakes Orsk valley\ndate: 2024-06-01\nsource: Valley Post\n---\n"
    "A strong earthquake shook the Orsk valley at dawn. At least 12 people died, the governor said."
    " Roads are blocked, and helicopters bring tents. Schools stay closed until the end of the week.",
    "quake-2.md": "---\ntitle: Quake shakes Orsk valley\ndate: 2024-06-03\nsource: Valley Post\n---\n"
    "A strong earthquake shook the Orsk valley on Saturday. At least 31 people died, the governor said on Monday."
    " Roads are open again, and helicopters bring tents. Schools stay closed until the end of the week."
    " The president visited the valley and promised help.",
    "column-1.md": f"---\ntitle: The morning\ndate: 2024-06-01\nsource: Valley Post\n---\n{FRAME}"
    " The baker of Lipa has found a wedding ring in a loaf and looks for its owner in all villages around.",
    "column-2.md": f"---\ntitle: The morning\ndate: 2024-06-03\nsource: Valley Post\n---\n{FRAME}"
    " A heron has nested on the roof of the town hall, so that the bells are silent until the young have flown.",
    "other.txt": article("2024-05-07", "observatory"),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("stories") / "corpus", FILES)
    index(root, root / ".assistant", today=date(2024, 7, 1))
    return root


@pytest.fixture(scope="module")
def reader(root: Path) -> Iterator[Index]:
    with Index.open(root / ".assistant", WordEmbedder()) as reader:
        yield reader


def stories(documents: list[Document]) -> dict[str, tuple[set[str], str | None]]:
    return {each.path: (set(each.copies), each.newer) for each in documents}


def test_every_document_knows_its_copies_and_its_latest_version(reader: Index) -> None:
    alone: tuple[set[str], None] = (set(), None)
    assert stories(reader.documents()) == {
        "courier.txt": ({"herald.txt", "tribune.txt"}, None),
        "herald.txt": ({"courier.txt", "tribune.txt"}, None),
        "tribune.txt": ({"courier.txt", "herald.txt"}, None),
        "quake-1.md": ({"quake-2.md"}, "quake-2.md"),
        "quake-2.md": ({"quake-1.md"}, None),
        "column-1.md": alone,
        "column-2.md": alone,
        "other.txt": alone,
    }


def test_a_story_with_another_headline_and_a_trimmed_end_takes_one_slot(reader: Index) -> None:
    hits = reader.search(ask("freighter harbour Velika breakwater lifeboats"), 6)
    slots = [hit for hit in hits if "courier.txt" in (hit.document.path, *hit.document.copies)]
    about_the_crew = [hit for hit in slots if "lifeboats" in hit.passage.text]
    assert len(about_the_crew) == 1
    assert {about_the_crew[0].document.path, *about_the_crew[0].document.copies} == {
        "courier.txt", "herald.txt", "tribune.txt"
    }  # fmt: skip
    assert len(about_the_crew[0].also_in) == 2


def test_what_only_one_copy_adds_is_found_and_known_to_be_of_the_story(reader: Index) -> None:
    (best, *_) = reader.search(ask("Marija Kovac lighthouse"), 3)
    assert best.document.path == "tribune.txt"
    assert best.document.copies == ("courier.txt", "herald.txt")


def test_the_latest_version_is_found_and_the_older_one_as_of_its_day(reader: Index) -> None:
    query = ask("How many people died in the earthquake in the Orsk valley?")

    def paths(asked: Query) -> list[str]:
        return [hit.document.path for hit in reader.search(asked, 5) if hit.document.path.startswith("quake")]

    assert paths(query) == ["quake-2.md"]
    before = replace(ask(query.question, None, date(2024, 6, 2)), as_of=date(2024, 6, 2), as_of_explicit=True)
    assert paths(before) == ["quake-1.md"]
    assert paths(replace(query, paths=("quake-1.md",))) == ["quake-1.md"]


def test_copies_outside_of_the_filters_are_not_named(reader: Index) -> None:
    (best, *_) = reader.search(ask("freighter harbour", None, date(2024, 5, 7)), 1)
    assert (best.document.path, best.document.copies, best.also_in) == ("courier.txt", (), ())


def test_an_update_on_the_day_asked_about_is_not_yet_the_latest(tmp_path: Path) -> None:
    files = {
        f"{name}.md": f"---\ntitle: Quake shakes Orsk valley\ndate: 2024-06-01\n{updated}---\n{text.split('---')[2]}"
        for name, updated, text in (
            ("first", "", FILES["quake-1.md"]),
            ("second", "updated: 2024-06-03\n", FILES["quake-2.md"]),
        )
    }
    root = write(tmp_path / "corpus", files)
    index(root, tmp_path / "index", today=date(2024, 7, 1))
    with Index.open(tmp_path / "index", WordEmbedder()) as reader:
        now = ask("earthquake Orsk people died")
        then = replace(ask(now.question, None, date(2024, 6, 2)), as_of=date(2024, 6, 2), as_of_explicit=True)
        assert [hit.document.path for hit in reader.search(now, 3)] == ["second.md"]
        assert [hit.document.path for hit in reader.search(then, 3)] == ["first.md"]


def test_one_address_makes_versions_under_two_titles(tmp_path: Path) -> None:
    first, second = (
        FILES[name].replace("source:", "url: https://valleypost.example/quake?utm_source=x\nsource:")
        for name in ("quake-1.md", "quake-2.md")
    )
    root = write(tmp_path / "corpus", {"a.md": first, "b.md": second.replace("Quake shakes", "Dozens dead in")})
    index(root, tmp_path / "index", today=date(2024, 7, 1))
    with Index.open(tmp_path / "index", WordEmbedder()) as reader:
        assert stories(reader.documents()) == {"a.md": ({"b.md"}, "b.md"), "b.md": ({"a.md"}, None)}


def test_a_form_that_is_filled_in_every_day_makes_no_copies(tmp_path: Path) -> None:
    form = (
        "The water works of Lipa tell every day what the river does between the two bridges of the town. It stood at {}"
        " centimetres at noon, and at {} centimetres where it enters the valley. The water was {} degrees warm, as is"
        " measured a hand below its face. Rain of {} millimetres fell on the roof of the water works. The keeper of the"
        " lock let {} boats pass before he closed it for the night, as the rules of the valley have it since old times."
    )
    files = {
        f"{day:02}.txt": f"2024-06-{day:02}\n\n" + form.format(*(day * 7 + n * 31 for n in range(5)))
        for day in range(1, 9)
    }
    root = write(tmp_path / "corpus", files)
    index(root, tmp_path / "index", today=date(2024, 7, 1))
    with Index.open(tmp_path / "index", WordEmbedder()) as reader:
        assert not any(document.copies for document in reader.documents())


def test_a_title_that_many_have_is_no_articles(tmp_path: Path) -> None:
    around = (
        "Those who live there said that they had followed the matter for weeks and saw no end of it. A committee of"
        " seven will look into the question before the summer break begins. It was not clear who would pay for it."
    )
    files = {
        f"{day:02}.txt": f"The Eastmark Times\n2024-06-{day:02}\n\nIn {place} a new bridge was opened. {around}"
        for day, place in enumerate("Lipa Varda Brest Oulu Cork Split Turku Bergen Tarsus Kolin".split(), 1)
    }
    root = write(tmp_path / "corpus", files)
    index(root, tmp_path / "index", today=date(2024, 7, 1))
    with Index.open(tmp_path / "index", WordEmbedder()) as reader:
        assert {document.title for document in reader.documents()} == {"The Eastmark Times"}
        assert not any(document.newer for document in reader.documents())


def test_groups_are_the_same_however_the_corpus_came_to_be(tmp_path: Path) -> None:
    chance = random.Random(7)
    sentences = [story(chance) for _ in range(6)]
    corpus: dict[str, Document] = {}

    def document(path: str) -> Document:
        own, part = sentences[int(path[0])], chance.random()
        # A beginning and an end of one story hold together only by a file that has both.
        own = own[:9] if part < 0.3 else own[-9:] if part > 0.7 else own
        day = DocumentDate(date(2024, 1, 1) + timedelta(chance.randrange(60)), "day", "header_line")
        return Document(path, path, f"Report {path[0]}", None, day, changed(own, chance), "")

    def filled(catalogue: Catalogue, documents: Iterable[Document]) -> list[Document]:
        for each in documents:
            catalogue.add_file(FileState(each.path, 0, 0, "", ""), [(each, [])])
        catalogue.regroup()
        return catalogue.documents()

    grown = Catalogue(tmp_path / "grown.sqlite3", "create")
    seen = set()
    for run in range(12):
        touched = {f"{chance.randrange(6)}-{chance.randrange(5)}" for _ in range(4)}
        for path in touched & set(corpus):
            grown.remove_file(path)
            del corpus[path]
        new = {path: document(path) for path in sorted(touched) if chance.random() < 0.7}
        corpus |= new
        fresh = Catalogue(tmp_path / f"{run}.sqlite3", "create")
        expected = stories(filled(fresh, corpus.values()))
        assert stories(filled(grown, new.values())) == expected
        seen |= {(len(copies), newer is not None) for copies, newer in expected.values()}
        fresh.close()
    assert {(0, False), (1, True), (2, False), (2, True)} <= seen
    grown.close()


@pytest.fixture
def quoting(root: Path, reader: Index) -> Assistant:
    return Assistant(reader, Settings(corpus=root, check="code"), embedder=WordEmbedder())


def counted_twice(answer: Answer) -> bool:
    """Whether an answer cites two files of a story and does not say that they are one source."""
    files = {(citation.story, citation.path) for citation in answer.citations}
    return len(files) > len({story for story, _ in files}) and not any(
        notice.code == "same_story" for notice in answer.notices
    )


def test_quotes_cite_a_story_once_and_name_its_other_files(quoting: Assistant) -> None:
    answer = quoting.ask("How many people were in the crew that left the freighter at Velika?")
    assert "14" in answer.text
    assert len({citation.path for citation in answer.citations}) == 1
    citation = answer.citations[0]
    shown = "\n".join(line.plain for line in citation_lines(citation))
    assert {citation.path, *citation.copies} == {"courier.txt", "herald.txt", "tribune.txt"}
    assert all(path in shown for path in citation.copies)


def test_also_in_names_the_files_that_have_the_very_words(quoting: Assistant) -> None:
    answer = quoting.ask("What did Marija Kovac, who keeps the lighthouse, say about the dark lamp?")
    extra = next(citation for citation in answer.citations if "Kovac" in citation.quote)
    assert (extra.path, extra.also_in, set(extra.copies)) == ("tribune.txt", (), {"courier.txt", "herald.txt"})
    crew = quoting.ask("How many people were in the crew that left the freighter at Velika?").citations
    assert {citation.also_in for citation in crew if "crew" in citation.quote} == {("herald.txt", "tribune.txt")}


def test_no_answer_over_copies_takes_them_for_several_sources(tmp_path: Path) -> None:
    chance = random.Random(12)
    told = [story(chance) for _ in range(12)]
    files = {
        f"{number:02}-{copy}.txt": f"2024-03-{number + 1:02}\n\n{changed(sentences, chance)}"
        for number, sentences in enumerate(told)
        for copy in range(chance.randint(2, 5))
    }
    root = write(tmp_path / "corpus", files)
    index(root, root / ".assistant", today=date(2024, 7, 1))
    embedder = WordEmbedder()
    cited = 0
    with Assistant(Index.open(root / ".assistant", embedder), Settings(corpus=root), embedder=embedder) as assistant:
        for sentences in told:
            for sentence in sentences[2:6]:
                answer = assistant.ask("Is it true that " + sentence[0].lower() + sentence[1:-1] + "?")
                cited += bool(answer.citations)
                assert not counted_twice(answer)
    assert cited >= 40


def test_a_model_that_quotes_two_copies_cites_one_source(root: Path, reader: Index) -> None:
    hits = {hit.document.path: hit for hit in reader.search(ask("Marija Kovac lighthouse freighter crew lifeboats"), 8)}
    order = list(hits)
    assert {"tribune.txt"} < set(order)
    crew = "the crew of 14 left the ship in two lifeboats before noon"
    reply = (
        f'The crew of 14 left the freighter in two lifeboats. <q p="P1">{crew}</q> <q p="P2">{crew}</q>\n'
        f'Three independent reports say that the crew of 14 left the ship. <q p="P1">{crew}</q>\n'
    )
    embedder = WordEmbedder()
    model = FakeChatModel([reply, "<none>no</none>"])
    assistant = Assistant(reader, Settings(corpus=root, check="code"), embedder=embedder, model=model)
    answer = assistant.ask("What became of the crew of the freighter on the breakwater?")
    assert not counted_twice(answer)
    assert len(answer.citations) == 1
    assert "Three independent" not in answer.text
    assert "dropped" in {notice.code for notice in answer.notices}
