"""Servers of one store: they take up a new generation, and agree on keys, on rates and on replies."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from assistant.errors import CorpusIndexError
from assistant.interfaces.server import LiveCorpus, create_app, open_corpus
from assistant.interfaces.server.access.rates import Rates, rate
from assistant.interfaces.server.access.stored import KeyStore, StoredCounts, key_store
from assistant.interfaces.server.errors import Refusal
from assistant.models.replies import StoredReplies
from assistant.postgres.address import Address, address
from assistant.postgres.database import Database
from assistant.settings import Settings
from assistant.wiring import index_corpus, migrate
from tests.index.corpora import article
from tests.postgres_server import Server


@pytest.fixture(scope="module")
def where(postgres: Server) -> Address:
    shared = address(f"{postgres.url}&schema=shared")
    with key_store(shared):
        return shared


@pytest.fixture
def databases(where: Address) -> Iterator[tuple[Database, Database]]:
    with Database(where, writes=True) as one, Database(where, writes=True) as other:
        yield one, other


def test_all_servers_take_up_a_new_generation(postgres: Server, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "tax.txt").write_text(article("2021-03-24", "tax"), encoding="utf-8")
    embedded = Settings(corpus=corpus, mode="quotes", data_dir=tmp_path / "data")
    settings = embedded.model_copy(update={"store": f"{postgres.url}&schema=served"})
    index_corpus(embedded)
    assert migrate(settings, back=False) == "000001"
    with ExitStack() as stack:
        servers = [open_corpus(settings) for _ in range(2)]
        for each in servers:
            stack.callback(each.close)
        assert [each.refresh() for each in servers] == [False, False]
        (corpus / "river.txt").write_text(article("2021-04-24", "river"), encoding="utf-8")
        assert index_corpus(settings).generation == "000002"
        assert [each.refresh() for each in servers] == [True, True]
        assert {len(_documents(each)) for each in servers} == {2}
        _is_ready_only_while_the_store_is_there(servers[0], postgres)


def _documents(live: LiveCorpus) -> list[str]:
    with live.lease() as assistant:
        return [each.path for each in assistant.documents()]


def _is_ready_only_while_the_store_is_there(live: LiveCorpus, postgres: Server) -> None:
    async def status() -> int:
        transport = httpx.ASGITransport(create_app(live))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return (await client.get("/readyz")).status_code

    assert asyncio.run(status()) == 200
    postgres.stop()
    try:
        with pytest.raises(CorpusIndexError, match="cannot be reached"):
            live.refresh()
        assert asyncio.run(status()) == 503
    finally:
        postgres.start()
    assert not live.refresh()
    assert asyncio.run(status()) == 200
    assert _documents(live) == ["river.txt", "tax.txt"]


def test_a_key_is_known_to_all_and_soon_forgotten_by_all(databases: tuple[Database, Database]) -> None:
    one, other = map(KeyStore, databases)
    ring, key = one.ring().add("desk", "secret")
    one.write(ring)
    other.refresh()
    found = other.ring().find(key.encode())
    assert found is not None
    assert (found.name, found.created) == ("desk", str(datetime.now(UTC).date()))
    assert other.ring().signing == ring.signing, "links that one signs the other opens"
    one.write(one.ring().remove("desk"))
    other.refresh()
    assert other.ring().find(key.encode()) is None


def test_a_rate_is_counted_over_all_servers(databases: tuple[Database, Database]) -> None:
    one, other = (Rates(StoredCounts(each)) for each in databases)

    async def ask() -> None:
        for rates in (one, other, one):
            await rates.count("desk", rate("3/minute"))
        await one.count("another", rate("3/minute"))
        with pytest.raises(Refusal) as refused:
            await other.count("desk", rate("3/minute"))
        assert 50 < int(refused.value.headers["retry-after"]) <= 60

    asyncio.run(ask())


def test_replies_are_shared_and_the_oldest_dropped(databases: tuple[Database, Database]) -> None:
    one, other = (StoredReplies(each, entries=2) for each in databases)
    for key in "abc":
        one.put(key, f"{key} \0 \ud800 said")
    assert [other.get(key) for key in "abcd"] == [None, "b \0 \ud800 said", "c \0 \ud800 said", None]
