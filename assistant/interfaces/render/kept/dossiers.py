"""A dossier on a screen: its findings, what has become of them, and how two dossiers differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from assistant.answering.checking.recheck import Rechecked
from assistant.dossiers.check import FileNow, FileState, ItemNow
from assistant.dossiers.folder import Difference, Dossier
from assistant.dossiers.items import Item, described
from assistant.interfaces.render.kept.recheck import STYLES, said
from assistant.interfaces.render.lines import Hanging, dated, markers, one_line

_BAD: frozenset[FileState] = frozenset({"deleted", "unreadable"})


def dossier_lines(dossier: Dossier) -> Iterator[Text]:
    """The findings with their numbers: title, note, quotes, and where each stands."""
    count = len(dossier.items)
    yield Text(f"{dossier.title}: {count} finding{'' if count == 1 else 's'}", "bold")
    for number, item in enumerate(dossier.items, 1):
        yield Text()
        yield from _item(number, item)


def _item(number: int, item: Item) -> Iterator[Text]:
    evidence = item.evidence
    head = _hanging(4, f"{number:>2}. ", "bold cyan").append(evidence.title, "bold")
    yield head.append(f"  {evidence.kind}, kept {evidence.kept_at:%Y-%m-%d}", "dim")
    if item.note:
        yield _hanging(4, "    ").append(one_line(item.note), "italic")
    if item.edited:
        yield _hanging(4, "    ").append(item.edited, "bold red")
    if evidence.kind == "answer":
        yield _hanging(4, "    ").append(one_line(evidence.text))
    for each in evidence.quotes:
        quote = f"“{one_line(each.quote)}” " if evidence.kind == "quote" else ""
        line = _hanging(4, "    ").append(quote).append(markers([each.number]), "cyan")
        yield line.append(f" {described(evidence.file(each.path), each.place or f'line {each.line}')}", "dim")
    if not evidence.quotes:
        # the title stands above
        untitled = (each.model_copy(update={"title": None}) for each in evidence.files)
        yield from (_hanging(4, "    ").append(described(each), "dim") for each in untitled)


def check_lines(found: Sequence[ItemNow]) -> Iterator[Text]:
    """What is not as it was kept, finding by finding, and a last line with the counts."""
    for number, each in enumerate(found, 1):
        told = [line for line in (*map(_file, each.files), *(_quote(one) for one in each.quotes)) if line]
        if each.item.edited:
            told.insert(0, _hanging(4, "    ").append(each.item.edited, "bold red"))
        if told:
            yield _hanging(4, f"{number:>2}. ", "bold cyan").append(each.item.evidence.title, "bold")
            yield from told
    quotes = [one for each in found for one in each.quotes]
    files = {one.kept.path: one for each in found for one in each.files}.values()
    good, same = sum(one.is_there for one in quotes), sum(one.state == "unchanged" for one in files)
    yield Text(
        f"{sum(each.stands for each in found)} of {len(found)} findings stand: {good} of {len(quotes)} quotes are word"
        f" for word in their files, {same} of {len(files)} files are unchanged",
        "bold",
    )


def _file(now: FileNow) -> Text | None:
    """What has become of a file; None when nothing has."""
    told = {
        "unchanged": "",
        "encoded anew": "the same text in other bytes",
        "edited": "edited",
        "renamed": f"now called {now.path}",
        "renamed and encoded anew": f"the same text in other bytes, now called {now.path}",
        "renamed and edited": f"edited, and now called {now.path}",
        "deleted": "gone; no file of the corpus has its bytes or its text",
        "unreadable": f"cannot be read ({now.reason})",
    }[now.state]
    redated = f"its date is now {dated(now.date)}" if now.date else ""
    said_of_it = "; ".join(filter(None, (told, redated)))
    if not said_of_it:
        return None
    line = _hanging(4, "    ").append(one_line(now.kept.path), "bold")
    return line.append(f": {one_line(said_of_it)}", "bold red" if now.state in _BAD else "yellow")


def _quote(now: Rechecked) -> Text | None:
    if now.state in ("stands", "missing"):
        return None
    line = _hanging(4, "    ").append(markers([now.number]), "cyan")
    return line.append(f" {one_line(said(now))}", STYLES[now.state])


def diff_lines(found: Difference, first: str, second: str) -> Iterator[Text]:
    """Findings of one dossier alone, and those with another note; nothing when they are equal."""
    for mark, style, items in (("-", "red", found.only_first), ("+", "green", found.only_second)):
        for item in items:
            where = first if mark == "-" else second
            line = _hanging(2, f"{mark} ", style).append(item.evidence.title, style)
            yield line.append(f"  {item.evidence.kind}, only in {one_line(where)}", "dim")
    for one, other in found.noted:
        yield _hanging(2, "~ ", "yellow").append(one.evidence.title, "yellow")
        yield _hanging(4, "  - ", "red").append(one_line(one.note) or "no note", "dim")
        yield _hanging(4, "  + ", "green").append(one_line(other.note) or "no note", "dim")


def places(item: Item) -> Iterator[tuple[str, str]]:
    """Each quote with its number and where it stands; of an article "" and which it is."""
    evidence = item.evidence
    for each in evidence.quotes:
        place = described(evidence.file(each.path), each.place or f"line {each.line}")
        yield one_line(each.quote), f"[{each.number}] {place}"
    if not evidence.quotes:
        yield from (("", described(each)) for each in evidence.files)


def closing(item: Item) -> Iterator[str]:
    """When it was kept, from files of which digest, and whether it was edited since."""
    if item.edited:
        yield f"Edited since it was kept: {item.edited}."
    yield f"Kept {item.evidence.kept_at:%Y-%m-%d %H:%M} UTC."
    for each in item.evidence.files:
        yield f"{one_line(each.path)}: SHA-256 {each.sha256}"


def _hanging(indent: int, lead: str, style: str = "") -> Hanging:
    line = Hanging("")
    line.append(lead, style)
    line.hang = indent
    return line
