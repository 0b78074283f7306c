"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket there, run by somebody who is not root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

NOBODY = 65_534


def missing() -> str | None:
    """Why there can be none here; None where there can."""
    try:
        import psycopg_pool  # noqa: F401
    except ImportError:
        return "the packages of the extra cluster are not installed"
    if _program("initdb") is None:
        return "PostgreSQL is not installed (Debian: postgresql)"
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "PostgreSQL does not run as root, and there is no setpriv"
    return None


class Server:
    """A server that can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"postgresql://assistant@/postgres?host={quote(str(folder))}"
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        self._run("initdb", "--no-sync", "--auth=trust", "--username=assistant", "--encoding=UTF8", "--locale=C.UTF-8")

    def start(self) -> None:
        small = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=32MB -c jit=off"
        options = f"-k {self.folder} -c listen_addresses= -c max_connections=60 {small}"
        self._run("pg_ctl", "start", "--wait", "--silent", f"--log={self.folder / 'log'}", f"--options={options}")

    def stop(self, how: str = "fast") -> None:
        self._run("pg_ctl", "stop", "--wait", "--silent", f"--mode={how}")

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(_program(name)), f"--pgdata={self.folder / 'data'}", *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *command]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder)
        assert done.returncode == 0, f"{name}: {done.stderr}"


@contextmanager
def running() -> Iterator[Server]:
    """A server, until the block ends. A socket's path must be short, so it lies in the system's temporary folder."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        server = Server(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> Path | None:
    """A program of the server; Debian keeps them off the path."""
    found = shutil.which(name)
    elsewhere = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return Path(found) if found else elsewhere[-1] if elsewhere else None
