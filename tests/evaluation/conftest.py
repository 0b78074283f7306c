from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from assistant.errors import AssistantError
from assistant.evaluation.gold.files import GoldSet, read_set
from assistant.interfaces.cli.eval import eval_app
from tests.evaluation.oracle import Oracle, read_documents

REPOSITORY = Path(__file__).resolve().parents[2]
SEEDS_SET = REPOSITORY / "eval" / "seeds.jsonl"


@pytest.fixture(scope="session")
def gold() -> GoldSet:
    return read_set(SEEDS_SET)


@pytest.fixture(scope="session")
def oracle(gold: GoldSet) -> Oracle:
    assert gold.corpus is not None
    return Oracle(gold, read_documents(gold.corpus))


@dataclass
class Eval:
    """`assistant eval` in this process, over assistants of our own making."""

    output: Path
    use: Callable[[Any], None]

    def __call__(self, *arguments: object, code: int | None = 0) -> Result:
        shown = [str(argument) for argument in arguments]
        if shown[:1] not in (["compare"], ["init"]):
            shown += ["--output", str(self.output)]
        result = CliRunner().invoke(eval_app, shown)
        if isinstance(result.exception, AssistantError):
            result.exit_code = int(result.exception.exit_code)
        elif result.exception is not None and not isinstance(result.exception, (SystemExit, typer.Exit)):
            raise result.exception
        if code is not None:
            assert result.exit_code == code, result.output + str(result.exception)
        return result


@pytest.fixture
def run_eval(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, oracle: Oracle) -> Eval:
    """Runs the command with the oracle in the assistant's place; `use` puts a faulty one there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def use(assistant: Any) -> None:
        monkeypatch.setattr("assistant.evaluation.evaluate.open_assistant", lambda *_: assistant)

    use(oracle)
    return Eval(tmp_path / "runs", use)
