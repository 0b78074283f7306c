"""Greetings and thanks: they ask for nothing, so nothing is searched."""

from __future__ import annotations

import re

from assistant.text.numbers import any_of

_HELLO = (
    "hi", "hello", "hey", "hiya", "howdy", "greetings", "good morning", "good afternoon", "good evening", "good day",
    "how are you", "hallo", "moin", "servus", "guten tag", "guten morgen", "guten abend", "bonjour", "salut", "hola",
    "buenos dias", "buenos días", "ciao", "buongiorno", "olá", "ola", "hej", "cześć", "привет", "здравствуйте",
)  # fmt: skip
_THANKS = (
    "thanks", "thank you", "thank u", "thx", "ty", "cheers", "much appreciated", "danke", "vielen dank", "danke schön",
    "dankeschön", "merci", "gracias", "grazie", "obrigado", "obrigada", "dank je", "bedankt", "tack", "dziękuję",
    "спасибо", "дякую",
)  # fmt: skip
_FINE = (
    "ok", "okay", "k", "great", "good", "fine", "nice", "cool", "perfect", "wonderful", "alright", "all right",
    "got it", "i see", "understood", "well done", "gut", "super", "alles klar", "bye", "goodbye", "good bye",
    "see you", "tschüss", "auf wiedersehen", "au revoir", "adios", "adiós",
)  # fmt: skip
_MORE = (
    "there", "everyone", "all", "assistant", "so much", "very much", "a lot", "again", "then", "that's all",
    "that is all", "sehr", "beaucoup", "mucho", "muchas", "mille",
)  # fmt: skip
_PHRASE = rf"(?:{any_of((*_HELLO, *_THANKS, *_FINE))})"
_ONLY = re.compile(rf"\W*+{_PHRASE}\b(?:\W++(?:{_PHRASE}|{any_of(_MORE)})\b)*+\W*+", re.IGNORECASE)
# Before a question, and with a mark between: "OK Tedi" is a mine.
_BEFORE = re.compile(rf"\s*+{_PHRASE}(?:\s++{any_of(_MORE)})?+\s*+[,.!;:–—-]\s*+(?=\w+\W+\w)", re.IGNORECASE)
_LONGEST = 60


def is_greeting(question: str) -> bool:
    """Whether a question is a greeting, thanks, or an "ok", and nothing else."""
    return len(question) <= _LONGEST and bool(_ONLY.fullmatch(question))


def without_greeting(question: str) -> str:
    """A question without the greeting that it begins with: "Hi, who won?" → "who won?"."""
    return question[found.end() :] if (found := _BEFORE.match(question)) else question
