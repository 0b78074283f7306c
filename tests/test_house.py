"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = {
    "000_c2b9cc5e8bca81ce.txt": "bef010e15c01095f",
    "001_ba1d15ce868f8d12.txt": "4ea07d826967a2bc",
    "002_729132cd9fa21f68.txt": "c7881bc96196ddc5",
    "003_37d19aab8ca65837.txt": "6b4e238857ed115d",
    "004_88a091d219879e17.txt": "9bf8462834efdc03",
}


def test_no_file_of_the_package_is_over_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / "assistant").rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def rooms() -> Iterator[Path]:
    """Folders of the package that hold code."""
    return (path.parent for path in (ROOT / "assistant").rglob("__init__.py"))


def test_no_room_has_over_15_files() -> None:
    counts = {str(room.relative_to(ROOT)): len(list(room.glob("*.py"))) for room in rooms()}
    assert {room: count for room, count in counts.items() if count > 15} == {}


def test_every_room_says_what_it_is_for() -> None:
    silent = [
        str(room.relative_to(ROOT))
        for room in rooms()
        if not ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_room_says_in_which_order_its_files_import() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contracts = project["importlinter"]["contracts"]
    ordered = {room for contract in contracts if contract.get("exhaustive") for room in contract["containers"]}
    names = {".".join(room.relative_to(ROOT).parts) for room in rooms() if len(list(room.glob("*.py"))) > 2}
    assert sorted(names - ordered) == []


def test_tests_lie_where_the_code_lies_that_they_test() -> None:
    """A room that moves or goes drags its tests along; tests/security tries promises of the whole program."""
    lost = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("test_*.py")
        if path.parent not in (ROOT / "tests", ROOT / "tests/security")
        and not (ROOT / "assistant" / path.parent.relative_to(ROOT / "tests")).is_dir()
    ]
    assert lost == []


def test_the_sample_corpus_is_byte_for_byte_what_it_was() -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in sorted((ROOT / "seeds").glob("*.txt"))
    }
    assert found == SEEDS


def test_nothing_names_a_registry_or_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    forbidden = re.compile("py" + r"pi\.org|registry\.npm" + r"js|/wo" + r"rk/(?:main|shared)|/ro" + "ot/")
    guilty = [
        name
        for name in listed
        if Path(name).suffix in {".py", ".md", ".toml", ".lock", ".json", ".js", ".sh", ".yml", ""}
        and (ROOT / name).is_file()
        and forbidden.search((ROOT / name).read_text(encoding="utf-8", errors="ignore"))
    ]
    assert guilty == []


def test_what_runs_is_what_was_tested() -> None:
    run, tested = ((ROOT / f"requirements{kind}.lock").read_text(encoding="utf-8") for kind in ("", "-dev"))
    pins = re.compile(r"^\S+==.*(?:\n +--hash=.*)+", re.MULTILINE)
    assert len(found := pins.findall(run)) > 100
    assert [pin for pin in found if pin not in tested] == []


def test_onnx_runtime_is_never_imported_before_its_telemetry_is_off() -> None:
    """The package switches it off when it is imported, so whoever imports ONNX Runtime imports that first."""
    off = re.compile(r"^(?:import|from) assistant\b|ORT_DISABLE_TELEMETRY", re.MULTILINE)
    own = re.compile(r"^\s*(?:import|from) (?:onnxruntime|rapidocr)\b", re.MULTILINE)
    guilty = [
        str(path.relative_to(ROOT))
        for folder in ("bench", "tests", "tools")
        for path in (ROOT / folder).rglob("*.py")
        if (found := own.search(text := path.read_text(encoding="utf-8"))) and not off.search(text[: found.start()])
    ]
    assert guilty == []


def test_the_generated_parts_of_the_pages_are_what_the_program_prints_now() -> None:
    """The session of the README, too: it is run anew over the sample corpus, and every answer is compared."""
    check = [sys.executable, "-m", "tools.docs", "--check"]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"run `make docs`\n{done.stdout[-3000:]}\n{done.stderr[-2000:]}"


def test_the_generated_parts_are_all_in_some_page() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "README.md", *ROOT.glob("docs/*.md")))
    made = ("session(", "commands()", "chat_commands()", "settings()", "exit_codes()", "metrics()")
    assert [name for name in made if f"docs.{name}" not in pages] == []
