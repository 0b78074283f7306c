"""Runs the synchronous core in threads: a few at once, a bounded queue, and an end when the client leaves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Generic, Self, TypeVar

from assistant.interfaces.server.errors import Refusal

T = TypeVar("T")
_RETRY_AFTER = "2"  # seconds; an answer takes about as long


class Slots:
    """At most `running` at once and `waiting` in the queue, each for at most `patience` seconds."""

    def __init__(self, running: int, waiting: int, patience: float) -> None:
        self._free = asyncio.Semaphore(running)
        self._most_waiting = waiting
        self._patience = patience
        self.running = 0
        self.waiting = 0

    async def take(self) -> None:
        """Take a slot. Raises Refusal 503 at once when the queue is full, later when patience ends."""
        if self._free.locked() and self.waiting >= self._most_waiting:
            raise _busy()
        self.waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError:
            raise _busy() from None
        finally:
            self.waiting -= 1
        self.running += 1

    def give_back(self) -> None:
        """Free a slot."""
        self.running -= 1
        self._free.release()

    async def idle(self, seconds: float) -> None:
        """Wait until nothing runs, for at most `seconds`: a thread at work while Python ends may abort the process."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.running:
                    await asyncio.sleep(0.02)


def _busy() -> Refusal:
    return Refusal(503, "busy", "The server is busy; try again in a moment.", headers={"retry-after": _RETRY_AFTER})


class Running(Generic[T]):
    """A generator at work in a thread of its own; iterate over it once, and `stop` it in any case.

    Nothing waits for a slow reader: what was produced is kept for it, and the slot is free when the thread is done.
    """

    def __init__(self, produce: Callable[[threading.Event], Iterator[T]], slots: Slots) -> None:
        self._produce = produce
        self._slots = slots
        self._loop = asyncio.get_running_loop()
        self._ready: asyncio.Queue[tuple[T] | BaseException | None] = asyncio.Queue()
        self.cancelled = threading.Event()
        threading.Thread(target=self._work, daemon=True, name="answer").start()

    def stop(self) -> None:
        """Stop the thread: the model's connection is closed at once, and nothing more is yielded."""
        self.cancelled.set()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        item = await self._ready.get()
        if item is None:
            raise StopAsyncIteration
        if isinstance(item, BaseException):
            raise item
        return item[0]

    def _work(self) -> None:
        ended: BaseException | None = None
        try:
            for item in self._produce(self.cancelled):
                self._tell(self._ready.put_nowait, (item,))
                if self.cancelled.is_set():
                    break
        except BaseException as error:  # noqa: BLE001  (it is raised again where the thread's results are read)
            ended = error
        # First the slot: who reads the end may ask again at once.
        self._tell(self._slots.give_back)
        if ended is not None:
            self._tell(self._ready.put_nowait, ended)
        self._tell(self._ready.put_nowait, None)

    def _tell(self, call: Callable[..., object], *arguments: object) -> None:
        with suppress(RuntimeError):  # the loop is closed: the server has stopped, and nobody reads this any more
            self._loop.call_soon_threadsafe(call, *arguments)


async def start(produce: Callable[[threading.Event], Iterator[T]], slots: Slots) -> Running[T]:
    """Wait for a slot, then run `produce` in a thread. Raises Refusal 503."""
    await slots.take()
    return Running(produce, slots)


async def call(work: Callable[[], T], slots: Slots) -> T:
    """Run `work` in a thread, in a slot, and return its result. Raises Refusal 503, and what `work` raises."""

    def produce(_: threading.Event) -> Iterator[T]:
        yield work()

    running = await start(produce, slots)
    try:
        (result,) = [item async for item in running]
    finally:
        running.stop()
    return result
