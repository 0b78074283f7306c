"""A person at a terminal: a real pseudo-terminal with `assistant chat` in it, and an emulator that shows its screen."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pexpect
import pyte

KEYS = {
    "enter": "\r",
    "newline": "\x1b\r",
    "tab": "\t",
    "up": "\x1b[A",
    "ctrl-c": "\x03",
    "ctrl-d": "\x04",
    "ctrl-o": "\x0f",
    "ctrl-r": "\x12",
    "ctrl-u": "\x15",
    "ctrl-x ctrl-e": "\x18\x05",
}
# All that a program of ours may send: colours, cursor, erasing, autowrap, cursor visibility, bracketed paste; and
# what `less` sends to begin and end (alternate screen, keypad).
_ALLOWED = re.compile(
    rb"\x1b\[[0-9;]*[mABCDHJKGdr]|\x1b\[\?(?:1|7|12|25|1049|2004)[hl]|\x1b[=>78M]|\x1b\[\?1[hl]|\x1b\[2[23];0;0t|\x1b\(B|[\x07\x08\x0f]"
)


_PATIENCE = 100.0  # seconds: a busy machine takes long to start a program


class Terminal:
    """A screen of `columns` × `rows` with the program in it. Waiting ends with AssertionError that shows the screen."""

    def __init__(self, child: Any, columns: int, rows: int) -> None:
        self._child = child
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._text: str | None = ""
        self.sent = b""

    def type(self, text: str) -> None:
        """Type characters."""
        self._child.send(text.encode())

    def press(self, *keys: str) -> None:
        """Press keys by their names."""
        for key in keys:
            self._child.send(KEYS[key].encode())

    def ask(self, line: str) -> None:
        """Type a line and press Enter."""
        self.type(line)
        self.wait_for(line[-30:])
        self.press("enter")

    def wait_for(self, text: str, *, gone: bool = False, seconds: float = _PATIENCE) -> None:
        """Read until `text` is on the screen (or, with `gone`, no longer is)."""
        end = time.monotonic() + seconds
        while (text in self.text) == gone:
            assert time.monotonic() < end, f"{'still' if gone else 'no'} {text!r} on the screen:\n{self.text}"
            self.read(0.02)

    def wait_for_last(self, text: str) -> None:
        """Read until `text` is what the screen ends with."""
        end = time.monotonic() + _PATIENCE
        while not self.text.endswith(text):
            assert time.monotonic() < end, f"does not end with {text!r}:\n{self.text}"
            self.read(0.02)

    def wait_for_prompt(self) -> None:
        """Read until the program waits for a line: an empty prompt below the line with corpus and writer."""
        end = time.monotonic() + _PATIENCE
        while not re.search(r"(?:^|\n)\S+ · [^\n]+\n>$", self.text):
            assert time.monotonic() < end, f"no prompt:\n{self.text}"
            self.read(0.02)

    def wait_for_end(self) -> int:
        """Read until the program has ended; returns its exit code (128 + n after signal n)."""
        end = time.monotonic() + _PATIENCE
        while not self.read(0.02):
            assert time.monotonic() < end, f"still running:\n{self.text}"
        self._child.wait()
        return int(self._child.exitstatus if self._child.exitstatus is not None else 128 + self._child.signalstatus)

    @property
    def text(self) -> str:
        """The screen without trailing spaces and lines."""
        if self._text is None:  # drawn anew only when something came: it takes longer than the wait for it
            self._text = "\n".join(line.rstrip() for line in self._screen.display).rstrip()
        return self._text

    @property
    def pid(self) -> int:
        """The process in the terminal."""
        return int(self._child.pid)

    def mode(self) -> list[Any]:
        """The terminal's mode, as `stty` would show it."""
        mode = termios.tcgetattr(self._child.child_fd)
        mode[3] &= ~getattr(termios, "PENDIN", 0)  # kernel state, not a setting
        return mode

    def assert_harmless(self) -> None:
        """Only allowed control sequences were sent, and the terminal is left with cursor, wrapping and title."""
        odd = re.findall(
            rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f][^\r\n]{0,20}|\xc2[\x80-\x9f]", _ALLOWED.sub(b"", self.sent)
        )
        assert not odd, odd[:5]
        assert self._screen.title == ""
        assert not self._screen.cursor.hidden
        assert pyte.modes.DECAWM in self._screen.mode

    def read(self, seconds: float) -> bool:
        """Take in what came; whether the program has ended."""
        try:
            got = self._child.read_nonblocking(65_536, timeout=seconds)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            return True
        self.sent += got
        self._stream.feed(got)
        self._text = None
        return False


@contextmanager
def terminal(
    *arguments: object,
    home: Path,
    columns: int = 80,
    rows: int = 120,
    settings: Mapping[str, str] | None = None,
    module: str = "assistant",
) -> Iterator[Terminal]:
    """Run `assistant ARGUMENTS` in a terminal of its own. `home` takes the user's data and is the working folder.

    `module` is run instead of `assistant`.
    """
    kept = ("PATH", "LANG", "PYTHONPATH", "VIRTUAL_ENV", "TMPDIR")
    environment = {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
        "ASSISTANT_CHECK": "code",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        **(settings or {}),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside threads: the child only runs exec
        child = pexpect.spawn(
            sys.executable,
            ["-m", module, *map(str, arguments)],
            env=environment,
            cwd=str(home),
            dimensions=(rows, columns),
        )
    child.delaybeforesend = None
    try:
        yield Terminal(child, columns, rows)
    finally:
        with suppress(pexpect.ExceptionPexpect):  # on a busy machine it takes longer to end than pexpect waits
            child.close(force=True)
        if child.isalive():
            child.kill(signal.SIGKILL)
            child.wait()
