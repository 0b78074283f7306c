"""The corpus of three short articles, indexed once."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.wiring import index_corpus
from tests.interfaces.repl.papers import BRIDGE, CROWN, SHIPS


@pytest.fixture(scope="package")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "papers"
    folder.mkdir()
    (folder / "ships.txt").write_text(f"date 2021-03-24\n\n{SHIPS}\n")
    (folder / "bridge.txt").write_text(f"{BRIDGE}\n")
    (folder / "crown.txt").write_text(f"date 2020-11-02\n\n{CROWN}\n")
    index_corpus(Settings(corpus=folder))
    return folder
