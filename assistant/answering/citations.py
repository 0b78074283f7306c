"""Numbers citations densely, in order of first use; the one place that makes a Citation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import NamedTuple

from assistant.corpus.titles import shown_title
from assistant.types import Answer, AnswerEvent, Checked, Citation, Document, Hit, Notice, QuoteState, Sentence

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
            title=shown_title(document),
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


def numbered_text(sentences: Sequence[Sentence], paragraphs: Collection[Sentence] = ()) -> str:
    """All sentences, each with the numbers of its citations; a blank line stands before one that begins a paragraph."""
    text = ""
    for sentence in sentences:
        gap = "" if not text else "\n\n" if sentence in paragraphs else " "
        text += gap + f"{sentence.text} {''.join(f'[{number}]' for number in sentence.citations)}".strip()
    return text


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
