"""Whether the characters of a page are words: a font whose character map is damaged gives others than it shows."""

from __future__ import annotations

import re
import unicodedata

_CODES = re.compile(r"\(cid:\d{1,6}\)|/[gGcC]\d{1,5}\b")  # glyphs without a character, as programs name them
_FEWEST = 60  # letters below which nothing is said
_NONE = ("Co", "Cn", "Cc", "Cs")  # categories of what is no character
_LOST = 0.2  # of the characters that are none of any script
_WORD = re.compile(r"\S+")
_VOWELS = frozenset("aeiouyæøœıаеёиіїоуыэюяєаεηιουωαάέήίόύώ")
# Words that hardly any text of some length is without, in the languages of Latin script.
_COMMON = frozenset(
    "the of and to in is for on that with as was by at it from be are this which or an not have has were his"
    " der die das und in den von zu mit ist im für auf ein eine nicht des dem sich als auch es an werden"
    " de la le les et des en un une du est que pour dans par sur au qui ne pas plus avec"
    " el los las y del se por con una para su al lo como más o"
    " il di che e per non sono della dei con si da nel alla gli"
    " os da do em um uma não dos das na no ao"
    " het een van dat op te zijn met voor niet aan er"
    " i w na z się nie do jest że o dla od po oraz"
    " och att det som på är av för med till ett og er til af ikke har jeg ja on ei että se oli"
    " a v že je se na s z o do ve az és egy nem hogy is ve bir bu için ile de şi în cu pe nu care din"
    " i u je su za od koji da se in na je za ir yra kad un ar ka on ja ei et yang dan di dengan untuk của và là các"
    " dhe të në agus an na yn y i".split()
)
_FEWEST_WORDS = 12
_NATURAL = (0.24, 0.62)  # of the letters are vowels, from Czech without its accents to Hawaiian


def reads_as_words(text: str) -> bool:
    """Whether the text of a page can be its words; True for one that is too short to tell.

    Characters of no script tell at once. In Latin script a text of words has vowels and some of the common words of
    its language; one without these whose vowels are few, or whose words hold other signs, is the text of no page.
    """
    text = text.replace("\xad", "")
    codes = sum(len(code) for code in _CODES.findall(text))
    signs = [letter for letter in text if not letter.isspace()]
    if len(signs) < _FEWEST:
        return codes * 2 < max(len(signs), 1)
    lost = codes + sum(letter == "\ufffd" or unicodedata.category(letter) in _NONE for letter in signs)
    if lost > _LOST * len(signs):
        return False
    latin = [letter for letter in signs if letter.isalpha() and letter < "\u0250"]
    if len(latin) < max(_FEWEST, len(signs) // 3):
        return sum(letter.isalnum() for letter in signs) >= len(signs) // 4  # another script, or figures
    words = _WORD.findall(text)
    plain = [word.strip(".,;:!?()[]\"'“”„‘’«»–—-").lower() for word in words]
    if len(words) >= _FEWEST_WORDS and sum(word in _COMMON for word in plain) >= 0.03 * len(words):
        return True
    vowels = sum(_base(letter) in _VOWELS for letter in latin) / len(latin)
    return _NATURAL[0] <= vowels <= _NATURAL[1] and _odd(plain) < 0.3


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter.lower())[0]


def _odd(words: list[str]) -> float:
    """How many words with letters hold signs among these, or capitals behind small letters."""
    with_letters = [word for word in words if sum(map(str.isalpha, word)) > 1]
    odd = sum(not all(letter.isalnum() or letter in "-'’./@_&" for letter in word) for word in with_letters)
    return odd / max(len(with_letters), 1)
