"""Where a sentence turns round what its quotes say, though nearly all its words are theirs: refused, or doubted.

A *refusal* is sure: a plan told as done, "may" as "will", "charged" as "convicted", "at least" as "at most", another
speaker, a number of another year. A *doubt* only keeps a sentence from being cleared without a second look: a
condition left out, a report told as a fact, a word that has its opposite in the quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant.answering.checking.agreement import denies, mirrors
from assistant.answering.checking.names import capitalised
from assistant.dates.vocabulary import CALENDAR_WORDS, WEEKDAY_NAMES
from assistant.text.numbers import any_of, stated_numbers
from assistant.text.speech import IRREGULAR, SAID, SAYING
from assistant.text.spelling import same_name
from assistant.text.wording import base, is_negation
from assistant.text.words import STOP_WORDS, content_stems, word_set, words


class Opposed(NamedTuple):
    """What speaks against a sentence, in words that a model can act on."""

    refusals: tuple[str, ...]
    doubts: tuple[str, ...]


# What a sentence may not say where its quotes say only the other; each row is read in one direction.
_STRONGER = (
    (
        "convicted convict convicts guilty sentenced jailed imprisoned",
        "charged accused indicted suspected alleged tried",
    ),
    ("arrested arrests detained caught captured", "searching search seeking sought hunting hunt looking"),
    ("killed dead died deaths kills killing", "injured hurt wounded injuring injuries missing unaccounted"),
    ("injured hurt wounded injuring injuries", "killed dead died deaths"),
    ("acquitted exonerated", "convicted guilty sentenced charged"),
)
# The same, either way round.
_OPPOSITES = (
    ("admit admits admitted acknowledged confessed", "deny denies denied disputes disputed"),
    ("profit profits earned earns", "loss losses deficit lost"),
    (
        "rose rise rises risen increased increase grew climbed raised",
        "fell fall falls fallen dropped decreased declined",
    ),
    ("raised increased", "cut lowered reduced halved"),
    ("accepted approved backed accept approve", "rejected rejects reject refused opposed"),
    ("won wins win", "lost loses lose"),
    ("supported supports backed backs", "opposed opposes"),
    ("allowed permitted", "banned barred forbade forbidden"),
    ("opened reopened", "closed shut"),
    ("bought buys", "sold sells"),
    ("higher", "lower"),
    ("cheapest", "dearest"),
    ("confirmed confirms", "withdrew withdraws withdrawn"),
    ("stays remains", "leaves resigns"),
    ("majority", "minority"),
    ("doubled", "halved"),
    ("gross", "net"),
    ("public", "private"),
    ("imports imported import", "exports exported export"),
    ("borrowed borrows", "lent lends"),
    ("innocent", "guilty"),
    ("joined joins", "left leaves quit"),
    ("hired hires recruited", "dismissed fired sacked"),
    ("temporary temporarily", "permanent permanently"),
    ("voluntary", "compulsory mandatory"),
    ("early earlier", "late later delayed"),
    ("unanimous unanimously", "against split"),
    ("maximum", "minimum"),
    ("highest largest biggest", "lowest smallest"),
    ("praised praises welcomed hailed", "criticised criticized condemned faulted"),
    ("legal lawful", "illegal unlawful"),
    ("started starts began begun", "ended ends finished stopped"),
    ("extended extends", "shortened shortens"),
)
_TURNED = [
    (word_set(one), word_set(other))
    for one, other in (*_STRONGER, *_OPPOSITES, *((other, one) for one, other in _OPPOSITES))
]
_NOT_DONE = word_set(
    """will would shall may might could can should must plan plans planned planning intend intends intended expect
    expects expected hope hopes hoped want wants wanted propose proposes proposed consider considers considering due if
    unless whether promise promises promised threatens threatened demand demands demanded urge urges urged
    until refuse refused wished"""
)
_UNSURE = word_set("may might could")
_SURE = word_set("will shall")
_DONE_BEFORE = word_set("has have had was were been being is are")
_AT_LEAST = r"at least|more than|over|no fewer than|not less than|no less than|a minimum of|above|exceed(?:s|ed|ing)?"
_AT_MOST = r"at most|up to|no more than|not more than|as (?:many|much) as|fewer than|less than|under|below|a maximum of"
_BOUND = re.compile(
    rf"\b(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST}))(?: (?:about|around|some|a))?\W{{0,3}}$", re.IGNORECASE
)
_BOUND_BEHIND = re.compile(r"^\W{0,2}(?:\w+\W){0,2}?or (?:(?P<least>more)|(?P<most>less|fewer))\b", re.IGNORECASE)
_DEPUTY = re.compile(r"\b(?:deputy|vice|acting|interim)[ -](?P<title>\w+(?: \w+)?)", re.IGNORECASE)
_RANK_BELOW = word_set("deputy vice acting interim assistant former ex")
_ORDER = re.compile(r"\b(before|after)\s+((?:[\w'’.-]+\s+){0,2}[\w'’-]+)", re.IGNORECASE)
_CLAUSE = re.compile(r"(?<=[.!?])\s+|[;:]\s+|(?:,|(?<![\s,]))\s++(?:and|but|while|whereas|against|although)\s+|,\s+")
_BEARERS = re.compile(r"(?<=[.!?])\s+|;\s+|(?:,|(?<![\s,]))\s++(?:and|but|while|whereas|against|although)\s+")
_CONDITION = re.compile(r"\b(?:if|unless|provided|subject to|pending|depend\w*)\b", re.IGNORECASE)
_UNTIL = re.compile(
    r"\b(?:will|would|stays?|remains?|suspended|closed|to)\b.{0,60}\b(?:until|once (?:the|it|they|he|she))\b",
    re.IGNORECASE,
)
# That somebody says or thinks so may stand anywhere in a sentence; how sure a deed is stands in its own clause.
_HEDGED_WORDS = re.compile(
    r"\b(?:alleg\w+|accus\w+|suspect\w*|believe[sd]?|apparently|reported(?:ly)?|said to|appear\w*|seem\w*"
    r"|think\w*|thought|estimat\w+|suggest\w*|unconfirmed)\b",
    re.IGNORECASE,
)
_HEDGED_DEED = re.compile(
    r"\b(?:may|might|could|would|probably|likely|possibl[ey]|perhaps|expect\w*|plan(?:s|ned|ning)?|hop(?:e[sd]?|ing)"
    r"|seek\w*|propos\w+|considering|due to|set to)\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    rf"\b(?:{any_of(SAYING)}|according to|accord\w+|announc\w+|warn\w*|argu\w+|claim\w*|testif\w+|spoke|speaks"
    r"|consider\w*|caution\w*|doubts?|alleg\w+|accus\w+|charg\w+|threaten\w*|citing|quot\w+|plead\w*|advis\w+"
    r"|play\w* (?:\w+ ){1,4}down)\b"
)
# Who makes a fact known, at the end of its sentence: what an official body says of its own is told as its report.
_OFFICIALLY = re.compile(
    r",\s+(?:[\w’'-]+\s+){0,3}(?:ministry|minister|police|company|government|court|office|agency|authorit(?:y|ies)|council"
    r"|commission|army|military|spokes\w+|officials?|parliament|university|department|board|service)\s+"
    r"(?:said|announced|reported|confirmed|says)\b[^,;]{0,30}(?=[.;]|$)",
    re.IGNORECASE,
)
# What was confirmed or admitted may be told as a fact.
_FACTUAL = re.compile(r"\b(?:confirmed|acknowledged|admitted|disclosed|revealed)\b", re.IGNORECASE)
_QUANTIFIERS = word_set(
    "all every each only none both never always entire whole most half ever first last biggest worst"
)
_CAUSES = re.compile(r"\b(?:because|due to|owing to|caus\w+|as a result|thanks to|led to|over)\b", re.IGNORECASE)
_WEEKDAYS = frozenset(name.lower() for name in WEEKDAY_NAMES)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_RISES = word_set("rose rise rises risen increased increase grew grown climbed up raised")
_FALLS = word_set("fell fall falls fallen dropped decreased declined down cut reduced")
_SAME_CLAUSE = 0.5  # share of a sentence's other words that stand in one clause with the word that is turned


def opposed(sentence: str, evidence: str, around: str) -> Opposed:
    """What speaks against `sentence`. `evidence` is its quotes, `around` the sentences that they are parts of."""
    said = around or evidence
    ours, theirs = _tokens(sentence), _tokens(said)
    found = [
        *_turned_words(sentence, said),
        *_told_as_done(ours, theirs),
        *_bounds(sentence, said),
        *_other_order(sentence, said),
        *_promoted(sentence, said),
        *_other_time(sentence, said),
        *_other_speaker(sentence, said),
    ]
    doubts = (*_doubts(sentence, ours, said, theirs), *_other_bearer(sentence, said))
    if not mirrors(sentence, said):  # in other words a contradiction may be none
        return Opposed((), (*dict.fromkeys(found), *doubts))
    return Opposed(tuple(dict.fromkeys(found)), doubts)


def _tokens(text: str) -> list[str]:
    return [word.lower() for word in words(text)]


def _has(tokens: Sequence[str], group: frozenset[str]) -> bool:
    return any(word in group for word in tokens)


def _denied(tokens: Sequence[str], group: frozenset[str]) -> bool:
    return any(word in group and any(map(is_negation, tokens[max(at - 4, 0) : at])) for at, word in enumerate(tokens))


def _turned_words(sentence: str, said: str) -> Iterator[str]:
    ours = _tokens(sentence)
    meant = set(content_stems(ours))
    clauses = [_tokens(clause) for clause in _CLAUSE.split(said)]
    for mine, other in _TURNED:
        word = next((word for word in ours if word in mine), None)
        if word is None or _has(ours, other) or _denied(ours, mine) or any(_has(clause, mine) for clause in clauses):
            continue
        for clause in clauses:
            shared = meant & set(content_stems(clause))
            if _has(clause, other) and not _denied(clause, other) and len(shared) >= _SAME_CLAUSE * (len(meant) - 1):
                yield f"the quote says {next(word for word in clause if word in other)!r}, not {word!r}"


def _told_as_done(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[str]:
    """A deed that the quote only plans, expects or thinks possible."""
    for at, word in enumerate(ours):
        if word in STOP_WORDS or word in SAYING or word in _NOT_DONE or len(word) < 3:
            continue
        lead = ours[max(at - 5, 0) : at]
        if {"is", "are", "being"} & set(lead[-1:]):  # may be said of what is to come
            continue
        done = (word.endswith("ed") or word in IRREGULAR) and "to" not in lead and not _NOT_DONE & set(lead)
        sure = bool(_SURE & set(ours[max(at - 3, 0) : at]))
        if not (done or sure) or any(map(is_negation, ours[max(at - 4, 0) : at])):
            continue
        places = [place for place, other in enumerate(theirs) if base(other) == base(word)]
        before = [theirs[max(place - 4, 0) : place] for place in places]
        if (
            done
            and before
            and all(_plans(lead) and theirs[place] != word for lead, place in zip(before, places, strict=True))
        ):
            yield f"the quote does not say that it has happened ({word!r})"
        if sure and before and all(_UNSURE & set(lead) for lead in before):
            yield f"the quote says that it may, not that it will ({word!r})"


def _plans(lead: Sequence[str]) -> bool:
    """Whether the word behind `lead` is what is planned or possible: a verb in its bare form behind such a word."""
    is_to = lead[-1:] == ["to"] and bool({"is", "are", "was", "were", "be"} & set(lead[-3:]))
    return (is_to or bool(_NOT_DONE & set(lead))) and not {"has", "had"} & set(lead[-3:])


def _bounds(sentence: str, said: str) -> Iterator[str]:
    theirs: dict[float, set[str]] = {}
    for number in stated_numbers(said):
        theirs.setdefault(number.value, set()).add(_bound(said, number.start, number.end))
    for number in stated_numbers(sentence):
        mine, others = _bound(sentence, number.start, number.end), theirs.get(number.value, set())
        if mine and others and mine not in others and "" not in others:
            yield f"the quote sets another bound for {number.value:g}"
        elif not mine and others == {"most"}:
            yield f"the quote gives {number.value:g} as the most, not as the number"
        elif mine and others == {""}:
            yield f"the quote does not say {'at least' if mine == 'least' else 'at most'} {number.value:g}"


def _bound(text: str, start: int, end: int) -> str:
    lead = text[max(start - 40, 0) : start].rstrip("€$£ ") + " "
    match = _BOUND.search(lead) or _BOUND_BEHIND.search(text[end : end + 40])
    return "" if match is None else "least" if match["least"] else "most"


def _other_order(sentence: str, said: str) -> Iterator[str]:
    """ "before" for "after", where the same words follow."""
    for match in _ORDER.finditer(sentence):
        follows = content_stems(words(match[2]))[:2]
        if not follows:
            continue
        there = {m[1].lower() for m in _ORDER.finditer(said) if set(follows) & set(content_stems(words(m[2]))[:2])}
        if there and match[1].lower() not in there:
            yield f"the quote says {there.pop()!r}, not {match[1].lower()!r}"


def _promoted(sentence: str, said: str) -> Iterator[str]:
    """A deputy told as the one whose deputy he is: "director Lund" where the quote has "deputy director Lund"."""
    for match in _DEPUTY.finditer(said):
        title = re.escape(match["title"])
        plain = re.compile(rf"(?<!deputy )(?<!vice )(?<!vice-)(?<!acting )(?<!interim )\b{title}\b", re.IGNORECASE)
        if plain.search(sentence) and not plain.search(said):
            yield f"the quote speaks of the {match[0].lower()}"


def _anchors(text: str) -> set[str]:
    low = text.lower()
    return {day for day in _WEEKDAYS if day in low} | set(_YEAR.findall(text))


def _other_time(sentence: str, said: str) -> Iterator[str]:
    """A number that the quote gives for another day or year than the sentence does, or with another direction."""
    pieces = [piece for piece in _CLAUSE.split(said) if piece.strip()]
    for clause in _CLAUSE.split(sentence):
        times = _anchors(clause)
        values = {number.value for number in stated_numbers(clause)} - {float(one) for one in times if one.isdigit()}
        for value in sorted(values):
            own = [piece for piece in pieces if value in {number.value for number in stated_numbers(piece)}]
            if not own:
                continue
            if times and all(_anchors(piece) and not _anchors(piece) & times for piece in own):
                known = {time for piece in pieces for time in _anchors(piece)}
                if times <= known:
                    yield f"the quote gives {value:g} for another time"
            ours, theirs = _tokens(clause), [_tokens(piece) for piece in own]
            for one, other in ((_RISES, _FALLS), (_FALLS, _RISES)):
                says = _has(ours, one) and not _has(ours, other)
                if says and all(_has(tokens, other) and not _has(tokens, one) for tokens in theirs):
                    yield f"the quote gives {value:g} for the opposite"
    rising, falling = _has(_tokens(sentence), _RISES), _has(_tokens(sentence), _FALLS)
    target = re.search(r"\bto\b[^.;,]{0,30}$", sentence[: _last_number(sentence)])
    if rising != falling and target and not _has(_tokens(said), _RISES | _FALLS):
        series = [n.value for n in stated_numbers(said) if not 1500 <= n.value <= 2100]
        last = next((n.value for n in stated_numbers(sentence) if n.start == _last_number(sentence)), None)
        if last in series and series.index(last) > 0:
            earlier = series[series.index(last) - 1]
            if (last < earlier) if rising else (last > earlier):
                yield f"by the quote it did not {'rise' if rising else 'fall'} to {last:g}"


def _other_bearer(sentence: str, said: str) -> Iterator[str]:
    """A number that the quote gives for another, or before it speaks of the one named, who has one of his own."""
    pieces = [
        (set(words(one)), {n.value for n in stated_numbers(one)}, capitalised(one)) for one in _BEARERS.split(said)
    ]
    for clause in _BEARERS.split(sentence):
        named = [word for word in capitalised(clause) if any(word in tokens for tokens, _, _ in pieces)]
        mine = [at for at, (tokens, _, _) in enumerate(pieces) if not tokens.isdisjoint(named)]
        for value in sorted({number.value for number in stated_numbers(clause)}):
            own = [at for at, (_, values, _) in enumerate(pieces) if value in values]
            if not mine or not own or not set(own).isdisjoint(mine) or not any(pieces[at][1] for at in mine):
                continue
            if max(own) < min(mine) or all(pieces[at][2] for at in own):
                yield f"the quote gives {value:g} for another than {named[0]}"


def _last_number(text: str) -> int:
    return max((n.start for n in stated_numbers(text) if not 1500 <= n.value <= 2100), default=0)


def _speakers(text: str) -> list[list[str]]:
    """The names nearest to each verb of saying, before it or behind "according to" and "said"."""
    found = []
    for match in _SPEAKS.finditer(text):
        before = re.findall(r"[A-Z][\w'’-]+", re.split(r"[.;]\s|[“”\"]", text[: match.start()])[-1])
        behind = re.findall(r"[A-Z][\w'’-]+", re.split(r"[.;,]\s|[“\"]", text[match.end() :])[0])
        names = [name for name in before[-4:] + behind[:4] if name.lower() not in STOP_WORDS | CALENDAR_WORDS]
        found.append(names)
    return found


def _other_speaker(sentence: str, around: str) -> Iterator[str]:
    """A speaker with a name whom the quote's sentences do not have, where they give words to others by name."""
    match = re.match(rf"\W*((?:[A-Z][\w'’-]+\s+){{1,3}})(?:{SAID}|says)\b", sentence)
    if match is None:
        return
    name = match[1].split()[-1]
    if name.lower() in STOP_WORDS:
        return
    if any(same_name(name, word) for word in words(around)):
        theirs = [names for names in _speakers(around) if names]
        if theirs and not any(same_name(name, other) for names in theirs for other in names):
            yield f"the quote does not let {name} say it"
        return
    theirs = [names for names in _speakers(around) if names]
    if theirs and not re.search(r"\b(?:he|she|they)\b", around, re.IGNORECASE):
        yield f"the quote lets {theirs[0][-1]} say it, not {name}"


def _doubts(sentence: str, ours: Sequence[str], around: str, theirs: Sequence[str]) -> Iterator[str]:
    told = _retold(ours, around)
    bound = _CONDITION.search(sentence) or _UNTIL.search(sentence)
    if not bound and (_CONDITION.search(around) or _UNTIL.search(told)):
        yield "the quote has a condition"
    hedged = _HEDGED_WORDS.search(sentence) or _HEDGED_DEED.search(sentence)
    if not hedged and (_HEDGED_WORDS.search(around) or _HEDGED_DEED.search(told)):
        yield "the quote is less sure"
    said = _FACTUAL.sub(" ", _OFFICIALLY.sub(" ", around))
    if _SPEAKS.search(said) and not _SPEAKS.search(sentence) and not hedged:
        yield "the quote reports what someone said"
    if missing := (_QUANTIFIERS & set(ours)) - set(theirs):
        yield f"the quote does not say {min(missing)!r}"
    if _CAUSES.search(sentence) and not _CAUSES.search(around):
        yield "the quote gives no cause"
    others = _tokens(told)
    if any(map(is_negation, ours)) != any(map(is_negation, others)) and any(map(denies, ours)) != any(
        map(denies, others)
    ):
        yield "one of the two has a negation"
    for word, title in pairwise(theirs):
        if word in _RANK_BELOW and word not in ours and title in ours:
            yield f"the quote says {word!r}"


def _retold(ours: Sequence[str], around: str) -> str:
    """The clauses of the quoted sentences from which a sentence has its words; all of them where it has none."""
    meant = set(content_stems(ours))
    clauses = _CLAUSE.split(around)
    shared = [len(meant & set(content_stems(words(clause)))) for clause in clauses]
    return " ".join(clause for clause, count in zip(clauses, shared, strict=True) if count) or around
