"""The bearers of a name on a screen: roles with days and places, first and last mention, and who stands beside them."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from assistant.following.people import Person, Who
from assistant.interfaces.render.lines import Hanging, dated, one_line, where
from assistant.types import Listed

_MOST_UNCLEAR = 5


def who_lines(found: Who) -> Iterator[Text]:
    """Each bearer in a few lines; then the articles that do not say which one they mean."""
    for at, person in enumerate(found.people):
        if at:
            yield Text()
        yield from _person(person)
    if count := len(found.unclear):
        yield from (Text(), Text(f"{_articles(count)} {'has' if count == 1 else 'have'} the name alone", "bold"))
        yield from (_article("", each) for each in found.unclear[:_MOST_UNCLEAR])
    if count > _MOST_UNCLEAR:
        yield Text(f"  and {count - _MOST_UNCLEAR} more; --json lists them all", "dim")
    if not found.found:
        yield Text(f"no article has the name {one_line(found.asked)}")
    if found.read < found.found:
        yield Text(f"the first and last {found.read:,} of {found.found:,} articles were read; --after narrows", "dim")


def _person(person: Person) -> Iterator[Text]:
    yield Text(one_line(person.name), "bold").append(f" · {_articles(len(person.articles))}", "not bold dim")
    for role in person.roles:
        first, last = role.citation, role.last
        line = _hung(f"  {one_line(role.words)} · ", 4)
        line.append(dated(first.date), "green")
        if last.date.label != first.date.label:
            line.append(f" – {last.date.label}", "green")
        yield line.append(f" · {one_line(first.path)}, {where(first)}", "dim")
    yield _article("first  ", person.first)
    if person.last.path != person.first.path:
        yield _article("last   ", person.last)
    if person.beside:
        others = ", ".join(f"{one_line(each.name)} {each.articles}" for each in person.beside)
        yield _hung("  with   ", 9).append(others)


def _article(name: str, each: Listed) -> Text:
    line = _hung(f"  {name}", 2 + len(name)).append(one_line(each.title or each.path))
    line.append(f" · {one_line(each.source)}" if each.source else "").append(" · ")
    line.append(dated(each.date), "yellow" if each.date.day is None else "green")
    return line.append(f" · {one_line(each.path)}" if each.title else "", "dim")


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"


def _hung(text: str, hang: int) -> Hanging:
    line = Hanging(text)
    line.hang = hang
    return line
