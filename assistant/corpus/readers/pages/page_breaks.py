"""What stands between the pages of a text: running heads and feet, page numbers, cut sentences and words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

_EDGE = 3  # lines at each end of a page among which running heads and feet stand
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]{1,7}|[IVXLC]{1,7}")
_FOLIO = re.compile(  # 3, – 3 –, Page 3 of 12, Seite 3/12
    r"\W*+(?:[^\W\d_]{1,9}\W{1,3})?(\d{1,4})(?:\W{1,3}(?:[^\W\d_]{1,4}\W{1,2})?\d{1,4})?\W*+"
)
_HYPHEN = re.compile(r"[-\u2010\u00ad]\n")
_ENDS = (".", "!", "?", "…", ":", "。", "！", "？", "؟", "।")
_CLOSING = "\"'”’»)] "
_LONGEST_WORD = 60  # characters on each side of a hyphen
_FULL = 0.7  # of the longest line of a page: such a line was broken at its end


def without_running_lines(pages: Mapping[int, Sequence[str]]) -> dict[int, list[str]]:
    """Drop the lines at the ends of pages that other pages have too, but for their numbers, and the pages' numbers."""
    filled = {number: [i for i, line in enumerate(lines) if line.strip()] for number, lines in pages.items()}
    edges = {number: [*dict.fromkeys([*at[:_EDGE], *at[-_EDGE:]])] for number, at in filled.items()}
    counts = Counter(shape for number, at in edges.items() for shape in {_shape(pages[number][i]) for i in at} if shape)
    with_text = sum(bool(at) for at in filled.values())
    enough = max(3, (with_text + 2) // 3) if with_text > 2 else 2
    running = {shape for shape, count in counts.items() if count >= enough}
    if with_text == 2:  # a sentence may well stand twice
        running = {shape for shape in running if not _ends_sentence(shape)}
    folios = _folios(pages, filled)
    kept = {}
    for number, lines in pages.items():
        own = [line for i, line in enumerate(lines) if (number, i) not in folios and _shape(line) != "#"]
        rest = [
            line
            for i, line in enumerate(lines)
            if (number, i) not in folios and not (i in edges[number] and _runs(lines, edges[number], i, running))
        ]
        kept[number] = rest if any(line.strip() for line in rest) else own  # a title page has nothing but the title
    return kept


def _runs(lines: Sequence[str], edges: Sequence[int], i: int, running: Set[str]) -> bool:
    """Whether a line is a running one with nothing but running ones between it and the end of the page."""
    first, last = edges[0], edges[-1]
    from_above = all(_shape(lines[at]) in running for at in edges if first <= at <= i)
    return from_above or all(_shape(lines[at]) in running for at in edges if i <= at <= last)


def _shape(line: str) -> str:
    content = line.strip()
    return "#" if _ROMAN.fullmatch(content) else _DIGITS.sub("#", content)


def _folios(pages: Mapping[int, Sequence[str]], filled: Mapping[int, Sequence[int]]) -> set[tuple[int, int]]:
    """The first and last lines that are no more than a number that grows with the pages."""
    steps: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, at in filled.items():
        for i in {at[0], at[-1]} if at else ():
            found = _FOLIO.fullmatch(pages[number][i].strip())
            if found:
                steps[int(found[1]) - number].append((number, i))
    return {place for places in steps.values() if len({number for number, _ in places}) > 1 for place in places}


def goes_on(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a sentence that begins on a page goes on on the next."""
    last = next((line.strip() for line in reversed(above) if line.strip()), "")
    first = next((line.strip() for line in below if line.strip()), "")
    if not last or not first or _ends_sentence(last):
        return False
    if first[0].islower():
        return True
    width = max(map(len, (*above, *below)))
    return width > 30 and len(last) >= _FULL * width and len(first) >= _FULL * width


def _ends_sentence(line: str) -> bool:
    return line.rstrip(_CLOSING).endswith(_ENDS)


def is_cut(above: str, below: str) -> bool:
    """Whether a word is cut between two pages."""
    return above[-1:] in ("-", "\u2010", "\u00ad") and above[-2:-1].islower() and below[:1].islower()


def rejoined(text: str, whole: Set[str]) -> str:
    """Join words that were cut at the end of a line; words that are `whole` with their hyphen keep it."""
    return "".join(_pieces(text, whole))


def _pieces(text: str, whole: Set[str]) -> Iterator[str]:
    at = 0
    for hyphen in _HYPHEN.finditer(text):
        before, after = text[hyphen.start() - 1 : hyphen.start()], text[hyphen.end() : hyphen.end() + 1]
        if not before.islower() or not after.isalpha():
            continue
        yield text[at : hyphen.start()]
        at = hyphen.end()
        if hyphen[0][0] != "\u00ad" and (after.isupper() or _compound(text, hyphen) in whole):
            yield "-"
    yield text[at:]


def _compound(text: str, hyphen: re.Match[str]) -> str:
    left = re.split(r"\W", text[max(0, hyphen.start() - _LONGEST_WORD) : hyphen.start()])[-1]
    right = re.split(r"\W", text[hyphen.end() : hyphen.end() + _LONGEST_WORD])[0]
    return f"{left}-{right}".lower()
