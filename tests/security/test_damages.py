"""What the program keeps is damaged at random, and it never crashes and never shows a wrong word."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def damaged(count: int, seed: int) -> str:
    command = [sys.executable, "-m", "tests.security.damages", str(count), str(seed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    print(done.stdout, done.stderr)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_few_damages() -> None:
    assert "catalogue" in damaged(10, 1)


@pytest.mark.soak
@pytest.mark.timeout(7_200)
def test_many_damages() -> None:
    damaged(int(os.environ.get("SOAK_DAMAGES", "500")), 2)
