"""Ask questions over a folder of dated documents; every sentence of an answer carries a checked citation.

from assistant import Assistant

with Assistant.open("articles") as corpus:
    answer = corpus.ask("What did officials say about the launches?")
    for citation in answer.citations:
        print(citation.number, citation.path, citation.date.label, citation.quote)
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

from assistant.errors import (
    AssistantError,
    CorpusError,
    CorpusIndexError,
    EvaluationError,
    ExitCode,
    IndexDamaged,
    IndexIncompatible,
    IndexLocked,
    IndexMissing,
    ModelAuthError,
    ModelContextOverflow,
    ModelError,
    ModelLimited,
    ModelNotFound,
    ModelProtocolError,
    ModelRefused,
    ModelUnreachable,
    SettingsError,
)
from assistant.installation import __version__
from assistant.messages import Readable, Readout
from assistant.options import Options
from assistant.types import (
    Answer,
    AnswerEvent,
    Asked,
    ChatModel,
    Checked,
    Chunk,
    Citation,
    Conflict,
    CorpusQuestion,
    DateRange,
    Document,
    DocumentDate,
    Embedder,
    Form,
    Hit,
    Listed,
    Mention,
    Message,
    Nearest,
    Notice,
    Passage,
    Query,
    Reader,
    Scope,
    Search,
    Sentence,
    Skipped,
    Span,
    Turn,
    Understood,
    Usage,
    Writing,
)

if TYPE_CHECKING:
    from assistant.answering.checking.recheck import Rechecked
    from assistant.answering.timeline import TimelineRow
    from assistant.app import Assistant
    from assistant.index.build.report import Progress
    from assistant.index.search.index import Index
    from assistant.settings import Settings

# ONNX Runtime's Linux wheels send usage data and queue it in the home folder. Only this, set before its first import,
# stops that; its own `disable_telemetry_events()` does not. Child processes inherit it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__all__ = [
    "Answer",
    "AnswerEvent",
    "Asked",
    "Assistant",
    "AssistantError",
    "ChatModel",
    "Checked",
    "Chunk",
    "Citation",
    "Conflict",
    "CorpusError",
    "CorpusIndexError",
    "CorpusQuestion",
    "DateRange",
    "Document",
    "DocumentDate",
    "Embedder",
    "EvaluationError",
    "ExitCode",
    "Form",
    "Hit",
    "Index",
    "IndexDamaged",
    "IndexIncompatible",
    "IndexLocked",
    "IndexMissing",
    "Listed",
    "Mention",
    "Message",
    "ModelAuthError",
    "ModelContextOverflow",
    "ModelError",
    "ModelLimited",
    "ModelNotFound",
    "ModelProtocolError",
    "ModelRefused",
    "ModelUnreachable",
    "Nearest",
    "Notice",
    "Options",
    "Passage",
    "Progress",
    "Query",
    "Readable",
    "Reader",
    "Readout",
    "Rechecked",
    "Scope",
    "Search",
    "Sentence",
    "Settings",
    "SettingsError",
    "Skipped",
    "Span",
    "TimelineRow",
    "Turn",
    "Understood",
    "Usage",
    "Writing",
    "__version__",
]

# Loaded at first use, so that `import assistant` stays light.
_HEAVY = {
    "Assistant": "assistant.app",
    "Index": "assistant.index.search.index",
    "Progress": "assistant.index.build.report",
    "Rechecked": "assistant.answering.checking.recheck",
    "Settings": "assistant.settings",
    "TimelineRow": "assistant.answering.timeline",
}


def __getattr__(name: str) -> object:
    """Load a heavy name at its first use."""
    if name not in _HEAVY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HEAVY[name]), name)
