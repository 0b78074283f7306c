"""Threads, the queue and the exchange of generations: what happens when there is too much, or something new."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from assistant.interfaces.server.corpus import LiveCorpus
from assistant.interfaces.server.errors import Refusal
from assistant.interfaces.server.running import Slots, call, start
from tests.interfaces.server.scripted import Scripted, saying, scripted


def test_a_full_queue_refuses_at_once_and_names_a_time() -> None:
    async def fill() -> None:
        slots, hold = Slots(running=1, waiting=1, patience=20), threading.Event()
        first = asyncio.create_task(call(hold.wait, slots))
        await asyncio.sleep(0)
        second = asyncio.create_task(call(lambda: "second", slots))
        await asyncio.sleep(0)
        assert (slots.running, slots.waiting) == (1, 1)
        with pytest.raises(Refusal) as refused:
            await call(lambda: "third", slots)
        assert refused.value.status == 503
        assert int(refused.value.headers["retry-after"]) >= 1
        hold.set()
        assert await first
        assert await second == "second"
        assert await call(lambda: "third", slots) == "third"
        assert slots.waiting == 0

    asyncio.run(fill())


def test_patience_ends() -> None:
    async def wait() -> None:
        slots, hold = Slots(running=1, waiting=1, patience=0.01), threading.Event()
        first = asyncio.create_task(call(hold.wait, slots))
        await asyncio.sleep(0)
        with pytest.raises(Refusal, match="busy"):
            await call(lambda: None, slots)
        assert slots.waiting == 0
        hold.set()
        await first

    asyncio.run(wait())


def test_who_leaves_the_queue_leaves_it_empty() -> None:
    async def leave() -> None:
        slots, hold = Slots(running=1, waiting=5, patience=20), threading.Event()
        first = asyncio.create_task(call(hold.wait, slots))
        await asyncio.sleep(0)
        second = asyncio.create_task(call(lambda: None, slots))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        assert slots.waiting == 0
        hold.set()
        assert await first
        assert await call(lambda: "next", slots) == "next"

    asyncio.run(leave())


def test_an_error_of_the_thread_is_raised_where_it_is_read_and_frees_the_slot() -> None:
    async def fail() -> None:
        slots = Slots(running=1, waiting=0, patience=1)

        def produce(_: threading.Event) -> Iterator[int]:
            yield 1
            raise ValueError("after one")

        running = await start(produce, slots)
        assert await anext(running) == 1
        with pytest.raises(ValueError, match="after one"):
            await anext(running)
        for number in range(200):  # the slot is free as soon as the end is read
            assert await call(lambda: number, slots) == number  # noqa: B023  (called at once)

    asyncio.run(fail())


def test_stopping_ends_the_thread() -> None:
    async def stop() -> None:
        slots, ended = Slots(running=1, waiting=0, patience=1), threading.Event()

        def produce(cancelled: threading.Event) -> Iterator[int]:
            try:
                yield 0
                assert cancelled.wait(20)
                yield 1
                yield 2
            finally:
                ended.set()

        running = await start(produce, slots)
        assert await anext(running) == 0
        running.stop()
        assert [item async for item in running] in ([], [1])  # what was on its way may arrive; nothing after it
        assert await asyncio.to_thread(ended.wait, 20)

    asyncio.run(stop())


class Generations:
    """A live corpus whose generation a test raises."""

    def __init__(self) -> None:
        self.number = 1
        self.opened = [Scripted(saying(["1"]))]
        self.live = LiveCorpus(
            self.opened[0],  # type: ignore[arg-type]
            generation=lambda: str(self.number),
            reopen=self._reopen,  # type: ignore[arg-type]
        )

    def _reopen(self) -> object:
        self.opened.append(Scripted(saying([str(self.number)])))
        return self.opened[-1]


def test_a_new_generation_is_taken_up_and_the_old_one_closed_when_nobody_reads_it() -> None:
    generations = Generations()
    live = generations.live
    assert not live.refresh()
    with live.lease() as before:
        generations.number = 2
        assert live.refresh()
        with live.lease() as after:
            assert [id(before), id(after)] == [id(one) for one in generations.opened]
        assert [one.closed for one in generations.opened] == [False, False]
    assert [one.closed for one in generations.opened] == [True, False]
    assert not live.refresh()
    live.close()
    assert [one.closed for one in generations.opened] == [True, True]


def test_no_reader_fails_while_generations_change() -> None:
    generations = Generations()
    failures: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            with generations.live.lease() as assistant:
                if assistant.closed:  # type: ignore[attr-defined]
                    failures.append("a closed index was lent out")
                assistant.documents()
                if assistant.closed:  # type: ignore[attr-defined]
                    failures.append("an index was closed while it was read")

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(2, 200):
        generations.number = number
        assert generations.live.refresh()
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert [one.closed for one in generations.opened] == [True] * 198 + [False]


def test_a_corpus_that_cannot_change_never_does() -> None:
    live = LiveCorpus(scripted(saying(["1"])))
    assert not live.refresh()
