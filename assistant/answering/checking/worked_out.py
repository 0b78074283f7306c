"""Numbers of a sentence that its source does not have, but that follow from those it has: sums, shares, counts."""

from __future__ import annotations

import re
from itertools import permutations

from assistant.text.numbers import stated_numbers
from assistant.text.words import word_set

_PARTS = {
    "half": 1 / 2,
    "halved": 1 / 2,
    "third": 1 / 3,
    "thirds": 2 / 3,
    "quarters": 3 / 4,
    "quarter": 1 / 4,
    "fifth": 1 / 5,
    "tenth": 1 / 10,
    "doubled": 2.0,
}
_ORDINAL = {"third": 3.0, "quarter": 4.0, "fifth": 5.0, "tenth": 10.0}
_SHARE = re.compile(r"%|\bper ?cent\b", re.IGNORECASE)
_ROUGHLY = word_set("about around some roughly nearly almost over more less than approximately close just under")
_NEAR, _EXACT = 0.1, 0.011  # share by which a rounded number, or one given as exact, may miss what was worked out
_YEARS = range(1500, 2101)  # are not worked out
_MOST = 24  # numbers of a source that are tried
_SMALL = 12  # up to here people, things and months are counted without a number being given


def follows(value: float, sentence: str, said: str, *, plainly: bool = False) -> bool:
    """Whether `value`, a number of `sentence`, can be worked out from at most two numbers of `said`.

    `plainly`: as a sum, a difference or a share, and nothing that numbers fulfil by chance.
    """
    if value in _YEARS:
        return False
    there = [number.value for number in stated_numbers(said)][:_MOST]
    there += [part for word, part in _PARTS.items() if re.search(rf"\b{word}\b", said, re.IGNORECASE)]
    there += [one / scale for one in there[:] for scale in (1e3, 1e6, 1e9) if one >= scale]  # "from 2.4 to 2.1 million"
    if plainly:
        if value in there:
            return True
        pairs = [result for one, other in permutations(there, 2) for result in (one + other, one - other)]
        pairs += [100 * one / other for one, other in permutations(there, 2) if other and _SHARE.search(sentence)]
        return any(abs(value - result) <= _EXACT * value for result in pairs)
    near = _NEAR if _is_rounded(value, sentence) else _EXACT
    results = [
        result
        for one in there
        for result in (one, one + 1, one - 1, 12 * one, one / 12, 100 * one, one / 100, 100 - one)
    ]
    for one, other in permutations(there, 2):
        results += [one + other, one - other, one * other]
        if other:
            results += [100 * one / other, 100 * (one - other) / other, one / other]
    share = next(
        (100 * part for word, part in _PARTS.items() if value == _ORDINAL.get(word) and word in sentence), value
    )
    return any(abs(one - abs(result)) <= near * max(one, 1e-9) for one in {value, share} for result in results)


def is_small(value: float) -> bool:
    """Whether a number is so small that things may have been counted for it."""
    return value <= _SMALL and value.is_integer()


def _is_rounded(value: float, sentence: str) -> bool:
    for number in stated_numbers(sentence):
        if number.value == value:
            lead = sentence[max(number.start - 20, 0) : number.start].lower().split()[-2:]
            return not _ROUGHLY.isdisjoint(lead)
    return False
