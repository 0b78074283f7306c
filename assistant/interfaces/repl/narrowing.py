"""Commands that narrow all further questions: /filter /asof /latest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Literal

from assistant.answering.question.understand import read_operators
from assistant.errors import SettingsError
from assistant.interfaces.render.lines import one_line
from assistant.interfaces.repl.command import Ask, Command
from assistant.interfaces.repl.session import Narrowed, Session
from assistant.options import published
from assistant.types import DateRange

FILTER_KEYS = ("after:", "before:", "on:", "source:", "author:", "path:")
_UNDATED: dict[str, Literal["keep", "exclude"]] = {"undated:keep": "keep", "undated:exclude": "exclude"}


def _filter(session: Session, argument: str) -> None:
    if argument == "clear":
        session.narrowed = Narrowed(as_of=session.narrowed.as_of)
    elif argument:
        session.narrowed = _narrower(session, argument)
    _say(session)


def _narrower(session: Session, argument: str) -> Narrowed:
    """The filters with those of `argument` added; one that is named again is replaced.

    Raises SettingsError when they contradict each other, or `argument` is no filter.
    """
    words = [word for word in argument.split() if word not in _UNDATED]
    asked = read_operators(" ".join(words), as_of=session.narrowed.as_of or date.today())
    if asked.text.strip() or not (asked.written or len(words) < len(argument.split())):
        known = " ".join((*FILTER_KEYS, *_UNDATED))
        raise SettingsError(f"{one_line(asked.text) or argument!r} is not a filter; filters are: {known}, and clear")
    now, new = session.narrowed, asked.published
    both = new.start and new.end
    days = new if both else DateRange(new.start or now.published.start, new.end or now.published.end)
    published({"after": days.start, "before": days.end})
    undated = now.undated
    for word in argument.split():
        undated = _UNDATED.get(word, undated)
    return replace(
        now,
        published=days,
        sources=asked.sources or now.sources,
        authors=asked.authors or now.authors,
        paths=asked.paths or now.paths,
        undated=undated,
        as_of=asked.as_of or now.as_of,
    )


def _as_of(session: Session, argument: str) -> None:
    if argument in ("", "today"):
        session.narrowed = replace(session.narrowed, as_of=None)
    else:
        asked = read_operators(f'asof:"{argument}"', as_of=date.today())
        session.narrowed = replace(session.narrowed, as_of=asked.as_of)
    day = session.narrowed.as_of
    session.err.print(f"asking as of {day}; later files are hidden" if day else "asking as of today; nothing is hidden")


def _latest(session: Session, argument: str) -> Ask:
    """Ask with the newest files first; without a question the last one again."""
    return Ask(argument or session.last.question, {"order": "newest"})


def _say(session: Session) -> None:
    words = session.narrowed.words()
    if not words:
        session.err.print("no filter")
        return
    scope = session.assistant.scope(session.assistant.understand("articles", **session.narrowed.options()))
    kept = f", {scope.undated_kept} undated included" if scope.undated_kept and session.narrowed.published else ""
    session.err.print(
        f"{one_line(' '.join(words))} · {scope.matching} of {scope.total} files match{kept}", soft_wrap=True
    )


def days(session: Session) -> list[str]:
    """The days on which files of the corpus are dated, newest first."""
    found = {document.date.day.isoformat() for document in session.documents if document.date.day}
    return sorted(found, reverse=True)


def filter_values(session: Session, typed: str) -> Iterable[str]:
    """What may be written for the filter whose key was typed; else the keys."""
    key = typed.partition(":")[0]
    if key in ("after", "before", "on"):
        return [f"{key}:{day}" for day in days(session)]
    if key in ("source", "author"):
        names = sorted({name for document in session.documents if (name := getattr(document, key))})
        return [f'{key}:"{name}"' if " " in name else f"{key}:{name}" for name in names]
    if key == "path":
        return [f"path:{document.path}" for document in session.documents]
    return [*FILTER_KEYS, *_UNDATED, "clear"]


COMMANDS = (
    Command(
        "filter", "[KEY:VALUE … | clear]",
        "Narrow all questions: after: before: on: source: author: path: undated:keep|exclude.",
        "Time and filters", _filter, filter_values,
    ),
    Command(
        "asof", "[DAY]", "Treat this day as today; later files are hidden. Without a day: back to today.",
        "Time and filters", _as_of, lambda session, _typed: days(session),
    ),
    Command(
        "latest", "[QUESTION]", "Ask with the newest files first; alone: repeat the last question.", "Time and filters",
        _latest,
    ),
)  # fmt: skip
