"""What a question asks for, read once: every later stage takes it from `Query.asked`.

And the words that say what it is for: a greeting; a date of publication, an "as of", an order of time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.asked import Asked, Record
from assistant.calendar import whole_unit
from assistant.dates.asked.phrases import DatePhrase, asked_dates
from assistant.dates.vocabulary import CALENDAR_WORDS, WEEKDAYS, YEAR
from assistant.text.numbers import any_of
from assistant.text.speech import SAYING
from assistant.text.spelling import identifiers
from assistant.text.words import (
    AUXILIARIES,
    QUESTION_WORDS,
    content_terms,
    foreign_names,
    is_foreign,
    names,
    names_in_small_letters,
    question_weights,
    words,
)
from assistant.types import DateRange, Order

_READ = 500  # characters of a question whose words are read for what it asks; the patterns are not linear


# "The report" and "the document" may be things that are reported about; "this report" is one of the corpus.
_THE = r"(?:(?:the|this|that|these|those|each|which)\s+)(?:\S+\s+){0,2}?"
_ARTICLE = (
    rf"(?:{_THE}(?:articles?|stor(?:y|ies)(?! of\b)|news item|dispatch(?:es)?|write-?up)\b"
    r"|(?:this|that|these|those) (?:report|document|text|file|piece)s?\b"
    r"|\S+\.[a-z]{2,5}(?=\s|[?,.]|$))"
)
_MADE = r"(?:published|written|posted|printed|dated|released|issued|put out|filed|come out|appear)"
# The article may be described before the verb: "When was the article with the line 'anytime, anywhere' published?"
_DATE = re.compile(
    rf"\bwhen (?:was|were|is|did) {_ARTICLE}.*\b{_MADE}\b"
    rf"|\b(?:what|which)(?: is| was|['’]s)? (?:the )?(?:publication )?(?:date|day) (?:of|on|does|is|was) {_ARTICLE}"
    rf"|\b(?:is|are) {_ARTICLE}.*\b(?:dated|undated)\b|\bhow old (?:is|are) {_ARTICLE}"
    rf"|\bdate of publication of {_ARTICLE}",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    rf"\b(?:who|which (?:paper|newspaper|outlet|agency|source|publisher|site|website))"
    rf" (?:published|wrote|ran|printed) {_ARTICLE}"
    rf"|\b(?:what|who|which)(?: is| was|['’]s) the (?:source|publisher|author) of {_ARTICLE}",
    re.IGNORECASE,
)


def record_asked(question: str) -> Record | None:
    """What a question wants to know of an article itself; None where it asks for what articles say."""
    if _DATE.search(question):
        return "date"
    return "source" if _SOURCE.search(question) else None


_ASKING = any_of(QUESTION_WORDS | AUXILIARIES)
# A run of marks or of white space is looked at from its first character only: somebody may ask 4,000 spaces.
_BORDER = re.compile(
    r"(?<![?;])[?;]++\s++(?:and\s++|but\s++|also\s++)?"
    rf"|(?:,|(?<![\s,]))\s++(?:and|but)\s++(?:also\s++)?(?={_ASKING}\b)",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(rf"\b{any_of(QUESTION_WORDS)}\b", re.IGNORECASE)
_ENOUGH = 2  # content words; a part with fewer leans on the other ("and why?") and cannot be looked up alone
_LEANING = re.compile(
    r"\b(?:each (?:one|of (?:them|these|those))|both of (?:them|these)|the (?:former|latter))\b", re.IGNORECASE
)
_MOST = 3


def parts_of(question: str) -> tuple[str, ...]:
    """The parts of a question that can be answered each on its own; the question itself when it has one subject."""
    parts = [part.strip(" ?,;") for part in _BORDER.split(question)]
    parts = [part for part in parts if part]
    asks = [bool(_QUESTION_WORD.search(part)) or index == 0 for index, part in enumerate(parts)]
    own_subject = all(len(content_terms(part)) >= _ENOUGH and not _LEANING.search(part) for part in parts)
    return tuple(parts) if 2 <= len(parts) <= _MOST and all(asks) and own_subject else (question,)


def read_asked(
    text: str, *, own: str | None = None, named: Sequence[str] = (), days: Sequence[DateRange] = ()
) -> Asked:
    """Read what a question asks for.

    `text` is what an answer is read by; `own` a follow-up as it was asked, whose words say whether an article itself is
    asked about; `named` are the names in the question (see `names_asked`) and `days` the days that it names.
    """
    article = record_asked((own or text)[:_READ])
    whole = Asked(text, article=article, names=tuple(named), days=tuple(days), weights=question_weights(text))
    parts = parts_of(text)
    if len(parts) == 1:
        return whole
    read = (
        Asked(part, names=tuple(name for name in named if name in part), weights=question_weights(part))
        for part in parts
    )
    return replace(whole, article=None, parts=tuple(read))


def names_asked(question: str) -> tuple[str, ...]:
    """The names in a question that are not days, and its identifiers.

    Without capitals those count that English hardly ever writes so, and in all capitals none. In other languages than
    English, whose nouns may have capitals and whose names for countries differ, only names of several words count.
    """
    found = identifiers(question)
    for one in found:
        question = question.replace(one, " ")
    if question.islower():
        named = [] if is_foreign(question) else names_in_small_letters(question)
    elif not any(word.islower() for word in words(question)):
        named = []
    else:
        named = foreign_names(question) if is_foreign(question) else names(question)
    return (*(name for name in named if not _is_date(name)), *found)


def _is_date(name: str) -> bool:
    return all(part.lower() in CALENDAR_WORDS or part.isdigit() for part in words(name))


# "Report", "paper" and "document" in the singular are things that are reported about, not articles of the corpus.
_ARTICLES = (
    r"(?:news|articles?|reports|stor(?:y|ies)|coverage|headlines?|posts|publications|documents|press|newspapers?"
    r"|dispatch(?:es)?|write-?ups?|reporting|editorials?)"
)
_PUBLISHED = r"(?:reported|published|written|posted|printed|covered)"
_WAS = r"(?:was|were|is|are|has been|have been|had been)"
_SPAN = r"(?:(?:from|of|in|on|for|during|within|over|dated|out)\s+)*(?:the\s+)?$"
# What stands directly before a date of publication.
_PUBLICATION_BEFORE = re.compile(
    rf"\b{_ARTICLES}(?:\s+(?:that|which))?(?:\s+{_WAS})?(?:\s+(?:{_PUBLISHED}|dated|released))?\s+{_SPAN}"
    rf"|\b(?:dated|published|posted)\s+{_SPAN}"
    rf"|\b{_ARTICLES}\s+(?:\w+\s+)?(?:about|on|regarding|concerning|covering|mentioning|by)\b[^,;:?.]*?"
    r"\s(?:from|dated|(?:published|written)(?:\s+(?:in|on))?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_PUBLICATION_BEHIND = re.compile(rf"\s*+(?:['’]s?)?\s*+(?:\w+\s+)?{_ARTICLES}\b", re.IGNORECASE)
# A question for what was written, wherever its date stands: "What was reported about Kim before 20 March 2021?"
_ASKS_FOR_ARTICLES = re.compile(
    rf"\b(?:what|how|anything|something|everything|nothing)\s+(?:else\s+)?(?:{_WAS}\s+)?{_PUBLISHED}\b"
    rf"|\b{_WAS}\s+(?:anything|something|nothing)\s+{_PUBLISHED}\b"
    rf"|^\s*(?:(?:show|list|find|give|get)(?:\s+me)?|summari[sz]e)\s+(?:all\s+|the\s+|every\s+|any\s+)*{_ARTICLES}\b"
    rf"|\b(?:what|how) (?:do|did|does|have|had) (?:the )?(?:{_ARTICLES}|papers)\s+"
    rf"(?:{any_of(SAYING)}|cover(?:ed)?)\b"
    rf"|^\s*{_ARTICLES}\s+(?:about|on|from|regarding|published|written|dated)\b"
    rf"|\b(?:which|what|how many|any|are there|were there)\s+{_ARTICLES}\b",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"\s?['’]s?\b")
_AS_OF = re.compile(r"\b(?:as of|as at|as on|as it stood on|seen from)\s+(?:the end of\s+)?$", re.IGNORECASE)
_LEAD = re.compile(
    r"\b(?:in|on|at|of|from|during|within|over|for|throughout|dated|published|by|through|the)\s+$", re.IGNORECASE
)
_LONGEST_LEAD = 40  # characters of one such word with the blanks behind it
_READ_BEFORE = 500  # characters before a date that are read for what it is a date of
_NEWEST = re.compile(
    r"\b(?:latest|newest|(?:most|more) recent(?:ly)?|(?<!until )(?<!till )(?:right |just |as of )?now(?! that\b)"
    r"|currently|nowadays|these days|at present|presently|at the moment|(?<!up )to date|so far(?! as\b)"
    r"|(?:(?<=\bthe )|(?<=\bits )|(?<=\bhis )|(?<=\bher )|(?<=['’]s )|(?<=\btheir )|(?<=\ba )|(?<=\bwhose )|^)"
    r"current(?= \w)(?! (?:accounts?|affairs|density|events|in|of|and|or|is|was|through|that|which|flows?)\b)"
    r"|today['’]s)\b"
)
_STATED = r"(?:reported|known|recorded|confirmed|announced|published)"
_OLDEST = re.compile(
    rf"\b(?:(?:earliest|first) {_STATED}(?= \w)|earliest|for the first time|oldest (?={_ARTICLES}\b)"
    rf"|first (?={_ARTICLES}\b|{_STATED}|mention|report\b|announce\b|appear|said\b|say\b|describe|noted|became\b"
    r"|become\b|emerge|disclose|learn|heard|named|raised|time\b|figure|count|price|holder|head\b|tally|number|estimate))\b"
)
_RECENT = re.compile(r"\brecent(?:ly)?\b|\blately\b")
_BOILERPLATE = re.compile(
    r"^\s*(?:please\s+)?(?:(?:can|could) you\s+)?"
    r"(?:(?:tell|show|give|find|get)\s+me|list|summari[sz]e|find|show)\s+(?!and\b)"
    rf"(?:all\s+|any\s+|every\s+|the\s+|something\s+|more\s+)*(?:{_ARTICLES}\s+)?(?:about|on|of|regarding)?\s*"
    rf"|^\s*what (?:{_WAS}|do|did)\s+(?:the\s+)?(?:(?:{_ARTICLES}|papers)\s+)?(?:{_PUBLISHED}|say|write|report)\s+"
    r"(?:(?:about|on|of)\s+)?"
    rf"|^\s*(?:(?:any|what|which)\s+)?{_ARTICLES}\s+(?:about|on|regarding)\s+",
    re.IGNORECASE,
)

_WEEKDAY_ALONE = re.compile(rf"(?:the\s+)?{any_of(WEEKDAYS)}", re.IGNORECASE)
_YEAR_OF_A_NAME = re.compile(
    rf"(?<![\w.,$€£#/–-])(?P<the>(?:the|this|that|a)\s+)?(?P<year>{YEAR})(?!\w|[.,:/–-]\w|\s*%)"
    r"(?!\s+(?:people|troops|dollars|euros|pounds|men|women|times|miles|votes|jobs|homes|cases|words|years|days)\b)",
    re.IGNORECASE,
)
_ROUND = re.compile(r"..00")  # "2000 workers" are counted
_GUESSED = re.compile(r"\b(?:was|is|were) (?:it|that|this|they)\s+(?:(?:on|in)\s+)?(?:the\s+)?$", re.IGNORECASE)
_GOES_ON = re.compile(r"[,;]\s+(?:and|but|then)\b", re.IGNORECASE)
_FRAME = re.compile(rf"^\s*(?:according to|in|per|going by)\s+(?:the\s+|all\s+)?{_ARTICLES}\s*,\s*", re.IGNORECASE)


# Words that ask for events and name no subject.
_NO_SUBJECT = frozenset("happened happen happening happens news new events event going place occurred took".split())


def has_subject(text: str) -> bool:
    """Whether a question without its dates asks for something in particular: "What happened?" does not."""
    return bool({term.lower() for term in content_terms(text)} - _NO_SUBJECT)


def is_publication(text: str, phrase: DatePhrase) -> bool:
    """Whether a date phrase says when articles were published, not when something happened."""
    before, behind = text[: phrase.start], text[phrase.end :]
    if _PUBLICATION_BEHIND.match(behind):
        return True
    if phrase.attributive or _POSSESSIVE.match(behind):
        return False
    return bool(_PUBLICATION_BEFORE.search(before[-_READ_BEFORE:]) or _ASKS_FOR_ARTICLES.search(before))


def is_binding(text: str, phrase: DatePhrase) -> bool:
    """Whether an answer must be of the days of a phrase that says when something happened.

    A weekday alone may be counted from an article that the asker has read, a question that goes on behind the phrase
    may ask for something of other days, and "was it in March?" is a guess: these only prefer.
    """
    guessed = _GUESSED.search(text[: phrase.start])
    return not (guessed or _WEEKDAY_ALONE.fullmatch(phrase.text) or _GOES_ON.search(text[phrase.end :]))


def years_of_names(text: str, phrases: Sequence[DatePhrase]) -> list[DateRange]:
    """The years that are part of a name and of no date phrase: "the 2019 summit", "Euro 2020"."""
    return [
        whole_unit("year", int(found["year"])).days
        for found in _YEAR_OF_A_NAME.finditer(text)
        if not any(phrase.start < found.end() and found.start() < phrase.end for phrase in phrases)
        and (found["the"] or not _ROUND.fullmatch(found["year"]))
    ]


def as_of_start(text: str, phrase: DatePhrase) -> int | None:
    """Where "as of" begins before a phrase, or None."""
    found = _AS_OF.search(text[: phrase.start])
    return found.start() if found else None


def lead_start(text: str, phrase: DatePhrase) -> int:
    """Where the prepositions before a phrase begin."""
    start = phrase.start
    while found := _LEAD.search(text, max(0, start - _LONGEST_LEAD), start):
        start = found.start()
    return start


def possessive_end(text: str, phrase: DatePhrase) -> int:
    """Where a phrase ends with its possessive: "last week's"."""
    found = _POSSESSIVE.match(text, phrase.end)
    return found.end() if found else phrase.end


def without_dates(text: str, *, as_of: date) -> str:
    """A text without its dates: "missile launches in 2020" → "missile launches"; "the 2019 summit" stays as it is."""
    for phrase in reversed(asked_dates(text, as_of=as_of)):
        if not phrase.attributive:
            text = f"{text[: lead_start(text, phrase)]} {text[phrase.end :]}"
    return re.sub(r" ([?.,!;:])", r"\1", " ".join(text.split()))


def without_publication(text: str, *, as_of: date) -> str:
    """A question without what says which articles are meant: "According to articles from March, who …" → "who …"."""
    for phrase in reversed(asked_dates(text, as_of=as_of)):
        if is_publication(text, phrase):
            text = f"{text[: lead_start(text, phrase)]} {text[possessive_end(text, phrase) :]}"
    rest = without_cues(_FRAME.sub("", text), "relevance")
    return rest if re.search(r"\w{2}", rest) else text


def order_of(text: str) -> tuple[Order, str | None]:
    """Which end of time a question asks for, and the words that say so."""
    if found := _NEWEST.search(text):
        return "newest", found[0].strip()
    if found := _OLDEST.search(text):
        return "oldest", found[0].strip()
    return "relevance", None


def is_recent(text: str) -> bool:
    """Whether a question asks for recent things without asking for the newest ("recently")."""
    return bool(_RECENT.search(text))


def without_cues(text: str, order: Order) -> str:
    """A question without the words of its order and without polite openings ("Show me articles about …")."""
    rest = _BOILERPLATE.sub("", text, count=1)
    if order != "relevance":
        rest = (_NEWEST if order == "newest" else _OLDEST).sub(" ", rest)
    return re.sub(r" ([?.,!;:])", r"\1", " ".join(rest.split())).strip(" ,;")


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
_ONLY = re.compile(rf"\W*+{_PHRASE}\b(?>(?:\W++(?:{_PHRASE}|{any_of(_MORE)})\b)*)\W*+", re.IGNORECASE)
# Before a question, and with a mark between: "OK Tedi" is a mine.
_BEFORE = re.compile(rf"\s*+{_PHRASE}(?>(?:\s++{any_of(_MORE)})?)\s*+[,.!;:–—-]\s*+(?=\w+\W+\w)", re.IGNORECASE)
_LONGEST = 60


def is_greeting(question: str) -> bool:
    """Whether a question is a greeting, thanks, or an "ok", and nothing else."""
    return len(question) <= _LONGEST and bool(_ONLY.fullmatch(question))


def without_greeting(question: str) -> str:
    """A question without the greeting that it begins with: "Hi, who won?" → "who won?"."""
    return question[found.end() :] if (found := _BEFORE.match(question)) else question
