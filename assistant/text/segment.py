"""Words of a text in any script, for what compares and searches words.

Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese are written without spaces, or with few: their runs are cut into
overlapping pieces, two characters long for the first three, as Lucene's CJK analyzer cuts them, and three for the
others, whose vowels and tones are characters of their own. No dictionary is needed, and a word is found inside a
longer one.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.text.clean import visible

_PAIRED = (
    "\u1100-\u11ff\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_IN_THREES = "\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u103f\u1050-\u108f\u1780-\u17d3"
_RUN = re.compile(f"(?P<paired>[{_PAIRED}]+)|[{_IN_THREES}]+")
# What Python's \w leaves out of words: accents of their own, Hebrew and Arabic points, the vowel signs of India and of
# South-East Asia. The danda (U+0964) ends a sentence.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
)
LETTER = rf"[\w{_MARKS}{_IN_THREES}]"
SEARCH_WORD = re.compile(rf"{LETTER}+")


def search_words(text: str) -> list[str]:
    """The words of a text as they are searched: case folded, in order; of a run without spaces overlapping pieces."""
    return SEARCH_WORD.findall(segmented(text).casefold())


def segmented(text: str) -> str:
    """Return a text, in compatibility form (NFKC) and without what is invisible, with spaces between its words."""
    if text.isascii():
        return text
    return _RUN.sub(_pieces, unicodedata.normalize("NFKC", visible(text)))


def unspaced(text: str) -> bool:
    """Whether a text has a run of a script that is written without spaces."""
    return not text.isascii() and _RUN.search(text) is not None


def _pieces(match: re.Match[str]) -> str:
    run, length = match.group(), 2 if match["paired"] else 3
    pieces = [run[at : at + length] for at in range(max(len(run) - length, 0) + 1)]
    return f" {' '.join(pieces)} "
