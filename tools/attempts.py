"""Writes tests/security/README.md: what was tried against each promise, from the names of the tests and their cases.

python -m tools.attempts        (part of `make docs`)
"""

from __future__ import annotations

import ast
import itertools
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "tests" / "security" / "README.md"
# The promise, and the tests that try to break it: files, or single tests in them.
PROMISES = {
    "No text hangs the program": (
        "tests/security/test_patterns.py",
        "tests/test_nothing_hangs.py",
    ),
    "Nothing leaves but what was configured": (
        "tests/test_network.py",
        "tests/interfaces/cli/test_downloaded_folder.py",
        "tests/test_settings.py",
        "tests/models/test_request_forms.py",
    ),
    "Keys and passwords are told to nobody": ("tests/security/test_masking.py",),
    "Output is inert": (
        "tests/security/test_inert_output.py",
        "tests/text/test_emphasis.py",
        "tests/interfaces/repl/test_hostile.py",
    ),
    "Planted text steers nothing": (
        "tests/security/test_planted_text.py",
        "tests/answering/test_hostile.py",
    ),
    "A server is closed to whom it does not know, and stays open to whom it does": (
        "tests/interfaces/server/access/test_guard.py",
        "tests/interfaces/server/access/test_keys.py",
        "tests/interfaces/server/access/test_body.py",
        "tests/interfaces/server/access/test_connections.py",
        "tests/interfaces/cli/test_serve.py",
    ),
    "Feeds lead nowhere else": ("tests/corpus/feeds/test_feeds.py",),
    "Quotes are of the words that were indexed, and saved answers are not edited": (
        "tests/index/build/test_altered.py",
        "tests/test_saved.py",
    ),
    "Asking destroys nothing, and damage costs no answer": (
        "tests/index/build/test_removals.py",
        "tests/security/test_damages.py",
        "tests/text/test_small_files.py",
        "tests/corpus/test_sidecar.py",
        "tests/corpus/test_walk.py",
        "tests/corpus/readers/test_damaged.py",
    ),
    "What ships with it is known": ("tests/security/test_supply_chain.py",),
}
_HEAD = """# What was tried against each promise

Each line is a test or, behind the colon, a case of one; all of them hold, because `make test` (for damages and lengths
`make soak`) fails otherwise. `python -m tools.attempts` writes this page from the tests. Property tests count once,
though they try dozens of inputs; the test of patterns counts once, though it pumps every pattern of the package.

"""


def main() -> int:
    """Write the page; the exit status, 0 when all is well."""
    found = {place: attempts(ROOT / place) for places in PROMISES.values() for place in places}
    PAGE.write_text(page(found), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {sum(map(len, found.values()))} attempts")
    return 0


def attempts(file: Path) -> list[str]:
    """The tests of a file and, where they are written out, their cases; read and not run."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    known = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return [line for test in tests for line in _lines(test, known)]


def _lines(test: ast.FunctionDef, known: dict[str, ast.expr]) -> list[str]:
    words = test.name.removeprefix("test_").replace("_", " ")
    lists = [
        _cases(mark.args[1], known)
        for mark in test.decorator_list
        if isinstance(mark, ast.Call) and ast.unparse(mark.func).endswith("parametrize")
    ]
    # What a test goes through by itself.
    loops = (node.iter for node in ast.walk(test) if isinstance(node, ast.For) and isinstance(node.iter, ast.Name))
    lists += [_cases(values, known) for values in loops]
    cases = [" · ".join(each) for each in itertools.product(*filter(None, lists))]
    return [f"{words}: `{_short(case)}`" if case else words for case in cases]


def _cases(values: ast.expr, known: dict[str, ast.expr]) -> list[str]:
    """The cases that are written out in a list, a table, or words that are split; none where they are made."""
    if isinstance(values, ast.Name):
        values = known.get(values.id, values)
    if isinstance(values, (ast.List, ast.Tuple, ast.Set)):
        return [ast.unparse(each) for each in values.elts]
    if isinstance(values, ast.Dict):
        return [ast.unparse(each) for each in values.keys if each]
    if isinstance(values, ast.Call) and ast.unparse(values.func).endswith(".split"):
        return ast.literal_eval(values.func.value).split() if isinstance(values.func, ast.Attribute) else []
    return []


def page(found: dict[str, list[str]]) -> str:
    """The page on the attempts of each file."""
    parts = [f"{_HEAD}{sum(map(len, found.values()))} attempts.\n"]
    for promise, places in PROMISES.items():
        parts.append(f"\n## {promise}: {sum(len(found[place]) for place in places)}\n")
        for place in places:
            parts.append(f"\n`{place}`, {len(found[place])}:\n\n")
            parts += [f"- {line}\n" for line in found[place]]
    return "".join(parts)


def _short(case: str) -> str:
    shown = case.replace("`", "'")
    if not shown.isprintable():
        shown = shown.encode("unicode_escape").decode()
    return shown if len(shown) <= 90 else f"{shown[:89]}…"


if __name__ == "__main__":
    sys.exit(main())
