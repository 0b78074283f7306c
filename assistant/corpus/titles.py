"""A plain text's title, where it has one: a first line that is a headline, or a headline repeated on its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import zip_longest

from assistant.corpus.lines import Line
from assistant.text.clean import one_line
from assistant.text.sentences import sentence_spans
from assistant.types import Document, Span

_MOST_CHARACTERS, _MOST_WORDS = 200, 32
_LONGEST_SENTENCE = 120  # characters of a title that closes with a full stop; a lead is mostly longer
_STAND_IN, _READ = 90, 600  # characters of what stands for a title, and of the text that it is taken from
_NO_TITLE = re.compile(r"(?:[-*•#>|+]|\d+[.)]\s)|.*(?:https?://|\w@\w|\t)|.*[:,;]$|[\d\W]+$")

_MEDIUM = (
    r"(?:news|newspaper|wire|radio|television|tv|broadcasting|courier|times|post|press|herald|tribune|gazette|journal"
    r"|daily|weekly|chronicle|observer|telegraph|bulletin|mercury|magazine|review)"
)
_MASTHEAD = re.compile(
    rf"(?:\S+ ){{0,4}}(?i:{_MEDIUM})(?:$|\s?[|·•]|\s[-–—])|(?i:{_MEDIUM})(?: [A-Z]+){{1,3}}(?:$|\s?[|·•]|\s[-–—])"
)
_SLUG = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+(?:/\S*)?(?: \([^()]{1,20}\))?")


def find_title(lines: Sequence[Line], cut: Collection[int] = ()) -> tuple[str | None, tuple[Span, ...]]:
    """Return the title among the lines that are neither boilerplate nor header, and its repetitions as spans.

    A first line is a title when it stands alone and is no sentence, or a short one; behind a dateline, which `cut` off
    the lines that start there, a sentence is the article's first. A line further down is one when
    the first line begins with it and runs on: then the page's heading was glued to its text.
    """
    while len(lines) > 2 and _is_masthead(lines[0]) and _looks_like_title(lines[1]):
        lines = lines[1:]
    if len(lines) < 2:
        return None, ()
    first = lines[0]
    for line, below in zip_longest(lines[1:8], lines[2:9]):
        alone = line and line.gap and (below is None or below.gap)
        if alone and _looks_like_title(line) and _begins(first.content, line.content):
            glued = Span(first.start, first.start + len(line.content), "title")
            return line.content, (glued, Span(line.start, line.end, "title"))
    runs_on = first.start in cut and first.content.endswith(".")
    if lines[1].gap and _looks_like_title(first) and not runs_on:
        repeats = (Span(line.start, line.end, "title") for line in lines[1:8] if line.content == first.content)
        return first.content, tuple(repeats)
    return None, ()


def _is_masthead(line: Line) -> bool:
    """``MERIDIAN WIRE | COMPANIES``: capitalised words, one of them a word for a newspaper, an agency or a station.

    Or an agency's slug: ``MALDORA-FIRE/3 (UPDATE)``.
    """
    if _SLUG.fullmatch(line.content):
        return True
    from assistant.corpus.header.furniture import is_furniture  # a question, which shows titles, needs no header read

    return len(line.words) <= 6 and is_furniture(line.content) and bool(_MASTHEAD.match(line.content))


def _begins(first: str, title: str) -> bool:
    return len(title.split()) >= 4 and len(first) > len(title) and first.startswith(title + " ")


def _looks_like_title(line: Line) -> bool:
    content = line.content
    if len(content) > _MOST_CHARACTERS or len(line.words) > _MOST_WORDS:
        return False
    if line.ends_sentence and not _may_close(content):
        return False
    starts_high = content[0].isdigit() or not next((letter for letter in content if letter.isalpha()), "a").islower()
    return starts_high and not _NO_TITLE.match(content)


def _may_close(content: str) -> bool:
    """Whether a line that closes like a sentence may be a headline: a question, cut short, or one short sentence."""
    tail = content.rstrip("\"'”’»)] ")
    if "?" in content[-3:] or tail.endswith(("…", "...")):
        return True
    return tail.endswith(".") and len(content) <= _LONGEST_SENTENCE and len(sentence_spans(content)) == 1


def shown_title(document: Document) -> str | None:
    """What a document is called in lists: its title; the beginning of its text where it has none; None for no text.

    The first sentence that is neither header nor furniture, shortened at a word.
    """
    if document.title:
        return document.title
    begin, text = 0, document.text
    for span in sorted(document.boilerplate, key=lambda span: span.start):
        if text[begin : span.start].strip():
            break
        begin = max(begin, span.end)
    some = text[begin : begin + _READ]
    for start, end in sentence_spans(some):
        if any(map(str.isalnum, sentence := one_line(some[start:end]))):
            cut = sentence[: _STAND_IN + 1].rpartition(" ")[0] or sentence[:_STAND_IN]
            return sentence if len(sentence) <= _STAND_IN else f"{cut.rstrip(' ,;:–—-')}…"
    return None
