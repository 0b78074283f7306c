"""The wheel alone, away from the checkout: it holds prompts, seeds and the embedder, answers, and measures itself."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.timeout(240)
def test_an_installed_wheel_answers_over_its_own_seeds(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, text=True)
    (wheel,) = tmp_path.glob("*.whl")
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    install = [sys.executable, "-m", "uv", "pip", "install", "--offline", "--no-deps", "--python", str(python)]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True, text=True)
    # The libraries of this environment, without its own copy of the package: an added path runs no .pth files.
    site = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")

    code = "import assistant, assistant.installation as r; print(assistant.__file__); print(r.resource('seeds'))"
    places = run([str(python), "-c", code], tmp_path).split()
    assert all(Path(place).is_relative_to(environment) for place in places)

    (tmp_path / "seeds").mkdir()
    shutil.copy(next(Path(places[1]).glob("000_*.txt")), tmp_path / "seeds")
    command = str(environment / "bin" / "assistant")
    run([command, "index", "seeds"], tmp_path)
    asked = run([command, "ask", "--corpus", "seeds", "--json", "When did North Korea fire two missiles?"], tmp_path)
    answer = json.loads(asked)
    assert answer["status"] == "answered"
    for citation in answer["citations"]:
        text = (tmp_path / "seeds" / citation["path"]).read_text(encoding="utf-8")
        assert text[citation["start"] : citation["end"]] == citation["quote"]

    before = sorted(Path(places[1]).iterdir())
    report = json.loads(run([command, "eval", "--mode", "quotes", "--limit", "2", "--json"], tmp_path))
    assert [case["scores"]["quote_validity"]["value"] for case in report["cases"]] == [1, 1]
    assert sorted(Path(places[1]).iterdir()) == before  # nothing was written into the installation


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command, cwd=folder, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
