"""Words in PostgreSQL rank as those of the embedded engine, whatever is sought and whatever filters say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.index.build.shared import publish
from assistant.index.lexical.engine import ANYWHERE, Inside, Ranked
from assistant.index.lexical.protocol import Words
from assistant.index.postgres import words as stored_words
from assistant.index.postgres.words import vector
from assistant.index.search.index import Index
from assistant.index.search.stored import open_stored
from assistant.postgres.address import address
from assistant.postgres.database import Database
from assistant.text.spelling import Sought, phrases, pieces, sought
from tests.index.corpora import WordEmbedder, index, write
from tests.postgres_server import Server

SUBJECTS = (
    "harbour",
    "ferry",
    "tax",
    "budget",
    "river",
    "strike",
    "vote",
    "court",
    "mine",
    "bridge",
    "A-320",
    "COVID-19",
)
TEXTS = {
    f"{'sea' if n % 3 else 'land'}/{n}.txt": f"Subject: The {SUBJECTS[n % 12]} and the {SUBJECTS[n * 7 % 11]}\n"
    f"date 2021-{n % 12 + 1:02d}-11\n\n"
    + " ".join(
        f"The {SUBJECTS[(n * step) % 12]} was said to {'close' if step % 2 else 'open'} in {2000 + n * step % 30},"
        f" as the {SUBJECTS[(n + step) % 12]} had." * (1 + n % 3)
        for step in range(1, 4 + n % 9)
    )
    for n in range(60)
}
TEXTS["it's.txt"] = (
    "It's O'Brien's back\\slash, 100% of the Café's \u6771\u4eac\u90fd\u5e81 staff say. Don't ask 'why'."
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, postgres: Server) -> Iterator[tuple[Words, Words]]:
    root = write(tmp_path_factory.mktemp("words") / "corpus", TEXTS)
    index(root, root / ".assistant")
    where = address(f"{postgres.url}&schema=ranked")
    publish(where, root / ".assistant", lambda _: None)
    with (
        Index.open(root / ".assistant", WordEmbedder()) as embedded,
        open_stored(where, WordEmbedder(), root.parent / "cache") as stored,
    ):
        yield embedded.lexical, stored.lexical


def close(ranked: Sequence[Ranked]) -> list[tuple[int, float]]:
    """Rows and scores, by score; those that differ by rounding alone are in the order of their rows."""
    return sorted(((one.row, round(one.score, 4)) for one in ranked), key=lambda one: (-one[1], one[0]))


SEEK = [
    sought("When does the harbour close?"),
    sought("the ferry, the tax and the budget of 2014"),
    sought("COVID-19 in the A-320"),
    sought("O'Brien's caf\u00e9 back\\slash 'why'"),
    sought("\u6771\u4eac"),
    sought("\u5e81"),
    phrases("harbour was said"),
    [Sought(("h",), begins=True), *sought("nothing of the kind zzz")],
    [],
]


@pytest.mark.parametrize("wanted", SEEK, ids=str)
@pytest.mark.parametrize(
    "inside",
    [
        ANYWHERE,
        Inside(since=18_700, until=18_800),
        Inside(since=18_700, undated=False, folders={"sea"}, documents=[3]),
        Inside(documents=[1, 2, 3], sources=["nobody"]),
    ],
)
def test_both_engines_rank_alike(both: tuple[Words, Words], wanted: Sequence[Sought], inside: Inside) -> None:
    embedded, stored = both
    assert close(stored.match(wanted, inside, 1_000)) == close(embedded.match(wanted, inside, 1_000))
    assert stored.documents_with(wanted) == embedded.documents_with(wanted)
    assert stored.has(wanted) == embedded.has(wanted)
    assert stored.contents() == embedded.contents()


def test_rare_words_alone_choose_what_is_ranked_in_a_large_index(
    both: tuple[Words, Words], monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded, stored = both
    monkeypatch.setattr(stored_words, "_COMPARED", 30)
    wanted = sought("the mine and the bridge in 2014, COVID-19")
    best = [one.row for one in embedded.match(wanted, ANYWHERE, 5)]
    assert len({one.row for one in stored.match(wanted, ANYWHERE, 5)} & set(best)) >= 4
    every = len(embedded.match(wanted, ANYWHERE, 1_000))
    assert len(stored.match(wanted, ANYWHERE, 1_000)) == every, "where the rare ones are too few, all are ranked"


@pytest.fixture(scope="module")
def database(postgres: Server) -> Iterator[Database]:
    with Database(address(postgres.url)) as database:
        yield database


@settings(max_examples=30)
@given(title=st.text(max_size=60), body=st.text(max_size=200))
def test_any_text_becomes_a_vector_of_words(database: Database, title: str, body: str) -> None:
    titled, own = pieces(title), pieces(body)
    made = vector(titled, own)
    counted = "SELECT count(*), coalesce(sum(cardinality(positions)), 0) FROM unnest(%s::tsvector)"
    ((lexemes, places),) = database.all(counted, [made.words])
    assert (lexemes, places) == (len({*titled, *own}), made.size)
    assert made.size == 2 * len(titled) + len(own)
    assert made.length <= made.size
