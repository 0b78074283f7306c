"""Which language a text is in."""

from __future__ import annotations

import re
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
    for length in _SAMPLES:
        words = _WORD.findall(text[:length].lower())
        if sum(map(len, words)) < _FEWEST:
            continue
        if sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words) and words.count("the") > 1:
            return "en"
        code, probability = _identifier().classify(" ".join(words))
        if probability >= _SURE:
            return str(code) if code != "zxx" else None  # zxx: no language at all
        if len(text) <= length:
            break
    return None


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """py3langid's model, which takes some tenths of a second to load."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
