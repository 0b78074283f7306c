"""Makes assistant/text/capitalised.txt: English words that are hardly ever written without a capital.

    python -m tools.capitalised /usr/share/dict/american-english

The facts come from the two encodings of tiktoken (OpenAI, MIT), which llama-index-core carries: each ranks pieces of
text by how often they stood in what it was made from, and " Obama" has a place far before " obama" or the only one.
A word counts when both say so, or one does, the other is not against it, and the embedder's English vocabulary has it;
not one that a dictionary (Debian's wamerican) also has in small letters, such as "bison", but for a few.
"""

from __future__ import annotations

import base64
import re
import sys
from pathlib import Path

import llama_index.core

from assistant.text import words

_ENCODINGS = Path(llama_index.core.__file__).parent / "_static" / "tiktoken_cache"
_TARGET = Path(words.__file__).with_name("capitalised.txt")
_RARER = 4  # times that the place of the word in small letters is behind the other's, at least
_AGAINST = 2
_ALL_THE_SAME = words.word_set(
    "afghan amazon chile china french guinea japan jimmy macron mike morocco oxford pentagon peter peters shanghai "
    "surrey tony trump wales welsh"
)
_WORD = re.compile(rb" [A-Z][a-z]{2,}")


def capitalised(dictionary: Path) -> list[str]:
    """The words in small letters, sorted; `dictionary` has one word a line."""
    small = set(dictionary.read_text(encoding="utf-8").split()) - _ALL_THE_SAME
    ranks = [_ranks(path) for path in sorted(_ENCODINGS.glob("[0-9a-f]*"))]
    found = {word.decode().strip().lower() for each in ranks for word in each if _WORD.fullmatch(word)} - small
    return sorted(word for word in found if _is_capitalised([_times(each, word) for each in ranks], word))


def _is_capitalised(times: list[float | None], word: str) -> bool:
    told = [each for each in times if each is not None]
    sure = sum(each >= _RARER for each in told)
    return sure == len(times) or (sure > 0 and min(told) >= _AGAINST and words.is_listed(word))


def _times(ranks: dict[bytes, int], word: str) -> float | None:
    """How many times farther behind the word stands in small letters; None where it has no place with a capital."""
    large, small = ranks.get(f" {word.capitalize()}".encode()), ranks.get(f" {word}".encode())
    if large is None:
        return None if small is None else 0.0
    return float("inf") if small is None else small / large


def _ranks(path: Path) -> dict[bytes, int]:
    pairs = (line.split() for line in path.read_bytes().splitlines())
    return {base64.b64decode(word): int(place) for word, place in pairs}


if __name__ == "__main__":
    lines = "\n".join(re.findall(r".{1,110}(?:\s|$)", " ".join(capitalised(Path(sys.argv[1])))))
    _TARGET.write_text("\n".join(line.strip() for line in lines.splitlines()) + "\n", encoding="utf-8")
