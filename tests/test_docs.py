"""What the pages in docs/ say of the repository is so: paths, links, commands, phrases."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from assistant.dates.asked.phrases import asked_dates
from assistant.interfaces.cli.main import app
from assistant.types import DateRange

ROOT = Path(__file__).parent.parent
PAGES = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "eval" / "README.md"))
SOURCES = sorted(path for folder in ("assistant", "bench", "tests", "tools") for path in (ROOT / folder).rglob("*.py"))
# Files of other projects.
ELSEWHERE = {"retrieval_evaluate.py"}


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(kind: str) -> list[tuple[str, str]]:
    """Every line of the blocks of a kind, with its page's name; a line that ends with a backslash goes on."""
    return [
        (page.name, line)
        for page in PAGES
        for block in re.findall(rf"^```{kind}\n(.*?)^```", text_of(page), re.MULTILINE | re.DOTALL)
        for line in block.replace("\\\n", " ").splitlines()
    ]


def test_every_path_in_the_architecture_page_exists() -> None:
    named = set(re.findall(r"`([\w.-]+(?:/[\w.-]+)*/?)`", text_of(ROOT / "docs" / "architecture.md")))
    paths = {name for name in named if "/" in name or name.endswith((".py", ".md", ".toml"))}
    assert len(paths) > 30
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


def test_every_room_is_in_the_architecture_page() -> None:
    rooms = {f"{path.parent.relative_to(ROOT).as_posix()}/" for path in (ROOT / "assistant").rglob("__init__.py")} - {
        "assistant/"
    }
    page = text_of(ROOT / "docs" / "architecture.md")
    assert sorted(room for room in rooms if f"`{room}`" not in page) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", text_of(page), flags=re.MULTILINE | re.DOTALL)
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)", text):
        to = (page.parent / target) if target else page
        assert to.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", text_of(to), re.MULTILINE)
            assert anchor in [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings]


def test_files_that_comments_name_exist() -> None:
    known = {path.relative_to(ROOT).as_posix() for path in SOURCES}
    wrong = [
        (path.relative_to(ROOT).as_posix(), name)
        for path in SOURCES
        if path != Path(__file__)
        for name in re.findall(r"(?<![\w/.-])[a-z_]+(?:/[a-z_]+)*\.py\b", text_of(path))
        if name not in ELSEWHERE and not any(f"/{one}".endswith(f"/{name}") for one in known)
    ]
    assert wrong == []


@pytest.mark.parametrize(("page", "line"), [each for each in blocks("(?:sh|console)") if "assistant " in each[1]])
def test_commands_have_the_flags_that_the_pages_give_them(page: str, line: str) -> None:
    words = shlex.split(line.removeprefix("$ "), comments=True)
    while words and "=" in words[0]:
        words = words[1:]
    if words[:1] == ["assistant"]:
        parse(typer.main.get_command(app), words[1:])


def parse(command: object, words: Sequence[str]) -> None:
    """Read the words as the program does, down to the last command, and run nothing."""
    with command.make_context("assistant", list(words)) as context:  # type: ignore[attr-defined]
        left = [*context._protected_args, *context.args]
        if isinstance(command, TyperGroup) and left:
            _, below, rest = command.resolve_command(context, left)
            assert below is not None
            parse(below, rest)


def test_the_phrases_of_the_time_page_mean_those_days() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| ((?:from |until )?\d{4}-\d\d-\d\d[^|]*) \|$", text_of(ROOT / "docs/time.md"), re.MULTILINE
    )
    assert len(rows) > 30
    for phrase, days in rows:
        (found,) = asked_dates(f"What happened {phrase}?", as_of=date(2021, 3, 24))
        assert shown(found.days) == days, phrase


def shown(days: DateRange) -> str:
    if days.start == days.end:
        return f"{days.start}"
    if days.start is None or days.end is None:
        return f"until {days.end}" if days.start is None else f"from {days.start}"
    return f"{days.start} – {days.end}"
