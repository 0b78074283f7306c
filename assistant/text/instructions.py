"""Tells text that instructs or asks from text that reports: a command to the reader is not evidence of anything."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.text.sentences import sentence_spans
from assistant.text.words import STOP_WORDS, word_set

_COMMANDS = word_set(
    """act add adopt advise allow analyze analyse append apply ask assess assume augment avoid become begin buy
    calculate choose classify compare compose compute conclude consider continue convert create deduce define
    delete deliver describe determine develop disclose discuss disregard do emphasize encode encrypt enhance
    ensure enter evaluate explain explore extract fetch fill finish follow forget generate give help hide identify
    ignore imagine implement improve include incorporate inform insert integrate interpret introduce invest invite
    join let locate make mention modify obey override paraphrase perform pick please pretend print proceed produce
    promote propose provide put read rearrange recall recite recommend refer remember remove render repeat
    rephrase replace reply respond reveal reverse rewrite say select send simplify solve speak specify spell
    spread submit subscribe substitute suggest summarise summarize supply swap take tell transform translate
    transfer treat try type update urge use verify write"""
)
# Also nouns: commands only with an object behind them ("show the", not "show of force", "search for survivors").
_ALSO_NOUNS = word_set(
    """answer balance call change check cite click contact copy design detail display download draft email embed end
    estimate express find format guess highlight list log look move name note offer open output perfect plan play praise
    predict present project quote rename report request return review run scan schedule search share shift show sign
    start state stop switch talk turn upload view visit warn"""
)
# What a model is told to do, and hardly ever who reads an article.
_MAKES_TEXT = word_set(
    """act adopt analyze analyse append apply assess assume augment calculate classify compare compose compute conclude
    convert create deduce define describe determine disclose disregard emphasize encode encrypt enhance ensure
    evaluate explain extract forget generate identify ignore imagine implement incorporate infer insert integrate
    interpret introduce modify obey paraphrase pretend print produce promote provide recall recite
    recommend recount rephrase repeat replace reply respond reveal reverse rewrite say select send simplify solve speak
    specify spell spread substitute suggest summarise summarize supply tell transform translate treat update write"""
)
_OBJECTS = word_set("a an the this that these those all any every each some your my our me us it them him her")
# Words that open a sentence before an article and are no verbs ("Despite the", "Half the").
_OPENERS = STOP_WORDS | word_set(
    """despite amid amidst among inside outside beyond beneath beside besides throughout underneath unlike like given
    per plus minus worth except half almost nearly even still perhaps maybe once twice thus hence later earlier
    soon today tomorrow yesterday meanwhile instead overall indeed rather quite behind alongside aboard atop
    although though unless whereas whatever whichever whoever wherever whenever enough part only ahead apart aside
    astride circa because therefore whether along often always sometimes however according due regardless thanks
    gone made left known seen sent"""
)
_NO_OBJECT = word_set("of is was are were be been has had have will would and or for by than")
_OVERRIDES = (
    r"\b(?:ignore|disregard|forget|override) (?:(?:of|the|these|those|other) )*"
    r"(?:(?:all|any|every|your|my|previous|prior|above|earlier|preceding|foregoing|system)(?: of)? (?:the )?)+"
    r"(?:instructions?|rules|prompts?|guidelines|directions|orders)\b"
)
_YOUR_REPLY = r"your (?:response|reply|answer|output|message)"
_MARKUP = r"!\[[^\[\]]*+\]\(|\]\(\s*\w+:|<\s*(?:img|script|iframe|a\s)|\[/?inst\]|<\|"
_ADDRESSED = re.compile(
    rf"{_OVERRIDES}|\b{_YOUR_REPLY}\b|{_MARKUP}"
    r"|\bas an? (?:ai|language model|chatbot)\b|\byour (?:instructions|guidelines|system prompt)\b"
    r"|\byou are (?:now\b|(?:an?|the) (?:ai|assistant|chatbot|model|helpful)\b)"
    r"|^\W*you (?:must|should|will|have to|can)\b|\bsystem prompt\b|^\W*(?:system|assistant|user) ?:\s",
    re.IGNORECASE,
)
_AT_MODEL = re.compile(
    rf"{_OVERRIDES}|\b{_YOUR_REPLY}\b|{_MARKUP}"
    r"|\bas an? (?:ai|language model|chatbot)\b|\byour (?:instructions|guidelines|system prompt)\b"
    r"|\byou are (?:now a\b|(?:an?|the) (?:ai|assistant|chatbot|model|helpful)\b)"
    r"|\bsystem prompt\b|^\W*(?:system|assistant|user) ?:\s",
    re.IGNORECASE,
)
_WANTS = re.compile(r"^(?:i|we) (?:want|need|would like) you to\b|^(?:can|could|would|will) you\b", re.IGNORECASE)
_STEERS = re.compile(
    rf"{_OVERRIDES}|{_MARKUP}|\b(?:in|to|with|from|of) {_YOUR_REPLY}\b|\bsystem prompt\b"
    rf"|\b(?:modify|enhance|augment|encode|encrypt|reverse|translate|render|write|end|begin|start) {_YOUR_REPLY}\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"\n]*\"|‘[^‘’\n]*+’(?!\w)|«[^«»]*+»")
_TWO_WORDS = re.compile(r"(\w+)(?:\s+(\w+))?")
_LEAD = re.compile(
    r"^(?:[\W_]+|(?:please|kindly|now|then|also|next|finally|first|important|note|attention)\b[\W_]*)+",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^(?:can|could|would|will) you\b|^(?:i|we) (?:want|need|would like|'d like|wish)\b", re.IGNORECASE
)


@lru_cache(maxsize=4_096)  # the same passages are found again and again
def instructs(text: str) -> bool:
    """Whether any sentence of `text`, outside of quotation marks, commands, asks, or speaks to who reads it."""
    return instructs_at(text, 0, len(text))


def instructs_at(text: str, start: int, end: int) -> bool:
    """Whether a sentence of `text` that has a part in ``text[start:end]`` does so; speech in quotation marks may."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    paragraph = text[first : last if last >= 0 else len(text)]
    bare = _QUOTED.sub(lambda speech: "“" + " " * (len(speech.group()) - 2) + "”", paragraph)
    for left, right in sentence_spans(bare):
        touched = left + first < end and start < right + first
        if touched and (_instructs(bare[left:right]) or aimed_at_assistant(paragraph[left:right])):
            return True
    return False


@lru_cache(maxsize=4_096)
def without_instructions(text: str) -> str:
    """`text` without its sentences that command, ask, or speak to who reads it."""
    return " ".join(text[start:end] for start, end in sentence_spans(text) if not instructs_at(text, start, end))


@lru_cache(maxsize=4_096)
def commands(text: str) -> bool:
    """Whether a sentence of `text` tells a model what to do: it steers one, or orders a text to be made or changed.

    Questions, and what an article asks of its own readers ("Check out …", "Call the helpline"), are none.
    """
    return aimed_at_assistant(text) or any(_commands(text[start:end]) for start, end in sentence_spans(text))


def _commands(sentence: str) -> bool:
    core = _LEAD.sub("", _QUOTED.sub(" ", sentence))
    opening = _TWO_WORDS.match(core)
    first = opening[1].lower() if opening else ""
    return (
        _AT_MODEL.search(core) is not None
        or _WANTS.match(core) is not None
        or (first in _MAKES_TEXT and opening is not None and (opening[2] or "") not in _NO_OBJECT)
    )


@lru_cache(maxsize=4_096)
def aimed_at_assistant(text: str) -> bool:
    """Whether `text` tries to steer a model that reads it; strict enough to be said of a document."""
    return _STEERS.search(text) is not None


def _instructs(sentence: str) -> bool:
    if _ADDRESSED.search(sentence):
        return True
    core = _LEAD.sub("", sentence)
    if core.rstrip(" ”\"'’)]").endswith("?") or _ASKING.match(core):
        return True
    opening = _TWO_WORDS.match(core)
    if opening is None:
        return False
    first, second = opening[1].lower(), opening[2] or ""  # the second as written: "US" is not "us"
    if first in _ALSO_NOUNS:
        return second in _OBJECTS
    if first in _COMMANDS:
        return second not in _NO_OBJECT
    verb_like = not first.endswith(("ing", "ed", "ly", "s")) and first not in _OPENERS and first.isalpha()
    return sentence[:1].isupper() and verb_like and second in _OBJECTS
