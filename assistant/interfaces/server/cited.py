"""An answer as running text with ``[n]`` marks, written sentence by sentence, and its sources as links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.answering.citations import joint
from assistant.answering.question.shown import filter_line, wider_question
from assistant.blocks import Form
from assistant.dates.how_known import how_known
from assistant.interfaces.server.inert import LISTED, NEAREST, SOURCES, inert
from assistant.interfaces.server.links import Links
from assistant.jsonable import to_json
from assistant.text.emphasis import bold
from assistant.types import Answer, Checked, Citation, DocumentDate, Nearest, Sentence

if TYPE_CHECKING:
    from assistant.app import Assistant

MOST_LISTED = 20  # articles of a list in an answer as text; JSON has them all
_REFUSALS = {
    "not_in_corpus": "The corpus does not say.",
    "filtered_out": "No document matches these filters.",
    "incomplete": "The answer broke off before a sentence was complete.",
}


def dated(date: DocumentDate) -> str:
    """``2021-03-24, from the file name`` or ``undated``."""
    how = how_known(date.provenance)
    return f"{date.label}, from the {how}" if date.day and how else date.label


@dataclass(frozen=True, slots=True)
class Source:
    """A citation with the id and the link of its document."""

    citation: Citation
    document_id: str
    url: str
    short: str = ""

    @property
    def label(self) -> str:
        """Title or file, and date, where a protocol has room for a title only: ``a/b.txt (2021-03-24)``."""
        return f"{self.citation.title or self.citation.path} ({self.citation.date.label})"


@dataclass(frozen=True, slots=True)
class Sources:
    """What an answer cites, in the order of its numbers, and the links of its nearest and of its listed articles."""

    cited: tuple[Source, ...] = ()
    nearest: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Source]:
        return iter(self.cited)


NONE = Sources()


@dataclass(frozen=True, slots=True)
class Mark:
    """Where ``[number]`` stands in the text, in code points."""

    number: int
    start: int
    end: int


@dataclass(slots=True)
class CitedText:
    """The text so far. What `add` and `close` return, put together, is `text`.

    `begins`: the answer is the first of its conversation, and says if no model wrote it.
    """

    begins: bool
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    _last: Form | None = None

    def add(self, sentence: Sentence) -> str:
        """Write a sentence where it stands, the words that answer in bold, and its marks; return what is new."""
        before = len(self.text)
        self.text += joint(self._last, sentence.form, "markdown")
        self._last = sentence.form
        self.text += bold(sentence.parts, _in_cell if sentence.form.kind == "table" else inert)
        for position, number in enumerate(sentence.citations):
            self.text += "" if position else " "
            start = len(self.text)
            self.text += f"[{number}]"
            self.marks.append(Mark(number, start, len(self.text)))
        return self.text[before:]

    def close(self, answer: Answer, sources: Sources, *, footer: bool) -> str:
        """Write what follows the sentences: a refusal's words, what was searched, notices, and lists."""
        before = len(self.text)
        self.text += joint(self._last, None, "markdown")
        if not self.text:
            self.text = inert(answer.text) or _REFUSALS.get(answer.status, "There is no answer.")
        notes = [line] if (line := filter_line(answer.query, answer.scope)) else []
        notices = (one for one in answer.notices if self.begins or not one.once)
        notes += [notice.message for notice in notices if notice.message not in answer.text]
        if notes:
            self.text += "\n\n" + "\n".join(f"({inert(note)})" for note in notes)
        self._list(NEAREST, [_linked(*one) for one in zip(answer.nearest, sources.nearest, strict=True)])
        listed = [_linked(*one) for one in zip(answer.listed, sources.listed, strict=True)]
        self._list(LISTED, listed[:MOST_LISTED])
        if more := len(listed[MOST_LISTED:]):
            self.text += f"\n\n… and {more:,} more"
        if footer:
            self._list(SOURCES, [f"{_linked(one.citation, one.short)}, {_place(one.citation)}" for one in sources])
        return self.text[before:]

    def _list(self, title: str, lines: Sequence[str]) -> None:
        if lines:
            self.text += f"\n\n{title}:\n\n" + "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def _in_cell(text: str) -> str:
    return inert(text).replace("|", "\\|")


def _linked(one: Citation | Nearest, url: str) -> str:
    publisher = f", {inert(one.source)}" if one.source else ""
    return f"[{inert(one.title or one.path)}]({url}){publisher}, {dated(one.date)}"


def _place(citation: Citation) -> str:
    return inert(citation.place or f"line {citation.line}")


def whole(answer: Answer, sources: Sources, *, footer: bool, begins: bool) -> CitedText:
    """The text of a finished answer."""
    cited = CitedText(begins)
    for sentence in answer.sentences:
        cited.add(sentence)
    cited.close(answer, sources, footer=footer)
    return cited


def places(marks: Sequence[Mark], sources: Sources) -> list[dict[str, Any]]:
    """What an annotation says of each mark, in OpenAI's words; file and date are in the title, for want of a field."""
    by_number = {source.citation.number: source for source in sources}
    return [
        {"start_index": mark.start, "end_index": mark.end, "url": source.url, "title": source.label}
        for mark in marks
        if (source := by_number.get(mark.number))
    ]


def sources_of(event: Answer | Checked, assistant: Assistant, links: Links) -> Sources:
    """Give what an event cites, and the articles that it names, the ids and links of their documents."""
    found = []
    for citation in event.citations:
        document = assistant.index.document(citation.path)
        if document is not None:
            url = links.document(document.id, citation.quote, citation.start)
            short = links.place(document.id, citation.start, citation.end)
            found.append(Source(citation, document.id, url, short))
    nearest = event.nearest if isinstance(event, Answer) else ()
    documents = (assistant.index.document(one.path) for one in nearest)
    near = tuple(links.document(each.id, "", 0) if each else "" for each in documents)
    listed = event.listed if isinstance(event, Answer) else ()
    return Sources(tuple(found), near, tuple(links.document(one.id, "", 0) for one in listed))


def answer_json(answer: Answer, sources: Sources) -> dict[str, Any]:
    """The Answer as JSON, with the links of its citations, the filter in words, and the question without it."""
    content: dict[str, Any] = to_json(answer)
    urls = {source.citation.number: source.url for source in sources}
    for citation in content["citations"]:
        citation["url"] = urls.get(citation["number"])
    for articles, links in (("nearest", sources.nearest), ("listed", sources.listed)):
        for article, url in zip(content[articles], links, strict=True):
            article["url"] = url
    return {
        **content,
        "filter": filter_line(answer.query, answer.scope),
        "wider_question": wider_question(answer.query),
    }


def checked_json(event: Checked, sources: Sources) -> dict[str, Any]:
    """A Checked event as JSON, with the links of its new citations."""
    content: dict[str, Any] = to_json(event)
    urls = {source.citation.number: source.url for source in sources}
    for citation in content["citations"]:
        citation["url"] = urls.get(citation["number"])
    return content
