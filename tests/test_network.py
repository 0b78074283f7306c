"""The program phones nobody: work in a new home leaves nothing there but its own folders, and stays on loopback."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-m", "assistant"]
QUESTION = "Who met Kim in Hanoi?"
_ADDRESS = re.compile(r'sin6?_port=htons\((\d+)\).*?(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"')
_REACHES_OUT = re.compile(r"\b(?:connect|bind|sendto|sendmsg|sendmmsg)\(")


def _can_trace() -> bool:
    strace = shutil.which("strace")
    return strace is not None and subprocess.run([strace, "-qq", "-o", os.devnull, "true"], check=False).returncode == 0


def _environment(home: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XDG_", "ASSISTANT_", "OPENAI_", "ORT_"))
    }
    return {**kept, "HOME": str(home)}


def work(corpus: Path, home: Path, *before: str) -> None:
    """Index, ask, and serve one answer, in a home of its own."""
    environment = _environment(home)
    for command in (["index", str(corpus)], ["ask", "--corpus", str(corpus), "--quotes", QUESTION]):
        subprocess.run([*before, *PROGRAM, *command], env=environment, cwd=home, check=True, timeout=90)
    serve = [*before, *PROGRAM, "serve", "--quotes", "--port", "0", "--corpus", str(corpus)]
    server = subprocess.Popen(serve, env=environment, cwd=home, stderr=subprocess.PIPE, text=True, process_group=0)
    assert server.stderr is not None
    try:
        url = next(line.split()[1] for line in server.stderr if "http://" in line)
        body = json.dumps({"question": QUESTION}).encode()
        request = urllib.request.Request(f"{url}api/ask", body, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            assert json.load(reply)["citations"]
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.communicate(timeout=60)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A new home after some work in it, and a list of the system calls for the network, where they can be traced."""
    folder = tmp_path_factory.mktemp("network")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "talks.txt").write_text("date 2019-02-28\n\nDonald Trump met Kim in Hanoi on Wednesday.\n")
    home, calls = folder / "home", folder / "calls"
    home.mkdir()
    trace = ["strace", "-f", "-qq", "-e", "trace=network", "-A", "-o", str(calls)] if _can_trace() else []
    work(folder / "corpus", home, *trace)
    return home, calls


@pytest.mark.timeout(300)
def test_a_new_home_holds_only_our_own_folders(worked: tuple[Path, Path]) -> None:
    home, _ = worked
    left = {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}
    assert {name for name in left if "assistant" not in name} == set()


@pytest.mark.timeout(300)
def test_no_system_call_leaves_this_machine(worked: tuple[Path, Path]) -> None:
    _, calls = worked
    if not calls.exists():
        pytest.skip("strace is not installed or may not trace: tools/browser_setup.sh")
    reached = {
        (address, port)
        for line in calls.read_text(errors="replace").splitlines()
        if _REACHES_OUT.search(line)
        for port, address in _ADDRESS.findall(line)
    }
    assert any(address == "127.0.0.1" for address, _ in reached)  # the server's own address was seen
    beyond = {each for each in reached if not each[0].startswith("127.") and each[0] != "::1"}
    assert beyond == set()
    assert {each for each in reached if each[1] == "53"} == set()  # a name server may be on loopback, too
