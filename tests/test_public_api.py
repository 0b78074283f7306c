"""The public API, pinned: a change here is a change that users notice."""

from __future__ import annotations

import inspect
import subprocess
import sys

import assistant
from assistant import Assistant

PUBLIC = [
    "Answer", "Assistant", "AssistantError", "Checked", "Citation", "Conflict", "CorpusError", "CorpusIndexError",
    "Document", "DocumentDate", "EvaluationError", "ExitCode", "Hit", "IndexDamaged", "IndexIncompatible",
    "IndexLocked", "IndexMissing", "ModelAuthError", "ModelContextOverflow", "ModelError", "ModelLimited",
    "ModelNotFound", "ModelProtocolError", "ModelRefused", "ModelUnreachable", "Notice", "Passage", "Query",
    "Sentence", "Settings", "SettingsError", "Turn", "Understood", "Writing", "__version__",
]  # fmt: skip


def test_exported_names() -> None:
    assert sorted(assistant.__all__) == sorted(PUBLIC)
    assert all(getattr(assistant, name) is not None for name in PUBLIC)


def test_methods_of_assistant() -> None:
    methods = {name for name, _ in inspect.getmembers(Assistant) if not name.startswith("_")}
    assert methods == {
        "ask", "close", "documents", "index", "open", "scope", "search", "stream", "timeline", "understand", "writer",
    }  # fmt: skip
    assert list(inspect.signature(Assistant.open).parameters) == ["path", "settings", "refresh", "progress"]
    assert list(inspect.signature(Assistant.ask).parameters) == ["self", "question", "options"]
    assert list(inspect.signature(Assistant.search).parameters) == ["self", "query", "k", "options"]


def test_exit_codes() -> None:
    assert {code.name: code.value for code in assistant.ExitCode} == {
        "OK": 0, "FAILURE": 1, "USAGE": 2, "NOT_IN_CORPUS": 3, "CORPUS": 4, "INDEX": 5, "MODEL": 6, "INCOMPLETE": 7,
        "GATE": 8, "INTERRUPTED": 130,
    }  # fmt: skip


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "numpy pydantic openai chromadb llama_index onnxruntime tiktoken rich typer"
    code = f"import sys, assistant; print([m for m in {heavy.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
