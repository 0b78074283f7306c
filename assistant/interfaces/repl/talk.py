"""Commands of the talk: /retry /edit /attach /undo /new /compare /brief /sessions /resume /save /export."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path

from rich.table import Table
from rich.text import Text

from assistant.conversations import Conversations
from assistant.errors import SettingsError
from assistant.interfaces.render.export import FORMATS, Format, write_export
from assistant.interfaces.render.kept.conversations import conversation_lines
from assistant.interfaces.render.lines import dated, is_spoken, markers, one_line, print_lines, sentence_text, where
from assistant.interfaces.repl.command import Ask, Command
from assistant.interfaces.repl.session import Session
from assistant.options import Options
from assistant.types import Answer

_SIDE_BY_SIDE = 80  # columns from which two answers fit beside each other


def _retry(session: Session, argument: str) -> Ask:  # noqa: ARG001
    return Ask(session.undo().question, {"fresh": True})


def _edit(session: Session, argument: str) -> None:  # noqa: ARG001
    if session.type_ahead is None:
        raise SettingsError("/edit needs a terminal; ask the question again in other words")
    session.type_ahead(session.last.question)


def _attach(session: Session, argument: str) -> None:
    if not argument:
        raise SettingsError("usage: /attach FILE; the next question is asked of it as well")
    from assistant.corpus.attached import attached_file

    session.attached += attached_file(Path(argument).expanduser(), today=session.narrowed.as_of or date.today())
    names = ", ".join(one_line(each.path) for each in session.attached)
    session.err.print(f"the next question is asked of {names} as well", soft_wrap=True)


def _undo(session: Session, argument: str) -> None:  # noqa: ARG001
    session.err.print(f"forgot “{one_line(session.undo().question)}”", soft_wrap=True)


def _new(session: Session, argument: str) -> None:  # noqa: ARG001
    session.begin()
    session.err.print("new conversation; filters still apply (/filter clear removes them)")


def _compare(session: Session, argument: str) -> None:
    words = _split(argument)
    if len(words) < 3:
        raise SettingsError("usage: /compare FILE FILE QUESTION")
    files = [session.file(word) for word in words[:2]]
    question = " ".join(words[2:])
    answers = []
    for file in files:
        with session.err.status(Text(f"asking {one_line(file)}", "dim")):
            options: Options = {**session.narrowed.options(), "paths": (_literal(file),)}
            answers.append(session.assistant.ask(question, **options))
    width = session.out.width
    if width < _SIDE_BY_SIDE or not session.out.is_terminal:
        for file, answer in zip(files, answers, strict=True):
            print_lines(session.out, [_title(session, file), *_said(answer), Text()])
        return
    table = Table(box=None, padding=(0, 2, 0, 0), expand=False, show_header=True)
    for file in files:
        table.add_column(_title(session, file), width=width // 2 - 2, overflow="fold")
    table.add_row(*(Text("\n").join(_said(answer)) for answer in answers))
    session.out.print(table)


def _brief(session: Session, argument: str) -> None:
    from assistant.briefs.brief import Brief, brief
    from assistant.interfaces.render.kept.briefs import progress_lines
    from assistant.interfaces.render.show import ConsoleStage, Showing

    if not argument:
        raise SettingsError("usage: /brief TOPIC")
    with closing(brief(session.assistant, argument, session.narrowed.options())) as events:
        for event in events:
            if isinstance(event, Brief):
                Showing(ConsoleStage(), told=session.told).show(event.answer)
                session.keep(event.answer)
            else:
                print_lines(session.err, progress_lines(event))


def _title(session: Session, file: str) -> Text:
    found = session.document(file)
    title = Text().append(one_line(file), "bold")
    if found is not None:
        title.append(f" · {dated(found.date)}", "yellow" if found.date.day is None else "green")
    return title


def _said(answer: Answer) -> Iterable[Text]:
    for sentence in answer.sentences:
        line = sentence_text(sentence)
        line.append(f" {markers(sentence.citations)}" if sentence.citations else "", "bold cyan")
        yield line
    for citation in answer.citations:
        quote = "" if is_spoken(citation, answer) else f": “{one_line(citation.quote)}”"
        yield Text(f"[{citation.number}] {where(citation)}{quote}", "dim")


def _literal(path: str) -> str:
    """A path as a glob that matches only itself."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in path)


def _sessions(session: Session, argument: str) -> None:
    store = _store(session)
    found = store.list(words=argument.split(), corpus=session.corpus)
    print_lines(session.out, conversation_lines(found) if found else [Text("no conversation about this corpus")])


def _resume(session: Session, argument: str) -> None:
    store = _store(session)
    found = store.find(argument, corpus=session.corpus)
    if found is None:
        raise SettingsError(f"no conversation {argument!r} about this corpus; /sessions lists them")
    session.begin(found.id, store.answers(found.id))
    turns = f"{found.turns} question{'' if found.turns == 1 else 's'}"
    session.err.print(f"back in “{one_line(found.title)}” ({turns})", soft_wrap=True)


def _save(session: Session, argument: str) -> None:
    store = _store(session)
    if session.conversation is None:
        raise SettingsError("nothing has been asked yet")
    if not argument:
        raise SettingsError("usage: /save NAME; /resume NAME returns to the conversation (it is saved in any case)")
    store.rename(session.conversation, argument)
    session.err.print(f"saved as “{one_line(argument)}”", soft_wrap=True)


def _export(session: Session, argument: str) -> None:
    words = _split(argument)
    whole, force = "--all" in words, "--force" in words
    words = [word for word in words if word not in ("--all", "--force")]
    if len(words) != 2 or words[0] not in FORMATS:
        raise SettingsError(
            f"usage: /export {'|'.join(FORMATS)} FILE [--all] [--force]; --all exports the whole conversation"
        )
    kind: Format = words[0]
    target = Path(words[1]).expanduser()
    write_export(session.answers if whole and session.answers else [session.last], kind, target, force=force)
    session.err.print(f"wrote {one_line(str(target))}", soft_wrap=True)


def _store(session: Session) -> Conversations:
    if session.store is None:
        raise SettingsError("conversations are not saved (setting history)")
    return session.store


def _split(argument: str) -> list[str]:
    try:
        return shlex.split(argument)
    except ValueError:  # an apostrophe is not a quotation mark here
        return argument.split()


def _files(session: Session, typed: str) -> Iterable[str]:
    return [document.path for document in session.documents] if len(typed.split(" ")) <= 2 else ()


def _conversations(session: Session, typed: str) -> Iterable[str]:  # noqa: ARG001
    return [str(each.id) for each in session.store.list(corpus=session.corpus)] if session.store else ()


def _export_values(session: Session, typed: str) -> Iterable[str]:  # noqa: ARG001
    return FORMATS if " " not in typed else ["--all", *(f"answer.{kind}" for kind in FORMATS if typed.startswith(kind))]


COMMANDS = (
    Command("retry", "", "Ask the last question again.", "Conversation", _retry),
    Command("edit", "", "Put the last question on the line, to change it.", "Conversation", _edit),
    Command("attach", "FILE", "Ask the next question of this file as well.", "Conversation", _attach),
    Command("undo", "", "Forget the last question and answer.", "Conversation", _undo),
    Command("new", "", "Start a new conversation.", "Conversation", _new),
    Command("compare", "FILE FILE QUESTION", "Compare what two files say.", "Conversation", _compare, _files),
    Command("brief", "TOPIC", "Give an overview of a topic over all articles about it.", "Conversation", _brief),
    Command("sessions", "[WORDS]", "List saved conversations about this corpus.", "Conversation", _sessions),
    Command(
        "resume", "[ID|NAME]", "Resume a saved conversation; alone: the last one.", "Conversation",
        _resume, _conversations,
    ),
    Command("save", "NAME", "Give this conversation a name.", "Conversation", _save),
    Command(
        "export", "md|html|json FILE [--all]", "Write the last answer, or all, to a file.", "Conversation",
        _export, _export_values,
    ),
)  # fmt: skip
