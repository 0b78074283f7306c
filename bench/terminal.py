"""What a person waits for in `assistant chat`, on a real pseudo-terminal: ``python -m bench.terminal``.

Needs the test folder (its terminal and its server of canned replies).
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from assistant.installation import resource
from bench.measure import table
from tests.fake_openai import Reply, fake_openai
from tests.interfaces.terminal import Terminal, terminal

QUESTIONS = (
    "When were the two missiles fired?",
    "Who met Kim in Hanoi?",
    "What did Blinken and Austin do in Japan?",
    "What did officials say about the launches?",
)
WORDS = "Two missiles were fired on Sunday"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.terminal", description=__doc__)
    parser.add_argument("--questions", type=int, default=40)
    count = parser.parse_args().questions
    with tempfile.TemporaryDirectory(prefix="assistant-bench-") as name:
        home = Path(name)
        shutil.copytree(resource("seeds"), home / "seeds", ignore=shutil.ignore_patterns(".assistant"))
        first = in_quotes(home, count)
        left, shown = with_model(home, count)
    rows = [
        ("first characters of an answer in quotes", first),
        ("request leaves, after Enter", left),
        ("sentence appears, after its last quote arrived", shown),
    ]
    table(
        f"assistant chat over the sample corpus, {count} questions",
        ("milliseconds", "p50", "p95", "longest"),
        [(label, statistics.median(times), sorted(times)[int(len(times) * 0.95)], max(times)) for label, times in rows],
    )


def in_quotes(home: Path, count: int) -> list[float]:
    """From Enter to the first sentence of the answer."""
    with terminal("chat", "--corpus", home / "seeds", "--quotes", home=home, rows=60) as screen:
        _settle(screen)
        return [_timed(screen, _question(screen, number)) for number in range(count)]


def with_model(home: Path, count: int) -> tuple[list[float], list[float]]:
    """From Enter to the request at the server; from the end of a quote at the server to its sentence on the screen."""
    left, shown = [], []
    with fake_openai() as fake:
        settings = {"OPENAI_BASE_URL": fake.url, "OPENAI_API_KEY": "right-key", "ASSISTANT_MODEL": "fake-model"}
        with terminal("chat", "--corpus", home / "seeds", home=home, rows=60, settings=settings) as screen:
            _settle(screen)
            for number in range(count):
                held = threading.Event()
                end = "</q> <missing>The passages say no more.</missing>"
                fake.replies.append(Reply([f'{WORDS}. <q p="P1">{WORDS}', end], hold=held))
                press = _question(screen, number)
                asked, began = len(fake.requests), time.perf_counter()
                press()
                while len(fake.requests) == asked:
                    time.sleep(0.0005)
                left.append((time.perf_counter() - began) * 1e3)
                screen.wait_for("writing")
                shown.append(_timed(screen, held.set))
    return left, shown


def _settle(screen: Terminal) -> None:
    """Let the program finish what it loads beside the prompt, as a person who types a question does."""
    screen.wait_for_prompt()
    time.sleep(4)


def _question(screen: Terminal, number: int) -> Callable[[], None]:
    """Type a question; returns what presses Enter."""
    question = QUESTIONS[number % len(QUESTIONS)]
    screen.type(question)
    screen.wait_for(f"> {question}")
    return lambda: screen.press("enter")


def _timed(screen: Terminal, start: Callable[[], None]) -> float:
    """Milliseconds from `start` until the first citation of an answer is drawn."""
    position, began = len(screen.sent), time.perf_counter()
    start()
    while b"[1]" not in screen.sent[position:]:
        screen.read(0.05)
    taken = (time.perf_counter() - began) * 1e3
    screen.wait_for_prompt()
    return taken


if __name__ == "__main__":
    main()
