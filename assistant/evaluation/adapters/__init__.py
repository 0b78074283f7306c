"""Public question sets in their own formats become gold sets with a folder of documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from assistant.errors import EvaluationError
from assistant.evaluation.gold.files import GoldSet

ADAPTERS = ("clapnq", "ramdocs", "mtrag-un", "recognizers", "multihop-rag", "beir")


def adapt(name: str, path: Path, workspace: Path) -> GoldSet:
    """Read the set `name` from `path`; its documents are written below `workspace`. Raises EvaluationError."""
    from assistant.evaluation.adapters import beir, clapnq, mtrag_un, multihop_rag, ramdocs, recognizers

    readers: Mapping[str, Callable[[Path, Path], GoldSet]] = {
        "clapnq": clapnq.read,
        "ramdocs": ramdocs.read,
        "mtrag-un": mtrag_un.read,
        "recognizers": recognizers.read,
        "multihop-rag": multihop_rag.read,
        "beir": beir.read,
    }
    try:
        return readers[name](path, workspace)
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        reason = f"no field {error}" if isinstance(error, KeyError) else str(error)
        raise EvaluationError(f"{path} is not in the format of {name}: {reason}") from None
