"""Numbers citations densely, in order of first use; the one place that makes a Citation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Literal, NamedTuple

from assistant.blocks import BlockKind, Form
from assistant.types import Answer, AnswerEvent, Checked, Citation, Document, Hit, Notice, QuoteState, Sentence

Style = Literal["plain", "markdown"]
_MOST_READ = 200  # files of one story


class Stretch(NamedTuple):
    """What is cited: ``hit.document.text[start:end]``."""

    hit: Hit
    start: int
    end: int


class Cited(NamedTuple):
    """A citation, and whether its number was given just now."""

    citation: Citation
    is_new: bool


class Numbering:
    """Gives the same stretch of a document the same number, however often an answer leans on it.

    Words that stand in a file of the same story that is cited already are cited from there.
    """

    def __init__(self) -> None:
        self._citations: dict[tuple[str, int, int], Citation] = {}
        self._hits: dict[str, Hit] = {}

    def cite(self, hit: Hit, start: int, end: int, state: QuoteState = "exact") -> Cited:
        """Cite ``hit.document.text[start:end]``.

        Raises ValueError when the stretch is empty or outside of the document: such a citation cannot be made.
        """
        document = hit.document
        if not 0 <= start < end <= len(document.text):
            raise ValueError(f"no text at {start}:{end} of {document.path!r}")
        hit, start, end = self._in_cited_copy(hit, start, end)
        document = hit.document
        key = (document.id, start, end)
        known = self._citations.get(key)
        if known is not None:
            return Cited(known, is_new=False)
        mentions = tuple(m for m in hit.passage.mentions if start <= m.start and m.end <= end)
        citation = Citation(
            number=len(self._citations) + 1,
            path=document.path,
            date=document.date,
            title=document.shown_title,
            quote=document.text[start:end],
            start=start,
            end=end,
            line=document.text.count("\n", 0, start) + 1,
            state=state,
            mentions=mentions,
            also_in=hit.also_in,
            place=document.place(start),
            copies=document.copies,
            newer=document.newer,
            source=document.source,
        )
        self._citations[key] = citation
        self._hits.setdefault(document.path, hit)
        return Cited(citation, is_new=True)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations so far, in the order of their numbers."""
        return tuple(self._citations.values())

    def _in_cited_copy(self, hit: Hit, start: int, end: int) -> Stretch:
        document = hit.document
        for path in () if document.path in self._hits else document.copies:
            cited = self._hits.get(path)
            at = cited.document.text.find(document.text[start:end]) if cited else -1
            if cited and at >= 0 and not _marked(cited.document, at, at + end - start):
                return Stretch(replace(cited, flags=hit.flags), at, at + end - start)
        return Stretch(hit, start, end)


def numbered_text(sentences: Sequence[Sentence]) -> str:
    """All sentences in their blocks, each with the numbers of its citations, as plain text."""
    return written(
        sentences, "plain", lambda one: f"{one.text} {''.join(f'[{number}]' for number in one.citations)}".strip()
    )


def joint(before: Form | None, after: Form | None, style: Style) -> str:
    """What stands between two sentences of a text, at its beginning (`before` is None) or end (`after` is None)."""
    table = before is not None and before.kind == "table"
    if before is not None and after is not None and _same_block(before, after):
        if not table:
            return "\n- " if before.row != after.row else " "
        if before.row == after.row:
            return " | " if before.column != after.column else " "
        return _end_of_row(before, style) + "\n" + _BEGINNINGS[style]["table"]
    ended = _end_of_row(before, style) if table and before else ""
    if after is None:
        return ended
    if before is None:
        return _BEGINNINGS[style][after.kind]
    if before.kind == after.kind == "text" and not after.begins:
        return " "
    gap = "\n" if style == "plain" and (before.kind == "heading" or after.kind == "list") else "\n\n"
    return f"{ended}{gap}{_BEGINNINGS[style][after.kind]}"


def written(sentences: Sequence[Sentence], style: Style, one: Callable[[Sentence], str]) -> str:
    """All sentences in their blocks, each as `one` writes it."""
    text, before = "", None
    for sentence in sentences:
        text += joint(before, sentence.form, style) + one(sentence)
        before = sentence.form
    return text + joint(before, None, style)


_BEGINNINGS: dict[Style, dict[BlockKind, str]] = {
    "plain": {"text": "", "heading": "", "list": "- ", "table": ""},
    "markdown": {"text": "", "heading": "### ", "list": "- ", "table": "| "},
}


def _same_block(one: Form, other: Form) -> bool:
    return one.kind == other.kind != "text" and one.block == other.block


def _end_of_row(last: Form, style: Style) -> str:
    """What ends a row of a table; in Markdown the row of names needs a line under it."""
    if style == "plain":
        return ""
    return " |" + ("\n|" + " --- |" * (last.column + 1) if last.row == 0 else "")


def copies_notice(citations: Sequence[Citation]) -> tuple[Notice, ...]:
    """Says which citations of an answer are of one story, so that nobody takes copies for sources that agree."""
    stories: dict[frozenset[str], list[Citation]] = {}
    for citation in citations:
        stories.setdefault(citation.story, []).append(citation)
    return tuple(
        Notice(
            "same_story",
            f"{''.join(f'[{one.number}]' for one in cited)} are copies of one story: one source, not several.",
        )
        for cited in stories.values()
        if len({one.path for one in cited}) > 1
    )


class Copies:
    """Tells of each citation in which of the other files its very words stand; `read` gives a file's text."""

    def __init__(self, read: Callable[[str], str | None]) -> None:
        self._read = cache(lambda path: _spaced(read(path) or ""))

    def checked(self, citation: Citation) -> Citation:
        """The citation with exactly those other files in `also_in`, of its story and of its passage's twins."""
        others = dict.fromkeys((*citation.also_in, *citation.copies))
        quote = _spaced(citation.quote)
        also_in = tuple(sorted(path for path in islice(others, _MOST_READ) if quote in self._read(path)))
        return replace(citation, also_in=also_in) if others else citation

    def in_event(self, event: AnswerEvent) -> AnswerEvent:
        """An event of a stream with its citations checked."""
        if isinstance(event, Checked | Answer):
            return replace(event, citations=tuple(map(self.checked, event.citations)))
        return event


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _marked(document: Document, start: int, end: int) -> bool:
    return any(span.start < end and start < span.end for span in document.boilerplate)
