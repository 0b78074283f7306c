"""Documents to passages: whole sentences where possible, sized in tokens, exact offsets. The door to llama_index."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any

from assistant.dates.written.mentions import mentions_in
from assistant.installation import use_bundled_encodings
from assistant.text.sentences import SentenceSpan, sentence_pieces, sentence_spans
from assistant.types import Document, Passage

# No text of this many characters a token counts as one passage, so that a text without any boundary stays cheap.
_MOST_CHARACTERS_PER_TOKEN = 16
# The splitter holds an object for each word of a text without sentences, so it is given this many characters at most.
_BLOCK = 100_000


def split(document: Document, *, tokens: int, overlap: int) -> list[Passage]:
    """Cut a document into passages of at most `tokens` tokens (cl100k_base).

    Each begins with up to `overlap` tokens (half a passage at most), in whole sentences, of the one before. Boilerplate
    is in no passage; all other visible text is in at least one. Passages come in the order of the text.
    """
    overlap = min(overlap, tokens // 2)
    cut = _splitter(tokens - overlap)
    text = document.text
    places: list[tuple[int, int]] = []
    for run_start, run_end in _runs(document):
        chunks = chain.from_iterable(cut(text[start:end]) for start, end in _blocks(text, run_start, run_end))
        own = list(_places(text, run_start, run_end, chunks))
        if overlap:
            own = list(_reaching_back(text, own, sentence_spans(text, run_start, run_end), overlap))
        places += own
    return _passages(document, places)


@lru_cache(maxsize=1)
def token_counter() -> Callable[[str], int]:
    """Return what counts tokens (cl100k_base). Loads the bundled encoding."""
    use_bundled_encodings()
    import tiktoken

    encode = tiktoken.get_encoding("cl100k_base").encode_ordinary
    return lambda text: len(encode(text))


def _passages(document: Document, places: Sequence[tuple[int, int]]) -> list[Passage]:
    passages = []
    line, counted = 1, 0
    for ordinal, (start, end) in enumerate(places):
        text = document.text[start:end]
        line, counted = line + document.text.count("\n", counted, start), start
        passages.append(
            Passage(
                id=f"{document.id}-{ordinal}-{hashlib.sha256(text.encode()).hexdigest()[:8]}",
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


def _places(text: str, run_start: int, run_end: int, chunks: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Find the chunks in their run: each begins with the first visible character behind the one before it."""
    free = run_start
    for chunk in chunks:
        while free < run_end and text[free].isspace():
            free += 1
        if not text.startswith(chunk, free):
            raise AssertionError(f"the splitter changed the text near {text[free : free + 40]!r}")
        yield free, free + len(chunk)
        free += len(chunk)


def _reaching_back(
    text: str, places: Sequence[tuple[int, int]], sentences: Sequence[SentenceSpan], overlap: int
) -> Iterator[tuple[int, int]]:
    """Let each place begin as many whole sentences earlier, in the one before it, as the overlap allows."""
    count = token_counter()
    begins = [first for first, _ in sentences]
    yield from places[:1]
    for (before, _), (start, end) in pairwise(places):
        earlier = begins[bisect_right(begins, before) : bisect_left(begins, start)]
        yield next((first for first in earlier if count(text[first:start]) <= overlap), start), end


@lru_cache(maxsize=4)
def _splitter(tokens: int) -> Callable[[str], list[str]]:
    """Build llama_index's SentenceSplitter (its import takes seconds) on our sentences and the bundled encoding.

    Returns what cuts a text into chunks of at most `tokens`, verbatim and without overlap.
    """
    count = token_counter()
    from llama_index.core.node_parser import SentenceSplitter

    longest = _MOST_CHARACTERS_PER_TOKEN * tokens
    too_long = range(tokens + 1)

    def tokenize(text: str) -> Sequence[int]:
        # A word is a token or more, and the splitter asks only whether a text is too long.
        if len(text) > longest or len(text.split()) > tokens:
            return too_long
        return range(count(text))

    splitter: Any = SentenceSplitter(
        chunk_size=tokens,
        chunk_overlap=0,
        paragraph_separator="\n\n",
        tokenizer=tokenize,
        chunking_tokenizer_fn=lambda text: _sentences(text, longest),
        include_metadata=False,
    )
    split_text: Callable[[str], list[str]] = splitter.split_text
    return split_text


def _sentences(text: str, longest: int) -> list[str]:
    """Cut into sentences that together are the text again; what has no end for `longest` characters is cut there."""
    return [text[at:to] for start, end in sentence_pieces(text) for at, to in _pieces(text, start, end, longest)]


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut ``text[start:end]`` between sentences into stretches of at most a block; a sentence may be longer."""
    if end - start > _BLOCK:
        for first, last in sentence_pieces(text, start, end):
            if last - start > _BLOCK:
                yield from _pieces(text, start, first, _BLOCK)
                start = first
    yield from _pieces(text, start, end, _BLOCK)


def _pieces(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """Cut ``text[start:end]`` into stretches of at most `longest` characters, behind white space where there is any."""
    while end - start > longest:
        cut = max(text.rfind(space, start, start + longest) for space in " \n") + 1
        yield start, cut or start + longest
        start = cut or start + longest
    if start < end:
        yield start, end
