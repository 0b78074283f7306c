"""The public API, pinned: a change here is a change that users notice."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

import assistant
from assistant import Assistant

PUBLIC = [
    "Answer", "AnswerEvent", "Asked", "Assistant", "AssistantError", "ChatModel", "Checked", "Chunk", "Citation",
    "Conflict",
    "CorpusError", "CorpusIndexError", "CorpusQuestion", "DateRange",
    "Document", "DocumentDate", "Embedder", "EvaluationError",
    "ExitCode", "Form", "Hit", "Index", "IndexDamaged", "IndexIncompatible", "IndexLocked", "IndexMissing",
    "Listed", "Mention", "Message", "ModelAuthError", "ModelContextOverflow", "ModelError",
    "ModelLimited", "ModelNotFound",
    "ModelProtocolError", "ModelRefused", "ModelUnreachable", "Nearest", "Notice", "Options", "Passage", "Progress",
    "Query", "Readable", "Reader", "Readout", "Rechecked",
    "Scope", "Search", "Sentence", "Settings", "SettingsError", "Skipped", "Span", "TimelineRow", "Turn",
    "Understood", "Usage", "Writing", "__version__",
]  # fmt: skip


def test_exported_names() -> None:
    assert sorted(assistant.__all__) == sorted(PUBLIC)
    assert all(getattr(assistant, name) is not None for name in PUBLIC)


def test_methods_of_assistant() -> None:
    methods = {name for name, _ in inspect.getmembers(Assistant) if not name.startswith("_")}
    assert methods == {
        "answer_from", "ask", "close", "documents", "embedder", "folder", "hits", "index", "model", "open", "quoting",
        "reader", "recheck", "scope", "search", "settings", "stream", "timeline", "understand", "with_attached",
        "writer",
    }  # fmt: skip
    assert list(inspect.signature(Assistant.open).parameters) == ["path", "settings", "refresh", "progress"]
    assert list(inspect.signature(Assistant.ask).parameters) == ["self", "question", "options"]
    assert list(inspect.signature(Assistant.search).parameters) == ["self", "query", "k", "options"]


def test_every_type_that_a_public_method_takes_or_returns_is_exported() -> None:
    """Followed from method to field to field; an annotation that names what is not exported does not even resolve."""
    reached: set[type] = set()
    waiting: list[type] = [Assistant]
    while waiting:
        if (noun := waiting.pop()) not in reached:
            reached.add(noun)
            waiting += [each for hints in _hints(noun) for hint in hints.values() for each in _ours(hint)]
    assert {noun.__name__ for noun in reached} >= {"DateRange", "Scope", "Usage", "TimelineRow", "Options", "Progress"}
    assert sorted(noun.__name__ for noun in reached if noun.__name__ not in assistant.__all__) == []


def _hints(noun: type) -> Iterator[dict[str, Any]]:
    """The annotations of a class's fields, properties and public methods."""
    known = {**{name: getattr(assistant, name) for name in assistant.__all__}, "np": np, "NDArray": NDArray}
    yield get_type_hints(noun, localns=known)
    for name, member in vars(noun).items():
        function = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
        makes = name == "__init__" or isinstance(member, classmethod)  # users make an Assistant, and are given the rest
        if inspect.isfunction(function) and (noun is Assistant if makes else not name.startswith("_")):
            yield get_type_hints(function, localns=known)


def _ours(hint: Any) -> Iterator[type]:
    """The classes of this package in an annotation, however deep."""
    if inspect.isclass(hint) and hint.__module__.partition(".")[0] == "assistant":
        yield hint
    for each in hint if isinstance(hint, list) else get_args(hint):
        yield from _ours(each)


def test_exit_codes() -> None:
    assert {code.name: code.value for code in assistant.ExitCode} == {
        "OK": 0, "FAILURE": 1, "USAGE": 2, "NOT_IN_CORPUS": 3, "CORPUS": 4, "INDEX": 5, "MODEL": 6, "INCOMPLETE": 7,
        "GATE": 8, "NOTHING_NEW": 9, "INTERRUPTED": 130,
    }  # fmt: skip


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "numpy pydantic openai chromadb llama_index onnxruntime tiktoken rich typer"
    code = f"import sys, assistant; print([m for m in {heavy.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
