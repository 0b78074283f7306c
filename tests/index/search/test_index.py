"""Searching an index: filters, shared slots, caps, merged neighbours, and questions of any shape."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.index.build.shared import publish
from assistant.index.lexical.engine import ANYWHERE
from assistant.index.search import index as reader_module
from assistant.index.search.index import Index
from assistant.index.search.stored import open_stored
from assistant.index.store.generation import Generation
from assistant.index.vectors.chroma import ChromaServer
from assistant.postgres.address import address
from assistant.text.spelling import sought
from assistant.types import Query, Scope
from tests.index.corpora import WordEmbedder, article, ask, index, write

WIRE = (
    "The comet passed the old observatory at dawn. About 300 people watched it from the northern hills, where the sky"
    " was clear. It will not come back for many years, the keeper of the observatory said."
)

LONG = " ".join(
    f"Paragraph {n} of the report on granite mining speaks of quarry {n} and its owners." for n in range(60)
)

FILES = {
    "2021/march.md": "---\ndate: 2021-03\nsource: NPR News\n---\n" + article(None, "election"),
    "2021/day.txt": article("2021-03-24", "election"),
    "2021/late.txt": article("2021-04-02", "election"),
    "2022/year.md": "---\ndate: 2022\nsource: Reuters\nauthor: Søren Łacki\n---\n" + article(None, "election"),
    "undated.txt": article(None, "election"),
    "granite.txt": LONG,
    **{f"wire/{name}.txt": f"date 2021-05-0{n}\n{WIRE}\n" for n, name in enumerate("abcdefgh", start=1)},
    "wire/edited.txt": f"date 2021-05-09\n{WIRE.replace('many years', 'decades')}\n",
    "wire-update.txt": f"date 2021-05-09\n{WIRE.replace('300', '900')}\n",
}

EVERYTHING = "election story"


@pytest.fixture(scope="module", params=["embedded", "postgres"])
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    root = write(tmp_path_factory.mktemp("reader") / "corpus", FILES)
    index(root, root / ".assistant")
    if request.param == "embedded":
        opened = Index.open(root / ".assistant", WordEmbedder())
    else:
        where = address(f"{request.getfixturevalue('postgres').url}&schema=searched")
        publish(where, root / ".assistant", lambda _: None)
        opened = open_stored(where, WordEmbedder(), root.parent / "cache")
    with opened as reader:
        yield reader


def found(reader: Index, query: Query) -> set[str]:
    return {
        path
        for hit in reader.search(query, 50, per_document=50)
        for path in (hit.document.path, *hit.also_in)
        if not path.startswith("wire") and path != "granite.txt"
    }


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        (ask(EVERYTHING, date(2021, 3, 24), date(2021, 3, 24)), {"2021/march.md", "2021/day.txt", "undated.txt"}),
        (ask(EVERYTHING, date(2021, 3, 25), date(2021, 4, 2)), {"2021/march.md", "2021/late.txt", "undated.txt"}),
        (ask(EVERYTHING, date(2021, 4, 1), include_undated=False), {"2021/late.txt", "2022/year.md"}),
        (ask(EVERYTHING, None, date(2021, 2, 28)), {"undated.txt"}),
        (ask(EVERYTHING, date(2022, 12, 31), include_undated=False), {"2022/year.md"}),
        (ask(EVERYTHING, sources=("npr",)), {"2021/march.md"}),
        (ask(EVERYTHING, sources=("npr", "REUTERS")), {"2021/march.md", "2022/year.md"}),
        (ask(EVERYTHING, paths=("2021",)), {"2021/march.md", "2021/day.txt", "2021/late.txt"}),
        (ask(EVERYTHING, paths=("*/day.txt", "undated.txt")), {"2021/day.txt", "undated.txt"}),
        (ask(EVERYTHING, paths=("day.txt",)), {"2021/day.txt"}),
        (ask(EVERYTHING, date(2021, 4, 1), paths=("2021/*",)), {"2021/late.txt"}),
        (ask(EVERYTHING, sources=("nobody",)), set()),
        (ask(EVERYTHING, authors=("soren lacki",)), {"2022/year.md"}),
        (ask(EVERYTHING, authors=("ŁACKI", "nobody")), {"2022/year.md"}),
        (ask(EVERYTHING, authors=("reuters",)), set()),
        (ask(EVERYTHING, authors=("lacki",), sources=("npr",)), set()),
    ],
)
def test_filters_hold_in_both_engines(reader: Index, query: Query, paths: set[str]) -> None:
    assert found(reader, query) == paths
    matching = [d for d in reader.documents() if reader.scope(ask("", paths=(d.path,))).matching]
    assert len(matching) == len(FILES)


@pytest.mark.parametrize(
    "query",
    [
        ask(EVERYTHING, None, date(2021, 12, 31)),
        ask(EVERYTHING, date(2021, 3, 1), date(2022, 12, 31), include_undated=False),
        ask(EVERYTHING, date(2021, 3, 1), paths=("2021/*",), sources=("npr",)),
    ],
)
def test_a_filter_changes_no_score_of_the_lexical_engine(reader: Index, query: Query) -> None:
    wanted = sought(EVERYTHING)
    unfiltered = dict(reader.lexical.match(wanted, ANYWHERE, 50))
    inside = dict(reader.lexical.match(wanted, reader.catalogue.inside(query), 50))
    assert 0 < len(inside) < len(unfiltered)
    assert inside == {row: unfiltered[row] for row in inside}


def test_scope_counts_what_filters_leave(reader: Index) -> None:
    total = len(FILES)
    assert reader.scope(ask("x")) == Scope(total, total)
    assert reader.scope(ask("x", date(2021, 3, 1), date(2021, 3, 31))) == Scope(total, 4, undated_kept=2)
    excluded = ask("x", date(2021, 3, 1), date(2021, 3, 31), include_undated=False)
    assert reader.scope(excluded) == Scope(total, 2, undated_excluded=2)
    assert reader.scope(ask("x", date(2021, 3, 1), paths=("2021",))) == Scope(total, 3)


def test_where_no_day_matches_the_nearest_are_told(reader: Index) -> None:
    for day, nearest in (
        (date(2021, 2, 1), (date(2021, 3, 1),)),
        (date(2021, 4, 20), (date(2021, 4, 2), date(2021, 5, 1))),
        (date(2023, 2, 1), (date(2022, 1, 1),)),
    ):
        scope = reader.scope(ask("x", day, day, include_undated=False))
        assert (scope.matching, scope.nearest) == (0, nearest)


def test_one_story_in_many_files_takes_one_slot_and_names_them_all(reader: Index) -> None:
    (comet, *others) = reader.search(ask("comet observatory dawn"), 3)
    assert {comet.document.path, *comet.also_in} == {name for name in FILES if name.startswith("wire/")}
    assert comet.document.path not in comet.also_in
    assert not any(hit.document.path.startswith("wire/") for hit in others)
    assert "wire-update.txt" in {hit.document.path for hit in others}  # another number is another fact


def test_copies_outside_of_the_filter_are_not_named(reader: Index) -> None:
    (comet, *_) = reader.search(ask("comet observatory dawn", date(2021, 5, 2), date(2021, 5, 3), paths=("wire",)), 3)
    assert {comet.document.path, *comet.also_in} == {"wire/b.txt", "wire/c.txt"}


def test_more_copies_than_either_list_is_long_leave_room_for_others(tmp_path: Path) -> None:
    copies = {f"copy{n:03d}.txt": WIRE for n in range(150)}
    root = write(tmp_path / "corpus", {**copies, "other.txt": "Another comet was seen by one observatory."})
    index(root, tmp_path / "index")
    with Index.open(tmp_path / "index", WordEmbedder()) as reader:
        hits = reader.search(ask("comet observatory dawn"), 2)
    assert sorted(len(hit.also_in) for hit in hits) == [0, 149]


def test_documents_are_capped_and_neighbours_merged(reader: Index) -> None:
    query = ask("granite mining quarry owners")
    total = len(reader.passages(next(d.id for d in reader.documents() if d.path == "granite.txt")))
    assert total > 6
    assert len([hit for hit in reader.search(query, 6, per_document=1) if hit.document.path == "granite.txt"]) == 1
    (whole,) = [hit for hit in reader.search(query, 50, per_document=50) if hit.document.path == "granite.txt"]
    assert whole.passage.text == LONG
    assert whole.document.text[whole.passage.start : whole.passage.end] == LONG


def test_scores_fall_and_lie_between_0_and_1(reader: Index) -> None:
    hits = reader.search(ask("election on line 2"), 10)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert all(0 <= score <= 1 for score in (hit.score, hit.dense, hit.lexical) if score is not None)


def test_documents_and_passages_come_back_as_they_were_read(reader: Index) -> None:
    document = reader.document("2021/march.md")
    assert document is not None
    assert document == reader.document(document.id)
    assert (document.date.label, document.source) == ("2021-03", "NPR News")
    for passage in reader.passages(document.id):
        assert document.text[passage.start : passage.end] == passage.text
    assert reader.document("no such file") is None
    assert reader.passages("no such id") == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80) | st.sampled_from(['"', "a AND", "NEAR(", "title:x", "*", "NOT", "x^2", "'; DROP"]))
def test_any_question_is_a_valid_search_and_every_hit_is_verbatim(reader: Index, text: str) -> None:
    for hit in reader.search(ask(text), 4):
        assert hit.document.text[hit.passage.start : hit.passage.end] == hit.passage.text


@pytest.mark.parametrize(
    ("phrase", "there"), [("granite mining", True), ("quarries", True), ("granite election", False), ('"', False)]
)
def test_mentions_looks_through_all_documents(reader: Index, phrase: str, there: bool) -> None:
    assert reader.mentions(phrase) is there


def test_a_large_corpus_on_a_server_is_searched_there_with_the_same_hits(
    generation: Generation, server: ChromaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_dir = generation.folder.parent.parent
    query = ask("river storm", date(2021, 1, 1))
    with Index.open(index_dir, WordEmbedder()) as reader:
        expected = reader.search(query, 5)
    index(index_dir.parent, tmp_path / "served", chroma=server)
    monkeypatch.setattr(reader_module, "LIMIT", 0)
    with Index.open(tmp_path / "served", WordEmbedder(), chroma=server) as reader:
        found = reader.search(query, 5)
        assert reader._chroma is not None
    assert [hit.passage for hit in found] == [hit.passage for hit in expected]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-2)


def test_passages_that_differ_in_a_figure_alone_are_two_hits(tmp_path: Path) -> None:
    said = (
        "The storm closed the bridge over the river and the harbour for {} days, said the council of the town, and the"
        " school, the court, the airport, the tunnel and the train to the north were closed with them until the vote.\n"
    )
    root = write(tmp_path / "corpus", {f"{days}.txt": said.format(days) for days in (3, 4)})
    index(root, tmp_path / "index")
    with Index.open(tmp_path / "index", WordEmbedder()) as reader:
        hits = reader.search(ask("storm bridge"), 5)
    assert sorted(hit.document.path for hit in hits) == ["3.txt", "4.txt"]
