"""A server's corpus: a new generation is taken up, and no reader fails."""

from __future__ import annotations

import threading

from assistant.interfaces.server.corpus import LiveCorpus
from tests.interfaces.server.scripted import Scripted, saying, scripted


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
