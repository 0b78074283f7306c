"""Words of a text in any script: as they are compared and searched, their stems, the names among them.

Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese are written without spaces, or with few: their runs are cut into
overlapping pieces, two characters long for the first three, as Lucene's CJK analyzer cuts them, and three for the
others, whose vowels and tones are characters of their own. No dictionary is needed, and a word is found inside a
longer one.
"""

from __future__ import annotations

import json
import math
import re
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.installation import EMBEDDER
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


def word_set(text: str) -> frozenset[str]:
    """The words of a text that are separated by white space."""
    return frozenset(text.split())


WORD = re.compile(rf"{LETTER}+(?:[’'.&-]{LETTER}+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
# Function words, question words, and verbs of asking; they say nothing about the subject.
STOP_WORDS = word_set(
    """a an the and or but nor so yet if then than as of in on at by for from to with without into onto over under about
    above below between among through during before after since until while within across against toward towards upon
    off out up down near per via is am are was were be been being do does did doing done have has had having will would
    shall should can could may might must ought i me my mine we us our ours you your yours he him his she her hers it
    its they them their theirs this that these those there here who whom whose which what when where why how not no yes
    only just also too very more most much many some any all both each every either neither other others another such
    same own again ever never ago now tell say says said give list name explain describe mention please know
    s t re ve ll d m isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't won't wouldn't can't
    couldn't shouldn't let like get got went go goes
    happen happens happened happening"""
)
QUESTION_WORDS = word_set("who whom whose what when where why how which")
# Small words of German, French, Spanish, Italian, Portuguese, Dutch, Polish, Czech and the Scandinavian languages: what
# asks, and what nearly every sentence has.
FOREIGN_WORDS = word_set(
    """wer wen wem wessen wann wo warum wieso weshalb wie woher wohin welche welcher welches welchen welchem wieviel
    der die dem den das ein eine einen einem einer eines und ist sind wird werden wurde wurden im ins zum zur vom beim
    nach mit für fuer auf bei über ueber aus zu laut nicht hat haben sich auch als er sie sagte dass wenn ihre ihr sein
    qui que quand où pourquoi combien quel quelle quels quelles est le les du une dans avec sont été aux cette ce il à
    quién quien quiénes quienes cuándo cuando dónde donde cómo qué cuánto cuántos cuánta cuántas cuál cuáles el los las
    una del está fue por la un et y en
    chi quando dove perché perche quanto quanti quante quale quali gli della dello nella di che è sono
    quem onde porquê quantos qual quais os uma em não foi dos pelo
    wanneer waar waarom hoeveel het een voor op niet zijn werd
    kto kiedy gdzie dlaczego ile ilu który która które jest nie się przez oraz
    kdo kdy kde proč kolik která které je
    vem vad när varför hur vilken och är det som på hvem hvad hvornår hvor hvorfor hvilken og av til"""
)
_BEGIN_NAMES = word_set("el los las le les la der die den das un")  # "El Niño", "Los Angeles", "Der Spiegel"
_SHARED = word_set("a am an as die do he in me no on so to was")  # small words of English and of others
# Words of which each language has its own for states, their unions and quantities: capitalised, and no other's names.
_TRANSLATED = word_set(
    """staaten nationen union haus königreich korea emirate bank république royaume maison unis unies corée estados
    unidos unidas reino casa blanca sur norte uniti unite unito million millionen milliarde milliarden billionen prozent
    euro dollar uhr anfang mitte ende"""
)
AUXILIARIES = word_set("did does do is are was were has have had can could will would should")


def words(text: str) -> list[str]:
    """All words of a text as written, for comparison: apostrophes straight, possessive endings removed.

    A run of a script without spaces gives overlapping pieces.
    """
    plain = (segmented(text) if unspaced(text) else text).replace("’", "'")
    return [word.removesuffix("'s") for word in WORD.findall(plain)]


def content_terms(text: str) -> list[str]:
    """The words that carry meaning, as written, in order, each once."""
    seen: dict[str, str] = {}
    for word in words(text):
        key = word.lower()
        if key not in STOP_WORDS and (len(word) > 1 or word.isdigit()):
            seen.setdefault(key, word)
    return list(seen.values())


def is_foreign(text: str) -> bool:
    """Whether a text is in another language than English, as far as its script and its small words tell."""
    letters = [one for one in text if one.isalpha()]
    if 2 * sum(one < _BEYOND_LATIN for one in letters) < len(letters):
        return True
    typed = words(text)
    small = [
        word.lower() for at, word in enumerate(typed) if word.islower() or (not at and word.lower() not in _BEGIN_NAMES)
    ]
    if small[:1] == ["was"] and small[1:] and small[1] not in STOP_WORDS and rarity(small[1]) >= _NO_ENGLISH:
        return True  # "Was kostet ..."
    foreign = sum(word in FOREIGN_WORDS for word in small)
    return foreign > sum(word in STOP_WORDS and word not in _SHARED for word in small)


def foreign_names(text: str) -> list[str]:
    """The `names` of a text in another language: those of several words, for nouns may have capitals, without what
    each language calls in its own way, such as states.
    """
    return [name for name in names(text) if " " in name and _TRANSLATED.isdisjoint(name.lower().split())]


def names_in_small_letters(text: str) -> list[str]:
    """The names in a text without capitals, as far as English knows them: "south korea", "obama"."""
    runs: list[list[str]] = [[]]
    for word in words(text):
        known = word.lower() in _capitalised()
        if known or (word.lower() in _BEFORE_NAMES and not runs[-1]):
            runs[-1].append(word)
            continue
        runs.append([word] if word.lower() in _BEFORE_NAMES else [])
    return list(dict.fromkeys(" ".join(run) for run in runs if run and run[-1].lower() not in _BEFORE_NAMES))


_BEFORE_NAMES = word_set("north south east west new saint san los las")


@lru_cache(maxsize=1)
def _capitalised() -> frozenset[str]:
    """Words that English hardly ever writes without a capital (tools/capitalised.py says where the facts are from)."""
    return word_set(Path(__file__).with_name("capitalised.txt").read_text(encoding="utf-8"))


_BEYOND_LATIN, _NO_ENGLISH = "\u0370", 0.9
_CAPITAL = f"[{''.join(one for one in map(chr, range(0x250)) if one.isupper())}]"
_NAMES = re.compile(
    rf"(?<![\w.])(?:{_CAPITAL}[\w’'-]*\.?)(?:\s+(?:(?:of|the|de|al|bin|van|von)\s+)?{_CAPITAL}[\w’'-]*)*"
)


def names(text: str) -> list[str]:
    """Runs of capitalised words that are probably names, each once; the first word of a sentence alone is none."""
    found: dict[str, None] = {}
    for match in _NAMES.finditer(text):
        run = _POSSESSIVE.sub("", match.group().strip("."))
        before = match.start() - 1
        while before >= 0 and text[before].isspace():
            before -= 1
        starts = match.start() == 0 or (before >= 0 and text[before] in '.!?:“"')
        parts = run.split()
        while parts and starts and parts[0].lower() in STOP_WORDS | FOREIGN_WORDS:
            parts.pop(0)
            starts = False
        if parts and not (starts and len(parts) == 1) and not all(part.lower() in STOP_WORDS for part in parts):
            found.setdefault(" ".join(parts), None)
    return list(found)


# What Snowball takes for forms of another word: of "busy", "import", "experience", "author", "organ", ...
_APART = {
    form: whole
    for whole, forms in (
        ("business", "business businesses"),
        ("important", "important importance importantly"),
        ("experiment", "experiment experiments experimental experimented experimenting"),
        ("authority", "authority authorities authoritative"),
        ("organization", "organization organizations organisation organisations organize organise organized organised"),
        ("university", "university universities"),
        ("international", "international internationally"),
        ("animal", "animal animals"),
        ("paste", "paste pastes pasted"),
    )
    for form in word_set(forms)
}
_of_thread = threading.local()
_COMMON = 50  # places over which the commonest words, nearly all of them function words, spread


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The English Snowball stem of a word, in lower case."""
    lowered = word.lower()
    return _APART.get(lowered) or snowball(lowered, "english")


def snowball(word: str, language: str) -> str:
    """What Snowball leaves of a word in small letters; its stemmer keeps the word in itself, so each thread has one."""
    stemmers: dict[str, Any] = _of_thread.__dict__
    if language not in stemmers:
        import Stemmer

        stemmers[language] = Stemmer.Stemmer(language)
    stemmed: str = stemmers[language].stemWord(word)
    return stemmed


def rarity(word: str) -> float:
    """How rare a word is in general English, 0 (the commonest) to 1 (rare, unknown, a name or a number).

    The embedder's vocabulary lists whole words by falling frequency in Wikipedia and books; by Zipf's law the
    logarithm of a word's place grows with the logarithm of its rarity.
    """
    place = _places().get(word.lower())
    if place is None or word.isdigit():
        return 1.0
    return math.log1p(place / _COMMON) / math.log1p(len(_places()) / _COMMON)


def is_listed(word: str) -> bool:
    """Whether the embedder's vocabulary has a word whole."""
    return word.lower() in _places()


def stems_of(text: str) -> frozenset[str]:
    """The stems of all words of a text."""
    return frozenset(stem(word) for word in words(text))


def content_stems(tokens: Iterable[str]) -> list[str]:
    """The stems of the content words among `tokens`, in order."""
    return [stem(token) for token in tokens if token.lower() not in STOP_WORDS]


def question_weights(question: str) -> dict[str, float]:
    """The stems of a question's content words, each with its weight: the square root of its rarity.

    Of 0, 1/2, 1, 2 and 3 as exponent, 1/2 ranked sentences best on CLAPNQ.
    """
    return {stem(term): math.sqrt(rarity(term)) for term in content_terms(question)}


def covered(weights: Mapping[str, float], stems: frozenset[str]) -> float:
    """Share of a question's weights whose stems are among `stems`, 0..1; 0 for a question without content words."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in stems) / total if total else 0.0


@lru_cache(maxsize=1)
def _places() -> dict[str, int]:
    vocabulary = json.loads((EMBEDDER / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    first = vocabulary["the"]  # before it stand control tokens and single characters
    return {word: place - first for word, place in vocabulary.items() if place >= first}
