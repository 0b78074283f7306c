"""Commands that keep what was found and hand it on: /dossier /keep /cite /copy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from rich.text import Text

from assistant.dossiers import folder as dossiers
from assistant.errors import SettingsError
from assistant.interfaces.render.kept.dossiers import dossier_lines
from assistant.interfaces.render.kept.styles import STYLES, references, work
from assistant.interfaces.render.lines import clean, one_line, print_lines
from assistant.interfaces.repl.clipboard import copy
from assistant.interfaces.repl.command import Command
from assistant.interfaces.repl.session import Session

_NUMBERS = re.compile(r"(?>(?:\[?\d+\]?[\s,]*)*)")


def _dossier(session: Session, argument: str) -> None:
    if not argument:
        session.show(dossier_lines(_opened(session)))
        return
    folder = Path(argument).expanduser()
    there = folder.is_dir() and any(folder.iterdir())
    found = dossiers.read(folder) if there else dossiers.new(folder)
    session.dossier = folder
    count = len(found.items)
    text = f"/keep adds to {one_line(str(folder))} ({count} finding{'' if count == 1 else 's'})"
    print_lines(session.err, [Text(text if there else f"new dossier; {text}")])


def _keep(session: Session, argument: str) -> None:
    dossier = _opened(session)
    whole_article, rest = argument.startswith("article "), argument.removeprefix("article ")
    chosen = _NUMBERS.match(rest)
    named = re.findall(r"\d+", chosen.group()) if chosen else []
    note = rest[chosen.end() :] if chosen else rest
    settings = session.settings
    corpus = dossiers.Corpus(settings.corpus, settings.max_file_bytes, settings.fields)
    cited = [session.citation(number) for number in named]
    if whole_article:
        if len(cited) != 1:
            raise SettingsError("usage: /keep article N [NOTE]")
        evidence = dossiers.evidence_of_article(cited[0].path, corpus)
    elif not session.last.citations:
        raise SettingsError("the last answer cites nothing; /keep article N keeps a listed article")
    else:
        evidence = dossiers.evidence_of(session.last, corpus, [each.number for each in cited])
    session.err.print(f"kept {one_line(dossiers.keep(dossier, evidence, note.strip()).name)}", soft_wrap=True)


def _cite(session: Session, argument: str) -> None:
    print_lines(session.out, [Text(line) for line in clean(_references(session, argument)).split("\n")])


def _copy(session: Session, argument: str) -> None:
    answer = session.last
    if argument:
        text = _references(session, argument)
    else:
        sources = references([work(each, session.document(each.path)) for each in answer.citations], "footnote")
        text = "\n\n".join(filter(None, (one_line(answer.text), sources)))
    how = copy(clean(text), session.out)
    session.err.print(f"copied {'what /cite prints' if argument else 'the answer and its sources'} ({how})")


def _references(session: Session, argument: str) -> str:
    """The references that numbers and a style ask for; without a number all, without a style footnotes."""
    *numbers, last = argument.split() or [""]
    style = last if last in STYLES else "footnote"
    numbers += [last] if last and last not in STYLES else []
    cited = [session.citation(each) for each in numbers] or list(session.last.citations)
    if not cited:
        raise SettingsError("the last answer cites nothing")
    return references([work(each, session.document(each.path)) for each in cited], style)


def _opened(session: Session) -> dossiers.Dossier:
    if session.dossier is None:
        raise SettingsError("no dossier is open; /dossier FOLDER opens one, or starts it")
    return dossiers.read(session.dossier)


def _numbers(session: Session, typed: str) -> Iterable[str]:  # noqa: ARG001
    return [*session.openable, "article"]


def _cited(session: Session, typed: str) -> Iterable[str]:
    return STYLES if " " in typed else [*session.openable, *STYLES]


COMMANDS = (
    Command("dossier", "[FOLDER]", "Open or start a dossier; alone: show what is in it.", "Findings", _dossier),
    Command(
        "keep", "[N…|article N] [NOTE]", "Keep the last answer, quotes of it, or an article in the dossier.",
        "Findings", _keep, _numbers,
    ),
    Command(
        "cite", "[N…] [STYLE]", f"Print sources as references: {', '.join(STYLES)}.", "Findings", _cite, _cited,
    ),
    Command(
        "copy", "[N…] [STYLE]", "Copy the last answer, or references, to the clipboard.", "Findings", _copy, _cited,
    ),
)  # fmt: skip
