"""The conditions of a run: Git state, settings without keys, prompts, gold sets, index."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.app import Assistant
from assistant.evaluation.gold.files import GoldSet
from assistant.evaluation.records import Provenance
from assistant.installation import __version__, resource
from assistant.settings import Settings

# What changes an answer. Keys never leave the settings; paths of this machine do not make runs differ.
_TELLING = (
    "mode", "model", "context_window", "reply_tokens", "stream", "timeout", "passages", "per_document", "undated",
    "as_of", "passage_tokens", "passage_overlap", "max_file_mb", "embedder", "reader",
)  # fmt: skip


def provenance(
    sets: Sequence[GoldSet],
    settings: Settings,
    opened: Mapping[str, Assistant],
    options: Mapping[str, object],
    *,
    writer: str,
) -> Provenance:
    """Describe a run before it starts. `opened` are the corpora by set."""
    return Provenance(
        sets={gold.name: gold.sha256 for gold in sets},
        writer=writer,
        settings={name: value for name, value in settings.model_dump(mode="json").items() if name in _TELLING},
        prompts=_prompts(),
        index={name: _index(assistant) for name, assistant in opened.items()},
        git=git_state(Path.cwd()),
        version=__version__,
        options=dict(options),
        reader=next((one.reader.fingerprint for one in opened.values() if one.reader), None),
    )


def differences(one: Provenance, other: Provenance) -> list[str]:
    """How the conditions of two runs differ, in words."""
    found = []
    for name, before in asdict(one).items():
        after = asdict(other)[name]
        if before == after:
            continue
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
            found += [f"{name}.{key}: {_short(before.get(key))} → {_short(after.get(key))}" for key in keys]
        else:
            found.append(f"{name}: {_short(before)} → {_short(after)}")
    return found


def git_state(folder: Path) -> dict[str, str]:
    """Commit, branch and a digest of what is not committed ("" for nothing); empty outside of a repository."""
    commit = _git(folder, "rev-parse", "HEAD")
    if not commit:
        return {}
    changes = _git(folder, "diff", "HEAD", "--no-ext-diff", "--binary") or ""
    return {
        "commit": commit,
        "branch": _git(folder, "rev-parse", "--abbrev-ref", "HEAD") or "",
        "uncommitted": _digest(changes.encode()) if changes else "",
    }


def show_at(folder: Path, revision: str, path: str) -> str | None:
    """The text of a file (relative to `folder`) as it was at a git revision, or None."""
    if revision.startswith("-"):
        return None
    return _git(folder, "show", f"{revision}:./{path}")


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None


def _prompts() -> dict[str, str]:
    return {path.name: _digest(path.read_bytes()) for path in sorted(resource("prompts").glob("*.md"))}


def _index(assistant: Assistant) -> str:
    """A digest of what was indexed and how, the same on every machine."""
    digest = hashlib.sha256(assistant.index.embedder.fingerprint.encode())
    for document in assistant.documents():
        digest.update(f"\n{document.path} {document.sha256} {document.date.label}".encode())
    return digest.hexdigest()[:16]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _short(value: object) -> str:
    text = "nothing" if value in (None, "") else str(value)
    return text if len(text) <= 40 else text[:37] + "…"
