"""How names are spelled: without accents, in the usual transliterations, and by the other name that a city has.

Whether two words are forms of one word ("directed", "director") or of one name ("Japan", "Japanese"). Identifiers:
numbers of files, cases, parts and models, which one letter or digit makes others. And words in the spelling in which an
index keeps and seeks them, whatever engine it is of: their stems in the text's language, in plain letters (`pieces`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from assistant.text.words import SEARCH_WORD, rarity, search_words, segmented, snowball, stem, word_set

# Letters that Unicode does not take apart into a plain one and its accent.
_LETTERS = dict(zip("łŁđĐøØðÐıħĦ", "lLdDoOdDihH", strict=True)) | {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th",
}  # fmt: skip
_LETTER = re.compile(f"[{''.join(_LETTERS)}]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ø": "oe", "ü": "ue", "å": "aa", "đ": "dj"})
# The e of "Mueller", not those of "Bauer", "Quebec" and "Joe"; at the end of longer words only, as in "Malmoe".
_E = re.compile(r"(?<![aeiouq])([aou])e(?=[^\W\d_aeiouy]|(?<=\w{4}oe)$)")
_Y = re.compile(r"(?<=\w{3})(?:y[yij]?|i[iyj])$")  # of "Zelenskyy" and "Zelenskiy"
_SKY = re.compile(r"(\w{2,}sk)(?:y[yij]?|i[iyj]?)")
_RARE = 0.8  # by `rarity`, from which a word may be a name that is written in plain letters: "soeder", not "poet"
# Cities that English texts call by two names, as any atlas has them: the names that changed in the last decades, and
# what the cities call themselves or German texts call them. In plain letters and small ones, without the written-out e.
_CITIES = tuple(
    map(
        word_set,
        (
            "kyiv kiev kyjiw kijow", "kharkiv kharkov charkiw", "odesa odessa", "lviv lvov lwow lemberg",
            "chernobyl chornobyl tschernobyl", "chisinau kishinev", "beijing peking pekin", "mumbai bombay",
            "kolkata calcutta", "chennai madras", "bengaluru bangalore", "yangon rangoon", "munich munchen",
            "cologne koln", "nuremberg nurnberg", "vienna wien", "prague praha prag", "warsaw warszawa warschau",
            "krakow cracow krakau", "moscow moskva moskau", "milan milano mailand", "florence firenze florenz",
            "venice venezia venedig", "naples napoli neapel", "geneva geneve genf", "lisbon lisboa lissabon",
            "brussels bruxelles brussel brussel", "antwerp antwerpen", "copenhagen kobenhavn kopenhagen",
            "gothenburg goteborg", "belgrade beograd belgrad", "bucharest bucuresti bukarest", "turkey turkiye turkei",
        ),
    )
)  # fmt: skip
_OTHER_NAMES = {name: city for city in _CITIES for name in city}


def split_letters(text: str) -> str:
    """`text` with plain letters for those that have no accent to take away: "Straße" is "Strasse", "Łódź" "Lódź"."""
    return text if text.isascii() else _LETTER.sub(lambda match: _LETTERS[match.group()], text)


def plain_letters(text: str) -> str:
    """`text` without accents too: "Łódź" is "Lodz"."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", split_letters(text))))


@lru_cache(maxsize=100_000)
def plain_spelling(word: str) -> str:
    """One spelling, in small letters, for all that `word` may have: of "Müller" and "Mueller", of "Kiev" and "Kyiv"."""
    plain = _bare(plain_letters(word.casefold()))
    return min(_OTHER_NAMES.get(plain, ())) if plain in _OTHER_NAMES else _Y.sub("i", plain)


@lru_cache(maxsize=100_000)
def spellings(word: str) -> tuple[str, ...]:
    """The usual spellings of a word in small letters, in plain letters; the nearest to its own first."""
    plain = plain_letters(word)
    found = [plain, plain_letters(word.translate(_WRITTEN_OUT))]
    if rarity(plain) >= _RARE and rarity(bare := _bare(plain)) >= _RARE:
        found.append(bare)
    if stem := _SKY.fullmatch(plain):
        found += [stem[1] + ending for ending in ("y", "yy", "iy", "i")]
    found += sorted(_OTHER_NAMES.get(_bare(plain), ()))
    return tuple(dict.fromkeys(found))


def _bare(plain: str) -> str:
    return _E.sub(r"\1", plain).replace("aa", "a").replace("dj", "d")


_TOKEN = re.compile(r"(?<![\w/.-])[^\W_]++(?>(?:[-/.][^\W_]++)*)")
_SPACED = re.compile(r"\b[A-Z]{1,3} \d{2,}+ [A-Z]\b(?!['’])")  # "B 2207 K"
_TELEPHONE = re.compile(r"\+\d[\d ()/-]{5,20}\d")
_SECTION = re.compile(r"(?<!§)§++\s?\d++\w*+")
_MODEL = re.compile(
    r"(?!g\d|u\d|fy\d)[a-z]{1,3}-?(?!(?:19|20)\d\d$)\d{2,}[a-z]{0,3}", re.IGNORECASE
)  # "KN-23", no "G20"
_DIGITS = 3  # that an identifier with a stroke has at least: "GB-2021/17", not "w/2"
_OF_A_RANGE = re.compile(r"\d{1,3}|(?:1\d|20)\d\d|\d+0")  # a short number, a year, a round number
_APART = 20  # times that the second number of a range is larger than the first at most
_ORDINARY = 0.8  # by `rarity`: "mid-90", not "kn-23"
_RUN = re.compile(r"\d+|[^\W\d_]+")


def identifiers(text: str) -> tuple[str, ...]:
    """The identifiers in a text as written, each once; dates, ranges, scores, ages and quantities are none."""
    if not any(map(str.isdigit, text)):
        return ()
    found: dict[str, None] = {}
    for pattern in (_TELEPHONE, _SECTION, _SPACED):
        for match in pattern.finditer(text):
            found.setdefault(match.group())
        text = pattern.sub(" ", text)
    found.update((token, None) for token in _TOKEN.findall(text) if _is_identifier(token))
    return tuple(found)


def has_identifier(identifier: str, text: str) -> bool:
    """Whether a text has an identifier, with whatever signs or spaces between its letters and numbers."""
    joined = r"[\W_]*".join(map(re.escape, _RUN.findall(identifier)))
    last = r"(?!\d)" if identifier[-1].isdigit() else r"(?![^\W_])"
    return re.search(rf"(?<![^\W_]){joined}{last}", text, re.IGNORECASE) is not None


def runs_apart(text: str) -> str:
    """`text` with a space wherever a letter and a digit meet: "A320neo" and "A 320 neo" have the same words."""
    return _NUMBER.sub(_apart, text)


_NUMBER = re.compile(r"\d+")


def _apart(number: re.Match[str]) -> str:
    before, after = (
        number.string[max(number.start() - 1, 0) : number.start()],
        number.string[number.end() : number.end() + 1],
    )
    return f"{' ' if before.isalpha() else ''}{number.group()}{' ' if after.isalpha() else ''}"


def _is_identifier(token: str) -> bool:
    if not any(map(str.isdigit, token)):
        return False
    if model := _MODEL.fullmatch(token):
        letters = next(_letters(model.group()))
        return letters.isupper() or len(letters) < 3 or rarity(letters) >= _ORDINARY
    if "/" in token and next(_letters(token), ""):
        return sum(map(str.isdigit, token)) >= _DIGITS
    parts = re.split("[-/]", token)
    if len(parts) != 2 or not all(part.isdigit() for part in parts) or all(map(_OF_A_RANGE.fullmatch, parts)):
        return False
    return int(parts[1]) > _APART * int(parts[0]) or len(parts[1]) > 3 < len(parts[0])


def _letters(token: str) -> Iterator[str]:
    return (run for run in _RUN.findall(token) if not run.isdigit())


# Names of countries and their adjectives that do not begin alike; "us" as initials are written without stops.
_TOGETHER = (
    "france french", "spain spanish", "netherlands dutch holland", "wales welsh",
    "uk britain british england english", "us usa america american americans", "greece greek", "poland polish poles",
    "turkey turkish turks", "denmark danish danes",
)  # fmt: skip
_GROUPS = [frozenset(map(plain_spelling, word_set(group))) for group in _TOGETHER]
_GROUP = {word: group for group in _GROUPS for word in group}
_ALIKE, _ALIKE_LETTERS = 0.6, 5  # share of the longer word, and letters, that forms of a word have in common
_PREFIX = 4  # letters that "Korea" and "Korean", "Russia" and "Russian" share at least
_ENDING = 4  # letters by which such words may differ in length


def same_word(one: str, other: str) -> bool:
    """Whether two words are forms of one: they have their stem in common, or most of their letters from the start."""
    one, other = one.lower(), other.lower()
    if stem(one) == stem(other):
        return True
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= max(_ALIKE_LETTERS, _ALIKE * max(len(one), len(other)))


def same_name(one: str, other: str) -> bool:
    """Whether two words are forms of one name: of one word, or a country and its adjective, or initials and stops."""
    one, other = plain_name(one), plain_name(other)
    if other in _GROUP.get(one, ()) or same_word(one, other):
        return True
    shorter, longer = sorted((one, other), key=len)
    root = shorter[: max(_PREFIX, len(shorter) - 1)]  # without the last letter: "Russia", "Russian"
    return len(shorter) >= _PREFIX and len(longer) - len(shorter) <= _ENDING and longer.startswith(root)


def is_among(name: str, words: Collection[str]) -> bool:
    """Whether a form of a name is among `words`, which are spelled alike and without stops (`plain_name`)."""
    name = plain_name(name)
    if name in words or stem(name) in words or not _GROUP.get(name, frozenset()).isdisjoint(words):
        return True
    start = name[:_PREFIX]
    return len(start) == _PREFIX and any(word.startswith(start) and same_name(name, word) for word in words)


def plain_name(name: str) -> str:
    """A name in the one spelling of all that it may have, without stops: "U.S." is "us"."""
    return plain_spelling(name.replace(".", ""))


def initials(name: str, leaving_out: Collection[str] = ()) -> str:
    """The initials of a name of several words, in lower case: "un" of "United Nations"."""
    return "".join(word[0] for word in name.split() if word.lower() not in leaving_out).lower()


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
