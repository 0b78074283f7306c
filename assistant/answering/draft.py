"""Reads a model's draft while it streams: each sentence with the evidence that the model put behind it.

The form asked for is ``A sentence. <q p="P3">words of passage P3</q>``. A sentence is handed on when it is known that
no further quote follows: at the first other character after its last quote, which is one token later, or at the end
of the stream. Forms that models use instead are read too (see draft_block.py), without their being checked here:
what is strict is the check of the quotes, not this reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.answering.draft_block import Block, split_sentences
from assistant.answering.markup import Lexer, Tag
from assistant.answering.plain import plain
from assistant.types import DraftQuote, DraftSentence

_ENDED = re.compile(r"[.!?…][\"'”’)\]*_]*\s*$")
_STOPS = ".,;:!?)]}”’"
_CLOSING = _STOPS + "\"'*_"


def parse(chunks: Iterable[str]) -> Iterator[DraftSentence]:
    """Yield the sentences of a streamed draft. Any split into chunks gives the same sentences."""
    parser = DraftParser()
    for chunk in chunks:
        yield from parser.feed(chunk)
    yield from parser.close()


class DraftParser:
    """Takes a draft chunk by chunk and returns the sentences that each chunk completes."""

    def __init__(self) -> None:
        self._lexer = Lexer()
        self._open: Tag | None = None  # the element being read
        self._inside: list[str] = []  # its text
        self._text = ""  # of the sentences that wait for their evidence
        self._quotes: list[DraftQuote] = []  # behind them
        self._behind_quotes = False  # nothing but white space came since the last of them
        self._block = Block()  # sentences with markers, whose quotes come at the end
        self._ready: list[DraftSentence] = []

    def feed(self, chunk: str) -> list[DraftSentence]:
        """Return the sentences whose evidence is complete, in the order of the draft."""
        for piece in self._lexer.feed(chunk):
            self._take(piece)
        return self._hand_over()

    def close(self) -> list[DraftSentence]:
        """Return what is left when the stream ends, finished or cut short."""
        for piece in self._lexer.close():
            self._take(piece)
        self._end_element()
        self._end_sentences(final=True)
        self._ready += self._block.resolve()
        return self._hand_over()

    def _hand_over(self) -> list[DraftSentence]:
        ready, self._ready = self._ready, []
        return ready

    def _take(self, piece: Tag | str) -> None:
        if isinstance(piece, Tag):
            self._take_tag(piece)
        elif self._open:
            self._inside.append(piece)
        elif self._behind_quotes:
            self._after_quotes(piece)
        else:
            self._text += piece

    def _take_tag(self, tag: Tag) -> None:
        if self._open and self._open.kind == "thought":
            if tag.kind == "thought" and not tag.opens:
                self._open, self._inside = None, []
            return
        if not tag.opens:
            if self._open and self._open.kind == tag.kind:
                self._end_element()
            elif tag.kind == "thought":  # templates of some models swallow the opening tag
                self._text = ""
            elif self._open and tag.kind != "quote":
                self._end_element()
            return
        if self._open and self._open.kind in ("missing", "none") and tag.kind == "quote":
            return  # words quoted inside a remark on what is missing stay part of it
        self._end_element()
        if tag.kind != "quote":
            self._end_sentences(final=tag.kind != "thought")
        self._open, self._inside = tag, []

    def _end_element(self) -> None:
        tag, text = self._open, "".join(self._inside).strip()
        self._open, self._inside = None, []
        if tag is None or not text:
            return
        if tag.kind == "quote":
            self._quotes.append(DraftQuote(tag.label, text))
            self._behind_quotes = True
        elif tag.kind in ("missing", "none"):
            self._add([DraftSentence(" ".join(plain(text).split()), (), "none" if tag.kind == "none" else "missing")])

    def _after_quotes(self, text: str) -> None:
        """Text behind evidence begins the next sentence, unless it is the full stop of this one or goes on with it."""
        for at, character in enumerate(text):
            if character.isspace():
                continue
            ended = _ENDED.search(self._text) is not None
            if character in (_STOPS if ended else _CLOSING):
                self._text = self._text.rstrip() + ("" if ended else character)
                continue
            if not ended and character.islower():
                self._text, self._behind_quotes = f"{self._text.rstrip()} {text[at:]}", False
            else:
                self._end_sentences(final=False)
                self._text = text[at:]
            return

    def _end_sentences(self, *, final: bool) -> None:
        """Hand on the sentences read so far if they have evidence; if not, only what is `final` waits in the block."""
        if not self._quotes and not final:
            return
        text, quotes = self._text, tuple(self._quotes)
        self._text, self._quotes, self._behind_quotes = "", [], False
        if not quotes:
            self._block.add_text(text)
        elif defined := self._block.definition_before(text):
            self._block.define(defined, quotes)
        else:
            self._add(split_sentences(text, quotes))

    def _add(self, sentences: list[DraftSentence]) -> None:
        """Keep the order of the draft: behind sentences that still wait for their quotes, all others wait too."""
        if self._block.waiting:
            self._block.add(sentences)
        else:
            self._ready += sentences
