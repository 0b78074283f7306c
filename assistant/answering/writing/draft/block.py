"""The other form of a draft: sentences with markers (``[1]``, ``【1】``) and their quotes in a block at the end.

::

    The missiles were fired on Sunday [1].
    QUOTES
    [1] P4: "The two missiles were fired from southern Pyongan province on Sunday morning"
    MISSING: where they fell
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.blocks import Form
from assistant.text.plain import plain
from assistant.text.sentences import sentence_spans
from assistant.text.words import word_set
from assistant.types import DraftQuote, DraftSentence

_MARKER = (
    r"(?:\[\^?\d{1,2}(?>(?:\s*+[,;]\s*+\^?\d{1,2})*)\]|【\d{1,2}[^】\n【]{0,60}】"
    r"|\[P\d{1,2}(?>(?:\s*+[,;]\s*+P\d{1,2})*)\]|[¹²³⁴⁵⁶⁷⁸⁹]++)"
)
_MARKERS = re.compile(rf"(?>(?:(?<!\s)\s++)?){_MARKER}")
_MARKERS_BEHIND_STOP = re.compile(rf"([.!?…][\"”’]*+)((?>(?:\s*+{_MARKER})+))")
_SUPERSCRIPTS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")
_QUOTES_HEADER = re.compile(
    r"\W*(?:supporting\s+)?(?:quotes?|quotations?|evidence|sources?|references?|citations?)\W*", re.IGNORECASE
)
_BODY_HEADER = re.compile(r"\W*(?:disagreements?|conflicts?|answer)\W*", re.IGNORECASE)
_REMARK = re.compile(
    r"\W*+(?P<kind>missing|not in the (?:corpus|passages))\W{0,40}?(?::|\s[-–—]|$)[\s:]*+(?P<rest>.*)", re.IGNORECASE
)
_TABLE_HEAD = re.compile(r"^[ \t]*\|[^\n]*\|[ \t]*\n[ \t]*\|[\s:|-]+\|[ \t]*$", re.MULTILINE)
_TABLE_EDGE = re.compile(r"^[ \t]*+\|[ \t]*+|(?<![ \t])[ \t]*+\|[ \t]*+$", re.MULTILINE)
_ANSWER = re.compile(r"^\W{0,4}(?:final )?answer\W{0,3}:\W{0,3}\s", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\s*\[\^\d{1,2}\]:")
_NUMBERED = re.compile(r"\s*+[-*•>]?\s*+(?:\[\^?(\d{1,2})\]|【(\d{1,2})】)\s*+[:\-–—.]?\s*+(.*)")
_LISTED = re.compile(r"\s*+(?:(\d{1,2})[.):]|[-*•])\s++(.*)")
_LABEL_FIRST = re.compile(r"[(\[]?(?:passage\s+)?P\s?(\d{1,2})[)\]]?\s*[:,\-–—]?\s*", re.IGNORECASE)
_LABEL_LAST = re.compile(r"(?<![\s,(\[–—-])[\s,(\[–—-]*+\bP(\d{1,2})[)\].]*\s*$")
_QUOTED = re.compile(r"[\"“«'‘]")
_LAST_LINE_MARKER = re.compile(
    rf"(?:\A\s*+|(?<!\s)[^\S\n]*+\n\s*+)[-*•]?\s*+({_MARKER}|\d{{1,2}}[.):])\s*+(?:P\d{{1,2}}\s*+[:,]?\s*+)?$"
)
_LONGEST_OPENING = 200  # characters
# A sentence of such words alone states nothing; it opens the sentence that follows.
_OPENING_WORDS = word_set(
    "yes no not exactly partly the passages passage sources source articles article documents reports accounts two "
    "these disagree differ conflict contradict each other one another on this that point however but do agree about it"
)


@dataclass(frozen=True, slots=True)
class _Marked:
    text: str
    numbers: tuple[int, ...]


@dataclass(slots=True)
class Block:
    """Sentences that wait for quotes which come after them."""

    waiting: list[_Marked | DraftSentence] = field(default_factory=list)
    _quotes: dict[int, list[DraftQuote]] = field(default_factory=dict)

    def add(self, sentences: list[DraftSentence]) -> None:
        """Add sentences that wait only for those before them."""
        self.waiting += sentences

    def define(self, number: int, quotes: tuple[DraftQuote, ...]) -> None:
        """Say what a marker stands for."""
        self._quotes.setdefault(number, []).extend(quotes)

    def definition_before(self, text: str) -> int | None:
        """The number that a tagged quote defines when `text`, which stands before it, ends in ``[1]`` on its own line.

        What stands before that line is added to the waiting sentences.
        """
        match = _LAST_LINE_MARKER.search(text)
        if match is None:
            return None
        number = int("".join(filter(str.isdigit, match.group(1).translate(_SUPERSCRIPTS)))[:2])
        body = text[: match.start()]
        marked = {n for one in self.waiting if isinstance(one, _Marked) for n in one.numbers} | set(_numbers(body))
        if number not in marked:
            return None
        self.add_text(body)
        return number

    def add_text(self, text: str) -> None:
        """Read text without tags: sentences, then perhaps a block of quotes and remarks."""
        section: Literal["body", "quotes", "missing", "none"] = "body"
        body: list[str] = []
        last: tuple[int, str] | None = None
        for line in text.splitlines():
            defined = self._definition(line, in_block=section == "quotes")
            remark = _REMARK.fullmatch(line)
            if remark or defined or _QUOTES_HEADER.fullmatch(line) or _BODY_HEADER.fullmatch(line):
                self._add_body(body)
                body = []
            if defined:
                section = "quotes"
                last = defined
                self._set_quote(*defined)
            elif remark:
                section = "missing" if remark["kind"].lower() == "missing" else "none"
                if remark["rest"]:
                    self.waiting.append(DraftSentence(plain(remark["rest"]), (), section))
                    section = "body"
            elif _QUOTES_HEADER.fullmatch(line):
                section = "quotes"
            elif _BODY_HEADER.fullmatch(line):
                section = "body"
            elif section == "quotes" and last and line.strip() and not last[1].rstrip().endswith(tuple("\"”»'’")):
                last = (last[0], f"{last[1]}\n{line}")  # a quote over a paragraph break
                self._quotes[last[0]].pop()
                self._set_quote(*last)
            elif section in ("missing", "none") and line.strip():
                self.waiting.append(DraftSentence(plain(line), (), "missing" if section == "missing" else "none"))
                section = "body"
            else:
                body.append(line)
        self._add_body(body)

    def resolve(self) -> list[DraftSentence]:
        """Return all waiting sentences with the quotes that their markers stand for."""
        waiting, self.waiting = self.waiting, []
        return [
            one
            if isinstance(one, DraftSentence)
            else DraftSentence(
                one.text, tuple(quote for number in one.numbers for quote in self._quotes.get(number, ()))
            )
            for one in waiting
        ]

    def _add_body(self, lines: list[str]) -> None:
        self.waiting += [_Marked(text, numbers) for text, numbers in _marked_sentences("\n".join(lines))]

    def _definition(self, line: str, *, in_block: bool) -> tuple[int, str] | None:
        if match := _NUMBERED.fullmatch(line):
            rest = match.group(3)
            if in_block or _FOOTNOTE.match(line) or _LABEL_FIRST.match(rest) or _QUOTED.match(rest):
                return int(match.group(1) or match.group(2)), rest
        if in_block and (match := _LISTED.fullmatch(line)):
            return int(match.group(1) or len(self._quotes) + 1), match.group(2)
        return None

    def _set_quote(self, number: int, rest: str) -> None:
        label = _LABEL_FIRST.match(rest)
        if label:
            rest = rest[label.end() :]
        elif label := _LABEL_LAST.search(rest):
            rest = rest[: label.start()]
        self.define(number, (DraftQuote(f"P{int(label.group(1))}" if label else None, rest.strip()),))


def split_sentences(text: str, quotes: tuple[DraftQuote, ...], form: Form) -> list[DraftSentence]:
    """The sentences of `text` in plain words, each with the quotes that stand behind them all; the first in `form`."""
    split = [sentence for sentence, _ in _marked_sentences(text)]
    forms = [form, *[replace(form, begins=False)] * len(split)]
    return [DraftSentence(sentence, quotes, form=one) for sentence, one in zip(split, forms, strict=False)]


def _marked_sentences(text: str) -> list[tuple[str, tuple[int, ...]]]:
    text = _TABLE_EDGE.sub("", _TABLE_HEAD.sub("", _ANSWER.sub("", text)))
    text = _MARKERS_BEHIND_STOP.sub(r"\2\1", text)
    markers: list[str] = []

    def keep(match: re.Match[str]) -> str:  # plain text has no brackets that could be read as a link
        markers.append(match.group())
        return f"\ue000{len(markers) - 1}\ue001"

    text = plain(_MARKERS.sub(keep, text))
    sentences: list[tuple[str, tuple[int, ...]]] = []
    opening = ""
    for start, end in sentence_spans(text):
        found = re.findall("\ue000(\\d+)\ue001", text[start:end])
        numbers = tuple(n for index in found for n in _numbers(markers[int(index)]))
        sentence = " ".join(re.sub("\ue000\\d+\ue001", "", text[start:end]).split())
        if not any(map(str.isalnum, sentence)):
            if sentences:
                sentences[-1] = (sentences[-1][0], sentences[-1][1] + numbers)
            continue
        sentence = f"{opening} {sentence}".strip()
        opening = ""
        if not numbers and _opens_the_next(sentence):
            opening = sentence
        else:
            sentences.append((sentence, numbers))
    return [*sentences, (opening, ())] if opening else sentences


def _opens_the_next(sentence: str) -> bool:
    words = sentence.split() if len(sentence) <= _LONGEST_OPENING else [sentence]
    return all(word.strip(".,:;!—–-").lower() in _OPENING_WORDS for word in words)


def _numbers(text: str) -> tuple[int, ...]:
    found = [marker.group().translate(_SUPERSCRIPTS) for marker in _MARKERS.finditer(text)]
    return tuple(int(number) for marker in found for number in re.findall(r"\d{1,2}", marker.split("†")[0]))
