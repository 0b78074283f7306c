"""Documents to passages: whole sentences where possible, sized in tokens, exact offsets. The door to llama_index."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from assistant.corpus.mentions import mentions_in
from assistant.resources import use_bundled_encodings
from assistant.types import Document, Passage

# A sentence ends at . ! ? … (with closing quotation marks) before white space and a capital, digit or opening mark;
# not after an initial or a common abbreviation.
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St|Lt|vs|No)\.)(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Col|Sgt|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct"
    r"|Nov|Dec)\.)(?<!\bProf\.)(?<!\bSept\.)(?:(?<=[.!?…])|(?<=[.!?…][\"”’»)\]]))\s+(?=[\"“‘«(\[]?[A-Z0-9À-Þ])|(?<=[。！？])"
)
# No text of this many characters a token counts as one passage, so that a text without any boundary stays cheap.
_MOST_CHARACTERS_PER_TOKEN = 16


def split(document: Document, *, tokens: int, overlap: int) -> list[Passage]:
    """Cut a document into passages of at most `tokens` tokens (cl100k_base), `overlap` of them shared by neighbours.

    Boilerplate is in no passage; all other visible text is in at least one. Passages come in the order of the text.
    """
    cut = _splitter(tokens, overlap)
    passages: list[Passage] = []
    line, line_from = 1, 0
    for run_start, run_end in _runs(document):
        for start, end in _places(document.text, run_start, run_end, cut(document.text[run_start:run_end])):
            text = document.text[start:end]
            line, line_from = line + document.text.count("\n", line_from, start), start
            digest = hashlib.sha256(text.encode()).hexdigest()[:8]
            ordinal = len(passages)
            passages.append(
                Passage(
                    id=f"{document.id}-{ordinal}-{digest}",
                    document_id=document.id,
                    ordinal=ordinal,
                    start=start,
                    end=end,
                    text=text,
                    line=line,
                    mentions=tuple(mentions_in(document.text, document.date, start, end)),
                )
            )
    return passages


def _runs(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the stretches between boilerplate that hold more than white space."""
    position = 0
    marks = sorted((span.start, span.end) for span in document.boilerplate)
    for start, end in [*marks, (len(document.text), len(document.text))]:
        if document.text[position:start].strip():
            yield position, start
        position = max(position, end)


def _places(text: str, run_start: int, run_end: int, chunks: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Find the chunks, which are verbatim and in order, in their run.

    A chunk starts no later than the first visible character behind the one before it. The rightmost such place leaves
    no gap, also where overlapping chunks repeat themselves.
    """
    start = run_start
    free = run_start
    for chunk in chunks:
        while free < run_end and text[free].isspace():
            free += 1
        start = text.rfind(chunk, start, free + len(chunk))
        if start < 0:
            raise AssertionError(f"the splitter changed the text near {text[free : free + 40]!r}")
        free = start + len(chunk)
        yield start, free


@lru_cache(maxsize=4)
def _splitter(tokens: int, overlap: int) -> Callable[[str], list[str]]:
    """Build llama_index's SentenceSplitter (its import takes seconds) on our sentences and the bundled encoding."""
    use_bundled_encodings()
    import tiktoken
    from llama_index.core.node_parser import SentenceSplitter

    encoding = tiktoken.get_encoding("cl100k_base")
    too_long = range(tokens + 1)

    def tokenize(text: str) -> Sequence[Any]:
        if len(text) > _MOST_CHARACTERS_PER_TOKEN * tokens:
            return too_long
        return encoding.encode_ordinary(text)

    def sentences(text: str) -> list[str]:
        return _sentences(text, _MOST_CHARACTERS_PER_TOKEN * tokens)

    splitter: Any = SentenceSplitter(
        chunk_size=tokens,
        chunk_overlap=min(overlap, tokens - 1),
        paragraph_separator="\n\n",
        tokenizer=tokenize,
        chunking_tokenizer_fn=sentences,
        include_metadata=False,
    )
    cut: Callable[[str], list[str]] = splitter.split_text
    return cut


def _sentences(text: str, longest: int) -> list[str]:
    """Cut into sentences that together are the text again; what has no end for `longest` characters is cut there."""
    bounds = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    pieces = []
    for start, end in pairwise(bounds):
        pieces += [text[at : min(at + longest, end)] for at in range(start, end, longest)]
    return pieces
