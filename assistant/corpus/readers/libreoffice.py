"""Old and foreign office files as files that can be read, where LibreOffice is installed and may be used.

It is used only where the environment says so (``ASSISTANT_LIBREOFFICE=1``): a folder of documents must not start it. It
runs with a profile of its own, without macros and links, and is stopped after a while.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from assistant.corpus.readers.parsed import UnreadableError

SECONDS = 120.0
_MOST_BYTES = 200_000_000  # of what it makes
_INTO: Mapping[str, str] = {
    suffix: made
    for made, suffixes in {
        "docx": ".doc .dot .wpd .wp .wp5 .wp6 .lwp .sdw .sxw .hwp .wps .pages",
        "xlsx": ".xls .xlt .wk1 .wk3 .wk4 .123 .wq1 .qpw .sxc .dif .numbers",
        "pptx": ".ppt .pps .sxi .sdd .shw .key",
        "pdf": ".pub .cdr .vsd .vsdx",
    }.items()
    for suffix in suffixes.split()
}
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
_NOWHERE = "http://127.0.0.1:9"  # for what it would fetch


def converts(path: str) -> bool:
    """Whether a file of this name can be converted here."""
    return PurePosixPath(path).suffix.lower() in _INTO and _program() is not None


def converted(path: str, raw: bytes) -> tuple[str, bytes]:
    """Return the name and content of what LibreOffice makes of a file that it `converts`. Raises UnreadableError."""
    program = _program()
    suffix = PurePosixPath(path).suffix.lower()
    into = _INTO[suffix]
    with tempfile.TemporaryDirectory(prefix="assistant-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        given = home / f"file{suffix}"
        given.write_bytes(raw)
        settings = home / "profile" / "user"
        settings.mkdir(parents=True)
        (settings / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        _run([
            str(program), f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", into, "--outdir", str(home / "made"), str(given),
        ])  # fmt: skip
        made = home / "made" / f"file.{into}"
        if not made.is_file():
            raise UnreadableError("LibreOffice cannot read it either")
        if made.stat().st_size > _MOST_BYTES:
            raise UnreadableError("LibreOffice makes too large a file of it")
        return f"{path}.{into}", made.read_bytes()


def _program() -> str | None:
    if os.environ.get("ASSISTANT_LIBREOFFICE", "").strip().lower() not in ("1", "true", "yes", "on"):
        return None
    return shutil.which("soffice") or shutil.which("libreoffice")


def _run(command: list[str]) -> None:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "http_proxy": _NOWHERE, "https_proxy": _NOWHERE},
        start_new_session=True,  # it starts another process, which is stopped with it
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadableError(f"LibreOffice took longer than {SECONDS:g} s to read it") from None
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
