"""Opens a document at a quote: in `less`, in the user's editor, or as an excerpt where there is no terminal."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

from assistant.errors import SettingsError
from assistant.interfaces.render.lines import clean, one_line, print_lines
from assistant.types import Citation, Document

_MARK = "\x1b[1;30;43m", "\x1b[0m"  # the only control sequences that reach the pager; the text itself is cleaned
_MARK_WITHOUT_COLOUR = "\x1b[7m", "\x1b[0m"
_QUOTE = "quote"
_AROUND = 3  # lines of an excerpt on each side of the quote


def open_in_pager(console: Console, document: Document, citation: Citation) -> None:
    """Show the document at the quote, highlighted; an excerpt where there is no terminal or no `less`."""
    less = shutil.which("less")
    if not console.is_terminal or console.is_dumb_terminal or less is None:
        print_lines(console, excerpt(document, citation))
        return
    marked = _MARK if not console.no_color else _MARK_WITHOUT_COLOUR
    rows, first = _wrapped(document, citation, console.width)
    text = "".join(f"{_coloured(row, *marked)}\n" for row in rows)
    # Some characters mean something in a prompt of less; a backslash takes that away.
    name = "".join(f"\\{c}" if c in "?:.%\\" else c for c in one_line(citation.path))
    arguments = ["-R", "-~", "-j.3", f"-Ps{name}, line {citation.line} (q goes back)", f"+{first}g"]
    subprocess.run([less, *arguments], input=text.encode(), env=_safe(), check=False)


def print_paged(console: Console, lines: Iterable[Text]) -> None:
    """Print lines; those that do not fit on the screen go through `less`, where there is one."""
    shown = list(lines)
    less = shutil.which("less")
    if not (less and console.is_terminal and not console.is_dumb_terminal and sys.stdin.isatty()):
        print_lines(console, shown)
        return
    with console.capture() as captured:
        print_lines(console, shown)
    text = captured.get()
    if text.count("\n") < console.height:
        console.file.write(text)
        console.file.flush()
        return
    subprocess.run(
        [less, "-R", "-~", "-Ps(q goes back)"], input=text.encode("utf-8", "replace"), env=_safe(), check=False
    )


def _safe() -> dict[str, str]:
    """The environment of a `less` that starts nothing and keeps nothing."""
    return {**os.environ, "LESS": "", "LESSSECURE": "1", "LESSHISTFILE": "-", "LESSCHARSET": "utf-8"}


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


def _wrapped(document: Document, citation: Citation, width: int) -> tuple[list[Text], int]:
    """The document, cleaned, in rows of at most `width` cells with the quote styled; and the quote's row, from 1.

    Versions of less before 600 break lines in the middle of words.
    """
    console = Console(width=width, file=io.StringIO())
    rows: list[Text] = []
    first, position = 1, 0
    for number, line in enumerate(document.text.split("\n"), 1):
        if number == citation.line:
            first = len(rows) + 1
        start, end = max(citation.start - position, 0), max(min(citation.end - position, len(line)), 0)
        text = Text(_flat(line[:start]))
        text.append(_flat(line[start:end]), _QUOTE)
        text.append(_flat(line[max(start, end) :]))
        for row in text.wrap(console, width) or [text]:
            row.rstrip()
            rows.append(row)
        position += len(line) + 1
    return rows, first


def _coloured(row: Text, on: str, off: str) -> str:
    """A row with its styled part between `on` and `off`."""
    spans = [(span.start, span.end) for span in row.spans if span.style == _QUOTE and span.start < span.end]
    if not spans:
        return row.plain
    start, end = spans[0][0], spans[-1][1]
    return f"{row.plain[:start]}{on}{row.plain[start:end]}{off}{row.plain[end:]}"


def _flat(text: str) -> str:
    return clean(text).replace("\n", " ")
