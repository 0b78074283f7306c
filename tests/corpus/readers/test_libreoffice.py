"""Files that LibreOffice converts, played by a script: it is started only where the environment allows it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assistant.corpus.readers import libreoffice
from tests.corpus.making import docx, word
from tests.corpus.readers.loading import load_bytes, reason_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the script is one for sh")
OLD = b"\xffWPC an old text"
SAID = "The ferry to Ellery stopped at noon."
COPIES = """#!/bin/sh
while [ "$1" != --outdir ]; do shift; done
mkdir "$2" && cp "$(dirname "$0")/made.docx" "$2/file.docx"
"""


def installed(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str, allowed: str = "1") -> Path:
    """Put a program of this name on the path; return the folder of the corpus."""
    programs, corpus = folder / "bin", folder / "corpus"
    programs.mkdir()
    corpus.mkdir()
    (programs / "made.docx").write_bytes(docx(word(SAID)))
    (programs / "soffice").write_text(script, encoding="utf-8")
    (programs / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setenv("ASSISTANT_LIBREOFFICE", allowed)
    return corpus


def test_what_it_makes_is_read_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = installed(tmp_path, monkeypatch, COPIES)
    (document,) = load_bytes(corpus, OLD, "memo.wpd").values()
    assert (document.path, document.text) == ("memo.wpd", SAID)
    assert "read through LibreOffice" in document.problems


def test_without_leave_it_is_not_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = installed(tmp_path, monkeypatch, COPIES, allowed="")
    assert reason_of(corpus, "memo.wpd", OLD) == "an old text; save it in LibreOffice as .docx or PDF"


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("#!/bin/sh\nexit 1\n", "LibreOffice cannot read it either"),
        ("#!/bin/sh\nexec tail -f /dev/null\n", "LibreOffice took longer than 0.3 s to read it"),
    ],
)
def test_what_it_cannot_read_keeps_its_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    monkeypatch.setattr(libreoffice, "SECONDS", 0.3)
    corpus = installed(tmp_path, monkeypatch, script)
    assert reason_of(corpus, "memo.wpd", OLD) == f"an old text; save it in LibreOffice as .docx or PDF ({reason})"
