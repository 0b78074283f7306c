"""A store in PostgreSQL: generations appear whole, readers keep theirs, and the way back loses nothing."""

from __future__ import annotations

import logging
import re
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import CorpusIndexError, IndexIncompatible, IndexLocked, IndexMissing, SettingsError
from assistant.index.build.report import BuildReport
from assistant.index.build.shared import build_shared, fetch, publish
from assistant.index.search.index import Index
from assistant.index.search.stored import open_stored
from assistant.index.vectors import exact
from assistant.postgres import schema
from assistant.postgres.address import Address, address
from assistant.postgres.database import Database
from tests.index.corpora import WordEmbedder, article, ask, index, write
from tests.postgres_server import Server

FILES = {
    f"{topic}.txt": article("2021-03-24", topic, 6) for topic in ("tax", "vote", "river", "storm", "bridge", "mine")
}
SAME = "This very line stands at the foot of every page of the paper."


def quiet(_: object) -> None:
    """No progress is shown."""


@pytest.fixture
def where(postgres: Server, request: pytest.FixtureRequest) -> Address:
    name = "".join(each if each.isalnum() else "_" for each in request.node.name.casefold())[:40]
    return address(f"{postgres.url}&schema={name}")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "corpus", FILES)


def shared(
    where: Address, root: Path, index_dir: Path | None = None, embedder: WordEmbedder | None = None
) -> BuildReport:
    here = index_dir or root / ".assistant"
    build: Callable[[], BuildReport] = partial(index, root, here, embedder, accept_removals=True)
    return build_shared(where, root, here, build, quiet)


def opened(where: Address, tmp_path: Path) -> Index:
    return open_stored(where, WordEmbedder(), tmp_path / "cache")


def test_a_generation_replaces_the_last_and_who_reads_that_keeps_it(where: Address, root: Path, tmp_path: Path) -> None:
    assert shared(where, root).generation == "000001"
    assert shared(where, root).generation == "000001", "what did not change is not published"
    before = opened(where, tmp_path)
    write(root, {"river.txt": article("2021-04-01", "river", 9), "new.txt": article("2021-04-02", "harbour")})
    (root / "mine.txt").unlink()
    assert shared(where, root).generation == "000002"
    with opened(where, tmp_path) as after:
        assert {each.path for each in after.documents()} == {*FILES, "new.txt"} - {"mine.txt"}
        assert {each.path for each in before.documents()} == {*FILES}
        assert before.document("river.txt") != after.document("river.txt")
        assert [hit.document.path for hit in before.search(ask("mine story"), 1)] == ["mine.txt"]
        assert [hit.document.path for hit in after.search(ask("harbour story"), 1)] == ["new.txt"]
        with Index.open(root / ".assistant", WordEmbedder()) as own:
            assert after.lexical.contents() == own.lexical.contents()
            rows = list(own.catalogue.digests())
            both = (exact.ExactVectors(each.generation.folder, each.catalogue) for each in (own, after))
            mine, theirs = (each.of(rows) for each in both)
            assert np.array_equal(mine, theirs), "of the old ones and the new ones alike"
    with Database(where) as database:
        kept = "SELECT count(*) FROM all_documents WHERE path = 'mine.txt'"
        assert database.all(kept) == [(1,)]
        before.close()
        write(root, {"last.txt": article("2021-04-03", "court")})
        shared(where, root)
        assert database.all(kept) == [(0,)], "what no reader needs is removed"
        assert database.all("SELECT passages FROM pieces WHERE piece = 'mine'") == []


def test_a_run_that_fails_leaves_the_store_as_it_was(where: Address, root: Path, tmp_path: Path) -> None:
    shared(where, root)
    write(root, {"new.txt": article("2021-04-02", "harbour")})
    index(root, root / ".assistant")

    def stopped(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(where, root / ".assistant", stopped)
    with opened(where, tmp_path) as reader:
        assert {each.path for each in reader.documents()} == {*FILES}
    assert shared(where, root).generation == "000002", "the next run goes on"


def test_an_index_comes_back_without_embedding_and_goes_on(where: Address, root: Path, tmp_path: Path) -> None:
    write(root, {f"{n}.txt": f"Story {n} of its own, with words {n * n} that others lack.\n{SAME}\n" for n in range(9)})
    write(root, {"copy.txt": FILES["tax.txt"], "odd.txt": "A NUL \0 and a bell \a stand here, and a caf\u00e9."})
    shared(where, root)
    other = tmp_path / "elsewhere"
    assert fetch(where, root, other, quiet) == "000001"
    embedder = WordEmbedder()
    with Index.open(root / ".assistant", embedder) as own, Index.open(other, embedder) as back:
        assert back.documents() == own.documents()
        assert {key: back.passages(key) for key in own.passage_counts()} == {
            key: own.passages(key) for key in own.passage_counts()
        }
        assert back.search(ask("tax story"), 5) == own.search(ask("tax story"), 5)
        assert back.skipped() == own.skipped()
    report = index(root, other, embedder)
    assert (report.unchanged, report.repeated, embedder.texts[2:]) == (len(FILES) + 11, report.repeated, [])
    assert [each.line for each in report.repeated] == [SAME]


def test_another_machine_goes_on_where_the_last_writer_stopped(where: Address, root: Path, tmp_path: Path) -> None:
    shared(where, root)
    write(root, {"new.txt": article("2021-04-02", "harbour")})
    embedder = WordEmbedder()
    report = shared(where, root, tmp_path / "second", embedder)
    assert (report.generation, report.added, report.unchanged) == ("000002", ("new.txt",), len(FILES))
    assert all("harbour" in text for text in embedder.texts), "only what is new is embedded"
    assert shared(where, root).unchanged == len(FILES) + 1


def test_another_embedder_makes_all_vectors_anew(where: Address, root: Path, tmp_path: Path) -> None:
    shared(where, root)
    opened(where, tmp_path).close()
    other = WordEmbedder()
    other.fingerprint, other.dimension = "words-8", 8
    here = root / ".assistant"
    build_shared(where, root, here, partial(index, root, here, other, rebuild=True), quiet)
    with open_stored(where, other, tmp_path / "cache") as reader:
        assert [hit.document.path for hit in reader.search(ask("river story"), 1)] == ["river.txt"]
        assert exact.ExactVectors(reader.generation.folder, reader.catalogue).vectors.shape[1] == 8
    with Database(where) as database:
        assert database.all("SELECT DISTINCT embedder FROM vectors") == [("words-8",)]


def test_one_writes_at_a_time(where: Address, root: Path) -> None:
    shared(where, root)
    locked = pytest.raises(IndexLocked, match="another process is writing the store")
    with Database(where, writes=True) as database, database.writing(), locked:
        shared(where, root)


def test_a_reader_outlives_a_restart_of_the_server(
    where: Address, root: Path, tmp_path: Path, postgres: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, "psycopg.pool")
    shared(where, root)
    with opened(where, tmp_path) as reader:
        first = reader.search(ask("river story"), 3)
        postgres.stop()
        try:
            with pytest.raises(CorpusIndexError, match=r"cannot be reached .*check the setting store"):
                opened(where, tmp_path)
        finally:
            postgres.start()
        assert reader.search(ask("river story"), 3) == first


def test_what_cannot_be_opened_is_told_in_one_line(where: Address, root: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="nothing is indexed in the store"):
        opened(where, tmp_path)
    shared(where, root)
    other = WordEmbedder()
    other.fingerprint = "others"
    with pytest.raises(IndexIncompatible, match="was built with embedder words-64, now it is others"):
        open_stored(where, other, tmp_path / "cache")
    with Database(where, writes=True) as database, database.transaction() as connection:
        connection.execute("DELETE FROM steps WHERE number > 1")
    with pytest.raises(IndexIncompatible, match="of an earlier version"):
        opened(where, tmp_path)


def test_steps_are_taken_once_and_a_later_one_is_no_fault(where: Address) -> None:
    with Database(where, writes=True) as database:
        assert schema.version(database) == 0
        schema.prepare(database)
        schema.prepare(database)
        assert schema.version(database) == schema.VERSION
        with database.transaction() as connection:
            connection.execute("INSERT INTO steps VALUES (%s, now())", (schema.VERSION + 1,))
        schema.check(database)


def test_passwords_are_in_no_message(where: Address) -> None:
    hidden = where._replace(url="postgresql://me:s3cret@127.0.0.1:1/x?password=0therw1se")
    with pytest.raises(CorpusIndexError) as told:
        Database(hidden)
    assert "127.0.0.1:1/x" in str(told.value)
    assert not {"s3cret", "0therw1se"} & set(re.findall(r"\w+", str(told.value)))


@pytest.mark.parametrize("url", ["sqlite:///x", "archive", "postgresql://h/d?schema=Drop;", "http://[::1", ""])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="store"):
        address(url)


def test_an_address_may_name_a_schema() -> None:
    assert address("postgres://me@h:5/d?sslmode=require&schema=news") == Address(
        "postgresql://me@h:5/d?sslmode=require", "news"
    )
    assert address("postgresql://h/d").schema == "assistant"


@pytest.mark.soak
def test_a_dump_comes_back_and_goes_on(where: Address, root: Path, tmp_path: Path, postgres: Server) -> None:
    shared(where, root)
    with opened(where, tmp_path) as reader:
        first = reader.search(ask("river story"), 3)
    schemas = (f"--schema={where.schema}", f"--schema={where.schema}_*")
    dump = subprocess.run(["pg_dump", *schemas, where.url], capture_output=True, check=True)
    with Database(where, writes=True) as database, database.transaction() as connection:
        connection.execute(f"DROP SCHEMA {where.schema}, {where.of_generation(1)} CASCADE")
    subprocess.run(["psql", "--quiet", "-v", "ON_ERROR_STOP=1", where.url], input=dump.stdout, check=True)
    with Database(where, writes=True) as database, database.transaction() as connection:
        connection.execute("UPDATE store SET id = gen_random_uuid()")
    with opened(where, tmp_path) as reader:
        assert reader.search(ask("river story"), 3) == first
    write(root, {"new.txt": article("2021-04-02", "harbour")})
    assert shared(where, root).generation == "000002"
