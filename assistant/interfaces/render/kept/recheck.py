"""Shows what has become of quotes since they were cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from assistant.answering.checking.recheck import QuoteNow, Rechecked
from assistant.interfaces.render.lines import dated, one_line

STYLES: dict[QuoteNow, str] = {"stands": "green", "moved": "yellow", "gone": "bold red", "missing": "bold red"}


def recheck_lines(found: Sequence[Rechecked]) -> Iterator[Text]:
    """One line per quote, and a last one with the count."""
    for each in found:
        line = Text().append(f"[{each.number}] ", "bold cyan")
        line.append(one_line(each.path), "bold")
        line.append(f": {one_line(said(each))}", STYLES[each.state])
        yield line
    good = sum(each.is_there for each in found)
    yield Text(f"{good} of {len(found)} quotes are still in the files", "bold")


def said(each: Rechecked) -> str:
    """What has become of a quote, in words."""
    renamed = f" of {each.now_at}" if each.now_at else ""
    redated = f"; its date is now {dated(each.date)}" if each.date else ""
    where = f"{each.place}, line {each.line}" if each.place else f"line {each.line}"
    match each.state:
        case "stands":
            return f"word for word at {where}{renamed}{redated}"
        case "moved":
            return f"word for word, now at {where}{renamed}{redated}"
        case "gone":
            now = f"; line {each.line} now says “{each.wording}”" if each.wording else ""
            return f"the quote is no longer in the file{now}{redated}"
    return f"the file is gone or cannot be read{f' ({each.reason})' if each.reason else ''}"
