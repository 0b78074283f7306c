"""Who somebody is, as the articles say it: full names, roles with their days, first and last mention, and with whom.

A name is read by its capitals. Beside a name, a role is a run of words with a noun of office or trade at its head
("State Department deputy spokeswoman Jalina Porter"), or what stands behind it between commas or after "is".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from assistant.dates.vocabulary import CALENDAR_WORDS
from assistant.errors import SettingsError
from assistant.text.clean import one_line
from assistant.text.folding import bare
from assistant.text.sentences import sentence_spans
from assistant.text.spelling import same_name
from assistant.text.words import STOP_WORDS, names, word_set
from assistant.types import Citation, Document, Listed

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.options import Options

_MOST_ARTICLES = 2_000  # that are read; the rest is told
_MOST_BESIDE, _MOST_ROLES = 8, 6
_LONGEST = 90  # characters of a role
_TITLES = word_set("mr mrs ms miss mx dr prof sir dame lord lady madam rev sen rep gov gen col lt capt sgt adm")
# The head of a role: what somebody is or does.
_HEADS = word_set(
    """president secretary minister premier chancellor king queen prince princess pope bishop archbishop cardinal imam
    rabbi leader chief head boss chair chairman chairwoman chairperson director manager founder co-founder owner ceo cfo
    cto executive officer official aide adviser advisor envoy ambassador diplomat consul delegate negotiator
    mediator spokesman spokeswoman spokesperson senator congressman congresswoman representative lawmaker legislator mp
    deputy governor mayor councillor councilor commissioner councilman councilwoman politician candidate activist
    campaigner general colonel major captain lieutenant sergeant admiral marshal commander soldier pilot sailor
    astronaut judge justice prosecutor lawyer attorney solicitor barrister magistrate sheriff detective inspector
    superintendent
    policeman policewoman constable investigator inquisitor warden
    doctor surgeon nurse physician scientist researcher engineer professor lecturer teacher student economist analyst
    expert historian biologist physicist chemist epidemiologist virologist psychologist geologist archaeologist
    journalist reporter editor correspondent columnist author writer poet novelist critic broadcaster
    actor actress singer musician composer conductor pianist artist painter sculptor architect designer photographer
    filmmaker producer coach player footballer goalkeeper striker midfielder defender captain trainer swimmer runner
    farmer fisherman carpenter baker builder miner driver librarian shopkeeper trader banker businessman businesswoman
    entrepreneur investor broker accountant auditor treasurer consultant lobbyist organiser organizer coordinator
    member fellow resident witness survivor victim suspect defendant
    brother sister wife husband son daughter father mother uncle aunt cousin nephew niece widow widower heir
    successor predecessor"""
)
# What may stand before a head in small letters. With one of `_OTHER` before it, an office is another one.
_OTHER = word_set("vice deputy former ex acting assistant under associate then")
_MODIFIERS = _OTHER | word_set(
    """senior junior chief prime foreign national security special general lead top head state press defence defense
    finance interior health trade justice education environment managing executive retired veteran local regional
    federal provincial police fire army navy air coast guard union party opposition parliamentary presidential military
    political economic legal scientific medical technical artistic sports team club town city county district school
    party's elder younger eldest only first second third new long-time longtime"""
)
_TOKEN = re.compile(
    r"(?>(?:[A-Z]\.)+)|(?:Mrs?|Ms|Dr|Prof|Rev|Sen|Rep|Gov|Gen|Col|Lt|Capt|Sgt|Adm)\.|[^\W_]++(?>(?:[’'&-][^\W_]++)*)|\S"
)
_COMPLEMENT = word_set("of for to at in")
_PLACING = word_set("in at near from of to on outside around")
_BEHIND = re.compile(
    r",?\s+(?:who\s+)?(?:is|was|became|has been)\s+(?=(?:the|an?|its|his|her|their)\s)|,\s+(?:\d{1,3},\s+)?"
)
_ENDS = re.compile(
    r"[,.;:()“”\"–—!?\n]|\s(?:who|which|that|said|says|told|and\s+(?:said|told)|when|where|since|after)\b"
)
_INITIAL = re.compile(r"[A-Z]\.?")
_ARTICLE = re.compile(r"\A(?:the|an?|its|his|her|their|our)\s+", re.IGNORECASE)
_SOME = re.compile(r"an?\s")
_SAYS = re.compile(r"\s+(?:said|says|told|and)")
_FEW = 10  # words behind a name that are a description without a noun of office or trade
_CLAUSE = word_set("is are was were be has have had will would can could may might did does do said says")


class Role(NamedTuple):
    """What somebody is called, in the words of the first article that does, and in how many articles of which days."""

    words: str
    articles: int
    citation: Citation
    last: Citation


class Beside(NamedTuple):
    """A name that stands in the same sentences, and in how many articles it does."""

    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Person:
    """One bearer of a name. `articles` are those that are surely of this one, oldest first and undated ones last."""

    name: str
    roles: tuple[Role, ...]
    articles: tuple[Listed, ...]
    beside: tuple[Beside, ...]

    @property
    def first(self) -> Listed:
        """The first mention."""
        return self.articles[0]

    @property
    def last(self) -> Listed:
        """The last mention that is dated."""
        return next((each for each in reversed(self.articles) if each.date.day), self.articles[-1])


@dataclass(frozen=True, slots=True)
class Who:
    """The bearers of a name, the one with most articles first.

    `unclear` are articles that have the name alone, where several bear it; of `found` articles `read` were read.
    """

    asked: str
    people: tuple[Person, ...]
    unclear: tuple[Listed, ...]
    found: int
    read: int


class _Token(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def name(self) -> str:
        return self.text.removesuffix("'s").removesuffix("’s")

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper() and bare(self.text) not in STOP_WORDS | CALENDAR_WORDS

    @property
    def head(self) -> bool:
        return bare(self.text).rpartition("-")[2] in _HEADS


@dataclass
class _Bearer:
    """What is gathered of one full name."""

    spellings: Counter[str] = field(default_factory=Counter)
    roles: dict[str, list[Citation]] = field(default_factory=dict)
    articles: dict[str, Listed] = field(default_factory=dict)
    beside: dict[str, set[str]] = field(default_factory=dict)


class _Mention(NamedTuple):
    """A place where the name stands: its full form and what is said of its bearer there."""

    key: tuple[str, ...]
    name: str
    roles: tuple[tuple[int, int], ...]
    beside: tuple[str, ...]


def who(assistant: Assistant, name: str, options: Options | None = None) -> Who:
    """The bearers of a name in the articles, narrowed by `options`. Raises SettingsError where no word is given."""
    asked = [each.name for each in _tokens(one_line(name)) if bare(each.text).rstrip(".") not in _TITLES]
    asked = [each for each in asked if any(map(str.isalnum, each))]
    if not asked:
        raise SettingsError(f"{name!r} is not a name; write it as the articles do")
    index = assistant.index
    query = assistant.understand("", **options) if options and any(options.values()) else None
    rows = index.mentioning(" ".join(asked), exact=True)
    found = [each for row, each in index.catalogue.listed(query).items() if row in rows]
    found.sort(key=lambda each: (each.date.day is None, each.date.ordinal, each.path))
    half = _MOST_ARTICLES // 2
    some = found if len(found) <= _MOST_ARTICLES else [*found[:half], *found[-half:]]
    bearers: dict[tuple[str, ...], _Bearer] = {}
    alone: list[tuple[Listed, Document, list[_Mention]]] = []
    for each in some:
        document = index.document(each.path)
        if document is None:
            continue
        mentions = list(_mentions(document, asked))
        full = [one for one in mentions if len(one.key) > 1]
        if not full:
            alone.append((each, document, mentions))
            continue
        here = full[0]
        for one in mentions:
            here = one if len(one.key) > 1 else here  # a name alone is of who was named last
            _note(bearers.setdefault(here.key, _Bearer()), each, document, one)
    unclear: list[Listed] = []
    for each, document, mentions in alone:
        if len(bearers) > 1:
            unclear.append(each)
            continue
        own = next(iter(bearers.values()), None) or bearers.setdefault(tuple(map(bare, asked)), _Bearer())
        own.articles[each.path] = each
        for one in mentions:
            _note(own, each, document, one)
    people = sorted((_person(one, " ".join(asked)) for one in bearers.values()), key=lambda one: -len(one.articles))
    return Who(one_line(name), tuple(people), tuple(unclear), len(found), len(some))


def _note(bearer: _Bearer, article: Listed, document: Document, mention: _Mention) -> None:
    bearer.articles[article.path] = article
    bearer.spellings[mention.name] += 1
    for start, end in mention.roles:
        bearer.roles.setdefault(_ARTICLE.sub("", one_line(document.text[start:end]), count=1), []).append(
            _cite(document, start, end)
        )
    for other in mention.beside:
        bearer.beside.setdefault(other, set()).add(article.path)


def _person(bearer: _Bearer, asked: str) -> Person:
    names_of = [one for one in bearer.spellings if " " in one] or [asked]
    name = max(names_of, key=lambda one: (bearer.spellings[one], len(one)))
    articles = sorted(bearer.articles.values(), key=lambda each: (each.date.day is None, each.date.ordinal, each.path))
    beside = sorted(((len(paths), other) for other, paths in bearer.beside.items()), key=lambda one: (-one[0], one[1]))
    return Person(
        name,
        tuple(_roles(bearer.roles))[:_MOST_ROLES],
        tuple(articles),
        tuple(_apart(Beside(other, count) for count, other in beside))[:_MOST_BESIDE],
    )


def _apart(beside: Iterable[Beside]) -> Iterator[Beside]:
    """Names without those that are only another form of one before: "North Korean" of "North Korea"."""
    kept: list[list[str]] = []
    for each in beside:
        parts = each.name.split()
        if not any(len(other) == len(parts) and all(map(same_name, parts, other)) for other in kept):
            kept.append(parts)
            yield each


def _roles(found: dict[str, list[Citation]]) -> Iterator[Role]:
    """The roles, those that most articles have first; one that says less than exactly one other counts with it."""
    alike: dict[str, list[str]] = {}
    for words in found:
        alike.setdefault(bare(words), []).append(words)
    stems = {key: frozenset(key.replace("’", "'").split()) for key in alike}
    merged: dict[str, list[Citation]] = {}
    for key in sorted(alike, key=lambda each: (-len(stems[each]), each)):
        wider = [
            each for each in merged if stems[key] <= stems[bare(each)] and not (stems[bare(each)] - stems[key]) & _OTHER
        ]
        into = wider[0] if len(wider) == 1 else alike[key][0]
        merged.setdefault(into, []).extend(each for words in alike[key] for each in found[words])
    ordered = sorted(merged.items(), key=lambda one: (-len({each.path for each in one[1]}), one[0]))
    for words, cited in ordered:
        dated = sorted(cited, key=lambda each: (each.date.day is None, each.date.ordinal, each.path))
        last = next((each for each in reversed(dated) if each.date.day), dated[-1])
        yield Role(words, len({each.path for each in cited}), dated[0], last)


def _cite(document: Document, start: int, end: int) -> Citation:
    return Citation(
        1, document.path, document.date, document.title, document.text[start:end], start, end,
        document.text.count("\n", 0, start) + 1, place=document.place(start), source=document.source,
    )  # fmt: skip


def _mentions(document: Document, asked: Sequence[str]) -> Iterator[_Mention]:
    """Where the name stands in what an article itself says, in the order of the text."""
    for start, end in sentence_spans(document.text, 0, len(document.text)):
        if any(start < span.end and span.start < end for span in document.boilerplate):
            continue
        sentence = document.text[start:end]
        if asked[-1] not in sentence:
            continue
        tokens = [_Token(each.text, each.start + start, each.end + start) for each in _tokens(sentence)]
        for at in range(len(tokens) - len(asked) + 1):
            if [each.name for each in tokens[at : at + len(asked)]] == list(asked):
                yield _mention(document, tokens, at, at + len(asked), sentence)


def _mention(document: Document, tokens: Sequence[_Token], first: int, last: int, sentence: str) -> _Mention:
    while last < len(tokens) and tokens[last].capital and not tokens[last].head and _next_to(document, tokens, last):
        last += 1
    begin = first
    while (
        begin and tokens[begin - 1].capital and not _ends_role(tokens[begin - 1]) and _next_to(document, tokens, begin)
    ):
        begin -= 1
    while begin < first and bare(tokens[begin].text).rstrip(".") in _TITLES:
        begin += 1
    if _of_office(tokens, begin):
        begin = max(first - 1, begin + 1) if begin < first else first
    parts = [each.name for each in tokens[begin:last]]
    key = tuple(bare(part) for part in parts if not _INITIAL.fullmatch(part))
    placed = begin > 0 and tokens[begin - 1].text.lower() in _PLACING
    behind = _after(document, tokens[last - 1].end, placed=placed)
    roles = [span for span in (_before(document, tokens, begin), behind) if span]
    own = {bare(part) for part in parts}
    beside = [_without_role(each) for each in names(sentence)]
    others = tuple(
        each for each in dict.fromkeys(beside)
        if " " in each and own.isdisjoint(map(bare, each.split())) and not CALENDAR_WORDS & set(bare(each).split())
    )  # fmt: skip
    return _Mention(key, " ".join(parts), tuple(roles), others)


def _next_to(document: Document, tokens: Sequence[_Token], at: int) -> bool:
    """Whether only white space parts a token from the one before."""
    return document.text[tokens[at - 1].end : tokens[at].start].strip() in ("", ".")


def _ends_role(token: _Token) -> bool:
    """Whether a capitalised token is the end of a role and no given name."""
    return token.head or token.text.endswith(("'s", "’s"))


def _of_office(tokens: Sequence[_Token], begin: int) -> bool:
    """Whether the run of capitals from `begin` on goes on with an office: "Secretary of" State ..."""
    return begin > 1 and tokens[begin - 1].text in _COMPLEMENT and tokens[begin - 2].head


def _before(document: Document, tokens: Sequence[_Token], begin: int) -> tuple[int, int] | None:
    """The role before a name: from its head back over capitals and what may stand before an office."""
    at = begin - 1
    if at >= 0 and tokens[at].text == "," and _next_to(document, tokens, at):
        at -= 1
    end = at
    while at > 0 and not tokens[at].head and (tokens[at].capital or tokens[at].text in _COMPLEMENT):
        at -= 1
    if at < 0 or not tokens[at].head:
        return None
    if end != at and (tokens[at + 1].text not in _COMPLEMENT or not tokens[end].capital):
        return None
    first = at
    while first and (tokens[first - 1].capital or tokens[first - 1].text.lower() in _MODIFIERS) and (
        not tokens[first - 1].text.endswith((",", ":"))
    ):  # fmt: skip
        first -= 1
    start = tokens[first].start
    return (start, tokens[end].end) if tokens[end].end - start <= _LONGEST else None


def _after(document: Document, end: int, *, placed: bool) -> tuple[int, int] | None:
    """What is said behind a name, between commas or after "is": words with a noun of office or trade, or "a ...".

    `placed`: a preposition stands before the name, and "the ..." behind it is likely of the name that follows.
    """
    lead = _BEHIND.match(document.text, end, min(end + _LONGEST, len(document.text)))
    if not lead:
        return None
    start = lead.end()
    rest = document.text[start : start + _LONGEST]
    stop = _ENDS.search(rest)
    said = rest[: stop.start()].rstrip() if stop and not _SAYS.match(stop.group()) else ""
    words = said.split()
    headed = any(_Token(word, 0, 0).head for word in words[:8])
    some = _SOME.match(said) and len(words) <= _FEW and not placed
    if placed and not _SOME.match(said):
        return None
    return (start, start + len(said)) if (headed or some) and _CLAUSE.isdisjoint(words) else None


def _without_role(name: str) -> str:
    """A run of capitals without the office that it begins with: "President Joe Biden" is "Joe Biden"."""
    parts = name.split()
    heads = [at for at, part in enumerate(parts[:-1]) if _Token(part, 0, 0).head or bare(part).rstrip(".") in _TITLES]
    return " ".join(parts[heads[-1] + 1 :] if heads else parts)


def _tokens(text: str) -> list[_Token]:
    return [_Token(match.group(), *match.span()) for match in _TOKEN.finditer(text)]
