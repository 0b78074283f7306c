"""A citation as a reference: footnote, Chicago, APA, Markdown, BibTeX, or CSL-JSON as Zotero reads it."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from assistant.interfaces.render.lines import dated, one_line, where
from assistant.jsonable import json_text
from assistant.text.emphasis import plain
from assistant.text.folding import bare
from assistant.types import Citation, DocumentDate

# An author with one of these words is no person, and keeps the order of its words.
_NO_PERSON = frozenset(
    "agency associated bbc bureau cnn correspondents desk editors editorial news npr office press reporters reuters"
    " staff team the writers".split()
)
_AND = re.compile(r"(?:,|(?<![\s,]))\s++and\s++|(?>(?:(?<!\s)\s++)?)[;&]\s*")
_LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


class Known(Protocol):
    """A document, or what was kept of one."""

    @property
    def author(self) -> str | None:
        """Who wrote it."""

    @property
    def url(self) -> str | None:
        """Where it was published."""


class Work(NamedTuple):
    """What is referred to: a quote, and the article that has it."""

    cited: Citation
    author: str = ""
    url: str = ""

    @property
    def title(self) -> str:
        """The article's title, or its file where it has none."""
        return one_line(self.cited.title or self.cited.path)

    @property
    def source(self) -> str:
        """Who published it."""
        return one_line(self.cited.source or "")

    @property
    def people(self) -> list[tuple[str, str]]:
        """The authors: surname and first names, or a whole name and ""."""
        return [_name(each) for each in _AND.split(self.author) if each]


def work(cited: Citation, known: Known | None = None) -> Work:
    """A quote with what is known of its article."""
    return Work(cited, one_line((known and known.author) or ""), one_line((known and known.url) or ""))


def references(works: Sequence[Work], style: str) -> str:
    """The references in one of `STYLES`, each on a line of its own; BibTeX and CSL have an entry for each article."""
    if style == "csl":
        entries = {each.cited.path: _csl(each) for each in works}
        return json_text(list(entries.values()), indent=2)
    if style == "bibtex":
        return "\n\n".join({each.cited.path: _bibtex(each) for each in works}.values())
    return "\n".join(dict.fromkeys(map(_AS_TEXT[style], works)))


def _footnote(one: Work) -> str:
    cited = one.cited
    title = f"“{one.title}”" if cited.title else ""
    place = _joined(one.author, title, one.source, dated(cited.date), cited.path, where(cited), one.url)
    return f"{cited.number}. “{one_line(cited.quote)}” {place}."


def _markdown(one: Work) -> str:
    cited = one.cited
    place = _joined(one.author, cited.title or "", one.source, dated(cited.date), cited.path, where(cited))
    link = f" <{one.url}>" if re.fullmatch(r"https?://[^\s<>]+", one.url) else ""
    return f"[^{cited.number}]: “{plain(cited.quote)}” {plain(place)}.{link}"


def _chicago(one: Work) -> str:
    people = [", ".join(filter(None, name)) if at == 0 else _straight(name) for at, name in enumerate(one.people)]
    parts = [_listed(people, "and"), f"“{one.title}.”", _joined(one.source, _long(one.cited.date, "n.d.")), one.url]
    return _sentences(parts)


def _apa(one: Work) -> str:
    people = [", ".join(filter(None, (last, _initials(first)))) for last, first in one.people]
    date = one.cited.date
    day = "n.d."
    if date.day:
        named = _long(date, "").removesuffix(f"{date.day.year}").rstrip(", ")
        day = f"{date.day.year}, {named}" if named else str(date.day.year)
    title = one.title
    lead = [_listed(people, "&"), f"({day})", title] if people else [title, f"({day})"]
    return _sentences([*lead, one.source, one.url])


def _bibtex(one: Work) -> str:
    date, first = one.cited.date, one.people[0][0] if one.people else one.source or one.title
    key_words = re.findall(r"[a-z0-9]+", bare(first))
    title_word = next(iter(re.findall(r"[a-z0-9]{4,}", bare(one.title))), "")
    fields = {
        "title": "{" + _latex(one.title) + "}",
        "author": " and ".join(map(_bibtex_name, one.people)),
        "journal": _latex(one.source),
        "year": str(date.day.year) if date.day else "",
        "date": date.label if date.day else "",
        "url": one.url.replace("{", "%7B").replace("}", "%7D"),
        "note": _latex(f"File {one.cited.path}; date: {dated(date)}"),
    }
    key = f"{next(iter(key_words), 'article')}{date.label[:4] if date.day else ''}{title_word}"
    rows = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@article{{{key},\n{rows}\n}}"


def _bibtex_name(name: tuple[str, str]) -> str:
    return _latex(", ".join(name)) if name[1] else f"{{{_latex(name[0])}}}"


def _csl(one: Work) -> dict[str, Any]:
    date = one.cited.date
    people = [{"family": last, "given": first} if first else {"literal": last} for last, first in one.people]
    entry = {
        "id": one.cited.path,
        "type": "article-newspaper",
        "title": one.title,
        "author": people,
        "container-title": one.source,
        "issued": {"date-parts": [[int(part) for part in date.label.split("-")]]} if date.day else None,
        "URL": one.url,
        "note": f"File {one_line(one.cited.path)}; date: {dated(date)}",
    }
    return {name: value for name, value in entry.items() if value}


_AS_TEXT: dict[str, Callable[[Work], str]] = {
    "footnote": _footnote,
    "chicago": _chicago,
    "apa": _apa,
    "markdown": _markdown,
}
STYLES = (*_AS_TEXT, "bibtex", "csl")


def _name(name: str) -> tuple[str, str]:
    parts = name.removeprefix("By ").removeprefix("by ").split()
    person = 1 < len(parts) < 5 and all(part[:1].isupper() for part in (parts[0], parts[-1]))
    if not person or _NO_PERSON & {part.lower() for part in parts} or "," in name or not parts[-1][:1].isalpha():
        return " ".join(parts), ""
    first = len(parts) - 1
    while first > 1 and parts[first - 1].islower():  # "Ursula von der Leyen"
        first -= 1
    return " ".join(parts[first:]), " ".join(parts[:first])


def _initials(names: str) -> str:
    return " ".join(f"{name[0]}." for name in names.split())


def _straight(name: tuple[str, str]) -> str:
    return " ".join(filter(None, (name[1], name[0])))


def _long(date: DocumentDate, unknown: str) -> str:
    """``March 24, 2021``, ``March 2021`` or ``2021``, in English on every machine."""
    if date.day is None:
        return unknown
    day = f" {date.day.day}," if date.precision == "day" else ""
    month = "" if date.precision == "year" else f"{month_name[date.day.month]}{day} "
    return f"{month}{date.day.year}"


def _listed(names: Sequence[str], word: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}, {word} {names[-1]}"


def _joined(*parts: str) -> str:
    return ", ".join(one_line(part) for part in parts if part)


def _sentences(parts: Sequence[str]) -> str:
    """The parts, each ended by a full stop; an address stands as it is."""
    ended = (".", "?", "!", ".”")
    return " ".join(part if part.endswith(ended) or "://" in part else f"{part}." for part in parts if part)


def _latex(text: str) -> str:
    return re.sub(r"[\\{}$&#%_~^]", lambda match: _LATEX.get(match[0], f"\\{match[0]}"), text)
