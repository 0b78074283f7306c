"""Copies text: through the system's own program where there is one, and through the terminal (OSC 52)."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from collections.abc import Iterator

from rich.console import Console

from assistant.errors import SettingsError

_MOST = 74_994  # bytes of base64 that xterm takes
_PATIENCE = 3.0  # seconds


def copy(text: str, out: Console) -> str:
    """Copy a text; returns by which ways it went. Raises SettingsError when there is none."""
    ways = [program[0] for program in _programs() if _given_to(program, text)][:1]
    encoded = base64.b64encode(text.encode("utf-8", "replace")).decode()
    if out.is_terminal and not out.is_dumb_terminal and len(encoded) <= _MOST:
        out.file.write(f"\x1b]52;c;{encoded}\x07")
        out.file.flush()
        ways.append("the terminal's own clipboard")
    if not ways:
        raise SettingsError("no clipboard here: install wl-copy, xclip or xsel, or use a terminal with OSC 52")
    return " and ".join(ways)


def _programs() -> Iterator[list[str]]:
    """What copies on this system, the likeliest first."""
    known = [["pbcopy"], ["clip.exe"]]
    if os.environ.get("DISPLAY"):
        known = [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"], *known]
    if os.environ.get("WAYLAND_DISPLAY"):
        known = [["wl-copy"], *known]
    return (program for program in known if shutil.which(program[0]))


def _given_to(program: list[str], text: str) -> bool:
    try:
        # These stay in the background to hand the text on, with whatever they were given as output.
        done = subprocess.run(
            program,
            input=text.encode("utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
