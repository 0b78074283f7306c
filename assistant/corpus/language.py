"""Which language a text is in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLES = (1_000, 4_000)  # characters: nearly always the first say enough, and the model takes 2 ms for the second
_FEWEST = 40  # letters below which no guess is made
_SURE = 0.7  # close relatives (zh and wuu, ar and ary) share the probability
_WORD = re.compile(r"[^\W\d_]+")
# These four make up an eighth of English prose and hardly any of another language's, so most texts need no model.
_ENGLISH = frozenset(("the", "of", "and", "to"))
_ENGLISH_SHARE = 0.08


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language in which `text` begins; None for a short or doubtful one."""
    samples = [_WORD.findall(text[:length].lower()) for length in _SAMPLES]
    samples = [words for words in samples if sum(map(len, words)) >= _FEWEST]
    if any(map(_is_english, samples)):
        return "en"
    for words in samples:
        code, probability = _identifier().classify(" ".join(words))
        if probability >= _SURE:
            return str(code) if code != "zxx" else None  # zxx: no language at all
    return None


def _is_english(words: Sequence[str]) -> bool:
    return words.count("the") > 1 and sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words)


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """py3langid's model, which takes some tenths of a second to load."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
