"""An answer above the line that is being typed: whole lines scroll up, the unfinished one stays above the prompt."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import ANSI, StyleAndTextTuples, to_formatted_text
from rich.console import Console
from rich.text import Text

from assistant.interfaces.render.lines import Flow, print_lines
from assistant.interfaces.render.show import writing_line


class LiveStage:
    """Shows an answer while `application` keeps its prompt at the bottom. Runs in the application's thread."""

    def __init__(self, application: Application[str], out: Console, err: Console) -> None:
        self._application = application
        self._out, self._err = out, err
        self._flow = _LineByLine(out, self._above)
        self._status = "… searching"

    def words(self, text: Text) -> None:
        """See Stage."""
        self._flow.write(text)
        self._application.invalidate()

    def end_words(self) -> None:
        """See Stage."""
        self._status = ""
        self._flow.end()

    def item(self) -> None:
        """See Stage."""
        self._flow.begin_item()
        self._application.invalidate()

    @property
    def out(self) -> Console:
        """See Stage."""
        return self._out

    def lines(self, lines: Iterable[Text]) -> None:
        """See Stage."""
        self._above(lambda: print_lines(self._out, lines))

    def asides(self, lines: Iterable[Text]) -> None:
        """See Stage."""
        self._above(lambda: print_lines(self._err, lines))

    def writing(self, characters: int) -> None:
        """See Stage."""
        self._status = writing_line(characters)
        self._application.invalidate()

    def unfinished(self) -> StyleAndTextTuples:
        """What stands above the prompt: the line that is not full yet, and the quiet line."""
        fragments: StyleAndTextTuples = []
        if self._flow.begun:
            with self._out.capture() as captured:
                self._out.print(self._flow.line, end="", soft_wrap=True)
            fragments += [*to_formatted_text(ANSI(captured.get())), ("", "\n")]
        if self._status:
            fragments += [("class:quiet", self._status), ("", "\n")]
        return fragments

    def _above(self, write: Callable[[], None]) -> None:
        """Write where the prompt is; it is drawn again below.

        prompt_toolkit's own way (`run_in_terminal`) turns echo on for the while, and a key pressed then would appear
        in the middle of the answer.
        """
        self._application.renderer.erase()
        write()
        self._application.invalidate()


class _LineByLine(Flow):
    """Keeps the line that is not full; hands over the others."""

    def __init__(self, console: Console, above: Callable[[Callable[[], None]], None]) -> None:
        super().__init__(console)
        self.line = Text()
        self._above = above

    def _put(self, text: Text) -> None:
        self.line.append_text(text)

    def _newline(self) -> None:
        full, self.line = self.line, Text()
        self._above(lambda: self._console.print(full, soft_wrap=True))
