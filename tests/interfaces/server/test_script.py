"""The page's and the widget's script: types, and what the server makes of the modules."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from assistant.interfaces.server import pages

NODE = Path(__file__).parent / "node"
STATIC = Path(pages.__file__).parent / "static"


def test_the_modules_pass_the_typescript_compiler() -> None:
    compiler = NODE / "node_modules" / "typescript" / "bin" / "tsc"
    node = shutil.which("node")
    if node is None or not compiler.exists():
        pytest.skip("no TypeScript; tools/browser_setup.sh installs it")
    done = subprocess.run([node, str(compiler), "-p", str(NODE)], capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0


def test_each_module_is_checked_and_part_of_the_page() -> None:
    files = {path.relative_to(STATIC).as_posix(): path.read_text(encoding="utf-8") for path in STATIC.rglob("*.js")}
    assert [name for name, text in files.items() if not text.startswith("// @ts-check\n")] == []
    script = pages.desk().body.decode()
    export = re.compile(r"^export (?:class|const|function) (\w+)", re.MULTILINE)
    exported = [name for text in files.values() for name in export.findall(text)]
    assert len(exported) > 20
    defined = set(re.findall(r"^(?:class|const|function) (\w+)", script, re.MULTILINE))
    assert [name for name in exported if name not in defined] == []


def test_nothing_of_a_module_s_own_lines_is_left_and_no_name_is_taken_twice() -> None:
    script = pages.desk().body.decode()
    assert not re.search(r"^(?:import|export)\b|@ts-check", script, re.MULTILINE)
    names = re.findall(r"^(?:async )?(?:class|const|let|function\*?) (\w+)", script, re.MULTILINE)
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_text_of_the_widget_is_there_in_every_language() -> None:
    parts = {name: (STATIC / name).read_text(encoding="utf-8") for name in pages.WIDGET}
    said = {text for part in parts.values() for text in re.findall(r'\bt\(\s*"([^"]+)"', part)}
    tables = ("words.js", "HOW_KNOWN"), ("words.js", "WEAK_QUOTE"), ("answer.js", "VERDICTS"), ("answer.js", "NOTICES")
    for name, table in (*tables, ("narrow.js", "MORE"), ("filters.js", "OPTION_WORDS")):
        inside = re.search(rf"const {table} = \{{(.*?)\}};", parts[name], re.DOTALL)
        assert inside
        said |= set(re.findall(r': "([^"]+)"', inside[1]))
    assert len(said) > 80
    for language in pages.LANGUAGES:
        table = json.loads((STATIC / "texts" / f"{language}.json").read_text(encoding="utf-8"))
        assert set(table) == said, language
        holes = {
            text
            for text, other in table.items()
            if set(re.findall(r"\{\d\}", text)) != set(re.findall(r"\{\d\}", other))
        }
        assert holes == set()
    assert set(re.findall(r'"(\w\w)"', parts["texts.js"].split("LANGUAGES = ")[1].split(";")[0])) == set(
        pages.LANGUAGES
    )
