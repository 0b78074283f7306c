"""The pieces of a text that the lexical engine keeps, and those that it looks for.

The engine parts pieces at white space and compares them as they are. So case, accents and endings are taken away here;
runs of scripts without spaces are cut into overlapping pieces (see `text/words.py`), and letters and digits are parted.
A question's words are looked for in their usual spellings and by their stem in each language of the corpus, its
identifiers also as phrases.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from assistant.text.spelling import identifiers, plain_letters, runs_apart, spellings
from assistant.text.words import SEARCH_WORD, search_words, segmented, snowball

# Words that ask or glue and so find nothing of the subject. Negations and numbers are looked for.
_STOP_WORDS = frozenset(
    """
    a an the this that these those there here it its he she they them his her their theirs him we us our you your i me
    my mine and or but nor so if then than as of in on at by for from to into onto about with without within between
    over under after before during since until up down out off again is are was were be been being am do does did
    doing done have has had having can could will would shall should may might must
    who whom whose what which when where why how many much long often far old
    tell say said explain describe give list name show find mention know please
    any some each every all both few more most other such only own same too very just also
    s t d ll m re ve don didn doesn isn wasn aren weren won
    """.split()
)
# ISO 639-1 codes of the languages, English aside, for whose words there is a Snowball stemmer.
_STEMMERS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "da": "danish", "nl": "dutch", "et": "estonian",
    "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian",
    "id": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali", "no": "norwegian",
    "nb": "norwegian", "nn": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_GRAMMAR = re.compile("[\u3041-\u309f]+")  # hiragana alone: endings and particles of Japanese
_PIECE = re.compile("[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")  # of a run that is cut in pairs


_MOST_FORMS = 32  # of a phrase, each word of which has its spellings
_SHORT = 2  # letters of a word that has no ending


class Sought(NamedTuple):
    """Pieces that stand next to each other; `begins`: the only one may also be the beginning of a longer one."""

    pieces: tuple[str, ...]
    begins: bool = False


def pieces(text: str, language: str | None = None) -> list[str]:
    """The pieces of a text in that language, in its order."""
    stemmed = language if language in _STEMMERS else None
    words = SEARCH_WORD.findall(runs_apart(segmented(text)).casefold().replace("_", " "))
    return [piece for word in words if (piece := _piece(word, stemmed))]


def sought(search_text: str, languages: Collection[str] = ()) -> list[Sought]:
    """The content words of `search_text`, any of which makes a passage one that is found; none without any.

    When every word is a stop word ("Who was The Who?"), all are kept. `languages` are those of the corpus.
    """
    words = list(dict.fromkeys(search_words(search_text)))
    content = [word for word in words if word not in _STOP_WORDS and not _GRAMMAR.fullmatch(word)] or words
    spelled = [form for word in content for form in _forms(word, ())]
    stems = [form for language in _stemmed(languages) for word in content for form in _forms(word, [language])]
    return _each_once([*spelled, *stems, *identifiers(search_text)])


def phrases(phrase: str, languages: Collection[str] = ()) -> list[Sought]:
    """The words of a phrase next to each other, in any spelling of them and any of the languages; none without any."""
    words = search_words(phrase)
    forms = (product(*(_forms(word, own) for word in words)) for own in ((), *([one] for one in _stemmed(languages))))
    return _each_once(" ".join(form) for some in forms for form in islice(some, _MOST_FORMS))


def _each_once(forms: Iterable[str]) -> list[Sought]:
    """What is sought of words or phrases; a single character of a script that is cut in pairs begins a pair."""
    found = (tuple(pieces(form)) for form in forms)
    return [Sought(each, len(each[0]) == 1 and bool(_PIECE.match(each[0]))) for each in dict.fromkeys(found) if each]


def _forms(word: str, languages: Collection[str]) -> list[str]:
    """A word in small letters as it may stand in the index: in its spellings, or by their stems in a language."""
    if any(map(str.isdigit, word)):
        return [runs_apart(plain_letters(word))]
    forms = spellings(word)
    return [plain_letters(_stem(form, language)) for language in languages for form in (word, *forms)] or [*forms]


def stem_in(language: str | None, word: str) -> str | None:
    """The stem of a case-folded word in a language; None in English and in those for which there is no stemmer."""
    return _stem(word, language) if language in _STEMMERS else None


def _stemmed(languages: Collection[str]) -> list[str]:
    return sorted(set(languages) & set(_STEMMERS))


@lru_cache(maxsize=100_000)
def _stem(word: str, language: str) -> str:
    """The stem of a case-folded word in a language of the table."""
    return snowball(word, _STEMMERS[language]) or word


@lru_cache(maxsize=200_000)
def _piece(word: str, language: str | None) -> str:
    """A case-folded word as the engine keeps it: its stem, in plain letters, without the endings of English too."""
    plain = plain_letters(_stem(word, language) if language else word)
    return snowball(plain, "porter") if len(plain) > _SHORT else plain
