"""Threads, the queue and the exchange of generations: what happens when there is too much, or something new."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from assistant.interfaces.server.errors import Refusal
from assistant.interfaces.server.running import Slots, asker, call, start
from assistant.models.embedder import Network


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


def test_who_asks_take_turns_and_none_fills_the_queue_alone() -> None:
    async def ask(slots: Slots, who: str, done: list[str]) -> None:
        asker.set(who)
        try:
            await slots.take()
        except Refusal as refused:
            done.append(f"{who}: {refused.code}")
            return
        done.append(who)
        slots.give_back()

    async def compete() -> None:
        slots, done = Slots(running=1, waiting=4, patience=20), list[str]()
        await slots.take()
        asked = [asyncio.create_task(ask(slots, who, done)) for who in ("many",) * 5 + ("one", "two", "many")]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        slots.give_back()
        await asyncio.gather(*asked)
        refused = ["many: busy"] * 4  # the fifth, the last two to make room, and the sixth
        assert sorted(done[:4]) == refused
        assert done[4:] == ["many", "one", "two", "many"]
        assert (slots.running, slots.waiting) == (0, 0)

    asyncio.run(compete())


def test_whose_turn_would_come_too_late_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("assistant.interfaces.server.running.time.monotonic", lambda: clock[0])

    async def wait() -> None:
        slots = Slots(running=1, waiting=100, patience=20)
        await slots.take()
        waiting = [asyncio.create_task(slots.take()) for _ in range(12)]
        await asyncio.sleep(0)
        for _ in range(6):  # an answer every three seconds
            clock[0] += 3
            slots.give_back()
            await asyncio.sleep(0)
        waiting.append(asyncio.create_task(slots.take()))
        await asyncio.sleep(0)
        assert waiting[-1].done()
        with pytest.raises(Refusal) as refused:
            await waiting[-1]
        assert 15 <= int(refused.value.headers["retry-after"]) <= 21
        asker.set("another")  # has waited for nothing yet, so its turn is the next but one
        waiting.append(asyncio.create_task(slots.take()))
        await asyncio.sleep(0)
        assert slots.waiting == 7
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    asyncio.run(wait())


def test_a_turn_that_comes_as_its_client_leaves_is_given_on() -> None:
    async def leave() -> None:
        slots = Slots(running=1, waiting=2, patience=20)
        await slots.take()
        gone = asyncio.create_task(slots.take())
        await asyncio.sleep(0)
        slots.give_back()
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        assert (slots.running, slots.waiting) == (0, 0)

    asyncio.run(leave())


def test_what_nobody_waits_for_is_not_read_to_its_end() -> None:
    begun, enough = list[int](), threading.Event()

    def read(number: int) -> int:
        begun.append(number)
        return number

    async def stop() -> None:
        slots, ended = Slots(running=1, waiting=0, patience=1), threading.Event()

        def produce(_: threading.Event) -> Iterator[int]:
            try:
                for number in Network(Path("none")).side_by_side(read, range(10_000)):
                    begun.append(number)
                    if len(begun) == 2:
                        assert enough.wait(20)
                yield 0
            finally:
                ended.set()

        running = await start(produce, slots)
        running.stop()
        enough.set()
        assert await asyncio.to_thread(ended.wait, 20)

    with patch("assistant.models.embedder.cores", return_value=1):
        asyncio.run(stop())
    assert len(begun) <= 3


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
