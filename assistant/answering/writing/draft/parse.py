"""Reads a model's draft while it streams: each sentence with the evidence that the model put behind it.

The form asked for is ``A sentence. <q p="P3">words of passage P3</q>``. A sentence is handed on when it is known that
no further quote follows: at the first other character after its last quote, which is one token later, or at the end
of the stream. Forms that models use instead are read too (see `draft/block.py`), without their being checked here:
what is strict is the check of the quotes, not this reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.answering.writing.draft.block import Block
from assistant.answering.writing.draft.forms import from_json, in_tags
from assistant.answering.writing.draft.layout import Layout, marks_a_line
from assistant.answering.writing.draft.markup import Lexer, Tag
from assistant.text.plain import plain, squeezed
from assistant.types import DraftQuote, DraftSentence

_ENDED = re.compile(r"[.!?…][\"'”’)\]*_]*\s*$")
_LABEL_INSIDE = re.compile(r"\s*(?:[(\[]\s*P\s?(\d{1,2})\s*[)\]]\s*:?|P\s?(\d{1,2})\s*:)\s*")
_OPEN_END = re.compile(r"(?<=[\w”’\"])([,:])\s*\.?\s*$")  # what it says is the quote behind it
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
        self._line_breaks = 0  # in that white space
        self._new_line, self._paragraph = True, False  # the text begins a line, and a blank one stands before it
        self._layout = Layout()
        self._evidence_first = False  # the draft puts each sentence behind its quotes
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
            self._add_text(piece)

    def _add_text(self, text: str) -> None:
        """Add to the text; a row of a table is handed on with the end of its line."""
        self._text += text
        if self._layout.in_row and "\n" in self._text:
            line, _, self._text = self._text.partition("\n")
            self._add(self._layout.take(squeezed(line), (), new_line=False, paragraph=False))
            self._add(self._layout.end_row())
            self._new_line, self._paragraph = True, self._text.startswith("\n")

    def _take_tag(self, tag: Tag) -> None:
        if self._open and self._open.kind == "thought":
            if (tag.kind == "thought" and not tag.opens) or (tag.kind == "final" and self._says_final()):
                self._open, self._inside = None, []
            return
        if tag.kind == "final":
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
        rest = self._end_element(unclosed=True)
        if tag.kind != "quote" or (self._evidence_first and self._has_words):
            self._end_sentences(final=tag.kind not in ("quote", "thought"))
        elif rest:
            self._end_sentences(final=False)
        self._text += rest
        first = not self._quotes and not self._has_words and not self._block.waiting
        if tag.kind == "quote" and first and not self._layout.in_row:
            self._evidence_first = True
        self._open, self._inside = tag, []

    @property
    def _has_words(self) -> bool:
        return any(map(str.isalnum, self._text))

    def _says_final(self) -> bool:
        return "".join(self._inside).rstrip().endswith("final")

    def _end_element(self, *, unclosed: bool = False) -> str:
        """Take what stands inside the element; returns what an unclosed quote has behind its own line."""
        tag, text = self._open, "".join(self._inside).strip()
        self._open, self._inside = None, []
        if tag is None or not text:
            return ""
        rest = ""
        if tag.kind == "quote":
            if unclosed:
                text, _, rest = text.partition("\n\n")
            label = tag.label
            if label is None and (inside := _LABEL_INSIDE.match(text)):
                label, text = f"P{int(inside.group(1) or inside.group(2))}", text[inside.end() :]
            self._quotes.append(DraftQuote(label, text.strip()))
            self._behind_quotes = True
        elif tag.kind in ("missing", "none"):
            self._add([DraftSentence(" ".join(plain(text).split()), (), "none" if tag.kind == "none" else "missing")])
        return rest

    def _after_quotes(self, text: str) -> None:
        """Text behind evidence begins the next sentence, unless it is the full stop of this one or goes on with it."""
        for at, character in enumerate(text):
            if character.isspace():
                self._line_breaks += character == "\n"
                continue
            ended = _ENDED.search(self._text) is not None
            marked = self._line_breaks and marks_a_line(character)
            if not marked and character in (_STOPS if ended else _CLOSING):
                self._text = self._text.rstrip() + ("" if ended else character)
                continue
            if self._evidence_first and not self._has_words:
                self._text, self._behind_quotes = text[at:], False
            elif not ended and character.islower():
                self._text, self._behind_quotes = f"{self._text.rstrip()} {text[at:]}", False
            else:
                new_line, paragraph = self._line_breaks > 0, self._line_breaks > 1
                self._end_sentences(final=False)
                self._new_line, self._paragraph = new_line, paragraph
                if new_line:
                    self._add(self._layout.end_row())
                self._add_text(text[at:])
            self._line_breaks = 0
            return

    def _end_sentences(self, *, final: bool) -> None:
        """Hand on the sentences read so far if they have evidence; if not, only what is `final` waits in the block."""
        if not self._quotes and not final:
            return
        text, quotes = squeezed(self._text), tuple(self._quotes)
        if len(quotes) == 1 and _OPEN_END.search(text):
            said = " ".join(quotes[0].text.split()).strip('“”"')
            text = _OPEN_END.sub(lambda match: f"{match.group(1)} “{said}”.", text)
        self._text, self._quotes, self._behind_quotes, self._line_breaks = "", [], False, 0
        if not quotes:
            self._untagged(text)
        elif defined := self._block.definition_before(text):
            self._block.define(defined, quotes)
        else:
            self._add(self._layout.take(text, quotes, new_line=self._new_line, paragraph=self._paragraph))
            self._new_line = self._paragraph = False

    def _untagged(self, text: str) -> None:
        if self._layout.in_row:
            line, _, text = text.partition("\n")
            self._add(self._layout.take(line, (), new_line=False, paragraph=False))
            self._add(self._layout.end_row())
        if (sentences := from_json(text)) is not None:
            self._add(sentences)
        elif tagged := in_tags(text):
            parser = DraftParser()
            parser._layout = self._layout
            self._add([*parser.feed(tagged), *parser.close()])
        else:
            self._block.add_text(text)

    def _add(self, sentences: list[DraftSentence]) -> None:
        """Keep the order of the draft: behind sentences that still wait for their quotes, all others wait too."""
        if self._block.waiting:
            self._block.add(sentences)
        else:
            self._ready += sentences
