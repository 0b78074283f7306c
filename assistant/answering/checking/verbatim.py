"""Whether a sentence says in the source's own words, and in their order, what whole clauses of the source say.

What may be left out of a clause is what its reader is not misled without: an adjective of a thing that is named ("its
pay offer"), a given name, a person's title, an aside between commas. What says how sure, how many, which or whether
may not; nor may anything be added, but for a name where the source has "he" and the sentence before it one name only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from assistant.dates.vocabulary import CALENDAR_WORDS, WEEKDAY_NAMES
from assistant.dates.written.phrases import written_dates, written_months, written_weekdays
from assistant.text.numbers import any_of, numbers, without
from assistant.text.sentences import sentence_spans
from assistant.text.speech import IRREGULAR, SAID, SAYING
from assistant.text.wording import NEGATIONS, base
from assistant.text.words import STOP_WORDS, names, stem, word_set, words

# Words that may be missing or added on either side without a change of what is said.
_HARMLESS = word_set(
    """a an the that which who of is was are were be been being has have had it its his her their he she they this these
    those there also and then on in at by for to as with mr mrs ms dr about percent per cent however now today"""
)
_MAY_BE_LEFT_OUT = frozenset(
    map(stem, "morning afternoon evening night noon midday early late later also still".split())
)
_SAME = dict.fromkeys(("says", "said", "say", "states", "stated", "adds", "added"), "say")
_BOUNDS = word_set("to by from")
_BE = word_set("be been being is are was were")
_GENDERS = {**dict.fromkeys(("he", "him", "his"), "he"), **dict.fromkeys(("she", "her", "hers"), "she")}
_WEEKDAYS = {name.lower(): name for name in WEEKDAY_NAMES}
_DETERMINERS = word_set("the its his her their a an this these those our")
# Without these another thing is said, or it is said as more certain, of more things or of others.
_WEIGHTY = (
    NEGATIONS
    | SAYING
    | word_set(
        """deputy vice acting interim assistant former ex first second third last next other another only same own new
    old north south east west northern southern eastern western upper lower few most many some several both half main
    alleged suspected accused planned proposed possible potential attempted failed draft provisional preliminary
    expected would could may might will shall should must can likely probably perhaps if unless until except
    without before after besides instead rather than up least almost nearly under over below above less more all any
    every each never ever partly mainly mostly temporary conditional unconfirmed so-called allegedly reportedly
    according accused charged claims claimed told believed thought said called near anti pro non self"""
    )
)
_ADDING = word_set("at on in from after during by near following amid")  # begin what the rest is true without
_PARTING = re.compile(r"([;:,]\s+|(?<!\s)\s++(?:and|but|while|whereas|which|who|although)\s+|\s[–—-]{1,2}\s)")
_ASIDE_WORDS = 6  # content words of an aside that may be left out whole
_FEWEST = 3  # content words without which a sentence says too little to be compared
_SAID_BEHIND = re.compile(
    rf"^[“\"]?(?P<what>.{{20,}}?),[”\"]?(?<!\s)\s++(?P<who>(?:[\w’'.-]++\s){{1,6}})(?P<said>{any_of(('says', SAID))})"
    rf"(?: (?P<day>on \w+day|in a statement))?[.”\"]*$",
    re.DOTALL,
)
_TITLE_BEHIND = re.compile(
    r"\b(?P<name>[A-Z][\w’'-]++(?: [A-Z][\w’'-]++){0,3}), (?:(?:the|an?|its|his|her) )?"
    r"(?P<title>(?!(?:who|which|where|when|with|and|but|or|as|if|in|on|at|by|after|before|while)\b)"
    r"[a-z][\w’'-]++(?: (?:of |in |at )?[\w’'-]++){0,4}),"
)
_JOINT = re.compile(r"[,;] (?:and|but|while) |; | and ")
_IS_TO = re.compile(r"\b(?:is|are) (?:due )?to ")
_POINTS = re.compile(r"\W*(?:He|She)\b")


class _Word(NamedTuple):
    """A content word of the source, the clause that it stands in, and whether it may be left out."""

    form: str
    clause: int
    place: int
    leavable: bool


def nearly_verbatim(sentence: str, said: str, before: Sequence[str] = ()) -> bool:
    """Whether every content word of `sentence` stands, in order, in whole clauses of a sentence of `said`.

    A day that the answer names may be the source's "Monday"; another day of the week, month or year is not. Who says it
    may stand in front or behind. `before` are the sentences before those of `said`.
    """
    if not _same_times(sentence, said) or not _in_turn(sentence, said):
        return False
    sources = [said[start:end] for start, end in sentence_spans(said)]
    named = _named_before(sentence, sources[0], before[-1]) if sources and before else 0
    sources = [
        form for source in sources for form in dict.fromkeys((source, _titled(source), _fronted(_titled(source))))
    ]
    whole = _fronted(_titled(sentence))
    if _told_in(_kept(whole), sources) or (named and _told_in(_kept(whole)[named:], sources)):
        return True
    return len(sources) > 1 and _told_in_turn(whole, sources)


def _told_in(ours: Sequence[str], sources: Sequence[str]) -> bool:
    return len(ours) >= _FEWEST and any(_tells(ours, source) for source in sources)


def _told_in_turn(sentence: str, sources: Sequence[str]) -> bool:
    """Whether each half of a sentence is told by a sentence of its own, the first by an earlier one."""
    for joint in _JOINT.finditer(sentence):
        halves = [_kept(sentence[: joint.start()]), _kept(sentence[joint.end() :])]
        for at in range(1, len(sources)):
            if _told_in(halves[0], sources[:at]) and _told_in(halves[1], sources[at:]):
                return True
    return False


def _titled(text: str) -> str:
    """`text` with the title of a person before the name: "chief prosecutor Lena Varn"."""
    return _IS_TO.sub("will ", _TITLE_BEHIND.sub(r"\g<title> \g<name>", " ".join(text.split())))


def _fronted(text: str) -> str:
    """`text` with who says it in front, where that stands behind: "Police said that the road was closed"."""
    found = _SAID_BEHIND.match(text)
    if found is None or words(found["who"])[:1] in ([], ["and"], ["but"]):
        return text
    return f"{found['who']}said {found['day'] or ''} that {found['what']}."


def _named_before(sentence: str, source: str, before: str) -> int:
    """How many content words of `sentence` are the name that its source calls "he", the only one of the text before."""
    called = names(f"_ {before}")
    if not _POINTS.match(source) or len(called) != 1:
        return 0
    parts = {word.lower() for word in words(called[0])}
    count = 0
    for word in words(sentence)[:3]:
        if not word[:1].isupper() or word.lower() not in parts:
            break
        count += 1
    return count if count and _kept(sentence)[:count] == _kept(" ".join(words(sentence)[:count])) else 0


def _in_turn(sentence: str, said: str) -> bool:
    """Whether "he" and "she", and days of the week, stand in one order in both."""
    return all(
        LCSseq.distance(ours := _sequence(sentence, table), theirs := _sequence(said, table)) == len(theirs) - len(ours)
        or not ours
        for table in (_GENDERS, _WEEKDAYS)
    )


def _sequence(text: str, table: Mapping[str, str]) -> list[str]:
    return [table[word.lower()] for word in words(text) if word.lower() in table]


def _same_times(sentence: str, said: str) -> bool:
    days, months = written_weekdays(said), written_months(said)
    if (days and written_weekdays(sentence) - days) or (months and written_months(sentence) - months):
        return False
    there = numbers(said)
    return all(
        (one.year is None or one.year in there or one.day is not None)
        and (one.day is None or bool(days) or one.day in there)
        for one in written_dates(sentence)
    )


def _kept(text: str) -> list[str]:
    return [form for _, form in _forms(words(without(text, written_dates(text))))]


def _forms(tokens: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The content words with their places, as they are compared: "to" before a number counts, as does the passive."""
    for at, word in enumerate(tokens):
        low, follows = word.lower(), tokens[at + 1] if at + 1 < len(tokens) else ""
        if low in _BOUNDS and numbers(follows):
            yield at, low
        elif low not in _HARMLESS | CALENDAR_WORDS:
            values = numbers(word)
            one_number = len(values) == 1 and not word.isdigit()
            passive = (low.endswith("ed") or low in IRREGULAR) and not _BE.isdisjoint(
                map(str.lower, tokens[max(at - 2, 0) : at])
            )
            yield at, f"{values.pop():g}" if one_number else _SAME.get(low, base(word)) + "~" * passive


def _tells(ours: Sequence[str], source: str) -> bool:
    pieces = _PARTING.split(source)
    theirs = [one for at, clause in enumerate(pieces[::2]) for one in _words_of(clause, at)]
    place, used = 0, []
    for word in ours:
        found = next((at for at in range(place, len(theirs)) if theirs[at].form == word), None)
        if found is None:
            return False
        used.append(found)
        place = found + 1
    told = set(used)
    first, last = theirs[used[0]].clause, theirs[used[-1]].clause
    for clause in range(first, last + 1):
        mine = [(at in told, one) for at, one in enumerate(theirs) if one.clause == clause]
        if any(is_told for is_told, _ in mine) or not first < clause < last:
            behind = theirs[used[-1]].place if clause == last else None
            left = [one for is_told, one in mine if not is_told and not one.leavable]
            if any(behind is None or one.place < behind for one in left) or (
                left and not _may_go(pieces[2 * last], behind)
            ):
                return False
        elif not _is_aside(pieces, clause):
            return False
    return True


def _may_go(clause: str, behind: int | None) -> bool:
    """Whether the end of a clause only adds where, when or with what: "at the northern gate"."""
    tokens = words(without(clause, written_dates(clause)))[(behind or 0) + 1 :]
    low = [word.lower() for word in tokens]
    definite = len(tokens) > 1 and (low[1] in _DETERMINERS or tokens[1][:1].isupper())  # "in principle" is more
    return definite and low[0] in _ADDING and not any(word in _WEIGHTY or numbers(word) for word in low)


def _is_aside(pieces: Sequence[str], clause: int) -> bool:
    """Whether a clause stands between commas, is short, and has no word, and no number, that would change the rest."""
    marks = {pieces[2 * clause - 1].strip(), pieces[2 * clause + 1].strip()}
    tokens = words(pieces[2 * clause])
    return (
        marks == {","}
        and sum(1 for _ in _forms(tokens)) <= _ASIDE_WORDS
        and not any(word.lower() in _WEIGHTY and word.lower() not in _RANKS for word in tokens)
    )


_RANKS = word_set("deputy vice acting interim assistant former ex")  # of an aside they go with their title


def _words_of(clause: str, at: int) -> Iterator[_Word]:
    tokens = words(without(clause, written_dates(clause)))
    typed = clause.replace("’", "'")
    for place, form in _forms(tokens):
        yield _Word(form, at, place, form in _MAY_BE_LEFT_OUT or _leavable(tokens, place, typed))


def _leavable(tokens: Sequence[str], place: int, typed: str) -> bool:
    """Whether a word describes the one behind it: an adjective behind "the", a given name, the title of a person."""
    word, low = tokens[place], tokens[place].lower()
    follows = tokens[place + 1] if place + 1 < len(tokens) else ""
    if not follows or follows.lower() in STOP_WORDS | _HARMLESS or low in _WEIGHTY or numbers(word):
        return False
    if f"{word}'s" in typed or not word[:1].isalpha():
        return False
    if word[:1].isupper():
        return follows[:1].isupper()
    is_verb = low in IRREGULAR or low.endswith(("ed", "s"))
    return place > 0 and tokens[place - 1].lower() in _DETERMINERS and not is_verb and not numbers(follows)
