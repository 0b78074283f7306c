"""`assistant doctor`: what is installed, set and indexed, what is wrong, and what to do next."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from rich.text import Text

from assistant.errors import AssistantError, CorpusError, ExitCode, IndexMissing, masked
from assistant.installation import __version__
from assistant.interfaces.render.lines import one_line
from assistant.models.endpoint import may_chat
from assistant.models.local_servers import Found, context_of, local_servers
from assistant.settings import Settings, load_settings, user_config

_LIBRARIES = ("llama-index-core", "chromadb", "openai", "typer", "tiktoken", "onnxruntime")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `advice` is what to do about it."""

    topic: str
    state: Literal["ok", "note", "bad"]
    text: str
    advice: str = ""
    exit_code: ExitCode = ExitCode.OK


def examine(flags: Mapping[str, object], *, deep: bool = False) -> list[Finding]:
    """Check everything that can be wrong; change nothing, and load nothing that is not needed.

    `deep`: read the whole index, to find what was altered and is as long as it was.
    """
    versions = [f"python {platform.python_version()}", f"assistant {__version__}"]
    versions += [f"{name} {version(name)}" for name in _LIBRARIES]
    findings = [Finding("versions", "ok", ", ".join(versions))]
    try:
        settings, origins, ignored = load_settings(flags)
    except AssistantError as error:
        return [*findings, _bad("settings", error)]
    findings += [
        Finding("setting", "ok", masked(f"{name} = {getattr(settings, name)} ({origin})"))
        for name, origin in origins.items()
    ]
    own = user_config()
    findings.append(
        Finding("setting", "ok", f"your own file, for all folders: {own}{'' if own.exists() else ' (none yet)'}")
    )
    if ignored:
        what, _, advice = ignored.partition("; ")
        findings.append(Finding("setting", "note", what, advice))
    return [*findings, *examine_settings(settings, deep=deep)]


def examine_settings(settings: Settings, *, deep: bool = False) -> list[Finding]:
    """Check corpus, index, model and saved conversations under these settings."""
    return [*_corpus(settings, deep=deep), *_chroma(settings), *_model(settings), *_history(settings)]


def finding_lines(findings: list[Finding], *, brief: bool = False) -> Iterator[Text]:
    """The findings as printed (`brief`: problems only), and last what to do next."""
    marks = {"ok": ("ok  ", "green"), "note": ("note", "yellow"), "bad": ("bad ", "bold red")}
    for finding in findings:
        if brief and finding.state == "ok":
            continue
        mark, style = marks[finding.state]
        line = Text().append(mark, style)
        line.append(f"  {finding.topic:<9} {one_line(finding.text)}")
        yield line
    advice = [f.advice for state in ("bad", "note") for f in findings if f.state == state and f.advice]
    if not brief:
        yield Text()
    yield Text("next: " + (one_line(advice[0]) if advice else "ask a question: assistant ask QUESTION"), "bold")


def _bad(topic: str, error: AssistantError) -> Finding:
    return Finding(topic, "bad", str(error), advice=str(error), exit_code=error.exit_code)


def _corpus(settings: Settings, *, deep: bool) -> Iterator[Finding]:
    from assistant.index.build.difference import difference
    from assistant.wiring import make_embedder, open_index, require_folder, store_of

    try:
        require_folder(settings)
    except CorpusError as error:
        yield _bad("corpus", error)
        return
    yield Finding("corpus", "ok", str(settings.corpus.resolve()))

    where = store_of(settings)
    place = where.shown if where else str(settings.index_path)
    try:
        here = (settings.corpus, settings.index_path)
        size, fields = settings.max_file_bytes, settings.fields
        changed = difference(*here, max_bytes=size, fields=fields) if where is None else None
        index = open_index(settings, make_embedder(settings))
    except IndexMissing:
        yield Finding("index", "note", f"none at {place}", f"assistant index {settings.corpus}")
        return
    except AssistantError as error:
        yield _bad("index", error)
        return
    try:
        documents, skipped, damage = index.documents(), index.skipped(), index.altered() if deep else None
    finally:
        index.close()
    undated = sum(document.date.day is None for document in documents)
    yield Finding("index", "ok", f"{len(documents)} documents, {undated} undated, at {place}")
    if changed:
        count = len(changed.to_read) + len(changed.removed)
        text = f"{count} file{'' if count == 1 else 's'} changed since the last run"
        yield Finding("index", "note", text, f"assistant index {settings.corpus}")
    if damage:
        yield Finding("index", "note", damage, f"assistant index {settings.corpus}")
    for each in skipped:
        yield Finding("skipped", "note", f"{each.path}: {each.reason}", _advice_on(each.reason))
    several = [document.path for document in documents if document.date.provenance == "several"]
    if several:
        shown = ", ".join(several[:3]) + (f" and {len(several) - 3} more" if len(several) > 3 else "")
        text = f"{len(several)} file{'' if len(several) == 1 else 's'} with pieces of several days in one: {shown}"
        yield Finding("dates", "note", text, "save each piece as a file of its own, or export as JSON or CSV")
    doubtful = [document for document in documents if document.problems]
    if doubtful:
        text = f"{len(doubtful)} file{'' if len(doubtful) == 1 else 's'} with doubtful dates"
        yield Finding("dates", "note", text, "assistant sources --suspect, then assistant date FILE DAY")


def _advice_on(reason: str) -> str:
    return "" if reason.startswith("left out") else "fix or remove the skipped files"


def _chroma(settings: Settings) -> Iterator[Finding]:
    """What is known against Chroma's server, which is not ours to mend: see SECURITY.md."""
    if settings.chroma_url is None:
        return
    text = masked(
        f"vectors are also at {settings.chroma_url}; known faults of chromadb's server let whoever reaches it read and"
        " change its collections, or run code there"
    )
    advice = "let only this program reach the Chroma server, behind a proxy that asks for chroma_token (SECURITY.md)"
    yield Finding("chroma", "note", text, advice)


def _model(settings: Settings) -> Iterator[Finding]:
    if settings.writer == "quotes":
        advice = ""
        if settings.mode == "auto" and settings.api_key:
            advice = "set ASSISTANT_MODEL to have a model write the answers"
        yield Finding("model", "note" if advice else "ok", "none: answers are quotes", advice)
        yield from map(_on_this_machine, local_servers() if settings.mode == "auto" else ())
        return
    from assistant.models.chat import OpenAIChat

    key = settings.api_key.get_secret_value() if settings.api_key else None
    try:
        chat = OpenAIChat(
            model=settings.model,
            base_url=settings.base_url,
            api_key=key,
            context_window=settings.context_window,
            timeout=min(10.0, settings.timeout),
        )
        with closing(chat):
            listed = chat.listed()
    except AssistantError as error:
        yield _bad("model", error)
        yield from map(_on_this_machine, local_servers())
        return
    known = settings.model is None or settings.model in listed
    text = masked(f"{settings.model or (listed or ['none'])[0]} at {settings.base_url or 'api.openai.com'}")
    if known:
        yield Finding("model", "ok", text)
    else:
        few = ", ".join(listed[:5])
        yield Finding("model", "note", f"{text} is not listed there ({few})", "check ASSISTANT_MODEL")
    name = settings.model or next(filter(may_chat, listed), "")
    context = context_of(settings.base_url, name) if settings.base_url else None
    if context and context < settings.context_window:
        text = f"{name} takes {context:,} tokens here, and context_window is {settings.context_window:,}: more is cut"
        yield Finding("model", "note", text, small_context(context, settings.context_window))


def small_context(context: int, wanted: int) -> str:
    """What to do about a server that takes fewer tokens than prompts may have."""
    return f"set context_window = {context}, or start the server with more (for Ollama OLLAMA_CONTEXT_LENGTH={wanted})"


def _on_this_machine(found: Found) -> Finding:
    few = ", ".join(found.models[:5])
    text = f"{found.name} runs on this machine ({found.url}) with {few}"
    return Finding("model", "note", text, f"assistant init, with {found.url} as what writes the answers")


def _history(settings: Settings) -> Iterator[Finding]:
    if not settings.history:
        yield Finding("history", "ok", "conversations are not saved (setting history)")
        return
    from assistant.conversations import Conversations

    try:
        with Conversations(settings.data_path) as kept:
            count = len(kept.list(limit=-1))
    except AssistantError as error:
        yield Finding("history", "note", str(error), "set data_dir to a writable folder")
        return
    yield Finding("history", "ok", f"{count} conversation{'' if count == 1 else 's'} saved in {settings.data_path}")
