"""Questions about the corpus as a whole: how many articles, which mention something, the newest, sources, authors.

A question is taken for one only if all of its words fit; "Which articles of the treaty were violated?" does not.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.asked import CatalogueFact, CorpusQuestion

_READ = 500  # characters of a question that are read
_CORPUS = r"(?:corpus|collection|archive|folder|index|library|database|data ?set|data|knowledge base)"
_ONE = r"(?:(?:news )?(?:article|document|doc|story|file|piece|text|post|item|entry)|newspaper article)"
_ITEM = (
    r"(?:(?:news(?:paper)? )?(?:articles?|documents?|docs?|story|stories|files?|pieces?|texts?|posts?|items?|entries"
    r"|reports)|papers|coverage)"
)
_DETERMINERS = r"(?>(?:(?:all|any|some|of|the|these|those|your|our|my|every|each|an?|different|single|me) )*)"
_POLITE = re.compile(
    r"^(?>(?:(?:hi|hello|hey|ok|okay|so|and|well|please|pls|now),? )*)(?:(?:can|could|would) you (?:please )?"
    r"(?:just )?(?=\w+ me\b|list|show|give|tell|count|name)|i(?: want|['’]d like| would like| need) to (?:know|see) )?"
    r"(?:(?:please )?tell me (?!about))?",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    rf"(?:how many|(?:what(?:['’]?s| is| are)? )?(?:the )?(?:total |overall )?(?:number|count) of|count(?: up)?"
    rf"|total(?: of)?)(?: {_DETERMINERS}| )(?P<undated>undated )?{_ITEM}\b",
    re.IGNORECASE,
)
_WHICH = re.compile(
    rf"(?:(?:which|what|list|show|give me|find|get|name|display|any|(?:are|is|were) there|(?:do|have) you (?:have|got)?"
    rf"|does|do|can (?:i|you) (?:see|show|list|find)) ?(?: {_DETERMINERS}|{_DETERMINERS})(?P<undated>undated )?|"
    rf"(?P<bare>(?:the |all (?:the )?|undated )?)){_ITEM}\b",
    re.IGNORECASE,
)
_HERE = (
    rf"(?:(?:(?:are|is|were) )?(?:there|available|indexed|included|loaded|represented|used|in total|overall|altogether"
    rf"|here|exist)|(?:that )?(?:(?:do|can|does|did) )?(?:you|i|we|(?:this|the|your) {_CORPUS}) (?:have|hold|know"
    r"|cover|contain|include|see|read|search|index|use)|have you(?: got)?"
    rf"|(?:are |is )?in (?:the|this|your|our|my) (?:whole )?{_CORPUS})"
)
_THAT = r"(?:(?:that|which) )?"
_APPEARED = (
    rf"{_THAT}(?:(?:were|was|are|is|have been|has been|did|do) )?"
    rf"(?:published|posted|written|printed|dated|appear(?:ed)?|c[ao]me out|from(?= and |$))"
    rf"|{_THAT}(?:were|was|are|is)(?= and |$)"
)
_NO_DATE = (
    rf"{_THAT}(?:(?:have|has|with|show|carry) no (?:known |publication )?dates?|(?:do|does)(?: not|n['’]?t)"
    r" (?:have|carry|show) (?:a |any )?dates?|(?:are |is )?without (?:a |any )?(?:known )?dates?"
    r"|(?:are |is )?(?:undated|not dated)"
    r"|lack(?:s|ing)? (?:a )?dates?|(?:are |is )?missing (?:a |their )?dates?)"
)
_ABOUT = r"(?:about|regarding|concerning|on (?:the )?(?:topic|subject) of|on)"
_WORD = r"(?:the )?(?:words?|terms?|phrases?|names?|expressions?) "
_MENTION = (
    rf"{_THAT}(?:(?P<no>(?:do|does|did)(?: not|n['’]?t)) |(?:do|does|did) |(?:are|is) )?"
    rf"(?:(?:mention|cover|discuss)(?:s|e[sd]|ing|ed)?|refer(?:s|red|ring)? to"
    rf"|(?:talk|speak|write)(?:s|ed|ing)? (?:about|of)|deal(?:s|ing)? with|contain(?:s|ing)?|(?P<topic>{_ABOUT})"
    rf"|(?:ha(?:ve|s)|use[sd]?|using|with)(?= {_WORD}))(?: {_WORD}| )"
)
_NAME = r"(?!(?:an?|he|she|they|you|i|we|it|who|his|her|their)\b)(?P<{}>[^,;]{{1,80}})"
_BY = (
    rf"{_THAT}(?:(?:are|is|were|was) )?(?:written |published |posted )?(?:by|from) (?:the )?{_NAME.format('by')}"
    rf"|(?:did|has|have) (?!the ){_NAME.format('did')} (?:write|written|publish(?:ed)?|post(?:ed)?)"
)
_NEXT: dict[str, re.Pattern[str]] = {
    name: re.compile(rf" (?:and )?(?:{words})(?= |$)", re.IGNORECASE)
    for name, words in (("undated", _NO_DATE), ("here", _HERE), ("appeared", _APPEARED))
}
_MENTIONS = re.compile(rf" (?:and )?{_MENTION}(?P<what>.+)$", re.IGNORECASE)
_WHOSE = re.compile(rf" (?:and )?(?:{_BY})$", re.IGNORECASE)
_TAIL = re.compile(rf" (?:and )?(?:{_APPEARED}|{_HERE}|anywhere|at all|please|so far)$", re.IGNORECASE)
# "Which article mentions Japan most often?" counts words, which the catalogue does not.
_COUNTS_WORDS = re.compile(r"\b(?:most|least|often|more than|fewer than|at least|times|twice)$", re.IGNORECASE)
_PASSIVE = (
    rf"(?:in (?P<many>how many|which|what) {_DETERMINERS}{_ITEM} (?:do|does|did|is|are|was|were) (?:{_WORD})?"
    r"(?P<what>.+?) (?:appear|occur|come up|show up|mentioned|named|discussed|covered)"
    r"|(?:where )?(?:is|are|was|were) (?:{word})?(?P<whom>.+?) (?:ever )?mentioned"
    r"(?: (?:anywhere|somewhere|here|in {determiners}{item}))?)".replace("{word}", _WORD)
    .replace("{determiners}", _DETERMINERS)
    .replace("{item}", _ITEM)
)
_MENTIONED = re.compile(_PASSIVE + "$", re.IGNORECASE)
_ANYTHING = re.compile(
    r"(?:(?:do|have) you (?:have|got|know) (?:any(?:thing|\s(?:info\w*|news))|something|info\w*) (?:about|on)"
    r"|is there any(?:thing| info\w*| news) (?:about|regarding|concerning|mentioning)) (?P<what>.+)$",
    re.IGNORECASE,
)
# "Which articles say that …": what they say is looked for sentence by sentence.
_SAYS = r"(?:say|said|says|report(?:s|ed)?|claim(?:s|ed)?|state[sd]?|write|wrote|suggest(?:s|ed)?|assert(?:s|ed)?)"
_SAY_THAT = (
    rf"(?:(?:which|what|how many|(?:list|show|find|give|name)(?: me)?|(?:are|is) there)(?: {_DETERMINERS}| ){_ITEM}"
    rf" {_THAT}(?:do |have |did )?{_SAYS}|how (?:often|many times) (?:do|did|have) {_DETERMINERS}{_ITEM} {_SAYS}"
    rf"|how (?:often|many times) (?:is|was|has) it (?:been )?{_SAYS}) that\b"
)
_SAYING = re.compile(rf"{_SAY_THAT} (?P<what>\S.+)$", re.IGNORECASE)
_BEGINS_SO = re.compile(_SAY_THAT, re.IGNORECASE)
_HOW_OFTEN = re.compile(
    rf"how (?:often|many times) (?:is|are|was|were|has|have) (?:been )?(?:{_WORD})?(?P<what>.+?)"
    r" (?:been )?(?:mentioned|named|discussed|covered)$",
    re.IGNORECASE,
)
_NEW = r"(?P<new>newest|latest|most recent(?:ly published)?|last)"
_OLD = r"(?P<old>oldest|earliest|first)"
_ENDS = re.compile(
    rf"(?:(?:what|which)(?:['’]?s| is| are| was| were)? |(?:show|give|tell|list|open|find|get)(?: me)? )?"
    rf"(?:the |your )?(?:\w{{1,5}} )?(?:{_NEW}|{_OLD}) (?:\d+ )?(?:{_ONE}s?|(?:news )?stories|entries|reports)\b",
    re.IGNORECASE,
)
_END_IS = re.compile(rf"(?:which|what) {_ONE} (?:is|was) (?:the )?(?:{_NEW}|{_OLD})(?= |$)", re.IGNORECASE)
_END_WHEN = re.compile(
    rf"(?:when (?:was|were|is|did)|how (?:old|new|recent|current) (?:is|are)) (?:the |your )?(?:{_NEW}|{_OLD}) {_ONE}s?"
    r"(?: (?:published|written|posted|dated|from|appear|come out|added))?(?= |$)",
    re.IGNORECASE,
)
_SOURCES = (
    r"(?:sources?|publishers?|newspapers?|papers|(?:media |news )?outlets?|news (?:sources?|sites?|agenc(?:y|ies))"
    r"|publications|agencies|websites|media)"
)
_AUTHORS = r"(?:authors?|writers?|journalists?|reporters?|columnists?|contributors?|bylines?)"
_LISTING = r"(?:(?:what|which|list|show|name|give me|how many|who are|what are|who is|any|(?:are|is) there) )?"
_ARTICLES = rf"(?:the|these|those|your|all(?: the)?) {_ITEM}"
_THIS = rf"(?:(?:the|this|these|your|all(?: the)?) (?:{_ITEM}|{_CORPUS}|news)|this|you)"
_WORDS: tuple[tuple[CatalogueFact, str], ...] = (
    (
        "sources",
        (
            rf"{_LISTING}{_DETERMINERS}{_SOURCES}(?>(?: {_HERE})*)(?: (?:is|are|do|did) {_ARTICLES} (?:come )?from)?"
            rf"|where (?:do|did|are) {_THIS} (?:come )?from|who publish(?:ed|es) {_ARTICLES}"
            rf"|(?:what|which) {_SOURCES} (?:is|are|does|do) {_THIS} (?:based on|built on|made (?:of|from))"
        ),
    ),
    (
        "authors",
        (
            rf"{_LISTING}{_DETERMINERS}{_AUTHORS}(?>(?: {_HERE})*)(?: (?:wrote|of) {_ARTICLES})?"
            r"|who (?:wrote|writes|has written) (?:the|these|those|your|all(?: the)?)"
            r" (?:articles|stories|pieces|texts)"
            rf"(?: {_HERE})?"
        ),
    ),
    (
        "period",
        (
            rf"(?:what|which) (?:time ?)?(?:period|span|frame|range|date range|range of dates|dates|days"
            rf"|years|months|time)(?: of time)? (?:do|does|is|are) {_THIS}"
            r" (?:cover(?:ed)?|span|include|from|go back to)"
            rf"|(?:what(?:['’]?s| is) )?(?:the )?(?:date range|time ?span|time ?frame|time range|period)"
            rf"(?: (?:of|covered by) {_THIS}| covered)?"
            rf"|how far back (?:do|does|is|are) {_THIS}(?: (?:go|reach|date))?(?: back)?"
            rf"|(?:from )?when (?:are|were|do|did) {_ARTICLES}"
            rf"(?: (?:from|start|begin|end|published|dated|written|appear))?"
            rf"|how (?:old|recent|current|up[ -]to[ -]date) (?:are|is) (?:{_ARTICLES}|(?:the|this|your) {_CORPUS})"
            r"|how (?:recent|current|up[ -]to[ -]date) are you"
        ),
    ),
    (
        "help",
        (
            r"(?:what|how) (?:can|could|may|should|do) (?:i|we) (?:ask|do)(?>(?: (?:you|here|this|about|for|questions?"
            r"|things|it))*)"
            r"|what can you (?:do|answer|tell(?: me)?)(?: (?:for me|here))?|what (?:(?:sort|kind|type)s? of )?"
            r"questions (?:can|could|may|should) (?:i ask|you answer)(?: you| here)?"
            r"|how (?:do|can|should) i use (?:this|you|it)"
            r"|how (?:does this|do you) work|how can you help(?: me)?|help(?: me)?|who are you"
            r"|what are you(?: for)?|(?:suggest|show|give)(?: me)?(?: some| a few)?"
            r"(?: example| sample)?(?: questions?| examples of questions)"
            r"|(?:example|sample) questions?"
        ),
    ),
    (
        "contents",
        (
            rf"what(?:['’]?s| is| are)? (?:in|inside|within) (?:here|there|(?:this|the|your) {_CORPUS})"
            rf"|what (?:is|are) (?:(?:the|this|your) {_CORPUS}|{_ARTICLES}) about|what is (?:this|the) {_CORPUS}"
            rf"|(?:what|which) (?:topics?|subjects?|themes?|things)(?: {_HERE}| are covered| can i ask about"
            rf"| does this cover)"
            rf"|what (?:do you|does (?:this|the) {_CORPUS}) (?:know|have|cover|contain)(?: here| about)?"
            rf"|(?:what|which) (?:kinds?|sorts?|types?) of {_ITEM} {_HERE}|describe (?:the|this|your) {_CORPUS}"
            rf"|tell me about (?:the|this|your) {_CORPUS}|what have you got(?: here)?"
        ),
    ),
)
_OTHERS = tuple((fact, re.compile(rf"(?:{words})$", re.IGNORECASE)) for fact, words in _WORDS)
_WHO_WROTE = re.compile(
    rf"(?:who(?: (?:has|have|all))? (?:wrote|writes?|written)|(?:which|what) {_AUTHORS} (?:have |has )?"
    r"(?:wr[oi]tes?|written|report(?:ed|s)?|cover(?:ed|s)?|mention(?:ed|s)?))(?: about| on)? (?P<what>.+)$",
    re.IGNORECASE,
)
_WROTE_ABOUT = re.compile(r"(?:about|(?:report\w*) on|cover\w*|mention\w*) \S", re.IGNORECASE)
_NAMES_DAYS = re.compile(
    rf"\b(?:mention(?:s|ed|ing)?|contain(?:s|ing)?|refer(?:s|ring)? to|discuss(?:es|ing)?|about)"
    rf" (?:{_WORD}|the (?:date|day|year) )?(?:the )?$",
    re.IGNORECASE,
)


def corpus_question(text: str) -> CorpusQuestion | None:
    """What a question wants to know of the corpus as a whole; None where it asks for what articles say.

    `text` is without filters: operators, and phrases of time that say when articles appeared.
    """
    plain = " ".join(text[:_READ].split()).strip(" ?!.,;:")
    plain = _POLITE.sub("", plain, count=1)
    for courtesy in (" please", " pls", " thanks"):
        plain = plain.removesuffix(courtesy)
    for fact, pattern in _OTHERS:
        if pattern.match(plain):
            return CorpusQuestion(fact)
    if saying := _SAYING.match(plain):
        return CorpusQuestion("saying", saying["what"])
    if often := _HOW_OFTEN.match(plain):
        return _about(CorpusQuestion("count"), often)
    return _ends(plain) or _authors_about(plain) or _mentioned(plain) or _counted_or_listed(plain)


def names_days(before: str) -> bool:
    """Whether a phrase of time that follows these words is what articles are to mention: "Which mention 2019?"."""
    return _NAMES_DAYS.search(before) is not None or _BEGINS_SO.search(before[:_READ]) is not None


def _counted_or_listed(plain: str) -> CorpusQuestion | None:
    if found := _HOW_MANY.match(plain):
        asked = CorpusQuestion("count", undated=bool(found["undated"]))
    elif found := _WHICH.match(plain):
        bare = (found["bare"] or "").casefold()
        asked = CorpusQuestion("list", undated=bool(found["undated"]) or bare == "undated ")
        if found["bare"] is not None and not asked.undated and found.end() == len(plain):
            return None  # "articles" alone may be a word to search for
    elif found := re.match(r"(?:how many|which)(?= mention)", plain, re.IGNORECASE):
        asked = CorpusQuestion("count" if found[0].lower().startswith("how") else "list")
    else:
        return None
    return _narrowed(asked, plain[found.end() :])


def _narrowed(asked: CorpusQuestion, rest: str) -> CorpusQuestion | None:
    """The question with what the rest of its words says of the articles that are meant; None where they do not fit."""
    while rest:
        for name, pattern in _NEXT.items():
            if found := pattern.match(rest):
                asked = replace(asked, undated=asked.undated or name == "undated")
                rest = rest[found.end() :]
                break
        else:
            break
    if not rest:
        return asked
    if whose := _WHOSE.match(rest):
        return replace(asked, by=_without_tails(whose["by"] or whose["did"]))
    return _about(asked, _MENTIONS.match(rest))


def _about(asked: CorpusQuestion, found: re.Match[str] | None, group: str = "what") -> CorpusQuestion | None:
    what = _without_tails(found[group]) if found else ""
    if not found or not re.search(r"\w", what) or _COUNTS_WORDS.search(what):
        return None
    no = "no" in found.re.groupindex and bool(found["no"])
    topic = "topic" in found.re.groupindex and bool(found["topic"])
    return replace(asked, mentioning=what, without=no, topic=topic)


def _without_tails(text: str) -> str:
    while found := _TAIL.search(text):
        text = text[: found.start()]
    return text.strip(" ,")


def _ends(plain: str) -> CorpusQuestion | None:
    found = _END_IS.match(plain) or _END_WHEN.match(plain) or _ENDS.match(plain)
    if not found:
        return None
    many = re.search(r"\d+|s$|stories$|entries$", found[0])
    asked = CorpusQuestion("newest" if found["new"] else "oldest", many=many is not None)
    return _narrowed(asked, plain[found.end() :])


def _authors_about(plain: str) -> CorpusQuestion | None:
    found = _WHO_WROTE.match(plain)
    if not found or not _WROTE_ABOUT.search(plain[: found.start("what") + 1]):
        return None
    return _about(CorpusQuestion("authors"), found)


def _mentioned(plain: str) -> CorpusQuestion | None:
    if found := _ANYTHING.match(plain):
        return _about(CorpusQuestion("list"), found)
    if not (found := _MENTIONED.match(plain)):
        return None
    many = (found["many"] or "").lower() == "how many"
    return _about(CorpusQuestion("count" if many else "list"), found, "what" if found["many"] else "whom")
