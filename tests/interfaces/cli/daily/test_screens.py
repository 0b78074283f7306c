"""A day's work on terminals of 40, 80 and 160 columns, compared with what was looked at and kept.

Delete a file of `screens/` and run the test to write it anew; then look at it.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from tests.interfaces.command import indexed
from tests.interfaces.terminal import Terminal, terminal

SCREENS = Path(__file__).parent / "screens"
ARTICLES = {
    "vote.txt": """\
Title: Council votes to repair bridge
Source: Coast Herald
Date: 2023-03-06

The town council of Velling voted on Friday to repair the harbour bridge. The repair of the harbour bridge will cost
40 million euros, said Hanne Sullivan, the mayor of Velling, in Bergen.
""",
    "dearer.txt": """\
Title: Harbour bridge becomes dearer
Source: Velling Post
Date: 2023-03-20

The repair of the harbour bridge in Velling will cost 55 million euros, the council now says. Steel has become dearer
since the plan was made.
""",
    "diver.txt": """\
Title: Diver looks at bridge
Source: Coast Herald
Date: 2023-06-12

Tom Sullivan, a diver, found cracks in a pier of the harbour bridge on Monday. The council did not comment.
""",
}
QUESTION = "What will the repair of the harbour bridge cost?"
COMMANDS = (
    ("who", "Sullivan"),
    ("coverage", "harbour bridge"),
    ("news", "harbour bridge repair cost", "--since", "2023-03-20", "--as-of", "2023-06-30"),
    ("chat", "--quotes"),
    ("dossier", "show", "bay"),
    ("dossier", "verify", "bay"),
    ("sources",),
)

TYPED = (
    "/asof 2023-06-30",
    QUESTION,
    "ctrl-o",
    "/cite 1 apa",
    "/dossier bay",
    "/keep 1 The new figure.",
    "/who Tom Sullivan",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("day") / "papers"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return indexed(folder)


def _talk(screen: Terminal) -> None:
    screen.wait_for_prompt()
    for line in TYPED:
        if line == "ctrl-o":
            screen.press("ctrl-o")
        else:
            screen.type(line)
            screen.press("enter")
        screen.wait_for("> /sources" if line == "ctrl-o" else f"> {line[:30]}")
        screen.wait_for_prompt()
    screen.press("ctrl-d")


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_each_feature_fits_its_terminal(corpus: Path, tmp_path: Path, columns: int) -> None:
    settings = {"ASSISTANT_CORPUS": str(corpus), "TZ": "UTC"}
    with terminal(
        json.dumps(COMMANDS), home=tmp_path, columns=columns, rows=400, settings=settings,
        module="tests.interfaces.several",
    ) as screen:  # fmt: skip
        _talk(screen)
        assert screen.wait_for_end() == 0
        screen.assert_harmless()
        shown = screen.text
    shown = re.sub(r"-[0-9a-f]{10}\.md", "-(digest).md", shown.replace(str(date.today()), "(of today)"))
    file = SCREENS / f"{columns}.txt"
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown + "\n", encoding="utf-8")
        pytest.fail(f"wrote {file.name}: look at it")
    assert shown + "\n" == file.read_text(encoding="utf-8")


def test_a_list_that_does_not_fit_is_paged(corpus: Path, tmp_path: Path) -> None:
    with terminal("sources", home=tmp_path, rows=4, settings={"ASSISTANT_CORPUS": str(corpus)}) as screen:
        screen.wait_for("(q goes back)")
        assert "vote.txt" not in screen.text
        screen.type("G")
        screen.wait_for("vote.txt")
        screen.type("q")
        assert screen.wait_for_end() == 0
        screen.assert_harmless()
