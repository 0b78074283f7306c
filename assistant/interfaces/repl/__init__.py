"""`assistant chat`: a conversation about a corpus, on a terminal or from a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

from assistant.errors import SettingsError
from assistant.interfaces.render.console import is_plain, say_error

if TYPE_CHECKING:
    from assistant.conversations import Conversations
    from assistant.interfaces.repl.session import Session
    from assistant.settings import Settings


def converse(settings: Settings, *, resume: str | None = None) -> None:
    """Talk until the user leaves. `resume` names a saved conversation (empty: the last one about this corpus).

    Raises AssistantError when the corpus cannot be opened or the conversation is not there.
    """
    if not _has_screen():
        from assistant.interfaces.repl.plain import converse_plainly

        with _opened(settings, resume) as session:
            converse_plainly(session)
        return
    from assistant.interfaces.repl.prompt import converse_on_screen
    from assistant.interfaces.repl.terminal import quiet_keys

    # Keys are quiet from the start, so that what is typed while the corpus is opened is not lost or shown twice.
    with quiet_keys() as keys, _opened(settings, resume, keys.lent) as session:
        converse_on_screen(session)


def _has_screen() -> bool:
    capable = os.environ.get("TERM", "dumb") not in ("dumb", "unknown") and not is_plain()
    return capable and sys.stdin.isatty() and sys.stdout.isatty()


@contextmanager
def _opened(
    settings: Settings, resume: str | None, lend_terminal: Callable[[], AbstractContextManager[None]] = nullcontext
) -> Iterator[Session]:
    from assistant.interfaces.approval import open_assistant
    from assistant.interfaces.render.console import progress_bar
    from assistant.interfaces.repl.session import Session

    with progress_bar() as bar:
        assistant = open_assistant(settings, bar, lend_terminal)
    session = Session(assistant, settings, store=_store(settings), lend_terminal=lend_terminal)
    try:
        if resume is not None:
            _resume(session, resume)
        session.warn()
        yield session
    finally:
        session.close()


def _store(settings: Settings) -> Conversations | None:
    if not settings.history:
        return None
    from assistant.conversations import Conversations

    try:
        return Conversations(settings.data_path)
    except SettingsError as error:
        # A history that cannot be saved must not prevent an answer.
        say_error(str(error))
        return None


def _resume(session: Session, name: str) -> None:
    if session.store is None:
        raise SettingsError("conversations are not saved (setting history), so none can be continued")
    found = session.store.find(name, corpus=session.corpus)
    if found is None and name:
        raise SettingsError(f"no conversation {name!r} about {session.corpus}; `assistant history` lists them")
    if found is None:
        session.err.print("no earlier conversation about this corpus; starting a new one", style="dim")
        return
    session.begin(found.id, session.store.answers(found.id))
