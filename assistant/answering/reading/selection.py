"""Which sentences an answer is made of: the fewest that are likely to hold it, unlike each other, in order.

Each reaches as far as it must to be understood: to who speaks, or to what "he" and "the move" point at.

None is chosen where a name of the question is missing: what nobody wrote about cannot be answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answering.reading.reading import Candidate, Reading, Scores
from assistant.text.numbers import numbers
from assistant.text.sentences import SentenceSpan
from assistant.text.speech import SAID
from assistant.text.spelling import has_identifier, identifiers, initials, is_among, plain_name
from assistant.text.words import STOP_WORDS, content_terms, names, rarity, stem, words
from assistant.types import Document

# No further sentence is added once the chosen ones hold this part of the chance to answer, or where the next one has
# not that part of the best one's. With .95 and .03 answers were longer by a third: on two sets that nothing was fitted
# on 43 and 50 words (31 and 40 now) for the same share of right answers, and .02 less of their citations answered.
_ENOUGH = 0.9
_WORTH = 0.1
_ALIKE = 0.8  # cosine from which two sentences may say the same
_SAME = 0.95  # cosine from which they do


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a document to be quoted: the chosen sentence with what is needed to understand it.

    `words` are the offsets of the words that answer, None where they are not known.
    """

    candidate: Candidate
    start: int
    end: int
    words: tuple[int, int] | None = None


def choose(reading: Reading, rows: NDArray[np.intp], most: int) -> list[int]:
    """Return the rows (of `rows`) to quote, best first: one, or up to `most` while the answer may lie elsewhere."""
    candidates, vectors = reading.candidates, reading.vectors
    shares = dict(zip(rows.tolist(), _shares(reading.scores[rows]).tolist(), strict=True))
    left = sorted(shares, key=lambda row: -shares[row])
    chosen: list[int] = []
    for row in left:
        if len(chosen) == most or sum(shares[one] for one in chosen) >= _ENOUGH:
            break
        if shares[row] < _WORTH * shares[left[0]]:
            break
        if not any(_repeats(candidates[row], candidates[one], float(vectors[row] @ vectors[one])) for one in chosen):
            chosen.append(row)
    return chosen


def _shares(scores: Scores) -> Scores:
    """The softmax of scores: each candidate's share of the chance to answer, if one does. They add up to 1."""
    raised = np.exp(scores - scores.max())
    shares: Scores = raised / raised.sum()
    return shares


def _repeats(new: Candidate, old: Candidate, cosine: float) -> bool:
    """Whether `new` says nothing that `old` does not: nearly the same words, or alike and no other name or number."""
    if cosine >= _SAME:
        return _facts(new.text) <= _facts(old.text)
    return cosine >= _ALIKE and _article(new) != _article(old) and _facts(new.text) <= _facts(old.text)


def _facts(text: str) -> set[str]:
    """Names (by the stems of their words) and numbers of a text: what makes two alike sentences differ."""
    named = {stem(word) for name in names(text) for word in content_terms(name)}
    return named | {f"{number:g}" for number in numbers(text)}


def quotes_of(reading: Reading, rows: Sequence[int]) -> list[Quote]:
    """The quotes of the chosen rows (best first): the best one leads, for it is what is read.

    The others of its article follow as they are written, then those of other articles, the better article first.
    Each quote carries the context that it needs. One that lies in another one is dropped.
    """
    quotes = [_quote(reading.candidates[row], reading.words[row]) for row in rows]
    kept = [quote for index, quote in enumerate(quotes) if not _is_covered(quote, quotes, index)]
    articles = list(dict.fromkeys(_article(quote.candidate) for quote in kept))
    return kept[:1] + sorted(kept[1:], key=lambda quote: (articles.index(_article(quote.candidate)), quote.start))


def _quote(candidate: Candidate, words: tuple[int, int] | None) -> Quote:
    start, end = in_context(candidate.hit.document.text, candidate.neighbours, candidate.position)
    return Quote(candidate, start, end, words)


def _article(candidate: Candidate) -> str:
    return candidate.hit.document.id


def _is_covered(quote: Quote, quotes: Sequence[Quote], index: int) -> bool:
    """Whether another quote holds this one (of equal ones the first is kept)."""
    return any(
        _article(other.candidate) == _article(quote.candidate)
        and other.start <= quote.start
        and quote.end <= other.end
        and (place < index or (other.start, other.end) != (quote.start, quote.end))
        for place, other in enumerate(quotes)
        if place != index
    )


_OPENING, _CLOSING = "“«„", "”»"
_LEANS = re.compile(
    r"[“\"'‘]*(?:(?:And|But|So|Still|Instead|However),?\s+)?(?:he|she|they|it|his|her|their|its|this|these|those|such|both"
    r"|the (?:move|visit|trip|decision|statement|announcement|incident|latter|former|two|pair|official|spokes\w+))\b",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(r"\W*(?:it|this)\b[^.]{0,40}\b(?:that|to)\b", re.IGNORECASE)
_SPEECH_VERB = re.compile(rf"\b(?:{SAID}|according to)\b")
_MOST_BEFORE = 40  # words; a longer sentence before is a text of its own
_MOST_SPEECH = 4  # sentences of one speech


def in_context(text: str, spans: Sequence[SentenceSpan], position: int) -> SentenceSpan:
    """The stretch around ``spans[position]`` that a reader needs to understand it; often the sentence itself.

    A sentence inside a speech is given from its opening mark, or to the words that say who speaks; one that begins
    with a word that points back ("He", "The move") is given with the short sentence before it. `spans` are the
    sentences of a stretch of `text`, in order.
    """
    first = last = position
    if _inside_speech(text, spans, position):
        first, last = _speech(text, spans, position)
        if not _SPEECH_VERB.search(_outside_marks(text[spans[first][0] : spans[last][1]])):
            first, last = _with_speaker(text, spans, first, last)
    elif _is_bare_speech(text[slice(*spans[position])]):
        first, last = _with_speaker(text, spans, position, position)
    elif points_back(text[slice(*spans[position])]) and _may_lead(text, spans, position - 1):
        first = position - 1
    return spans[first][0], spans[last][1]


def _depth(text: str, spans: Sequence[SentenceSpan], position: int) -> int:
    """Marks open before the sentence, counted from its paragraph's begin."""
    start = spans[position][0]
    paragraph = max(text.rfind("\n", 0, start) + 1, spans[0][0])
    before = text[paragraph:start]
    curly = sum(before.count(mark) for mark in _OPENING) - sum(before.count(mark) for mark in _CLOSING)
    return max(0, curly) + before.count('"') % 2


def _inside_speech(text: str, spans: Sequence[SentenceSpan], position: int) -> bool:
    """Whether a speech goes on before or behind the sentence."""
    if _depth(text, spans, position):
        return True
    sentence = text[slice(*spans[position])]
    opened = sum(sentence.count(mark) for mark in _OPENING) > sum(sentence.count(mark) for mark in _CLOSING)
    return (opened or sentence.count('"') % 2 == 1) and position + 1 < len(spans)


def _speech(text: str, spans: Sequence[SentenceSpan], position: int) -> tuple[int, int]:
    first = last = position
    while first > 0 and position - first < _MOST_SPEECH and _depth(text, spans, first):
        first -= 1
    while last + 1 < len(spans) and last - position < _MOST_SPEECH and _depth(text, spans, last + 1):
        last += 1
    return first, last


def _is_bare_speech(sentence: str) -> bool:
    """Whether a sentence is nothing but words in quotation marks."""
    return sentence[:1] in f'"{_OPENING}' and not _outside_marks(sentence).strip(" .,!?")


def _outside_marks(text: str) -> str:
    return re.sub(r"[“«„][^”»]*(?:[”»]|$)|\"[^\"]*(?:\"|$)", " ", text)


def _with_speaker(text: str, spans: Sequence[SentenceSpan], first: int, last: int) -> tuple[int, int]:
    """Add the neighbour that says who speaks, if there is one: mostly the sentence before."""
    if _may_lead(text, spans, first - 1):
        return first - 1, last
    return first, last


def points_back(sentence: str) -> bool:
    """Whether a sentence begins with a word that points back: "He", "The move"."""
    return bool(_LEANS.match(sentence)) and not _EXPLETIVE.match(sentence)


def _may_lead(text: str, spans: Sequence[SentenceSpan], position: int) -> bool:
    """Whether the sentence is there, short enough, a statement, and parted by white space only."""
    if position < 0:
        return False
    sentence = text[slice(*spans[position])]
    gap = text[spans[position][1] : spans[position + 1][0]]
    return not gap.strip() and 3 < len(sentence.split()) <= _MOST_BEFORE


_JOINED = re.compile(r"[A-Z]\w*(?:-[A-Z]\w*)+$")
_ACRONYM = re.compile(r"\b(?:[A-Z]\.?){2,5}(?![\w])")


Mentions = Callable[[str], bool]


def nowhere(_: str) -> bool:
    """For a corpus of which no more is known than the documents at hand."""
    return False


def absent_names(named: Sequence[str], documents: Iterable[Document], mentions: Mentions = nowhere) -> tuple[str, ...]:
    """Those of the names in a question that occur in no document, not even as adjective, plural or acronym.

    `mentions` tells whether other documents have a word. Of a name of several words the rarest decides ("North
    Macedonia" is not found by "North"); of names that hyphens join ("US-South Korean") any.
    """
    if not named:
        return ()
    texts = [f"{document.title or ''}\n{document.text}" for document in documents]
    known = {plain_name(word) for text in texts for word in words(text)}
    known |= {stem(word) for word in known}
    return tuple(name for name in named if not _is_known(name, known, texts, mentions))


def naming(named: Sequence[str], candidates: Sequence[Candidate], rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Those of `rows` whose articles have every one of the names.

    Names in small letters do not count: which words are names is a guess there.
    """
    named = [name for name in named if not name.islower()]
    if not named:
        return rows
    documents = {candidates[int(row)].hit.document.id: candidates[int(row)].hit.document for row in rows}
    lacking = {key for key, document in documents.items() if absent_names(named, [document])}
    return np.array([row for row in rows if candidates[int(row)].hit.document.id not in lacking], dtype=np.intp)


def _is_known(name: str, known: set[str], texts: list[str], mentions: Mentions) -> bool:
    if identifiers(name):
        return any(has_identifier(name, text) for text in texts) or mentions(name)
    parts = [part for part in words(name) if part.lower() not in STOP_WORDS]
    if not parts:
        return True
    if any(
        _JOINED.match(part) and _is_known(piece, known, texts, mentions) for part in parts for piece in part.split("-")
    ):
        return True
    rarest = max(rarity(part) for part in parts)
    decisive = [part.lower() for part in parts if rarity(part) >= rarest]
    if any(is_among(part, known) for part in decisive) or _by_initials(name, parts, known, texts):
        return True
    return any(mentions(part) for part in decisive)


def _by_initials(name: str, parts: list[str], known: set[str], texts: list[str]) -> bool:
    if len(parts) > 1:
        return initials(" ".join(parts)) in known
    letters = name.replace(".", "")
    if not (_ACRONYM.fullmatch(name) and letters.isupper()):
        return letters.lower() in known
    spelled = re.compile(r"\b" + r"\w+ (?:of |the |for |and )*".join(letters) + r"\w+")
    return any(spelled.search(text) for text in texts)
