"""Commands that change what is asked and who answers: /model /corpus /index /doctor."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assistant.errors import SettingsError
from assistant.interfaces.approval import approval
from assistant.interfaces.render.console import progress_bar
from assistant.interfaces.render.lines import one_line, print_lines, report_lines
from assistant.interfaces.repl.command import Command
from assistant.interfaces.repl.session import Session


def writer_name(session: Session) -> str:
    """Who answers, for the prompt: the model as it was set, or quotes. Nothing is asked of a server."""
    if session.settings.writer == "quotes":
        return "quotes"
    return one_line(session.writer or session.settings.model or "model")


def _model(session: Session, argument: str) -> None:
    if argument == "quotes":
        session.reopen(mode="quotes")
    elif argument:
        session.reopen(model=argument, mode="model")
    session.writer = name = session.assistant.writer
    text = f"{one_line(name)} writes the answers" if name else "answers are quotes; no model is used"
    session.err.print(text, soft_wrap=True)


def _corpus(session: Session, argument: str) -> None:
    if argument:
        from assistant.corpus.walk import check_folder

        folder = Path(argument).expanduser()
        check_folder(folder, "write the folder's name after /corpus")
        session.reopen(corpus=folder, index_dir=None)
        session.begin()
    count = len(session.documents)
    session.err.print(f"{one_line(session.corpus)}: {count} file{'' if count == 1 else 's'}", soft_wrap=True)
    if argument:
        session.warn()


def _index(session: Session, argument: str) -> None:
    if argument not in ("", "--rebuild"):
        raise SettingsError("usage: /index, or /index --rebuild to start from scratch")
    from assistant.wiring import index_corpus

    with progress_bar() as bar:
        approve = approval(session.settings, bar, lend_terminal=session.lend_terminal)
        report = index_corpus(session.settings, rebuild=bool(argument), progress=bar, approve=approve)
    session.reopen()
    print_lines(session.out, report_lines(report))


def _doctor(session: Session, argument: str) -> None:  # noqa: ARG001
    from assistant.interfaces.doctor import examine_settings, finding_lines

    print_lines(session.out, finding_lines(examine_settings(session.settings)))


def _models(session: Session, typed: str) -> Iterable[str]:  # noqa: ARG001
    return [name for name in (session.settings.model, "quotes") if name]


def _folders(session: Session, typed: str) -> Iterable[str]:  # noqa: ARG001
    above = Path(typed or ".").expanduser()
    above = above if typed.endswith("/") or not typed else above.parent
    try:
        return sorted(f"{folder}/" for folder in above.iterdir() if folder.is_dir() and not folder.name.startswith("."))
    except OSError:
        return ()


def _flags(session: Session, typed: str) -> Iterable[str]:  # noqa: ARG001
    return ("--rebuild",)


COMMANDS = (
    Command("model", "[NAME|quotes]", "Switch to another model, or to quotes.", "Program", _model, _models),
    Command("corpus", "[FOLDER]", "Switch to another folder; alone: show this one.", "Program", _corpus, _folders),
    Command("index", "[--rebuild]", "Index what changed in the folder.", "Program", _index, _flags),
    Command("doctor", "", "Check settings, corpus, index and model.", "Program", _doctor),
)  # fmt: skip
