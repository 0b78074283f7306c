"""Opens a document at a quote: in `less`, in the user's editor, or as an excerpt where there is no terminal."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

from assistant.errors import SettingsError
from assistant.interfaces.render import clean, one_line, print_lines
from assistant.types import Citation, Document

_MARK = "\x1b[1;30;43m", "\x1b[0m"  # the only control sequences that reach the pager; the text itself is cleaned
_AROUND = 3  # lines of an excerpt on each side of the quote


def open_in_pager(console: Console, document: Document, citation: Citation) -> None:
    """Show the document at the quote, highlighted; an excerpt where there is no terminal or no `less`."""
    less = shutil.which("less")
    if not console.is_terminal or console.is_dumb_terminal or less is None:
        print_lines(console, excerpt(document, citation))
        return
    marked = _MARK if not console.no_color else ("\x1b[7m", "\x1b[0m")
    text = "\n".join(_marked_lines(document, citation, *marked))
    # `?` and `:` mean something in a prompt of less; a backslash takes that away.
    name = "".join(f"\\{c}" if c in "?:.%\\" else c for c in one_line(citation.path))
    arguments = ["-R", "-j.3", f"-Ps{name}, line {citation.line} · q goes back", f"+{citation.line}g"]
    settings = {"LESS": "", "LESSSECURE": "1", "LESSHISTFILE": "-", "LESSCHARSET": "utf-8"}
    subprocess.run([less, *arguments], input=text.encode(), env={**os.environ, **settings}, check=False)


def excerpt(document: Document, citation: Citation) -> Iterator[Text]:
    """The lines around a quote with their numbers; the quote's own lines are marked."""
    lines = document.text.split("\n")
    last = citation.line + document.text.count("\n", citation.start, citation.end)
    for number in range(max(1, citation.line - _AROUND), min(len(lines), last + _AROUND) + 1):
        inside = citation.line <= number <= last
        yield Text(f"{'>' if inside else ' '}{number:>5}  {one_line(lines[number - 1])}", "bold" if inside else "dim")


def open_in_editor(file: Path, document: Document, citation: Citation) -> None:
    """Open the file in $VISUAL or $EDITOR, at the quote's line where the file has that line as the index read it.

    Raises SettingsError when no editor is set, or it cannot be started.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    if not command:
        raise SettingsError("no editor is set; export EDITOR=vi, or open without --editor")
    line = citation.line if _same_line(file, document, citation.line) else None
    try:
        subprocess.run([*command, *_at_line(Path(command[0]).name, file, line)], check=False)
    except OSError as error:
        raise SettingsError(f"cannot start the editor {command[0]!r} ({error.strerror}); check EDITOR") from None


def _at_line(editor: str, file: Path, line: int | None) -> list[str]:
    if line is None:
        return [str(file)]
    if editor in ("code", "codium", "cursor"):
        return ["--goto", f"{file}:{line}"]
    if editor in ("subl", "hx", "zed"):
        return [f"{file}:{line}"]
    return [f"+{line}", str(file)]


def _same_line(file: Path, document: Document, line: int) -> bool:
    """Whether the file, as text, has this line where the document has it (a web page or a PDF has not)."""
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            there = next((text for number, text in enumerate(lines, 1) if number == line), "")
    except OSError:
        return False
    return one_line(there) == one_line(document.text.split("\n")[line - 1])


def _marked_lines(document: Document, citation: Citation, on: str, off: str) -> Iterator[str]:
    """The lines of the document, cleaned, with the quote between `on` and `off` on each of its lines."""
    position = 0
    for line in document.text.split("\n"):
        start, end = max(citation.start - position, 0), min(citation.end - position, len(line))
        if start < end:
            yield f"{_flat(line[:start])}{on}{_flat(line[start:end])}{off}{_flat(line[end:])}"
        else:
            yield _flat(line)
        position += len(line) + 1


def _flat(text: str) -> str:
    return clean(text).replace("\n", " ")
