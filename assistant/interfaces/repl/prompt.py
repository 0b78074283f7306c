"""The conversation on a screen: an edited line at the bottom, also while an answer comes."""

from __future__ import annotations

import asyncio
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import Condition, has_focus
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import History
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import Style
from rich.cells import cell_len
from rich.text import Text

from assistant.briefs.by_itself import answering
from assistant.errors import AssistantError
from assistant.interfaces.render.console import say_error
from assistant.interfaces.render.lines import clean, one_line
from assistant.interfaces.render.show import Showing
from assistant.interfaces.repl.command import Ask, LeaveError
from assistant.interfaces.repl.commands import run
from assistant.interfaces.repl.completing import Completing
from assistant.interfaces.repl.live import LiveStage
from assistant.interfaces.repl.session import Session, warm_up
from assistant.interfaces.repl.setup import writer_name
from assistant.interfaces.templates import expanded
from assistant.types import Answer, AnswerEvent

_STYLE = Style.from_dict({"quiet": "fg:ansibrightblack", "mark": "bold fg:ansicyan"})
_PATIENCE = 5.0  # seconds that a thread gets to end
_LEAVE = "\x04"  # what Ctrl-D queues behind the questions that were typed ahead


def converse_on_screen(session: Session) -> None:
    """Talk until the user leaves."""
    _Screen(session).converse()


@dataclass
class _Running:
    """An answer that is coming."""

    showing: Showing
    stage: LiveStage
    cancelled: threading.Event = field(default_factory=threading.Event)
    answer: Answer | None = None
    error: BaseException | None = None


class _Screen:
    """Two prompts that share their keys and history: one to wait for a line, one below an answer that comes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ahead: deque[str] = deque()  # lines typed while an answer came
        self._threads: list[threading.Thread] = []
        self._unfolding = Document()  # what stood on the line when sources were unfolded
        self._typed = Document()  # what stands on the line, from one prompt to the next
        self._running: _Running | None = None
        session.type_ahead = self._type_ahead
        history = _Asked(session)
        # Asking the terminal for its cursor would mix the reply with the user's keys.
        output = create_output()
        if isinstance(output, Vt100_Output):
            output.enable_cpr = False
        common: dict[str, Any] = {
            "history": history,
            "completer": Completing(session),
            "complete_while_typing": Condition(lambda: get_app().current_buffer.text.startswith("/")),
            "multiline": True,
            "prompt_continuation": "  ",
            "enable_open_in_editor": True,
            "enable_suspend": True,
            "vi_mode": session.settings.key_bindings == "vi",
            "style": _STYLE,
            "output": output,
        }
        self._idle: PromptSession[str] = PromptSession(key_bindings=self._idle_keys(), **common)
        self._busy: PromptSession[str] = PromptSession(key_bindings=self._busy_keys(), erase_when_done=True, **common)

    def converse(self) -> None:
        """Read and answer until the user leaves."""
        self._greet()
        self._begin(warm_up, self._session)
        try:
            self._read()
        finally:
            if self._running is not None:
                self._running.cancelled.set()
            # A thread inside a C++ library aborts the whole process when Python ends under it.
            for thread in self._threads:
                thread.join(timeout=_PATIENCE)

    def _type_ahead(self, words: str) -> None:
        self._typed = Document(words)

    def _begin(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads = [*(each for each in self._threads if each.is_alive()), thread]
        thread.start()

    def _read(self) -> None:
        session = self._session
        while True:
            session.out.print()
            line = self._next()
            if line == _LEAVE:
                return
            try:
                todo = run(session, line) if line.startswith("/") else Ask(expanded(line))
                if todo is not None:
                    self._answer(todo)
            except LeaveError:
                return
            except AssistantError as error:
                say_error(str(error))
            except KeyboardInterrupt:
                session.err.print("stopped", style="dim")

    def _greet(self) -> None:
        session = self._session
        count = len(session.documents)
        kept = "" if session.store is not None else " · this conversation is not saved"
        text = f"{count} file{'' if count == 1 else 's'}{kept} · /help lists the commands · Ctrl-D quits"
        session.err.print(Text(text, "dim"))
        if session.answers:
            session.err.print(Text(f"continuing: {one_line(session.answers[-1].question)}", "dim"))

    def _next(self) -> str:
        """The next line that is not empty: one that was typed ahead, else what is typed now."""
        while True:
            if self._ahead:
                line = self._ahead.popleft()
                if line != _LEAVE:
                    self._session.out.print(Text("> ", "bold cyan") + Text(clean(line)), soft_wrap=True)
            else:
                try:
                    line = self._idle.prompt(self._waiting_message, default=self._typed)
                except KeyboardInterrupt:
                    line = ""
                except EOFError:
                    return _LEAVE
                finally:
                    self._typed, self._unfolding = self._unfolding, Document()
            if clean(line).strip() or line == _LEAVE:
                return line if line == _LEAVE else clean(line).strip()

    def _answer(self, todo: Ask) -> None:
        """Show an answer while it comes. What is being typed then goes over to the next prompt."""
        session = self._session
        stage = LiveStage(self._busy.app, session.out, session.err)
        running = _Running(Showing(stage, told=session.told, writer=session.writer), stage)
        self._running = running
        options = session.options(todo.options)
        options["cancelled"] = running.cancelled
        session.out.print()
        events = answering(session.assistant, todo.question, **options)

        def start() -> None:
            loop = asyncio.get_running_loop()
            self._begin(self._work, running, events, loop)

        self._busy.prompt(self._coming_message, default=self._typed, pre_run=start)
        self._typed = self._busy.default_buffer.document
        self._running = None
        if running.answer is not None:
            session.keep(running.answer)
        if running.error is not None:
            _say(running.error)

    def _work(self, running: _Running, events: Iterator[AnswerEvent], loop: asyncio.AbstractEventLoop) -> None:
        """Draw the answer from the core, in a thread of its own, and hand it to the screen's thread."""
        with suppress(RuntimeError):  # the screen has ended: nobody waits for this answer any more
            try:
                for event in events:
                    if running.cancelled.is_set():
                        return
                    loop.call_soon_threadsafe(self._show, running, event)
            except BaseException as error:  # noqa: BLE001 (told to the user by the other thread)
                loop.call_soon_threadsafe(self._fail, running, error)
            finally:
                close = getattr(events, "close", None)
                if close is not None:
                    close()
            loop.call_soon_threadsafe(self._end, running)

    def _show(self, running: _Running, event: AnswerEvent) -> None:
        if not running.cancelled.is_set():
            running.showing.show(event)
            if isinstance(event, Answer):
                running.answer = event

    def _fail(self, running: _Running, error: BaseException) -> None:
        if not running.cancelled.is_set():
            running.error = error
            if running.showing.begun:
                running.answer = running.showing.stop()

    def _end(self, running: _Running) -> None:
        if running is self._running and self._busy.app.is_running and not self._busy.app.is_done:
            self._busy.app.exit(result="")

    def _stop(self) -> None:
        running = self._running
        if running is None or running.cancelled.is_set() or running.answer is not None:
            return
        running.cancelled.set()
        self._ahead.clear()
        running.answer = running.showing.stop()
        self._end(running)

    def _idle_keys(self) -> KeyBindings:
        keys = _editing_keys()
        typing = has_focus(DEFAULT_BUFFER)

        @keys.add("enter", filter=typing)
        def _(event: KeyPressEvent) -> None:
            event.current_buffer.validate_and_handle()

        @keys.add("c-o", filter=typing)
        def _(event: KeyPressEvent) -> None:
            self._unfolding = event.current_buffer.document
            event.current_buffer.document = Document("/sources")
            event.current_buffer.validate_and_handle()

        return keys

    def _busy_keys(self) -> KeyBindings:
        keys = _editing_keys()
        typing = has_focus(DEFAULT_BUFFER)

        @keys.add("enter", filter=typing)
        def _(event: KeyPressEvent) -> None:
            buffer = event.current_buffer
            if buffer.text.strip():
                self._ahead.append(buffer.text)
                buffer.append_to_history()
            buffer.reset()

        @keys.add("c-c")
        @keys.add("<sigint>")
        def _(event: KeyPressEvent) -> None:  # noqa: ARG001
            self._stop()

        @keys.add("c-d", filter=typing & Condition(lambda: not get_app().current_buffer.text))
        def _(event: KeyPressEvent) -> None:  # noqa: ARG001
            self._ahead.append(_LEAVE)

        return keys

    def _waiting_message(self) -> StyleAndTextTuples:
        """Corpus, writer and filters above the line that is typed; they do not stay when it has been typed."""
        mark: StyleAndTextTuples = [("class:mark", "> ")]
        if get_app().is_done:
            return mark
        session = self._session
        parts = [Path(session.corpus).name or session.corpus, writer_name(session), *session.narrowed.words()]
        parts += [f"as of {session.narrowed.as_of}"] if session.narrowed.as_of else []
        rows = _joined(map(one_line, parts), session.out.width)
        return [*(("class:quiet", f"{row}\n") for row in rows), *mark]

    def _coming_message(self) -> StyleAndTextTuples:
        running = self._running
        fragments: StyleAndTextTuples = [] if running is None or get_app().is_done else running.stage.unfinished()
        for line in self._ahead:
            fragments.append(("class:quiet", f"next: {'quit' if line == _LEAVE else one_line(line)}\n"))
        return [*fragments, ("class:mark", "> ")]


class _Asked(History):
    """What was asked in kept conversations, for the arrow keys and Ctrl-R; further lines of this one in memory."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def load_history_strings(self) -> Iterable[str]:
        """See prompt_toolkit: newest first."""
        return self._session.store.questions() if self._session.store is not None else ()

    def store_string(self, string: str) -> None:
        """Questions are kept with their answers; nothing else is."""


def _editing_keys() -> KeyBindings:
    """Alt-Enter begins a new line; Tab takes the only completion at once, also one that no menu shows yet."""
    keys = KeyBindings()
    typing = has_focus(DEFAULT_BUFFER)

    @keys.add("escape", "enter", filter=typing)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    @keys.add("tab", filter=typing)
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.complete_state:
            buffer.complete_next()
            return
        found = list(buffer.completer.get_completions(buffer.document, CompleteEvent(completion_requested=True)))
        if len(found) == 1:
            buffer.apply_completion(found[0])
        else:
            buffer.start_completion(insert_common_part=True)

    return keys


def _joined(parts: Iterable[str], width: int) -> list[str]:
    """The parts with dots between, on as few lines as the width allows."""
    rows: list[str] = []
    for part in parts:
        if rows and cell_len(f"{rows[-1]} · {part}") <= width:
            rows[-1] = f"{rows[-1]} · {part}"
        else:
            rows.append(part)
    return rows


def _say(error: BaseException) -> None:
    if isinstance(error, AssistantError):
        say_error(str(error))
        return
    if os.environ.get("ASSISTANT_TRACEBACK"):
        raise error
    say_error(f"unexpected {type(error).__name__}: {error}; set ASSISTANT_TRACEBACK=1 for a traceback to report")
