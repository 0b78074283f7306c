"""Where the sentences of a text begin and end, as exact offsets.

One splitter for passages, answers and drafts, so that a passage begins where a sentence begins. Our own rules instead
of a library: a citation stands on these offsets, so they must be right for every text, news pages lose spaces and line
breaks ("said.The White House", headings without a full stop), and the time must grow with the length of the text only.
"""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.text.words import word_set

SentenceSpan = tuple[int, int]

_CLOSING = "\"'”’»›)\\]}」』）】"
_QUOTE_MARKS = "\"'“”‘’«»„"
# A run of terminators with the marks that close behind it; full-width terminators need no space after them.
_STOP = re.compile(
    rf"(?P<wide>[。！？｡।؟][{_CLOSING}。！？]*+)"
    rf"|(?<![.!?…])(?P<stop>[.!?…]++)(?P<close>[{_CLOSING}]*+(?>(?:[ \t]*+[{_QUOTE_MARKS}]++(?=\s|$))*))"
    r"(?P<space>\s++|$|(?=[A-Z“\"‘]))"
)
_LINE_BREAK = re.compile(r"\n\s*")
_BULLET = re.compile(r"(?:[-*•‣▪–—·#>|]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_LONGEST_WORD = 40  # characters before a full stop that are looked at
_WORD_BEFORE = re.compile(r"[^\s(\[“”\"‘]*\Z")
_NEXT_WORD = re.compile(rf"[\s(\[{_QUOTE_MARKS}]*(\w+(?:['’]\w+)?)?")

# Never end a sentence when a capital or a digit follows.
_TITLES = word_set(
    "mr mrs ms messrs dr prof sen rep gov gen lt col maj capt cpl sgt adm cmdr rev hon fr msgr st mt ft pres supt "
    "det insp atty amb min vs v cf viz approx ca mme mlle"
)
# Abbreviations only before a number ("No. 5").
_BEFORE_NUMBERS = word_set("no nos art sec ch p pp fig figs eq vol vols ed")
# End a sentence only when a word follows that usually begins one.
_MAY_END = word_set(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "inc corp co ltd llc plc bros dept univ assn jr sr esq etc est ave blvd rd e.g i.e a.m p.m ph.d m.d b.a m.a "
    "calif conn mass minn penn tenn wash wis ariz colo okla ore"
)
_STARTERS = word_set(
    "the a an he she it they we i you this that these those there his her its their our my but and or so yet in on at "
    "by for from to with as if when while where after before since until although though because however moreover "
    "meanwhile still also then now some many most several all both each another other no not what who why how which "
    "one two three according despite during under over among between officials critics experts mr mrs ms"
)
# Behind an ordinal number, as German and the Scandinavian languages write days and centuries: "15. April".
_COUNTED = word_set(
    "januar januari februar februari märz marts mars april mai maj juni juli august augusti september oktober november "
    "dezember desember december jahrhundert jahrhunderts"
)
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]|[^\W\d_]")  # U.S, a.m, J
_TOKEN = re.compile(r"\S{0,200}")  # of what is glued to a full stop; an address is no longer
_HEADING_LENGTH = 50  # characters; a shorter line without a full stop before a capital stands for itself


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[SentenceSpan]:
    """Return (start, end) of each sentence of ``text[start:end]``, in order, without white space around it.

    The spans do not overlap and together hold every character that is not white space. Headings, bullets and
    paragraphs are sentences of their own; a single line break inside running text is not a border.
    """
    spans = []
    for left, right in sentence_pieces(text, start, end):
        piece = text[left:right]
        if stripped := piece.strip():
            begin = left + piece.index(stripped[0])
            spans.append((begin, begin + len(stripped)))
    return spans


def sentence_pieces(text: str, start: int = 0, end: int | None = None) -> list[SentenceSpan]:
    """The sentences of ``text[start:end]`` with the white space around them: joined they are that text again."""
    end = len(text) if end is None else end
    return list(pairwise(sorted({start, *_line_borders(text, start, end), *_stop_borders(text, start, end), end})))


def sentences_around(text: str, start: int, end: int, reach: int) -> SentenceSpan:
    """Where the sentences begin and end that ``text[start:end]`` has a part of, `reach` characters away at most."""
    around = sentence_spans(text, max(0, start - reach), min(len(text), end + reach))
    touched = [span for span in around if span[0] < end and start < span[1]] or [(start, end)]
    return min(start, touched[0][0]), max(end, touched[-1][1])


def _line_borders(text: str, start: int, end: int) -> list[int]:
    borders = []
    line_start = start
    for match in _LINE_BREAK.finditer(text, start, end):
        after = match.end()
        line = text[line_start : match.start()].rstrip()
        following = text[after : after + 1]
        blank_line = match.group().count("\n") > 1
        heading = len(line) < _HEADING_LENGTH and not line.endswith((",", ";")) and not following.islower()
        if blank_line or heading or _BULLET.match(text, after, end):
            borders.append(after)
        line_start = after
    return borders


def _stop_borders(text: str, start: int, end: int) -> list[int]:
    return [
        match.end() - len(match.group("space") or "")
        for match in _STOP.finditer(text, start, end)
        if match.group("wide") or _ends_sentence(text, start, end, match)
    ]


def _ends_sentence(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    stop, closing, after = match.group("stop"), match.group("close"), match.end()
    if after >= end:
        return True
    next_match = _NEXT_WORD.match(text, after, end)
    next_word = (next_match.group(1) if next_match else None) or ""
    word_match = _WORD_BEFORE.search(text, max(start, match.start() - _LONGEST_WORD), match.start())
    word = word_match.group() if word_match else ""
    if not match.group("space"):
        return _space_is_missing(text, after, end, word + stop if closing else word)
    if next_word[:1].islower():
        return False
    if stop != "." or closing:
        return True
    begin = match.start() - len(word)
    if (begin == start or text[begin - 1] == "\n") and _BULLET.match(text, begin, end):
        return False
    return _full_stop_ends(word.strip("'’`-–—").lower(), next_word)


def _full_stop_ends(word: str, next_word: str) -> bool:
    starts_one = next_word.lower() in _STARTERS
    if word in _BEFORE_NUMBERS:
        return not next_word[:1].isdigit()
    if word in _TITLES or (word.isdigit() and len(word) <= 2 and next_word.lower() in _COUNTED):
        return False
    if word in _MAY_END or _DOTTED.fullmatch(word):
        return starts_one
    return True


def _space_is_missing(text: str, after: int, end: int, word: str) -> bool:
    """``said.The White House``: a border, unlike the dots of ``www.Example.com`` or ``3.B``."""
    token = _TOKEN.match(text, after, end)
    rest = token.group() if token else ""
    return (
        len(word) > 1
        and ((word.isalpha() and word.islower()) or not word[-1].isalnum())
        and not re.search(r"[./@_()](?=\w)", rest)
        and rest[:1].strip(_QUOTE_MARKS)[:1].isupper()
    )
