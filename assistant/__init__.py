"""Ask questions over a folder of dated documents; every sentence of an answer carries a checked citation.

from assistant import Assistant

with Assistant.open("articles") as corpus:
    answer = corpus.ask("What did officials say about the launches?")
    for citation in answer.citations:
        print(citation.number, citation.path, citation.date.label, citation.quote)
"""

from __future__ import annotations

import os
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
from assistant.types import (
    Answer,
    Checked,
    Citation,
    Conflict,
    Document,
    DocumentDate,
    Hit,
    Notice,
    Passage,
    Query,
    Sentence,
    Turn,
    Understood,
    Writing,
)

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.settings import Settings

# ONNX Runtime's Linux wheels send usage data and queue it in the home folder. Only this, set before its first import,
# stops that; its own `disable_telemetry_events()` does not. Child processes inherit it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
__all__ = [
    "Answer",
    "Assistant",
    "AssistantError",
    "Checked",
    "Citation",
    "Conflict",
    "CorpusError",
    "CorpusIndexError",
    "Document",
    "DocumentDate",
    "EvaluationError",
    "ExitCode",
    "Hit",
    "IndexDamaged",
    "IndexIncompatible",
    "IndexLocked",
    "IndexMissing",
    "ModelAuthError",
    "ModelContextOverflow",
    "ModelError",
    "ModelLimited",
    "ModelNotFound",
    "ModelProtocolError",
    "ModelRefused",
    "ModelUnreachable",
    "Notice",
    "Passage",
    "Query",
    "Sentence",
    "Settings",
    "SettingsError",
    "Turn",
    "Understood",
    "Writing",
    "__version__",
]


def __getattr__(name: str) -> object:
    """Load the two heavy names at first use, so that `import assistant` stays light."""
    if name == "Assistant":
        from assistant.app import Assistant

        return Assistant
    if name == "Settings":
        from assistant.settings import Settings

        return Settings
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
