"""Runs a command in this process, as `assistant ARGS` would, and gives back its exit code and what it printed."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.settings import Settings
from assistant.wiring import index_corpus


def indexed(folder: Path) -> Path:
    """A folder of documents with its index: a command that asks makes none where it cannot ask for a yes."""
    index_corpus(Settings(corpus=folder, mode="quotes"))
    return folder


class Typed(io.StringIO):
    """What a person types at a terminal. The program's standard error is one, too, where FORCE_COLOR is set."""

    def isatty(self) -> bool:
        return True


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], *arguments: object, stdin: str | io.StringIO = "") -> Done:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["/called/as/something", *map(str, arguments)])
        patch.setattr(sys, "stdin", io.StringIO(stdin) if isinstance(stdin, str) else stdin)
        with pytest.raises(SystemExit) as ended:
            main()
    captured = capsys.readouterr()
    return Done(int(ended.value.code or 0), captured.out, captured.err)
