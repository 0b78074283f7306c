"""What the lexical engine sees of a text, and the match expression it gets for a question.

SQLite's own tokenizer finds words between spaces and knows the stems of English. So runs of scripts without spaces are
cut into overlapping pieces (see `text/words.py`), words of a text in another language of Snowball's become stems, all
letters plain ones, and letters and digits are parted, before a text gets there. A question's words are looked for in
their usual spellings and by their stem in each language of the corpus, its identifiers also as phrases.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from itertools import islice, product

from assistant.text.spelling import identifiers, plain_letters, runs_apart, spellings, split_letters
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


def searchable(text: str, language: str | None = None) -> str:
    """What is searched of a text in that language."""
    text = runs_apart(segmented(text))
    if language in _STEMMERS:
        text = SEARCH_WORD.sub(lambda match: _stem(match.group().casefold(), language), text)
    return split_letters(text)


def match_expression(search_text: str, languages: Collection[str] = ()) -> str:
    """Return an FTS5 expression: the content words of `search_text`, each quoted, joined by OR; "" without any.

    When every word is a stop word ("Who was The Who?"), all are kept. Quoting makes any input a valid expression.
    `languages` are those of the corpus.
    """
    words = list(dict.fromkeys(search_words(search_text)))
    content = [word for word in words if word not in _STOP_WORDS and not _GRAMMAR.fullmatch(word)] or words
    spelled = [form for word in content for form in _forms(word, ())]
    stems = [form for language in _stemmed(languages) for word in content for form in _forms(word, [language])]
    phrases = [" ".join(SEARCH_WORD.findall(searchable(one.casefold()))) for one in identifiers(search_text)]
    return " OR ".join(_quoted(word) for word in dict.fromkeys([*spelled, *stems, *phrases]))


def phrase_expression(phrase: str, languages: Collection[str] = ()) -> str:
    """Return an FTS5 expression: the words of a phrase next to each other, in any spelling of them and any of the
    languages; "" without any.
    """
    words = search_words(phrase)
    forms = (product(*(_forms(word, own) for word in words)) for own in ((), *([one] for one in _stemmed(languages))))
    every = dict.fromkeys(" ".join(form) for some in forms for form in islice(some, _MOST_FORMS))
    return " OR ".join(_quoted(form) for form in every if form)


def _forms(word: str, languages: Collection[str]) -> list[str]:
    """A word in small letters as it may stand in the index: in its spellings, or by their stems in a language."""
    if any(map(str.isdigit, word)):
        return [runs_apart(plain_letters(word))]
    forms = spellings(word)
    return [plain_letters(_stem(form, language)) for language in languages for form in (word, *forms)] or [*forms]


def stem_in(language: str | None, word: str) -> str | None:
    """The stem of a case-folded word in a language; None in English and in those for which there is no stemmer."""
    return _stem(word, language) if language in _STEMMERS else None


def _quoted(word: str) -> str:
    """A word of an expression; a single character of a script that is cut in pairs is the beginning of a pair."""
    return f'"{word}"*' if len(word) == 1 and _PIECE.match(word) else f'"{word}"'


def _stemmed(languages: Collection[str]) -> list[str]:
    return sorted(set(languages) & set(_STEMMERS))


@lru_cache(maxsize=100_000)
def _stem(word: str, language: str) -> str:
    """The stem of a case-folded word in a language of the table."""
    return snowball(word, _STEMMERS[language]) or word
