"""No pattern of the package takes more than its share of time, whatever it reads.

Each is run as the package runs it, on strings pumped from its own parse tree. A pattern that is not linear may stand
where a few characters are read at most; it is then measured on as many, and they are named here.
"""

from __future__ import annotations

import math
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from tests.security.patterns import Attack, Found, attacks, collect, is_possessive_group, seconds

_SHORT, _LONG = 4_000, 24_000  # characters
_QUICK = 0.002  # seconds of CPU; a run of 4,000 characters that takes less is not quadratic
_FEW = 10  # strings for a pattern; `make soak` takes all
_EXPONENT = 1.2
_CLOCK = 2.0  # seconds of CPU; a run that takes more grows without bound
# Patterns that read so many characters at most: by their module, or by their own name.
_BOUNDED = {
    "assistant.answering.question.asked._DATE": 500,
    "assistant.answering.question.corpus_questions": 500,
    "assistant.answering.question.asked._PUBLICATION_BEFORE": 500,
    "assistant.corpus.boilerplate.CREDITS": 80,
    "assistant.corpus.boilerplate._FORMS": 700,
    "assistant.corpus.header.": 400,
    "assistant.corpus.titles": 200,
    "assistant.dates.written.mentions._SENTENCE_START": 5,
    "assistant.text.sentences._WORD_BEFORE": 40,
    "assistant.text.site_words": 420,
}
_AT_BOUND = 0.1  # seconds


@contextmanager
def _clock(what: str) -> Iterator[None]:
    def ring(_: int, __: FrameType | None) -> None:
        raise AssertionError(f"over {_CLOCK:g} s: {what}")

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, _CLOCK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _fault(found: Found, run: str, attack: Attack, longest: int) -> str | None:
    """What is wrong with one run: it grows faster than its text, or takes too long where it is bounded."""
    what = f"{found.name} by {run} on {attack}: {str(found.pattern.pattern)[:200]!r}"
    bound = next((most for name, most in _BOUNDED.items() if found.name.startswith(name)), None)
    with _clock(what):
        if bound is not None:
            took = seconds(found, run, attack.text(bound)[:bound])
            return f"{took:.2f} s at {bound} characters: {what}" if took > _AT_BOUND else None
        if all(seconds(found, run, attack.text(length)) < _QUICK for length in (300, _SHORT)):
            return None
        for _ in range(3):  # the machine may have been busy
            short, long = (seconds(found, run, attack.text(length)) for length in (longest // 8, longest))
            exponent = math.log(max(long, 1e-6) / max(short, 1e-6), 8)
            if long < 4 * _QUICK or exponent <= _EXPONENT:
                return None
    return f"grows with exponent {exponent:.2f}, {long:.2f} s at {longest} characters: {what}"


def _faults(longest: int, most: int) -> list[str]:
    found = []
    for pattern in collect():
        runs = ((run, attack) for attack in attacks(pattern.pattern, most) for run in sorted(pattern.runs))
        faults = (_fault(pattern, run, attack, longest) for run, attack in runs)
        found += [fault for fault in (next(filter(None, faults), None),) if fault]
    return found


@pytest.mark.timeout(120)
def test_every_pattern_is_linear() -> None:
    assert _faults(_LONG, _FEW) == []


@pytest.mark.soak
def test_every_pattern_is_linear_at_length() -> None:
    length = int(os.environ.get("SOAK_CHARACTERS", "200000"))
    assert _faults(length, 400) == []


def test_patterns_match_alike_in_every_python() -> None:
    assert is_possessive_group(re.compile(r"(?:[ \t]*+\")*+"))
    assert not is_possessive_group(re.compile(r"(?>(?:[ \t]*+\")*)"))
    assert [one.name for one in collect() if is_possessive_group(one.pattern)] == []


def test_the_attacks_find_what_they_are_for() -> None:
    for source in (r"(?:[A-Z]{2,}[\w-]*)+,", r"\[[^\]]*\]", r"^\s*[-*]?\s*(\w+)\s*:.*;"):
        found = Found(source, re.compile(source))
        try:
            caught = [_fault(found, "search", attack, _LONG) for attack in attacks(found.pattern, _FEW)]
        except AssertionError as over:
            caught = [str(over)]
        assert any(caught), source
