"""Runs the synchronous core in threads: a few at once, a bounded queue, and an end when the client leaves."""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from contextvars import ContextVar
from typing import Generic, Self, TypeVar

from assistant.interfaces.server.errors import Refusal
from assistant.models.embedder import stopped_by

T = TypeVar("T")
# Who asks: the name of a key or an address, set by the guard; turns are dealt out by it.
asker: ContextVar[str] = ContextVar("asker", default="")
_THREAD = "answer"
_WINDOW = 16  # ends of the latest answers from which the time to the next one is told
_FEWEST = 4  # below that many, nothing is told
_LONGEST = 60  # seconds that a client is told to wait


class Slots:
    """At most `running` at once and `waiting` in the queue, each for at most `patience` seconds.

    Who asks take turns, however many requests each has in the queue. In a full queue somebody with fewer takes the
    place of the last request of whoever has most. Whose turn would come too late, as far as the latest answers tell,
    is refused at once, and told when to ask again.
    """

    def __init__(self, running: int, waiting: int, patience: float) -> None:
        self._most_running, self._most_waiting = running, waiting
        self._patience = patience
        self._queues: dict[str, deque[asyncio.Future[None]]] = {}  # in the order of turns
        self._ends: deque[float] = deque(maxlen=_WINDOW)  # since all slots were last in use with a queue
        self.running = 0

    @property
    def waiting(self) -> int:
        """Requests in the queue."""
        return sum(map(len, self._queues.values()))

    async def take(self) -> None:
        """Take a slot. Raises Refusal 503 at once when the queue is full or too slow, later when patience ends."""
        who = asker.get()
        if self.running < self._most_running:
            self.running += 1
            return
        self._make_room(who)
        turn = asyncio.get_running_loop().create_future()
        self._queues.setdefault(who, deque()).append(turn)
        try:
            async with asyncio.timeout(self._patience):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled() and not turn.exception():
                self.give_back()  # it came at the very moment
            if isinstance(error, TimeoutError):
                raise self._busy(who) from None
            raise
        finally:
            self._leave(who, turn)

    def give_back(self) -> None:
        """Free a slot, or hand it to whose turn it is."""
        if not self._queues:
            self.running -= 1
            self._ends.clear()
            return
        self._ends.append(time.monotonic())
        who = next(iter(self._queues))
        queue = self._queues.pop(who)
        turn = queue.popleft()
        if queue:
            self._queues[who] = queue
        if turn.done():  # its client has left
            self.give_back()
        else:
            turn.set_result(None)

    async def idle(self, seconds: float) -> None:
        """Wait until nothing runs, for at most `seconds`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.running:
                    await asyncio.sleep(0.02)

    def _make_room(self, who: str) -> None:
        """Raise Refusal where `who` would wait in vain."""
        own = len(self._queues.get(who, ()))
        if self.waiting >= self._most_waiting:
            greediest = max(self._queues, key=lambda each: len(self._queues[each]), default=who)
            if own + 1 >= len(self._queues.get(greediest, ())):
                raise self._busy(who)
            last = self._queues[greediest][-1]
            self._leave(greediest, last)
            last.set_exception(self._busy(greediest))
        elif self._queues and self._expected(who) > self._patience:
            raise self._busy(who)

    def _leave(self, who: str, turn: asyncio.Future[None]) -> None:
        queue = self._queues.get(who, deque())
        if turn in queue:
            queue.remove(turn)
        if not queue:
            self._queues.pop(who, None)

    def _expected(self, who: str) -> float:
        """Seconds until a next request of `who` would have its turn; 0 where too little is known."""
        if len(self._ends) < _FEWEST:
            return 0.0
        own = len(self._queues.get(who, ())) + 1
        before = own + sum(min(len(queue), own) for other, queue in self._queues.items() if other != who)
        return before * (time.monotonic() - self._ends[0]) / (len(self._ends) - 1)

    def _busy(self, who: str) -> Refusal:
        wait = min(max(math.ceil(self._expected(who)), 2), _LONGEST)
        message = "The server is busy; try again in a moment."
        return Refusal(503, "busy", message, headers={"retry-after": str(wait)})


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
        threading.Thread(target=self._work, daemon=True, name=_THREAD).start()

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
            with stopped_by(self.cancelled):
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


def at_work() -> bool:
    """Whether a thread still answers; Python would wait at its end for what that reads, or be aborted by it."""
    return any(thread.name == _THREAD for thread in threading.enumerate())


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
