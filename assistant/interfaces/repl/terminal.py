"""The terminal between two prompts: keys wait in the kernel instead of being echoed into an answer."""

from __future__ import annotations

import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager

_INPUT, _LOCAL, _CHARACTERS = 0, 3, 6  # places in the list of tcgetattr(3)


@contextmanager
def quiet_keys() -> Iterator[Keys]:
    """Quiet keys until the block ends; also a signal to end (SIGTERM, SIGHUP) leaves the terminal as it was found."""

    def leave(number: int, frame: object) -> None:  # noqa: ARG001
        raise SystemExit(128 + number)

    keys = Keys()
    found = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield keys
    finally:
        for number, handler in found.items():
            signal.signal(number, handler)
        keys.restore()


class Keys:
    """Quiet keys for a whole conversation; the terminal is as it was found inside `lent` and after `restore`."""

    def __init__(self) -> None:
        self._descriptor = sys.stdin.fileno()
        self._found = termios.tcgetattr(self._descriptor)
        self._quiet()

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Give the terminal to another program, such as a pager."""
        self.restore()
        try:
            yield
        finally:
            self._quiet()

    def restore(self) -> None:
        """Leave the terminal as it was found."""
        termios.tcsetattr(self._descriptor, termios.TCSANOW, self._found)

    def _quiet(self) -> None:
        mode = termios.tcgetattr(self._descriptor)
        mode[_LOCAL] &= ~(termios.ECHO | termios.ICANON)
        mode[_INPUT] &= ~termios.ICRNL  # Enter waits as the key it is
        mode[_CHARACTERS][termios.VMIN], mode[_CHARACTERS][termios.VTIME] = 1, 0
        # TCSANOW: the other ways to set the mode throw away what was typed.
        termios.tcsetattr(self._descriptor, termios.TCSANOW, mode)
