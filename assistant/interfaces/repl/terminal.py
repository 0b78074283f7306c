"""The terminal between two prompts: keys wait in the kernel instead of being echoed into an answer."""

from __future__ import annotations

import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager

_INPUT, _LOCAL, _CHARACTERS = 0, 3, 6  # places in the list of tcgetattr(3)


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
